//! The server's own file descriptors: their numbers are above those that a program is likely to use.

use ::std::io;
use ::std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use crate::engine::system::check;

/// The first of these numbers: above those of a small program, and below 64, up to which a process's table is copied
/// fastest.
pub(super) const OURS: RawFd = 48;

/// The end of the control socket that the tasks write to: the only one of ours that they have.
pub(super) const TASKS_END: RawFd = 63;

pub(super) fn duplicate(descriptor: RawFd) -> io::Result<OwnedFd> {
    duplicate_to(descriptor, OURS)
}

/// The same file under another number, this one or the next that is free.
pub(super) fn duplicate_to(descriptor: RawFd, number: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: duplicates an open descriptor.
    let copy = check(unsafe { libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, number) });
    match copy {
        // SAFETY: a new descriptor, ours alone.
        Ok(copy) => Ok(unsafe { OwnedFd::from_raw_fd(copy) }),
        // As fcntl(2) fails where the limit is not above that number.
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => Err(io::Error::other(format!(
            "a file descriptor of number {number}; `ulimit -n` has to be above {TASKS_END}"
        ))),
        Err(error) => Err(error),
    }
}

/// The same file under a number that is out of the way.
pub(super) fn out_of_the_way(descriptor: OwnedFd) -> io::Result<OwnedFd> {
    duplicate(descriptor.as_raw_fd())
}
