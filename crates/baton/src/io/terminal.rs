//! Whether something is a terminal: nothing in an execution is.

use ::std::os::fd::{BorrowedFd, OwnedFd};

use super::{Stderr, StderrLock, Stdin, StdinLock, Stdout, StdoutLock};
use crate::fs::File;
use crate::process::{ChildStderr, ChildStdin, ChildStdout};

/// std's trait of that name, which only std can implement, for our types.
pub trait IsTerminal {
    /// Never.
    fn is_terminal(&self) -> bool {
        false
    }
}

macro_rules! no_terminals {
    ($($name:ty)*) => {$(
        impl IsTerminal for $name {}
    )*};
}

no_terminals! {
    Stdin StdinLock<'_> Stdout StdoutLock<'_> Stderr StderrLock<'_>
    File ChildStdin ChildStdout ChildStderr BorrowedFd<'_> OwnedFd
}
