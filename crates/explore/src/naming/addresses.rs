//! Which numbers are addresses. Those that atomics hold get numbers of their own, as all that matters of an address is which
//! others are equal to it. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use protocol::{ObjectId, Op, Reply, Step};

use super::value::Value;

/// Numbers in this range are taken for addresses: the heap and the stacks lie there, and few programs count so far.
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
                    found.pointers.extend(step.object);
                    let next = found.numbers.len() + 1;
                    found.numbers.entry(value).or_insert(next);
                }
            }
        }
        found
    }

    /// The address that a number in an object is, or the null pointer, if atomics tell.
    pub fn value(&self, object: Option<ObjectId>, number: u64) -> Option<Value> {
        let known = self.numbers.get(&number);
        let is_pointer = || object.is_some_and(|object| self.pointers.contains(&object));
        let null = || (number == 0 && is_pointer()).then_some(Value::Null);
        known
            .map(|number| Value::Address(Some(*number)))
            .or_else(null)
    }

    /// The address at which a block of memory begins, if an atomic has held it.
    pub fn of_block(&self, object: Option<ObjectId>, reply: &Reply) -> Option<Value> {
        let block = reply.object(object)?.extent?;
        self.value(object, block.start)
    }
}

fn is_of_an_atomic(step: &Step) -> bool {
    let is_atomic = matches!(
        step.op,
        Op::AtomicLoad | Op::AtomicStore | Op::AtomicUpdate | Op::AtomicExchange
    );
    is_atomic && step.size == 8
}

/// The value that these bytes are most likely to be.
pub fn value(bytes: u64, size: u8) -> Value {
    match size {
        8 if ADDRESSES.contains(&bytes) => Value::Address(None),
        1 => Value::Number((bytes as u8).into()),
        2 => Value::Number((bytes as i16).into()),
        4 => Value::Number((bytes as i32).into()),
        _ => Value::Number(bytes as i64),
    }
}
