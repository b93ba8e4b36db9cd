//! What tasks tell the server, and what both say about a process.

use ::std::sync::atomic::{AtomicI32, Ordering};

use super::system;

/// The word in a process's environment that says: nothing is inherited. No variable can have this name.
pub(crate) const CLEAR_ENVIRONMENT: &str = "=";

/// What `process::id` says.
pub(crate) fn virtual_id(process: u8) -> u32 {
    1000 + u32::from(process)
}

/// What a task tells the server.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Message {
    /// The state says why the execution is over.
    Over = b'O',
    /// A process is wanted.
    Fork = b'F',
    /// A process is to be killed.
    Kill = b'K',
    /// Another program is to be started, and the filter would not let it make processes.
    Program = b'P',
}

static CONTROL: AtomicI32 = AtomicI32::new(-1);

/// The end of the pipe that tasks write to.
pub(crate) fn set_control(descriptor: i32) {
    CONTROL.store(descriptor, Ordering::Relaxed);
}

pub(crate) fn tell_server(message: Message) {
    if system::write(CONTROL.load(Ordering::Relaxed), &[message as u8]) != 1 {
        // The program has closed what was not its own. Its death tells the server as much.
        system::exit_process(1);
    }
}
