//! Threads: real ones, each a task that waits for the baton.

mod builder;
mod handle;
mod packet;
mod scope;
mod wait;

pub use ::std::thread::*;

pub use builder::{Builder, spawn};
pub use handle::{JoinHandle, Thread, ThreadId, current};
pub use scope::{Scope, ScopedJoinHandle, scope};
pub use wait::{park, park_timeout, sleep, sleep_until, yield_now};
#[allow(deprecated, reason = "std has them too")]
pub use wait::{park_timeout_ms, sleep_ms};
