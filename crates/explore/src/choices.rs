//! What is decided in an execution from outside.

use protocol::{Reply, StaleRead, TaskSet};

/// What is decided in an execution from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The task that goes, at each point where more than one can; the executor's own policy applies after the last.
    pub tasks: Vec<u8>,
    /// A load that reads an older value than the newest.
    pub stale_read: Option<StaleRead>,
}

impl Choices {
    /// The same execution, for an executor that lets no tasks go last: where some did, it has all decisions.
    #[must_use]
    pub fn complete(self, reply: &Reply, goes_last: TaskSet) -> Choices {
        match goes_last.is_empty() {
            true => self,
            false => Choices {
                tasks: reply.schedule(),
                ..self
            },
        }
    }
}
