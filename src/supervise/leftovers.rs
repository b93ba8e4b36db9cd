//! Ends what a supervisor left behind that was killed itself.

use std::time::{Duration, Instant};

use super::proc_fs::{self, Stat};
use super::tree::Killed;

/// Set in the environment of a supervisor, and so of all that it starts.
pub(super) const MARK: &str = "RACELINGS_SUPERVISED";

const PATIENCE: Duration = Duration::from_secs(10);

/// Kills every process of the supervisor's session, and every one that was
/// started with its mark, until there is none left. Returns whether that
/// succeeded.
///
/// The supervisor must not have been waited for yet, so that its number still
/// stands for that session and no other.
pub(super) fn end(supervisor: u32, mark: &str) -> bool {
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
