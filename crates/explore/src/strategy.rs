//! What decides which executions are made, and in which order.

use protocol::{Decision, Limits, Reply, States};

use crate::cost::Cost;
use crate::coverage::Coverage;

/// An execution that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What to ask the executor for.
    pub decisions: Vec<Decision>,
    /// What it costs in the measure of the strategy. Of two failures that are otherwise alike, the cheaper one is shown.
    pub cost: Cost,
}

impl Attempt {
    /// The first one, in which nothing is decided.
    pub fn first() -> Attempt {
        Attempt {
            decisions: Vec::new(),
            cost: Cost::NONE,
        }
    }
}

/// The program did something else under the same schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDeterministic;

/// Decides which executions are made, and in which order. Pure: it starts nothing, and learns what happened from traces.
///
/// Each attempt is learnt from before the next one is asked for.
pub trait Strategy {
    /// The next attempt. `None`: there is none without [`Strategy::widen`].
    fn next(&mut self) -> Option<Attempt>;

    /// The decisions of the attempts, up to so many, that come after the last one, in this order, by what is known now. What is
    /// learnt may add others between them. They can be executed already, on another core; nothing else depends on them.
    fn foreseen(&self, most: usize) -> Vec<Vec<Decision>>;

    /// Learns what came of the last attempt.
    ///
    /// # Errors
    /// [`NotDeterministic`]
    fn learn(&mut self, attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic>;

    /// How closely it is to be looked at in which states tasks are, in the next attempts.
    fn states(&self) -> States {
        States::Unknown
    }

    /// [`protocol::Limits::repeats`] of the next attempts.
    fn repeats(&self) -> u32 {
        Limits::REPEATS
    }

    /// Goes on to attempts that cost more. Called when there is no attempt left and no failure was found. Returns whether there
    /// can be any.
    fn widen(&mut self) -> bool;

    /// Begins again from the first execution: from now on the executor chooses other tasks where nothing is decided.
    fn restart(&mut self);

    /// What was explored until now. The number of executions is left at 0: the driver counts them.
    fn coverage(&self) -> Coverage;
}
