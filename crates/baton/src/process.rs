//! Processes: the program started again is a process of the execution; any other program is the real thing.

mod child;
mod command;
pub(crate) mod extensions;
mod extra;
mod parts;
pub(crate) mod pipe;
mod stdio;

use ::std::panic::Location;

use crate::engine::{control, launch, task, turn};

pub use ::std::process::*;

pub use child::Child;
pub use command::Command;
pub use parts::{CommandArgs, CommandEnvs};
pub use pipe::{ChildStderr, ChildStdin, ChildStdout};
pub use stdio::Stdio;

/// Ends the process.
#[track_caller]
pub fn exit(code: i32) -> ! {
    launch::leave_process(Some(code), Some(Location::caller()));
    ::std::process::exit(code)
}

/// The same in every execution.
pub fn id() -> u32 {
    turn::with_state(|_| control::virtual_id(task::process())).unwrap_or_else(::std::process::id)
}
