//! Names for what neither a static nor a variable names: what a line calls it that uses it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{ObjectId, Op, Reply};

use super::{Legend, kind_of_thing};
use crate::naming::layout::{Elements, Variants};

impl Legend {
    /// Names atomics and what threads wait with, by the expressions that their methods are called on.
    pub(super) fn name_by_use(
        &self,
        reply: &Reply,
        objects: &mut [String],
        variants: &mut [Option<Variants>],
    ) {
        // An array's elements have its name at first.
        let mut elements: BTreeMap<String, BTreeSet<(u64, ObjectId)>> = BTreeMap::new();
        for step in &reply.steps {
            let Some((id, object)) = step.object.and_then(|id| Some((id, reply.object(id)?)))
            else {
                continue;
            };
            let is_unnamed = objects[id.index()] == kind_of_thing(object.kind);
            let Some(line) = self
                .line(reply, step.place, &step.frames)
                .filter(|_| is_unnamed)
            else {
                continue;
            };
            let source = &self.source;
            let called = |method| Some((method, source.receiver_at(line, method)?));
            let mut methods = methods_of(step.op).iter().copied();
            let Some((method, receiver)) = methods.find_map(called) else {
                continue;
            };
            if let Some(extent) = object.extent
                && source.receiver_is_element_at(line, method)
            {
                let of_name = elements.entry(receiver.clone()).or_default();
                of_name.insert((extent.start, id));
            }
            objects[id.index()] = receiver;
        }
        for (name, found) in elements {
            if let Some(array) = self.symbols.array_called(&name) {
                let found: Vec<(u64, ObjectId)> = found.into_iter().collect();
                for (at, id) in places(&found, &array) {
                    objects[id.index()] = format!("{name}[{at}]");
                    variants[id.index()].clone_from(&array.variants);
                }
            }
        }
    }
}

/// How the methods begin that do this, with the dot.
fn methods_of(op: Op) -> &'static [&'static str] {
    match op {
        Op::AtomicLoad => &[".load("],
        Op::AtomicStore => &[".store("],
        Op::AtomicUpdate => &[".fetch_", ".swap("],
        Op::AtomicExchange => &[".compare_exchange", ".fetch_update("],
        Op::Lock => &[".lock("],
        Op::TryLock => &[".try_lock("],
        Op::ReadLock => &[".read("],
        Op::TryReadLock => &[".try_read("],
        Op::WriteLock => &[".write("],
        Op::TryWriteLock => &[".try_write("],
        Op::Wait | Op::BarrierArrive => &[".wait"],
        Op::NotifyOne => &[".notify_one("],
        Op::NotifyAll => &[".notify_all("],
        Op::OnceBegin => &[".get_or_init(", ".set(", ".call_once"],
        Op::OnceRead => &[".get(", ".is_completed("],
        _ => &[],
    }
}

/// The places of elements in their arrays. They are only known where all elements of each array are found: the first that was
/// found need not be the array's first.
fn places(found: &[(u64, ObjectId)], array: &Elements) -> Vec<(usize, ObjectId)> {
    let count = usize::try_from(array.count).unwrap_or(0);
    if count == 0 || !found.len().is_multiple_of(count) {
        return Vec::new();
    }
    let is_whole = |elements: &[(u64, ObjectId)]| {
        let mut pairs = elements.windows(2);
        pairs.all(|two| two[1].0 - two[0].0 == array.stride)
    };
    match found.chunks(count).all(is_whole) {
        true => {
            let places = found.iter().enumerate();
            places.map(|(at, (_, id))| (at % count, *id)).collect()
        }
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(starts: &[u64], count: u64, stride: u64) -> Vec<usize> {
        let ids = (0..).map(ObjectId::at);
        let found: Vec<(u64, ObjectId)> = starts.iter().copied().zip(ids).collect();
        let array = Elements {
            count,
            stride,
            variants: None,
        };
        let places = places(&found, &array);
        places.into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn the_place_of_an_element_is_known_where_the_whole_array_is() {
        assert_eq!(placed(&[16, 17], 2, 1), [0, 1]);
        assert_eq!(placed(&[0, 8, 16], 3, 8), [0, 1, 2]);
        // Two arrays.
        assert_eq!(placed(&[16, 17, 48, 49], 2, 1), [0, 1, 0, 1]);
    }

    #[test]
    fn of_a_part_of_an_array_no_place_is_known() {
        assert_eq!(placed(&[17], 2, 1), [0; 0]);
        assert_eq!(placed(&[16, 18], 2, 1), [0; 0]);
        assert_eq!(placed(&[16, 17, 49], 2, 1), [0; 0]);
    }
}
