//! How a program is started so that its addresses are the same each time: without address space randomisation, with all
//! its symbols bound, and with variables of the same length, because they lie on its stack.
//!
//! The runner starts it so. A program that is started otherwise starts itself again.

use ::std::ffi::OsString;
use ::std::io;
use ::std::process::{Child, Command};

/// Makes ld.so(8) look up all symbols at once: no child has to.
pub(crate) const BIND_NOW: &str = "LD_BIND_NOW";

/// Keeps glibc from having the kernel write into each thread's memory whenever it is interrupted (rseq(2)).
pub(crate) const TUNABLES: &str = "GLIBC_TUNABLES";
pub(crate) const NO_RSEQ: &str = "glibc.pthread.rseq=0";

/// Which core to run on.
pub(crate) const CORE: &str = "BATON_CORE";

/// How executions are made: see [`Way`].
pub(crate) const WAY: &str = "BATON_WAY";

/// How executions are made.
#[cfg(executor)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// As is fastest here.
    Fastest,
    /// Each in processes of its own.
    Forked,
    /// As is fastest on a system that does not tell in one call which pages were written.
    Unscanned,
}

#[cfg(executor)]
impl Way {
    pub(crate) fn named(word: &str) -> Self {
        match word.trim() {
            "forked" => Self::Forked,
            "unscanned" => Self::Unscanned,
            _ => Self::Fastest,
        }
    }
}

/// Sets the variables that the program is to find, beside those that `named` knows already.
pub(crate) fn set_variables(
    command: &mut Command,
    named: impl Fn(&str) -> Option<OsString>,
) -> &mut Command {
    command.env(BIND_NOW, "1");
    if named(TUNABLES).is_none() {
        command.env(TUNABLES, NO_RSEQ);
    }
    for (name, is_needed) in [(CORE, false), (WAY, true)] {
        let value = named(name).map(|value| value.to_string_lossy().into_owned());
        if is_needed || value.is_some() {
            command.env(name, format!("{:>9}", value.unwrap_or_default()));
        }
    }
    command
}

/// Starts a program so.
///
/// # Errors
/// What starting a process can fail of.
#[cfg(target_os = "linux")]
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    let before = stop_randomising();
    let child = command.spawn();
    if let Some(before) = before {
        // SAFETY: plain system call; it is this thread's own.
        unsafe { libc::personality(before) };
    }
    child
}

/// Elsewhere there is no executor.
#[cfg(not(target_os = "linux"))]
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    command.spawn()
}

/// Programs that this thread starts from now on have their addresses where they always are. What was said of that before,
/// if it was something else.
#[cfg(target_os = "linux")]
pub(crate) fn stop_randomising() -> Option<libc::c_ulong> {
    // SAFETY: plain system calls.
    let now = unsafe { libc::personality(0xffff_ffff) };
    if now < 0 || now & libc::ADDR_NO_RANDOMIZE != 0 {
        return None;
    }
    let wanted = (now | libc::ADDR_NO_RANDOMIZE) as libc::c_ulong;
    // SAFETY: as above.
    (unsafe { libc::personality(wanted) } >= 0).then_some(now as libc::c_ulong)
}
