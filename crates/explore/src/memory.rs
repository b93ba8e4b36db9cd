//! The memory model: what happens before what, and what an atomic load may read.
//!
//! It is that of C++20, which is Rust's. Happens-before is kept in vector clocks, as in Flanagan and Freund, "FastTrack"
//! (PLDI 2009), but with a whole clock for each object, because traces are short. What orders steps: starting and joining
//! threads, locks, condition variables through their lock, barriers, initialisers, channels (also from receiving to sending,
//! where a channel has a limit), park and unpark, locks on files, and atomics as their memory orders say, with release
//! sequences and fences.
//!
//! An atomic load may read an older value than the newest where the model allows that. No other module says which loads those
//! are. `tests/memory_model.rs` compares with the axioms.

mod atomics;
mod clock;
mod happens_before;

use protocol::{Order, Reply, StaleRead, Step, StepId};

pub(crate) use clock::Clock;
pub(crate) use happens_before::HappensBefore;

/// The atomic loads of an execution that their memory order leaves free to read an older value than the newest, with each
/// such value.
///
/// Reading it takes a decision ([`protocol::Decision::ReadFrom`]): what comes after that may differ. An execution with such
/// loads is one that the memory model allows. Not all that it allows are reached so: here a store is always the newest when
/// it is done, and the model allows some that are older than a store that was done before.
pub fn stale_reads(reply: &Reply) -> Vec<StaleRead> {
    let mut order = HappensBefore::new(reply);
    let mut found = Vec::new();
    for (number, step) in reply.steps.iter().enumerate() {
        let values = order.older_values(step).into_iter();
        found.extend(values.map(|value| StaleRead {
            step: StepId::at(number),
            value,
        }));
        order.acquire(step);
        order.release(step);
    }
    found
}

/// Whether a load of the execution could have been a stale read. Where every order is `SeqCst`, none could.
pub fn has_stale_reads(reply: &Reply) -> bool {
    let mut steps = reply.steps.iter();
    let is_weak = |step: &Step| !matches!(step.order, Order::None | Order::SeqCst);
    steps.any(is_weak) && !stale_reads(reply).is_empty()
}
