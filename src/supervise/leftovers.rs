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
    while Instant::now() < deadline {
        let left: Vec<Stat> = proc_fs::processes()
            .into_iter()
            .filter(|pid| *pid != supervisor)
            .filter_map(Stat::of)
            .filter(|stat| !stat.is_zombie())
            .filter(|stat| {
                stat.session == supervisor || proc_fs::has_in_environment(stat.pid, &entry)
            })
            .collect();
        if left.is_empty() {
            return true;
        }
        killed.all_of(&left);
    }
    false
}
