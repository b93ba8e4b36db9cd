//! Ends what a supervisor left behind that was killed itself.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::proc_fs::{self, Stat};
use super::tree::{Killed, PATIENCE};

/// Set in the environment of a supervisor, and so of all that it starts; of an executor, too.
pub(super) const MARK: &str = baton::client::MARK;

/// Different for every supervisor of every kit on this machine, and always as long: where a program's stack begins depends on
/// its environment.
pub(crate) fn fresh_mark() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanos = since_epoch.unwrap_or_default().as_nanos();
    format!("{:010}-{nanos:020}-{count:010}", std::process::id())
}

/// Kills every process of the supervisor's session, and every one that was
/// started with its mark, until there is none left. Returns whether that
/// succeeded.
///
/// The supervisor must not have been waited for yet, so that its number still
/// stands for that session and no other.
pub(crate) fn end(supervisor: u32, mark: &str) -> bool {
    let entry = format!("{MARK}={mark}");
    let deadline = Instant::now() + PATIENCE;
    let mut killed = Killed::default();
    loop {
        let mut left = Vec::new();
        let mut unknown = false;
        for stat in proc_fs::processes().into_iter().filter_map(Stat::of) {
            if stat.pid == supervisor || stat.is_zombie() {
                continue;
            }
            let ours = match stat.session == supervisor {
                true => Some(true),
                false => proc_fs::has_in_environment(stat.pid, &entry),
            };
            match ours {
                Some(true) => left.push(stat),
                Some(false) => {}
                None => unknown = true,
            }
        }
        // One of which nothing can be known for so long is hardly ours.
        let too_late = Instant::now() > deadline;
        if left.is_empty() && (!unknown || too_late) {
            return true;
        }
        if too_late {
            return false;
        }
        killed.all_of(&left);
    }
}
