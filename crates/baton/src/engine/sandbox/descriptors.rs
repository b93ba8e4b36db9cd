//! Descriptors of the server's: beyond the numbers that a program is likely to use.

use ::std::io;
use ::std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use crate::engine::system::check;

/// The server's own begin here: above those of a small program, and below 64, up to which a process's table is copied
/// quickest.
pub(super) const OURS: RawFd = 48;

/// What the tasks write to, and the only one of ours that they have.
pub(super) const TASKS_END: RawFd = 63;

pub(super) fn duplicate(descriptor: RawFd) -> io::Result<OwnedFd> {
    duplicate_to(descriptor, OURS)
}

/// The same file under another number, this one or the next that is free.
pub(super) fn duplicate_to(descriptor: RawFd, number: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: a new descriptor, ours alone.
    unsafe {
        Ok(OwnedFd::from_raw_fd(check(libc::fcntl(
            descriptor,
            libc::F_DUPFD_CLOEXEC,
            number,
        ))?))
    }
}

/// The same file under a number that is out of the way.
pub(super) fn out_of_the_way(descriptor: OwnedFd) -> io::Result<OwnedFd> {
    duplicate(descriptor.as_raw_fd())
}
