//! The one place from which signals are sent, and whom they reach: processes that were just seen to be the right ones.
//!
//! A child that was not waited for keeps its number, and so does a group whose leader is one. Of all others the number may be
//! another process's by now, so they are held by a descriptor while it is asked who they are.

use std::os::fd::OwnedFd;

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid,
};

use super::proc_fs::Stat;
use super::tree;

/// Sends a signal to a group, if its leader is a child of ours that was not waited for.
pub(super) fn signal_group(leader: Pid, signal: Signal) {
    if is_child(leader) {
        // An error: all have left the group.
        let _ = kill_process_group(leader, signal);
    }
}

/// Kills a child and its group, if it was not waited for.
pub(super) fn kill_child_and_group(leader: Pid) {
    signal_group(leader, Signal::KILL);
    if is_child(leader) {
        // An error: it has ended.
        let _ = kill_process(leader, Signal::KILL);
    }
}

/// Kills a process that was found by its number, if it is still the same one.
/// Returns a notice of its end where the system has one.
pub(super) fn kill_found(found: &Stat) -> Option<OwnedFd> {
    let pid = tree::pid_of(found).filter(|pid| pid.as_raw_nonzero().get() > 1)?;
    kill_if(pid, || {
        Stat::of(found.pid).is_some_and(|now| now.start_time == found.start_time)
    })
}

fn is_child(pid: Pid) -> bool {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    pid.as_raw_nonzero().get() > 1 && waitid(WaitId::Pid(pid), options).is_ok()
}

/// The descriptor stands for the process and not for its number, so what is
/// checked after it was opened is true of the one that is killed.
#[cfg(target_os = "linux")]
fn kill_if(pid: Pid, is_the_same: impl FnOnce() -> bool) -> Option<OwnedFd> {
    use super::platform;
    let pidfd = match platform::pidfd(pid) {
        Ok(pidfd) => Some(pidfd),
        Err(rustix::io::Errno::NOSYS) => None,
        Err(_) => return None,
    };
    if !is_the_same() {
        return None;
    }
    // An error says that it has ended by itself.
    let _ = match &pidfd {
        Some(pidfd) => rustix::process::pidfd_send_signal(pidfd, Signal::KILL),
        None => kill_process(pid, Signal::KILL),
    };
    pidfd
}

#[cfg(not(target_os = "linux"))]
fn kill_if(pid: Pid, is_the_same: impl FnOnce() -> bool) -> Option<OwnedFd> {
    if is_the_same() {
        let _ = kill_process(pid, Signal::KILL);
    }
    None
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Command};

    use super::*;

    fn waiting() -> Child {
        let mut command = Command::new("sleep");
        command.arg("100000").process_group(0).spawn().unwrap()
    }

    #[test]
    fn only_a_child_that_was_not_waited_for_is_one() {
        let mut child = waiting();
        let pid = Pid::from_child(&child);
        assert!(is_child(pid));
        kill_child_and_group(pid);
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        assert!(!is_child(pid) && !is_child(Pid::INIT));
        assert!(!is_child(rustix::process::getpid()));
        assert!(!rustix::process::getppid().is_some_and(is_child));
    }

    #[test]
    fn a_process_with_another_start_is_another_one() {
        let mut child = waiting();
        let mut found = Stat::of(child.id()).unwrap();
        found.start_time += 1;
        assert!(kill_found(&found).is_none());
        assert!(child.try_wait().unwrap().is_none());
        found.start_time -= 1;
        kill_found(&found);
        assert_eq!(child.wait().unwrap().signal(), Some(9));
    }
}
