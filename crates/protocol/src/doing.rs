//! How a task goes on without a step.

use crate::numbered;

numbered! {
    /// What a task does that does not come to its next step.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Doing {
        /// The same again and again, without end: the same few accesses, with the same values, or none at all.
        #[default]
        Repeats,
        /// It computes for longer than an execution may: nobody knows whether it ends.
        Computes,
        /// It waits for something outside of the execution.
        Waits,
    }
}
