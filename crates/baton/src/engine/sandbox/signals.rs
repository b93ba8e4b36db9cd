//! The one place from which the server sends signals, and whom they reach: its own children, whom only it reaps.
//!
//! A child that is not reaped keeps its number, so the number is the child's own for as long as the server does nothing else
//! meanwhile, and it has one thread.

use ::std::mem::MaybeUninit;

use crate::engine::system;

/// Ends a process, if it is a child that is not reaped; whether it is one.
pub(crate) fn kill(id: i32) -> bool {
    if !is_child(id) {
        return false;
    }
    // SAFETY: a child of ours that is not reaped yet, so the number is its own.
    unsafe { send_kill(id) }
}

/// Ends a group of processes as one: no fork can slip through. Only if this child, which is not reaped, is in it, so that
/// the number is the group's own.
pub(crate) fn kill_group(group: i32, member: i32) -> bool {
    // SAFETY: plain system calls; the own group is not to be ended.
    let is_in_it = unsafe { libc::getpgid(member) == group && libc::getpgrp() != group };
    if group <= 1 || !is_child(member) || !is_in_it {
        return false;
    }
    // SAFETY: a group of ours that still has that member.
    unsafe { send_kill(-group) }
}

/// Past the C library's `kill`, for which this crate has its own.
///
/// # Safety
/// As kill(2)'s.
unsafe fn send_kill(id: i32) -> bool {
    // SAFETY: the caller's.
    unsafe { system::call(libc::SYS_kill, [id as usize, libc::SIGKILL as usize]) == 0 }
}

/// Whether the number is that of a child that is not reaped.
fn is_child(id: i32) -> bool {
    let Ok(number) = libc::id_t::try_from(id) else {
        return false;
    };
    let mut what = MaybeUninit::<libc::siginfo_t>::uninit();
    let how = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT | libc::__WALL;
    // SAFETY: there is room for the answer; the child stays to be reaped.
    id > 1 && unsafe { libc::waitid(libc::P_PID, number, what.as_mut_ptr(), how) } == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::std::os::unix::process::{CommandExt, ExitStatusExt};
    use ::std::process::{Child, Command};

    /// A process that waits for good, in a group of its own.
    fn waiting() -> Child {
        Command::new("sleep")
            .arg("100000")
            .process_group(0)
            .spawn()
            .unwrap()
    }

    fn number(child: &Child) -> i32 {
        child.id().try_into().unwrap()
    }

    #[test]
    fn nothing_that_is_no_single_process_of_ours_gets_a_signal() {
        // SAFETY: asks for numbers.
        let (me, parent, group) = unsafe { (libc::getpid(), libc::getppid(), libc::getpgrp()) };
        for id in [i32::MIN, -group, -1, 0, 1, me, parent] {
            assert!(!is_child(id), "{id}");
            if id != me && id != parent {
                assert!(!kill(id), "{id}");
            }
        }
    }

    #[test]
    fn a_child_is_killed_until_it_is_reaped() {
        let mut child = waiting();
        let id = number(&child);
        assert!(kill(id));
        assert_eq!(child.wait().unwrap().signal(), Some(libc::SIGKILL));
        assert!(!kill(id));
    }

    #[test]
    fn a_group_is_killed_only_by_one_of_its_members() {
        let (mut one, mut other) = (waiting(), waiting());
        let (group, stranger) = (number(&one), number(&other));
        assert!(!kill_group(group, stranger));
        for nonsense in [i32::MIN, -1, 0, 1] {
            assert!(!kill_group(nonsense, stranger), "{nonsense}");
        }
        assert!(kill_group(group, group));
        assert_eq!(one.wait().unwrap().signal(), Some(libc::SIGKILL));
        assert!(other.try_wait().unwrap().is_none());
        assert!(kill(stranger));
        other.wait().unwrap();
    }
}
