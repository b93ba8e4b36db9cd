//! Which places in memory overlap: a field and the whole value around it.

use std::collections::HashMap;

use protocol::{Object, ObjectId, Reply};

/// The places of one execution that share bytes with others.
#[derive(Debug, Default)]
pub struct Overlaps(HashMap<ObjectId, Vec<ObjectId>>);

impl Overlaps {
    /// Finds them.
    pub fn of(reply: &Reply) -> Overlaps {
        let is_place = |(_, object): &(ObjectId, &Object)| object.kind.is_memory();
        let mut places: Vec<(ObjectId, &Object)> = reply.objects().filter(is_place).collect();
        places.sort_by_key(|(_, place)| (place.process, place.start));
        let mut overlaps = Overlaps::default();
        for (at, (id, place)) in places.iter().enumerate() {
            let end = place.start + u64::from(place.length);
            let behind = places[at + 1..].iter();
            for (other, _) in
                behind.take_while(|(_, other)| other.process == place.process && other.start < end)
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
