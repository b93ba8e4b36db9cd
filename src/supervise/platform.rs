//! The few system calls that differ from one Unix to another.

use std::io;
use std::os::fd::OwnedFd;

use rustix::process::{Pid, WaitId, WaitIdOptions};

use super::proc_fs::Stat;

/// From now on every orphan among the descendants of this process becomes its
/// child. Only Linux can do that.
pub(super) fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    // It fails on kernels before 3.4 only, which std does not run on either.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

/// How many threads there are on this machine, of whomever; 0 if not known.
pub(super) fn threads_of_all() -> usize {
    #[cfg(target_os = "linux")]
    return usize::from(rustix::system::sysinfo().procs);
    #[cfg(not(target_os = "linux"))]
    return 0;
}

/// A descriptor for poll(2) that becomes readable, or hung up, when the process
/// has ended. The process stays to be waited for. It must be a child of ours,
/// or one that nobody else waits for meanwhile.
pub(super) fn exit_notice(child: Pid) -> io::Result<OwnedFd> {
    #[cfg(target_os = "linux")]
    if let Ok(pidfd) = pidfd(child) {
        return Ok(pidfd);
    }
    exit_notice_by_thread(child)
}

/// The same for systems without pidfd_open(2): a thread that waits, and hangs
/// up.
fn exit_notice_by_thread(child: Pid) -> io::Result<OwnedFd> {
    let (notice, held_until_exit) = io::pipe()?;
    std::thread::Builder::new().spawn(move || {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        // An error says that there is no such child (any more): ended, too.
        let _ = rustix::io::retry_on_intr(|| rustix::process::waitid(WaitId::Pid(child), options));
        drop(held_until_exit);
    })?;
    Ok(notice.into())
}

/// Kills a process that was found by its number, if it is still the same one.
/// Returns a notice of its end where the system has one.
pub(super) fn kill_found(found: &Stat) -> Option<OwnedFd> {
    let pid = Pid::from_raw(i32::try_from(found.pid).ok()?)?;
    kill_if(pid, || {
        Stat::of(found.pid).is_some_and(|now| now.start_time == found.start_time)
    })
}

/// The descriptor stands for the process and not for its number, so what is
/// checked after it was opened is true of the one that is killed.
#[cfg(target_os = "linux")]
fn kill_if(pid: Pid, is_the_same: impl FnOnce() -> bool) -> Option<OwnedFd> {
    use rustix::process::{Signal, pidfd_send_signal};
    let pidfd = match pidfd(pid) {
        Ok(pidfd) => Some(pidfd),
        Err(rustix::io::Errno::NOSYS) => None,
        Err(_) => return None,
    };
    if !is_the_same() {
        return None;
    }
    // An error says that it has ended by itself.
    let _ = match &pidfd {
        Some(pidfd) => pidfd_send_signal(pidfd, Signal::KILL),
        None => rustix::process::kill_process(pid, Signal::KILL),
    };
    pidfd
}

#[cfg(not(target_os = "linux"))]
fn kill_if(pid: Pid, is_the_same: impl FnOnce() -> bool) -> Option<OwnedFd> {
    if is_the_same() {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
    None
}

#[cfg(target_os = "linux")]
fn pidfd(pid: Pid) -> rustix::io::Result<OwnedFd> {
    rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use rustix::event::{PollFd, PollFlags, poll};

    use super::*;

    /// Asks for nothing: the end shows as "hung up" or is asked for by `IN`.
    fn wait_for(notice: &OwnedFd) {
        let mut fds = [PollFd::new(notice, PollFlags::IN)];
        assert_eq!(poll(&mut fds, None).unwrap(), 1);
    }

    #[test]
    fn both_kinds_of_notice_tell_of_the_end_and_leave_the_child_to_be_waited_for() {
        for notice in [exit_notice, exit_notice_by_thread] {
            let mut child = Command::new("true").spawn().unwrap();
            wait_for(&notice(Pid::from_child(&child)).unwrap());
            assert!(child.try_wait().unwrap().unwrap().success());
        }
    }
}
