//! What a task does between two steps.

use crate::numbered;

numbered! {
    /// What a task does that makes no further step.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Activity {
        /// The same again and again, without end: the same few accesses, with the same values, or none at all.
        #[default]
        Repeats,
        /// It computes for longer than an execution may. It may still end.
        Computes,
        /// It waits for something outside of the execution.
        Waits,
    }
}
