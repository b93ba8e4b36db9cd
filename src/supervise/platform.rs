//! The few system calls that differ from one Unix to another.

use std::io;
use std::os::fd::OwnedFd;

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use rustix::process::{Pid, WaitId, WaitIdOptions};

/// From now on every orphan among the descendants of this process becomes its
/// child. Only Linux can do that.
pub(super) fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    // It fails on kernels before 3.4 only, which std does not run on either.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

/// From now on no program that this process starts gets a descriptor that it was itself left with, by a shell say. What a
/// program is to have is handed to it.
pub(super) fn keep_descriptors() {
    const STANDARD: i32 = 2;
    let open = std::fs::read_dir("/dev/fd").into_iter().flatten().flatten();
    let numbers = open.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    for number in numbers.filter(|&number| number > STANDARD) {
        // The one that the folder was read by is closed again.
        let _ = fcntl(number, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC));
    }
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
/// or one that no other thread waits for meanwhile.
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

#[cfg(target_os = "linux")]
pub(super) fn pidfd(pid: Pid) -> rustix::io::Result<OwnedFd> {
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
