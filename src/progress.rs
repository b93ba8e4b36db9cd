//! What the learner has done so far: a plain value, changed only by [`Change`]s.

mod moment;
mod seal;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::check::verdict::{Checked, NotRun, Verdict};

pub use moment::Moment;
pub use store::{Loaded, Store, StoreError};

/// The learner's progress over all exercises.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// The exercise that `watch` starts with.
    pub current: Option<String>,
    /// By name; an exercise that was never tried has no record.
    pub exercises: BTreeMap<String, Record>,
}

/// One exercise's record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// When it first passed; nothing while it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Moment>,
    /// How often it was checked.
    #[serde(default)]
    pub attempts: u32,
    /// How many of its hints were shown.
    #[serde(default)]
    pub hints_seen: usize,
    /// The known wrong fixes that the learner has broken as the scheduler, with the fewest preemptions so far.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub broken: BTreeMap<String, u32>,
    /// The known fixes that the learner has answered right in a quiz.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub answered: BTreeSet<String>,
}

/// What can happen to the progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The learner's file passes.
    Passed {
        /// The exercise.
        name: String,
        /// When.
        at: Moment,
    },
    /// A check of the learner's file said that it does not, or could not run it.
    Failed {
        /// The exercise.
        name: String,
    },
    /// A hint was shown.
    HintSeen {
        /// The exercise.
        name: String,
        /// How many of its hints have been shown now.
        seen: usize,
    },
    /// The player has broken a known wrong fix.
    Broke {
        /// The exercise.
        name: String,
        /// The fix.
        fix: String,
        /// With how many preemptions.
        preemptions: u32,
    },
    /// A known fix was answered right in a quiz.
    Answered {
        /// The exercise.
        name: String,
        /// The fix.
        fix: String,
    },
    /// The learner went to another exercise.
    WentTo {
        /// The exercise.
        name: String,
    },
    /// The starter of the exercise was restored.
    Reset {
        /// The exercise.
        name: String,
    },
}

impl Change {
    /// What a check of the learner's file means for the progress: an attempt is a program that was judged, or that the
    /// compiler refused. A file that cannot be read is none, and neither is a check that could not finish.
    pub fn by(checked: &Checked, at: Moment) -> Option<Change> {
        let name = checked.name.clone();
        match &checked.verdict {
            Verdict::Passes(_) => Some(Change::Passed { name, at }),
            Verdict::Fails(_) | Verdict::NotRun(NotRun::DoesNotCompile { .. }) => {
                Some(Change::Failed { name })
            }
            Verdict::NotRun(_) => None,
        }
    }
}

impl Progress {
    /// What a state file says that may be a stranger's; `None` if it is none of this version.
    pub fn of_state_file(bytes: &[u8]) -> Option<Progress> {
        let has_version = !bytes.trim_ascii().is_empty();
        let read = has_version.then(|| store::parse(bytes).ok())?;
        read.map(|(progress, _)| progress)
    }

    /// Takes a change in. Changes of two watchers can be taken in any order.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Passed { name, at } => {
                let record = self.record_mut(name);
                record.attempts += 1;
                record.done_at.get_or_insert(*at);
            }
            Change::Failed { name } => {
                let record = self.record_mut(name);
                record.attempts += 1;
                record.done_at = None;
            }
            Change::HintSeen { name, seen } => {
                let record = self.record_mut(name);
                record.hints_seen = record.hints_seen.max(*seen);
            }
            Change::Broke {
                name,
                fix,
                preemptions,
            } => {
                let broken = &mut self.record_mut(name).broken;
                let fewest = broken.entry(fix.clone()).or_insert(*preemptions);
                *fewest = (*fewest).min(*preemptions);
            }
            Change::Answered { name, fix } => {
                self.record_mut(name).answered.insert(fix.clone());
            }
            Change::WentTo { name } => self.current = Some(name.clone()),
            Change::Reset { name } => {
                let record = self.record_mut(name);
                record.done_at = None;
                record.hints_seen = 0;
            }
        }
    }

    /// The record of an exercise; an empty one when it was never tried.
    pub fn record(&self, name: &str) -> Record {
        self.exercises.get(name).cloned().unwrap_or_default()
    }

    /// Whether the exercise passed when it was last checked.
    pub fn is_done(&self, name: &str) -> bool {
        self.exercises
            .get(name)
            .is_some_and(|record| record.done_at.is_some())
    }

    /// How many of the catalog's exercises are done.
    pub fn done_count(&self, catalog: &Catalog) -> usize {
        let done = |name: &str| self.is_done(name);
        catalog.exercises.iter().filter(|e| done(&e.name)).count()
    }

    /// The place of the current exercise: the one that was last gone to, else the first that is not done.
    pub fn current_index(&self, catalog: &Catalog) -> usize {
        self.current
            .as_ref()
            .and_then(|name| catalog.index_of(name).ok())
            .or_else(|| {
                let open = |name: &str| !self.is_done(name);
                catalog.exercises.iter().position(|e| open(&e.name))
            })
            .unwrap_or(0)
    }

    fn record_mut(&mut self, name: &str) -> &mut Record {
        self.exercises.entry(name.into()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> Moment {
        Moment::from_second(second)
    }

    #[test]
    fn done_is_when_it_first_held_until_it_fails() {
        let name = || "a".to_owned();
        let mut progress = Progress::default();
        progress.apply(&Change::Passed {
            name: name(),
            at: at(1),
        });
        progress.apply(&Change::Passed {
            name: name(),
            at: at(2),
        });
        assert_eq!(progress.record("a").done_at, Some(at(1)));
        assert_eq!(progress.record("a").attempts, 2);
        progress.apply(&Change::Failed { name: name() });
        assert!(!progress.is_done("a"));
        assert_eq!(progress.record("a").attempts, 3);
    }

    #[test]
    fn the_fewest_preemptions_that_broke_a_fix_are_kept() {
        let mut progress = Progress::default();
        for preemptions in [2, 1, 3] {
            progress.apply(&Change::Broke {
                name: "a".into(),
                fix: "volatile".into(),
                preemptions,
            });
        }
        let broken = BTreeMap::from([("volatile".to_owned(), 1)]);
        assert_eq!(progress.record("a").broken, broken);
    }

    #[test]
    fn hints_seen_never_go_back_but_by_a_reset() {
        let mut progress = Progress::default();
        progress.apply(&Change::HintSeen {
            name: "a".into(),
            seen: 2,
        });
        progress.apply(&Change::HintSeen {
            name: "a".into(),
            seen: 1,
        });
        assert_eq!(progress.record("a").hints_seen, 2);
        progress.apply(&Change::Reset { name: "a".into() });
        assert_eq!(progress.record("a").hints_seen, 0);
    }
}
