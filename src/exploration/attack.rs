//! What a program does to the executor that runs it. This is reported as a failure of the program, without a trace.

use baton::client::Gone;
use protocol::{End, Reply};

use super::coverage::Coverage;
use super::interleaving::Interleaving;
use super::schedule::{Environment, Schedule};
use super::search::{Cost, Measure};
use super::{Explorable, ExploreError, Explored, Plan};
use crate::failure::Kind;
use crate::supervise::Cancel;

impl From<Gone> for ExploreError {
    /// Only the program has a reason to send the executor a signal.
    fn from(gone: Gone) -> ExploreError {
        match gone {
            Gone::Killed { signal } => ExploreError::Attacked(Kind::KilledSupervisor { signal }),
            Gone::Stopped { signal } => ExploreError::Attacked(Kind::StoppedSupervisor { signal }),
            Gone::Refused { .. } => ExploreError::Refused(gone.to_string()),
            Gone::Exited { .. } | Gone::Asked => ExploreError::ExecutorGone,
            // What runs before `main` can write where the executor answers.
            Gone::Garbled(_) => ExploreError::Garbled,
        }
    }
}

/// A reply without a trace, because the program wrote over it, says nothing that a search could go on with.
pub(super) fn believable(reply: Reply) -> Result<Reply, ExploreError> {
    match reply.end {
        End::Damaged => Err(ExploreError::Attacked(Kind::WildWrite)),
        _ => Ok(reply),
    }
}

impl Explorable {
    /// Explores the program until it is known, or the budget has run out.
    ///
    /// # Errors
    /// When it is cancelled, the system refuses, or we have made a mistake.
    pub fn explore(
        &self,
        plan: &Plan,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(u64, Option<Measure>, Cost),
    ) -> Result<Explored, ExploreError> {
        let explored = self.explore_all(plan, cancel, on_progress);
        self.end_executors();
        let kind = match explored {
            Err(ExploreError::Attacked(kind)) => kind,
            other => return other,
        };
        let schedule = Schedule {
            edition: self.edition,
            ..Schedule::undecided(Environment {
                rounds: plan.rounds.first().copied().unwrap_or(1),
                extra: 0,
                mode: plan.mode,
            })
        };
        Ok(Explored::Fails {
            interleaving: Box::new(self.without_trace(&kind, schedule)),
            kind,
            coverage: Coverage::default(),
        })
    }

    /// An execution of which there is no trace.
    pub(super) fn without_trace(&self, kind: &Kind, schedule: Schedule) -> Interleaving {
        self.decided(Some(kind), &Reply::without_trace(End::Damaged), schedule)
    }
}
