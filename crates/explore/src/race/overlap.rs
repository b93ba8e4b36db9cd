//! Which places in memory overlap: a field and the whole value around it.

use std::collections::BTreeMap;

use protocol::{Extent, Object, ObjectId, ProcessId, Reply};

/// The places of one execution that share bytes with others.
#[derive(Debug, Default)]
pub struct Overlaps(BTreeMap<ObjectId, Vec<ObjectId>>);

impl Overlaps {
    /// Finds them.
    pub fn of(reply: &Reply) -> Overlaps {
        let place = |(id, object): (ObjectId, &Object)| {
            let extent = object.extent.filter(|_| object.kind.is_memory())?;
            Some((object.process, extent, id))
        };
        let mut places: Vec<(ProcessId, Extent, ObjectId)> =
            reply.objects().filter_map(place).collect();
        places.sort_by_key(|(process, extent, _)| (*process, extent.start));
        let mut overlaps = Overlaps::default();
        for (at, (process, extent, id)) in places.iter().enumerate() {
            let behind = places[at + 1..].iter();
            for (.., other) in
                behind.take_while(|(of, other, _)| of == process && other.start < extent.end())
            {
                overlaps.0.entry(*id).or_default().push(*other);
                overlaps.0.entry(*other).or_default().push(*id);
            }
        }
        overlaps
    }

    /// The other places that share bytes with this one.
    pub fn with(&self, place: ObjectId) -> &[ObjectId] {
        self.0.get(&place).map_or(&[], Vec::as_slice)
    }
}
