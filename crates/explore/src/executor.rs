//! What runs a program under chosen schedules.

use protocol::{Reply, Request};

/// Runs a program under chosen schedules. Several executions may be under way at once.
pub trait Executor {
    /// Why there is no answer: the executor is gone, say, or exploring was cancelled.
    type Error;

    /// How many executions it makes at the same time.
    fn at_once(&self) -> usize;

    /// Begins an execution, under a number to know its answer by.
    fn begin(&mut self, number: u64, request: Request);

    /// Waits for the next execution that has ended, in whatever order. An execution that was held up by a busy machine ends
    /// with [`protocol::End::HeldUp`].
    ///
    /// # Errors
    /// When there is no answer.
    fn answer(&mut self) -> Result<Answer, Self::Error>;
}

/// An execution that has ended.
#[derive(Debug)]
pub struct Answer {
    /// The number under which it was begun.
    pub number: u64,
    /// What happened.
    pub reply: Reply,
}
