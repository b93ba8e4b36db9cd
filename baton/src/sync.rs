//! Synchronisation: each operation one step of the execution.

pub mod atomic;
mod barrier;
mod condvar;
mod identity;
pub mod mpsc;
mod mutex;
mod once;
mod rwlock;

pub use ::std::sync::*;

pub use barrier::{Barrier, BarrierWaitResult};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard};
pub use once::{LazyLock, Once, OnceLock, OnceState};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
