//! The peers: each program as a model of loom or of shuttle, and how each of the two runs it.

use std::sync::atomic::{AtomicU64, Ordering};

use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use crate::ported::models;

/// The bound of loom; racelings gets the same.
pub const BOUND: u32 = 2;

/// The number of executions that shuttle tries at random.
pub const BY_CHANCE: usize = 10_000;

/// The number of priority changes of PCT: one more than the preemptions that the others are allowed.
const PCT_DEPTH: usize = BOUND as usize + 1;

/// An execution of shuttle that takes longer than any of ours spins without end, and is given up for the next one.
const STEPS: usize = 1_000;

/// The executions begun so far in this process.
pub static BEGUN: AtomicU64 = AtomicU64::new(0);

/// Those of them that have ended.
pub static ENDED: AtomicU64 = AtomicU64::new(0);

/// A peer, with one of its ways to explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// All executions with up to [`BOUND`] preemptions.
    Loom,
    /// All executions.
    ShuttleDfs,
    /// Random scheduling.
    ShuttleRandom,
    /// Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010).
    ShuttlePct,
}

impl Tool {
    /// All of them.
    pub const ALL: [Tool; 4] = [
        Tool::Loom,
        Tool::ShuttleDfs,
        Tool::ShuttleRandom,
        Tool::ShuttlePct,
    ];

    /// Its name in the tables and on a child's command line.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Loom => "loom",
            Tool::ShuttleDfs => "shuttle-dfs",
            Tool::ShuttleRandom => "shuttle-random",
            Tool::ShuttlePct => "shuttle-pct",
        }
    }

    /// The program as a model of this tool, if it can be expressed.
    pub fn model(self, program: &str) -> Option<fn()> {
        match self {
            Tool::Loom => with_loom::model(program),
            _ => with_shuttle::model(program),
        }
    }

    /// Runs the model until it fails, by a panic, or no execution is left. Counts in [`BEGUN`] and [`ENDED`].
    pub fn run(self, model: fn(), seed: u64) {
        let counted = move || {
            BEGUN.fetch_add(1, Ordering::Relaxed);
            model();
            ENDED.fetch_add(1, Ordering::Relaxed);
        };
        match self {
            Tool::Loom => {
                let mut builder = loom::model::Builder::new();
                builder.preemption_bound = Some(BOUND as usize);
                builder.check(counted);
            }
            Tool::ShuttleDfs => shuttle(DfsScheduler::new(None, false), counted),
            Tool::ShuttleRandom => {
                shuttle(RandomScheduler::new_from_seed(seed, BY_CHANCE), counted);
            }
            Tool::ShuttlePct => {
                let scheduler = PctScheduler::new_from_seed(seed, PCT_DEPTH, BY_CHANCE);
                shuttle(scheduler, counted);
            }
        }
    }
}

fn shuttle<S: Scheduler + 'static>(scheduler: S, model: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.max_steps = MaxSteps::ContinueAfter(STEPS);
    config.silence_warnings = true;
    Runner::new(scheduler, config).run(model);
}

mod with_loom {
    use loom::cell::UnsafeCell;
    use loom::{hint, sync, thread};

    /// Memory whose accesses loom watches and orders.
    #[derive(Default)]
    struct Plain(UnsafeCell<i64>);

    // SAFETY: loom lets one thread run at a time, and fails if nothing orders two accesses.
    unsafe impl Sync for Plain {}

    impl Plain {
        fn add(&self, step: i64) {
            // SAFETY: as above.
            self.0.with_mut(|value| unsafe { *value += step });
        }

        fn get(&self) -> i64 {
            // SAFETY: as above.
            self.0.with(|value| unsafe { *value })
        }
    }

    super::models!();
}

mod with_shuttle {
    use std::cell::UnsafeCell;

    use shuttle::{hint, sync, thread};

    /// Shuttle does not know plain accesses.
    #[derive(Default)]
    struct Plain(UnsafeCell<i64>);

    // SAFETY: shuttle lets one thread run at a time, and switches only at its own operations.
    unsafe impl Sync for Plain {}

    impl Plain {
        fn add(&self, step: i64) {
            // SAFETY: as above.
            unsafe { *self.0.get() += step };
        }

        fn get(&self) -> i64 {
            // SAFETY: as above.
            unsafe { *self.0.get() }
        }
    }

    super::models!();
}
