//! The memory model: what happens before what, and what an atomic operation may go by.
//!
//! It is RC11 with the release sequences of C++20: the model of C++20, which is Rust's, without load buffering. Happens-before is kept in vector clocks, as in Flanagan and Freund, "FastTrack"
//! (PLDI 2009), but with a whole clock for each object, because traces are short. What orders steps: starting and joining
//! threads, locks, condition variables through their lock, barriers, initialisers, channels (also from receiving to sending,
//! where a channel has a limit), park and unpark, locks on files, and atomics as their memory orders say, with release
//! sequences and fences.
//!
//! An atomic operation may go by an older value than the newest where the model allows that: a load reads it, a store is
//! placed behind it in the modification order, an update or an exchange does both, an exchange may fail because of it. No other
//! module says which operations can. `tests/memory_model.rs` compares with the axioms.

mod atomics;
mod clock;
mod graph;
mod happens_before;
mod history;
mod seq_cst;
mod woven;

use protocol::{Exchange, Op, Order, Reply, StaleRead, Step};

use atomics::is_atomic;

pub(crate) use clock::Clock;
pub use graph::allows;
pub(crate) use graph::{Choice, Graph};
pub(crate) use happens_before::HappensBefore;

/// The atomic operations of an execution that could have gone by an older value than the newest, with each such value, and
/// the `compare_exchange_weak` that could have failed spuriously.
///
/// Doing so takes a decision ([`protocol::Decision::ReadFrom`]): what comes after that may differ. An execution with such
/// decisions is one that the memory model allows, and one that no interleaving shows. All executions that the model allows are
/// reached so. It allows none in which a load reads what is stored only later (load buffering).
pub fn stale_reads(reply: &Reply) -> Vec<StaleRead> {
    let mut order = HappensBefore::with_choices(reply);
    let mut found = Vec::new();
    for step in &reply.steps {
        found.extend(order.choices(step));
        order.acquire(step);
        order.release(step);
    }
    found
}

/// Whether the execution had such an operation. Where every order is `SeqCst`, only a `compare_exchange_weak` is one. Where all atomic
/// operations are updates, as where owners are counted, none is: each is made from the value before, and nothing comes between.
pub fn has_stale_reads(reply: &Reply) -> bool {
    let is_weak = |step: &Step| {
        !matches!(step.order, Order::None | Order::SeqCst)
            || step.exchange.is_some_and(Exchange::is_weak)
    };
    let is_no_update = |step: &Step| is_atomic(step) && step.op != Op::AtomicUpdate;
    let any = |is_it: &dyn Fn(&Step) -> bool| reply.steps.iter().any(is_it);
    any(&is_weak) && any(&is_no_update) && !stale_reads(reply).is_empty()
}
