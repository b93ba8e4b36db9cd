//! How numbers are shown. Addresses get numbers of their own, as all that matters of an address is which others are equal
//! to it. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use protocol::{ObjectId, Op, Reply, Step};

/// Numbers in this range are shown as addresses: the heap and the stacks lie there, and no exercise counts so far.
const ADDRESSES: Range<u64> = 1 << 44..1 << 48;

/// The addresses that atomics hold, numbered in the order in which they first occur.
#[derive(Debug, Default)]
pub struct Addresses {
    numbers: HashMap<u64, usize>,
    /// The atomics that hold them.
    pointers: HashSet<ObjectId>,
}

impl Addresses {
    /// Those of one execution.
    pub fn of(reply: &Reply) -> Addresses {
        let mut found = Addresses::default();
        for step in reply.steps.iter().filter(|step| is_of_an_atomic(step)) {
            for value in [step.read, step.written].into_iter().flatten() {
                if ADDRESSES.contains(&value) {
                    found.pointers.insert(step.object);
                    let next = found.numbers.len() + 1;
                    found.numbers.entry(value).or_insert(next);
                }
            }
        }
        found
    }

    /// The name of an address, and `null` for a zero in an atomic that also holds addresses.
    pub fn name(&self, object: ObjectId, value: u64) -> Option<String> {
        let number = self.numbers.get(&value);
        let null = || (value == 0 && self.pointers.contains(&object)).then(|| "null".to_owned());
        number
            .map(|number| format!("address {number}"))
            .or_else(null)
    }

    /// The address at which a block of memory begins, if an atomic has held it.
    pub fn of_block(&self, object: ObjectId, reply: &Reply) -> Option<String> {
        let block = reply.objects.get(object as usize)?;
        self.name(object, block.start).filter(|_| block.start != 0)
    }
}

fn is_of_an_atomic(step: &Step) -> bool {
    let is_atomic = matches!(
        step.op,
        Op::AtomicLoad | Op::AtomicStore | Op::AtomicUpdate | Op::AtomicExchange
    );
    is_atomic && step.size == 8
}

/// A number as the learner would write it: with its sign.
pub fn shown(value: u64, size: u8) -> String {
    match size {
        8 if ADDRESSES.contains(&value) => "an address".to_owned(),
        1 => (value as u8).to_string(),
        2 => (value as i16).to_string(),
        4 => (value as i32).to_string(),
        _ => (value as i64).to_string(),
    }
}
