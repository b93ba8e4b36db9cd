//! How the program ends, as its exit code says it.

use std::process::ExitCode;

/// How the program ends. The numbers are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything that was asked for passes, or was done.
    Passes,
    /// Something fails.
    Fails,
    /// Something could not be checked, or the command was used wrongly.
    CouldNot,
    /// A bug of ours.
    OurBug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Passes => 0,
            Exit::Fails => 1,
            Exit::CouldNot => 2,
            Exit::OurBug => 3,
        })
    }
}
