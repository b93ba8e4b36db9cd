//! Finds the descendants of the supervisor, and ends them all.

use std::collections::HashSet;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, WaitOptions, WaitStatus};

use super::proc_fs::{self, Stat};
use super::signals;

/// Killing takes milliseconds; but root may have tens of thousands of processes, and each takes its time to end. After so long
/// something is wrong with us.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Some processes could not be ended.
#[derive(Debug)]
pub(super) struct Unending;

/// All processes below this one, parents before children, or so many of them
/// that there are more than `enough`. Not on systems without `/proc`, where
/// there are none to be seen.
pub(super) fn descendants(enough: usize) -> Vec<Stat> {
    let mut met = HashSet::new();
    let mut found: Vec<Stat> = Vec::new();
    let mut parents = vec![std::process::id()];
    while let Some(parent) = parents.pop() {
        for pid in proc_fs::children(parent) {
            // One that moved up while we walk is met twice.
            if met.insert(pid)
                && let Some(stat) = Stat::of(pid)
            {
                found.push(stat);
                parents.push(pid);
            }
        }
        if found.len() > enough {
            break;
        }
    }
    found
}

/// Reaps the orphans that have ended, so that they do not pile up
/// while the program runs.
pub(super) fn reap_orphans(leader: Pid, found: &mut Vec<Stat>) {
    let own = std::process::id();
    found.retain(|stat| {
        let pid = pid_of(stat).filter(|pid| *pid != leader);
        let orphan = stat.parent == own && stat.is_zombie();
        match pid {
            Some(pid) if orphan => {
                rustix::process::waitpid(Some(pid), WaitOptions::NOHANG).is_err()
            }
            _ => true,
        }
    });
}

/// Ends the program and everything that it started, and returns how the program
/// itself had ended or was ended now.
///
/// First its group, as one: no fork can slip through, because the kernel lets no
/// process fork that has been sent a signal. The program is waited for only
/// after that, so its number cannot belong to another process. Then what is left
/// (in a group or session of its own), again and again until the kernel says
/// that this process has no child.
pub(super) fn end_all(leader: Pid) -> Result<WaitStatus, Unending> {
    signals::kill_child_and_group(leader);
    let status =
        rustix::io::retry_on_intr(|| rustix::process::waitpid(Some(leader), WaitOptions::empty()));
    let Ok(Some((_, status))) = status else {
        return Err(Unending);
    };
    end_descendants()?;
    Ok(status)
}

fn end_descendants() -> Result<(), Unending> {
    let deadline = Instant::now() + PATIENCE;
    let mut killed = Killed::default();
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) | Err(Errno::INTR) => continue,
            // No process has ended just now.
            Ok(None) => {}
            // `ECHILD`: no child is left.
            Err(_) => return Ok(()),
        }
        if Instant::now() > deadline {
            return Err(Unending);
        }
        killed.all_of(&descendants(usize::MAX));
    }
}

/// Processes that were killed and are to end any moment.
#[derive(Default)]
pub(super) struct Killed {
    /// By pid and start time.
    known: HashSet<(u32, u64)>,
    last: Option<OwnedFd>,
}

impl Killed {
    /// Kills those of them that were not killed yet. If there are none, waits
    /// until the last one that was killed has ended, for a moment at most.
    pub(super) fn all_of(&mut self, found: &[Stat]) {
        let mut none_is_new = true;
        for stat in found.iter().filter(|stat| !stat.is_zombie()) {
            if self.known.insert((stat.pid, stat.start_time)) {
                none_is_new = false;
                let notice = signals::kill_found(stat);
                self.last = notice.or(self.last.take());
            }
        }
        if none_is_new {
            self.wait();
        }
    }

    fn wait(&self) {
        const MOMENT: Timespec = Timespec {
            tv_sec: 0,
            tv_nsec: 20_000_000,
        };
        let notices = self.last.iter();
        let mut fds: Vec<PollFd> = notices
            .map(|notice| PollFd::new(notice, PollFlags::IN))
            .collect();
        // With nothing to wait for (no pidfd) this is just a short pause; an
        // error makes it a shorter one.
        let _ = poll(&mut fds, Some(&MOMENT));
    }
}

pub(super) fn pid_of(stat: &Stat) -> Option<Pid> {
    Pid::from_raw(i32::try_from(stat.pid).ok()?)
}
