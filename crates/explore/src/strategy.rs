//! A strategy of a search: it decides which executions are made, and in which order.

use protocol::{Decision, Limits, Reply, States};

use crate::cost::Cost;
use crate::coverage::Coverage;

/// An execution that a strategy asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The decisions that the executor follows.
    pub decisions: Vec<Decision>,
    /// Its cost, as the strategy measures it. Of two failures that are otherwise alike, the cheaper one is shown.
    pub cost: Cost,
}

impl Attempt {
    /// The first execution, without decisions.
    pub fn first() -> Attempt {
        Attempt {
            decisions: Vec::new(),
            cost: Cost::NONE,
        }
    }
}

/// The program has done two different things under the same schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDeterministic;

/// Decides which executions are made, and in which order. Pure: it runs nothing, and learns from traces what happened.
///
/// A caller passes the trace of each attempt to [`Strategy::learn`] before it asks for the next attempt.
pub trait Strategy {
    /// The next attempt. `None`: there is none before [`Strategy::widen`] is called.
    fn next(&mut self) -> Option<Attempt>;

    /// The decisions of the next attempts, in order and at most so many, as far as they are known now. Learning may add others between
    /// them. A caller can execute them in advance on another core; nothing else depends on them.
    fn foreseen(&self, most: usize) -> Vec<Vec<Decision>>;

    /// Learns from the trace of the last attempt.
    ///
    /// # Errors
    /// [`NotDeterministic`]
    fn learn(&mut self, attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic>;

    /// What the executor has to find out about the states of tasks in the next attempts.
    fn states(&self) -> States {
        States::Unknown
    }

    /// [`protocol::Limits::repeats`] of the next attempts.
    fn repeats(&self) -> u32 {
        Limits::REPEATS
    }

    /// Allows attempts that cost more. To be called when there is no attempt left and no failure was found. Returns whether there can be
    /// more attempts.
    fn widen(&mut self) -> bool;

    /// Starts over from the first execution: from now on the executor chooses other tasks where nothing is decided.
    fn restart(&mut self);

    /// What was explored until now. The number of executions is 0 in it: the driver counts them.
    fn coverage(&self) -> Coverage;
}
