//! What decides which executions are made, and in which order.

use protocol::{Decision, Reply};

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
/// Several attempts may be under way at once. They are learnt from in the order in which they were handed out, so what a
/// strategy does depends on no clock.
pub trait Strategy {
    /// The next attempt. `None`: there is none before those under way have come back, or without [`Strategy::widen`].
    fn next(&mut self) -> Option<Attempt>;

    /// Learns what came of an attempt.
    ///
    /// # Errors
    /// [`NotDeterministic`]
    fn learn(&mut self, attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic>;

    /// Goes on to attempts that cost more. Called when there is no attempt left and none under way, and no failure was
    /// found. Returns whether there can be any.
    fn widen(&mut self) -> bool;

    /// Begins again from the first execution: from now on the executor chooses other tasks where nothing is decided. What is
    /// under way is not learnt from.
    fn restart(&mut self);

    /// What was explored until now. The number of executions is left at 0: the driver counts them.
    fn coverage(&self) -> Coverage;
}
