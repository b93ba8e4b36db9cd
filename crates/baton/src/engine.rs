//! The executor: one pristine server that forks a child per execution (or one that stays, [`resident`]), and tasks that hand
//! one baton around.
//!
//! Everything that tasks share lies in one mapping of shared memory ([`state`]) and is touched by the holder of the
//! baton only. The rest of this crate makes a [`turn::Turn`] of each visible operation; [`server`] begins and ends
//! executions.
//!
//! Its files form layers, and each uses only its own layer and those below: the system and addresses; the state; choice;
//! threads; turns; memory; the heap; surroundings; the server; the launch. ARCHITECTURE.md lists the files of each layer,
//! and the kit's `tests/house.rs` checks it.

pub(crate) mod address;
mod arena;
mod audit;
mod beyond;
mod chance;
pub(crate) mod choice;
mod contexts;
pub(crate) mod control;
pub(crate) mod death;
pub(crate) mod fingerprint;
pub(crate) mod frames;
pub(crate) mod futex;
mod gate;
pub(crate) mod hand_over;
mod heap;
pub(crate) mod integer;
pub(crate) mod launch;
mod mapping;
pub(crate) mod memory;
mod overflow;
pub(crate) mod owned;
pub(crate) mod panics;
pub(crate) mod pipe;
mod pipes;
mod prepared;
mod records;
mod regions;
mod repetition;
mod resident;
pub(crate) mod sandbox;
mod server;
mod snapshot;
pub(crate) mod spinning;
pub(crate) mod stack;
pub(crate) mod state;
pub(crate) mod system;
pub(crate) mod task;
pub(crate) mod thread_locals;
pub(crate) mod trace;
pub(crate) mod turn;
pub(crate) mod unsupported;

pub use heap::Heap;
pub use launch::serve;
