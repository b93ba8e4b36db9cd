//! The executor: one pristine server that forks a child per execution, and tasks that hand one baton around.
//!
//! Everything that tasks share lies in one mapping of shared memory ([`state`]) and is touched by the holder of the
//! baton only. The rest of this crate makes a [`turn::Turn`] of each visible operation; [`server`] begins and ends
//! executions.

mod arena;
mod audit;
mod beyond;
mod chance;
pub(crate) mod choice;
pub(crate) mod death;
pub(crate) mod futex;
mod heap;
pub(crate) mod integer;
pub(crate) mod launch;
mod mapping;
pub(crate) mod memory;
pub(crate) mod owned;
pub(crate) mod panics;
pub(crate) mod pipes;
mod prepared;
mod records;
pub(crate) mod sandbox;
mod server;
pub(crate) mod stack;
pub(crate) mod state;
pub(crate) mod system;
pub(crate) mod task;
pub(crate) mod thread_locals;
pub(crate) mod trace;
pub(crate) mod turn;
pub(crate) mod unsupported;

/// The functions that stand in for the C library's. std asks for the library's by weak symbols, for which a linker takes
/// nothing out of a crate: so what every program needs names them.
fn stand_ins() -> Vec<*const ()> {
    let mut all = beyond::stand_ins();
    all.extend([
        chance::getrandom as *const (),
        thread_locals::__cxa_thread_atexit_impl as *const (),
        crate::fs::statx::statx as *const (),
    ]);
    all
}

pub use heap::Heap;
pub use launch::serve;

pub use crate::print::{Stream, print};
