//! A whole execution, as a way from moment to moment.

use protocol::{Decision, End, Reply, Step, StepId};

use super::positions::{NoPosition, does_not_fit};
use super::{Positions, Prefix, Way};
use crate::edition::Edition;
use crate::exploration::actors::ActorId;
use crate::exploration::are_allowed;
use crate::exploration::schedule::{Environment, Schedule};

/// An execution with a switch at every access, to be gone along step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    whole: Prefix,
    /// How many decisions are taken before each step, and at the end.
    taken: Vec<usize>,
    /// Who goes at each step, and how.
    goes: Vec<(ActorId, Way)>,
    /// How many steps it takes until all is decided that was asked for.
    decided: usize,
}

impl Route {
    pub(super) fn of(
        reply: &Reply,
        edition: Edition,
        environment: Environment,
        decided: usize,
    ) -> Route {
        let mut taken = vec![0];
        for step in &reply.steps {
            let reads = usize::from(step.weak(StepId::default()).is_some());
            let goes = usize::from(step.turn(StepId::default()).is_some());
            taken.push(taken[taken.len() - 1] + goes + reads);
        }
        let (decisions, steps) = (reply.decisions(), reply.steps.len());
        Route {
            whole: Prefix::new(edition, environment, decisions, steps),
            taken,
            goes: reply.steps.iter().map(goes).collect(),
            decided: decided.min(steps),
        }
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.whole.steps()
    }

    /// Its first steps, or all of them.
    pub fn first(&self, steps: usize) -> Prefix {
        let steps = steps.min(self.steps());
        let schedule = self.whole.schedule();
        let decisions = schedule.decisions[..self.taken[steps]].to_vec();
        let environment = schedule.setting.environment;
        Prefix::new(schedule.edition, environment, decisions, steps)
    }

    /// How many of its steps it takes until all is decided that was asked for.
    pub fn decided(&self) -> usize {
        self.decided
    }

    /// Who goes after so many steps, how, and how many steps until another one goes.
    pub fn next(&self, after: usize) -> Option<(ActorId, Way, usize)> {
        let rest = self.goes.get(after..)?;
        let (actor, way) = *rest.first()?;
        let own = rest.iter().take_while(|(other, _)| *other == actor).count();
        Some((actor, way, own))
    }

    /// How many steps it has in common with this beginning.
    pub fn shared_with(&self, prefix: &Prefix) -> usize {
        let (own, other) = (
            &self.whole.schedule().decisions,
            &prefix.schedule().decisions,
        );
        let alike = |steps: &usize| {
            let taken = self.taken[*steps];
            own.get(..taken) == other.get(..taken)
        };
        let most = self.steps().min(prefix.steps());
        (0..=most).rev().find(alike).unwrap_or(0)
    }

    /// Whether it leads through this moment.
    pub fn leads_through(&self, prefix: &Prefix) -> bool {
        prefix.steps() <= self.steps() && self.first(prefix.steps()) == *prefix
    }
}

fn goes(step: &Step) -> (ActorId, Way) {
    let way = match step.turn(StepId::default()) {
        Some(Decision::Wake { .. }) => Way::WakesSpuriously,
        Some(Decision::Crash { .. }) => Way::IsKilled,
        _ if step.weak(StepId::default()).is_some() => Way::ReadsStale,
        _ => Way::Goes,
    };
    (step.task.into(), way)
}

impl Positions<'_> {
    /// The execution of a schedule, as the way there.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn route(&self, schedule: &Schedule) -> Result<Route, NoPosition> {
        let session = self.session()?;
        let replayed = session.run(schedule.request())?;
        if matches!(replayed.end, End::Diverged { .. })
            || !are_allowed(&schedule.decisions, &replayed)
        {
            return Err(does_not_fit());
        }
        let asked = schedule.decisions.len();
        let steps = 0..=replayed.steps.len();
        let decided = steps
            .into_iter()
            .find(|at| replayed.decisions_before(*at).len() >= asked);
        let decided = decided.unwrap_or(replayed.steps.len());
        let mut decisions = Vec::new();
        let mut known = 0;
        // Between two switches both do the same by themselves.
        loop {
            let reply = session.run(self.prefix(decisions, 0).whole())?;
            let alike = |(one, other): &(&Step, &Step)| {
                let weak = |step: &Step| step.weak(StepId::default());
                (one.task, one.op, weak(one)) == (other.task, other.op, weak(other))
            };
            let same = reply
                .steps
                .iter()
                .zip(&replayed.steps)
                .take_while(alike)
                .count();
            let Some(next) = replayed.steps.get(same) else {
                return Ok(self.route_of(&reply, same, decided));
            };
            if same < known {
                return Err(does_not_fit());
            }
            known = same + 1;
            let is_choice = reply.steps.get(same).is_some_and(Step::was_choice);
            decisions = reply.decisions_before(same);
            decisions.extend(decided_at(StepId::at(same), next, is_choice));
        }
    }

    pub(super) fn route_of(&self, reply: &Reply, steps: usize, decided: usize) -> Route {
        let steps = steps.min(reply.steps.len());
        let kept = Reply {
            steps: reply.steps[..steps].to_vec(),
            ..Reply::without_trace(reply.end.clone())
        };
        Route::of(&kept, self.program.edition, self.environment, decided)
    }
}

/// What is to be decided for another execution to make this step at this place.
fn decided_at(number: StepId, step: &Step, is_choice: bool) -> Vec<Decision> {
    let goes = match step.turn(number) {
        Some(Decision::Run(_)) | None => is_choice.then_some(Decision::Run(step.task)),
        other => other,
    };
    let reads = step.weak(number).map(Decision::ReadFrom);
    goes.into_iter().chain(reads).collect()
}
