//! What judges an execution.

use protocol::Reply;

/// What an execution came to. `F` is a failure of the program, `O` an obstacle to exploring it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<F, O> {
    /// As expected.
    Well,
    /// The program is wrong.
    Wrong(F),
    /// It cannot be explored, and why.
    Unexplorable(O),
}

/// Judges executions, in terms of its own.
pub trait Oracle {
    /// In which ways a program can be wrong.
    type Failure;
    /// Why a program cannot be explored.
    type Obstacle: Clone;
    /// Why there is no judgement.
    type Error;

    /// Judges an execution. `first` is the first one of the search, if this is a later one.
    ///
    /// # Errors
    /// When an execution says nothing, because of the executor itself or of a busy machine.
    fn judge(
        &mut self,
        reply: &Reply,
        first: Option<&Reply>,
    ) -> Result<Outcome<Self::Failure, Self::Obstacle>, Self::Error>;

    /// The obstacle where the program does not do the same twice under the same schedule. `step` is the first step of `reply`
    /// that was another one before, where that is known.
    fn nondeterministic(&self, reply: &Reply, step: Option<usize>) -> Self::Obstacle;

    /// Of two failures the one of lower rank shows better what is wrong.
    fn rank(&self, failure: &Self::Failure) -> u32;
}
