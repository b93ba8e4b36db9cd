//! What std has no functions for: waiting with a limit, and asking for a child's state without reaping it.

use ::std::fs;
use ::std::io;
use ::std::mem::MaybeUninit;
use ::std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use ::std::process::Child;
use ::std::time::{Duration, Instant};

use super::Gone;

/// Lets writing fail with `WouldBlock` where it would wait.
///
/// # Errors
/// What fcntl(2) says.
pub(crate) fn do_not_block(pipe: &impl AsRawFd) -> io::Result<()> {
    let pipe = pipe.as_raw_fd();
    // SAFETY: plain system calls on an open descriptor.
    let result = unsafe {
        let flags = libc::fcntl(pipe, libc::F_GETFL);
        libc::fcntl(pipe, libc::F_SETFL, flags | libc::O_NONBLOCK)
    };
    match result {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Whether there is something to read, or the other end is closed.
///
/// # Errors
/// What poll(2) says.
pub(crate) fn is_readable_within(pipe: &impl AsRawFd, time: Duration) -> io::Result<bool> {
    poll(pipe.as_raw_fd(), time)
}

fn poll(pipe: RawFd, time: Duration) -> io::Result<bool> {
    let mut wait = libc::pollfd {
        fd: pipe,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one value of ours.
    match unsafe { libc::poll(&mut wait, 1, time.as_millis() as i32) } {
        -1 => match io::Error::last_os_error() {
            error if error.kind() == io::ErrorKind::Interrupted => Ok(false),
            error => Err(error),
        },
        ready => Ok(ready > 0),
    }
}

/// What waitid(2) has to say of the child, which stays to be waited for: the code and the status of `siginfo_t`.
fn state(child: &Child, of: i32) -> Option<(i32, i32)> {
    let mut what = MaybeUninit::<libc::siginfo_t>::zeroed();
    let how = of | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: there is room for the answer; all-zero bytes are a value, which is read only where the call succeeds.
    unsafe {
        if libc::waitid(libc::P_PID, child.id(), what.as_mut_ptr(), how) != 0 {
            return None;
        }
        let what = what.assume_init();
        (what.si_pid() != 0).then(|| (what.si_code, what.si_status()))
    }
}

/// The signal that the child was stopped by, if it is; also for the sake of a process that traces it.
pub(crate) fn stopped_by(child: &Child) -> Option<i32> {
    if let Some((_, signal)) = state(child, libc::WSTOPPED) {
        return Some(signal);
    }
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    rest.starts_with('t').then_some(libc::SIGTRAP)
}

/// How the child has ended, if it does within that time. It stays to be waited for.
pub(crate) fn end_within(child: &mut Child, time: Duration) -> Option<Gone> {
    let start = Instant::now();
    let end = descriptor(child);
    loop {
        match state(child, libc::WEXITED) {
            Some((libc::CLD_EXITED, code)) => return Some(Gone::Exited { code }),
            Some((_, signal)) => return Some(Gone::Killed { signal }),
            None => {}
        }
        let left = time.checked_sub(start.elapsed())?;
        match &end {
            Some(end) => drop(poll(end.as_raw_fd(), left.max(MOMENT))),
            None => ::std::thread::sleep(MOMENT),
        }
    }
}

/// The shortest wait for a child to end.
const MOMENT: Duration = Duration::from_millis(1);

/// A descriptor that can be read from once the child has ended (pidfd_open(2)). A system may have none.
fn descriptor(child: &Child) -> Option<OwnedFd> {
    // SAFETY: a plain system call; a descriptor that it returns is new and ours.
    unsafe {
        let descriptor = libc::syscall(libc::SYS_pidfd_open, child.id(), 0);
        let descriptor = RawFd::try_from(descriptor)
            .ok()
            .filter(|number| *number >= 0)?;
        Some(OwnedFd::from_raw_fd(descriptor))
    }
}
