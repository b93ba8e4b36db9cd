//! What an execution may do that the executor does only where it is asked to.

use std::collections::BTreeSet;

use protocol::Reply;

use crate::memory;

/// Something that an execution may do and the executor does only where a decision says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freedom {
    /// One wait on a condition variable ends without a notification, or one `park` without a token: std's documentation of
    /// `Condvar::wait` and of `park`.
    SpuriousWakeup,
    /// Atomic operations go by older values than the newest, where their memory orders allow that, or a `compare_exchange_weak` fails
    /// spuriously: as many as are within the bound.
    StaleRead,
    /// One process other than the first is killed. Only where that is asked for: [`protocol::Rules::crashes`].
    Crash,
}

impl Freedom {
    /// Whether an execution uses it once at most.
    #[must_use]
    pub fn is_used_once(self) -> bool {
        match self {
            Freedom::SpuriousWakeup | Freedom::Crash => true,
            Freedom::StaleRead => false,
        }
    }

    /// Adds the freedoms that this execution had to those of other executions.
    pub fn note(known: &mut BTreeSet<Freedom>, reply: &Reply) {
        if reply.steps.iter().any(|step| !step.wakeable.is_empty()) {
            known.insert(Freedom::SpuriousWakeup);
        }
        if reply.steps.iter().any(|step| !step.killable.is_empty()) {
            known.insert(Freedom::Crash);
        }
        if !known.contains(&Freedom::StaleRead) && memory::has_stale_reads(reply) {
            known.insert(Freedom::StaleRead);
        }
    }
}
