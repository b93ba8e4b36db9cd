//! What can be next at a moment: each actor that can go is let go a few steps, in an execution of its own.

use explore::memory;
use protocol::{Decision, Policy, Reply, Step, StepId, TaskSet};

use super::one_number::number_by_name;
use super::positions::{NoPosition, does_not_fit};
use super::runs::{Run, Runs};
use super::{Move, Positions, Prefix, Way};
use crate::exploration::interleaving::Event;
use crate::exploration::search::{Preemptions, Tally};

/// How many steps of an actor are looked at before it does them.
const AHEAD: usize = 6;

/// The executions that show what can be next, each a few steps beyond their common beginning.
pub(super) struct Ahead(Vec<(Way, Run)>);

impl Ahead {
    /// Has them made. Waits that could end without a notification can in any case.
    pub(super) fn ask(prefix: &Prefix, reply: &Reply, enabled: TaskSet, runs: &mut Runs) -> Ahead {
        let step = StepId::at(prefix.steps());
        let goes = enabled.iter().map(|task| {
            let decision = (enabled.len() > 1).then_some(Decision::Run(task));
            (Way::Goes, prefix.then(decision))
        });
        let wakeable = reply.pending.iter().filter(|pending| pending.wakeable);
        let wakes = wakeable.map(|pending| {
            let task = pending.task;
            (
                Way::WakesSpuriously,
                prefix.then([Decision::Wake { step, task }]),
            )
        });
        // One process is killed in an execution, at the most.
        let may_crash = !reply.steps.iter().any(Step::is_crash);
        let killable = reply.pending.iter().filter(|one| one.killable && may_crash);
        let crashes = killable.map(|pending| {
            let task = pending.task;
            (Way::IsKilled, prefix.then([Decision::Crash { step, task }]))
        });
        let all = goes.chain(wakes).chain(crashes);
        let asked = all.map(|(way, one)| (way, runs.ask(one.until(prefix.steps() + AHEAD))));
        Ahead(asked.collect())
    }
}

impl Positions<'_> {
    /// What can be next, and who yields.
    pub(super) fn moves(
        &self,
        prefix: &Prefix,
        reply: &Reply,
        Ahead(ahead): Ahead,
        runs: &mut Runs,
    ) -> Result<(Vec<Move>, TaskSet), NoPosition> {
        let mut moves = Vec::new();
        let mut yielding = TaskSet::EMPTY;
        for (way, run) in ahead {
            let next = begins_with(runs.take(run)?, &reply.steps)?;
            let glimpse = Glimpse {
                reply: &next,
                before: prefix.steps(),
            };
            yielding |= glimpse.not_eager().0;
            let Some(one) = self.move_of(prefix, way, &glimpse) else {
                continue;
            };
            let stale = self.stale(prefix, &one, &next, runs)?;
            moves.push(one);
            moves.extend(stale);
        }
        number_by_name(&mut moves, reply.objects.len());
        Ok((moves, yielding))
    }

    fn move_of(&self, prefix: &Prefix, way: Way, glimpse: &Glimpse<'_>) -> Option<Move> {
        let steps = glimpse.steps();
        let actor = steps.first()?.task;
        let story = explore::story::Story::of(glimpse.reply, Policy::Default, &self.program.legend);
        let events: Vec<Event> = story.events[glimpse.before..]
            .iter()
            .take(steps.len())
            .cloned()
            .collect();
        Some(Move {
            actor: actor.into(),
            way,
            preempts: glimpse.preempts(),
            events,
            from: prefix.clone(),
            decisions: glimpse.decisions(),
        })
    }

    /// The older values that the loads of a move's first steps may read.
    fn stale(
        &self,
        prefix: &Prefix,
        of: &Move,
        reply: &Reply,
        runs: &mut Runs,
    ) -> Result<Vec<Move>, NoPosition> {
        let own = prefix.steps()..prefix.steps() + of.stride();
        let reads = memory::stale_reads(reply);
        let reads = reads
            .into_iter()
            .filter(|read| own.contains(&read.step.index()));
        let mut moves = Vec::new();
        for read in reads {
            let at = read.step.index() - prefix.steps();
            let decisions = of.decisions[..=at].concat();
            let stale = prefix.then(decisions).then([Decision::ReadFrom(read)]);
            let known = &reply.steps[..prefix.steps()];
            let reply = runs.run(stale.until(prefix.steps() + AHEAD))?;
            let glimpse = Glimpse {
                reply: &begins_with(reply, known)?,
                before: prefix.steps(),
            };
            let one = self.move_of(prefix, Way::ReadsStale, &glimpse);
            moves.extend(one.map(|one| one.cut(at + 1)));
        }
        Ok(moves)
    }
}

/// The execution, if it begins with these steps.
fn begins_with(reply: Reply, known: &[Step]) -> Result<Reply, NoPosition> {
    match reply.steps.get(..known.len()) == Some(known) {
        true => Ok(reply),
        false => Err(does_not_fit()),
    }
}

/// What one execution shows of what an actor does next.
pub(super) struct Glimpse<'a> {
    pub(super) reply: &'a Reply,
    /// How many steps lie before.
    pub(super) before: usize,
}

impl Glimpse<'_> {
    /// Its steps, as long as the same actor goes.
    pub(super) fn steps(&self) -> &[Step] {
        let next = &self.reply.steps[self.before..];
        let actor = next.first().map(|step| step.task);
        let others = next.iter().position(|step| Some(step.task) != actor);
        &next[..others.unwrap_or(next.len())]
    }

    /// What is decided for each of them.
    fn decisions(&self) -> Vec<Vec<Decision>> {
        let count = self.steps().len();
        let all = self.reply.decisions_before(self.before + count);
        let known = |at| self.reply.decisions_before(self.before + at).len();
        let each = (0..count).map(|at| all[known(at)..known(at + 1)].to_vec());
        each.collect()
    }

    /// Whether its first step preempts another actor.
    fn preempts(&self) -> bool {
        let mut tally = Tally::default();
        let mut before = Preemptions::NONE;
        for step in &self.reply.steps[..=self.before] {
            before = tally.preemptions;
            tally = tally.after_step(step);
        }
        tally.preemptions > before
    }

    /// Those that yield and those that spin at its first step.
    fn not_eager(&self) -> (TaskSet, TaskSet) {
        let first = self.steps().first();
        first.map_or_else(Default::default, |step| (step.yielding, step.spinning))
    }
}
