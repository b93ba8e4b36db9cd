//! The messages from tasks to the server, and how both denote a process and its environment.

use ::std::sync::atomic::{AtomicI32, Ordering};

use protocol::ProcessId;

use super::{gate, system};

/// The entry in a process's environment by which it inherits no variables. No variable can have this name.
pub(crate) const CLEAR_ENVIRONMENT: &str = "=";

/// The number that `process::id` returns.
pub(crate) fn virtual_id(process: ProcessId) -> u32 {
    1000 + u32::from(process.number())
}

/// A message from a task to the server: one byte.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Message {
    /// The execution is over; the state has the reason.
    Over = b'O',
    /// Fork a process.
    Fork = b'F',
    /// Kill a process.
    Kill = b'K',
    /// Run the execution again with the filter lifted: it starts another program, which may make processes.
    Program = b'P',
    /// A mistake of ours: a task has the baton in hand twice.
    InUse = b'U',
    /// The first process has left, with exit code 0, and what it has written is put back: it waits for the next execution.
    Left = b'L',
    /// As `Left`, with exit code 101: `main` has panicked.
    Panicked = b'X',
    /// Run the execution again in processes of its own: it does what a resident one cannot put back.
    Unrestorable = b'R',
}

static CONTROL: AtomicI32 = AtomicI32::new(-1);

/// The socket that tasks write to.
pub(crate) fn set_control(descriptor: i32) {
    CONTROL.store(descriptor, Ordering::Relaxed);
}

pub(crate) fn tell_server(message: Message) {
    tell(message as u8)
}

/// As [`tell_server`], for a message as its byte.
pub(crate) fn tell(message: u8) {
    let control = CONTROL.load(Ordering::Relaxed) as usize;
    // SAFETY: one byte can be read.
    let written = unsafe { gate::call(libc::SYS_write, [control, &raw const message as usize, 1]) };
    if written != 1 {
        // The program has closed the server's socket. The server still learns that this process ends.
        system::exit_process(1);
    }
}

/// Waits to be killed.
pub(crate) fn rest() -> ! {
    loop {
        // SAFETY: ppoll(2) with no descriptors and no timeout reads and writes no memory.
        unsafe { gate::call(libc::SYS_ppoll, [0, 0, 0, 0, 0]) };
    }
}
