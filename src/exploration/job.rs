//! Whether a program that passes in all interleavings does its job: its workers do all of their work, at the same time.

use std::collections::BTreeSet;

use protocol::{Decision, End, ObjectId, Reply, Request, TaskId, TaskSet};

use super::contributions::{self, Contributions, Sited};
use super::outcome::Outcome;
use super::questions::{AT_ONCE, Answer, Unanswered, preemptions_for, undecided};
use super::schedule::{Environment, Schedule, Setting};
use super::vacuous::{self, Workers};
use super::{Explorable, Failing, Plan};
use crate::failure::{Kind, Vacuous};
use crate::supervise::Cancel;

/// How many more rounds the first worker is given: if it waits for the other in each round, it can do one more, but not two.
const EXTRA: u64 = 2;

/// How many preemptions are tried in an execution.
const MOST_PREEMPTIONS: usize = 40;

/// The golden ratio's fraction: its multiples, without their whole parts, are spread evenly and never in step with a period.
const GOLDEN: f64 = 0.618_033_988_749_895;

/// The numbers of rounds with which workers may alternate that do a part of their rounds at a time.
const MORE_ROUNDS: [u64; 2] = [30, 500];

/// Longer executions are not searched for workers that alternate.
const MOST_STEPS: usize = 5_000;

/// The executions without a preemption, by rounds, fewest first.
pub type Firsts = [(Environment, Reply)];

impl Explorable {
    /// Whether an exercise's workers do less than their job, and the execution that shows it.
    pub(super) fn vacuous(&self, firsts: &Firsts, plan: &Plan, cancel: &Cancel) -> Answer {
        let (Workers::Required { at_once, alternate }, Some((environment, first))) =
            (plan.workers, firsts.first())
        else {
            return Ok(None);
        };
        if let Some(apart) = vacuous::apart(first, at_once) {
            return Ok(Some((
                Setting::of(*environment),
                failing(Vacuous::Apart(apart), first.clone()),
            )));
        }
        if let Some((environment, why, reply)) = self.asked_for_more(*environment, plan, cancel)? {
            return Ok(Some((Setting::of(environment), failing(why, reply))));
        }
        let [(_, few), .., (environment, many)] = firsts else {
            return Ok(None);
        };
        let most = Environment {
            rounds: plan.rounds.iter().sum::<u64>() + 1,
            ..*environment
        };
        let mut seen = Seen {
            few: vec![few.clone()],
            environment_of_most: most,
            most: vec![self.run_once(&Schedule::undecided(most), cancel)?],
            many: vec![many.clone()],
        };
        self.outcome(&seen.most[0], plan)?;
        let asked = (at_once, alternate);
        let Some(_) = self.idle_or_apart(*environment, &seen, asked, plan, cancel)? else {
            return Ok(None);
        };
        // The order of an execution without a preemption may leave a worker nothing to do.
        seen.few
            .extend(self.preempted(firsts[0].0, few, plan, cancel)?);
        seen.most
            .extend(self.preempted(most, &seen.most[0], plan, cancel)?);
        seen.many
            .extend(self.preempted(*environment, many, plan, cancel)?);
        let mut why = self.idle_or_apart(*environment, &seen, asked, plan, cancel)?;
        if let Some(Vacuous::OneAfterTheOther(_)) = why
            && self.meet_with_more_rounds(most, &seen, at_once, plan, cancel)?
        {
            why = None;
        }
        let setting = Setting::of(*environment);
        Ok(why.map(|why| (setting, failing(why, many.clone()))))
    }

    /// Whether too few workers do more with still more rounds than in an execution that has many already: the others stop
    /// early, and something else does the rest.
    pub(super) fn stops_early(
        &self,
        environment: Environment,
        many: &Reply,
        at_once: u32,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Answer {
        let most = Environment {
            rounds: 2 * environment.rounds,
            ..environment
        };
        let first = self.run_once(&Schedule::undecided(most), cancel)?;
        match self.outcome(&first, plan)? {
            Outcome::Wrong(kind) => return Ok(Some((Setting::of(most), undecided(kind, first)))),
            // An execution that is too long to be followed shows nothing.
            Outcome::Unexplorable(_) => return Ok(None),
            Outcome::Well => {}
        }
        let (mut before, mut after) = (vec![many.clone()], vec![first]);
        let mut early = self.without_growth(&before, &after);
        if early.is_empty() || after[0].tasks.len() - 1 - early.len() >= at_once as usize {
            return Ok(None);
        }
        // The order of an execution without a preemption may leave a worker nothing to do.
        before.extend(self.preempted(environment, many, plan, cancel)?);
        after.extend(self.preempted(most, &after[0], plan, cancel)?);
        early = self.without_growth(&before, &after);
        if early.is_empty() || after[0].tasks.len() - 1 - early.len() >= at_once as usize {
            return Ok(None);
        }
        let why = Vacuous::StopsEarly(self.names(&after[0], early.into_iter()));
        Ok(Some((
            Setting::of(most),
            failing(why, after.swap_remove(0)),
        )))
    }

    /// The tasks beside `main` that change nothing more in some executions than in others with fewer rounds.
    fn without_growth(&self, few: &[Reply], many: &[Reply]) -> Vec<TaskId> {
        let shares = Contributions::between(&self.sited(few), &self.sited(many));
        let tasks = TaskId::first(many[0].tasks.len()).skip(1);
        tasks
            .filter(|task| !shares.workers().contains(task))
            .collect()
    }

    /// Whether there are too few that work, or too few at the same time.
    fn idle_or_apart(
        &self,
        environment: Environment,
        seen: &Seen,
        (at_once, alternate): (u32, bool),
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<Vacuous>, Unanswered> {
        let first = &seen.most[0];
        let shares = Contributions::between(&self.sited(&seen.few), &self.sited(&seen.most));
        let at_work = shares.workers();
        if at_work.len() < at_once as usize {
            let others = TaskId::first(first.tasks.len()).skip(1);
            let idle = others.filter(|task| !at_work.contains(task));
            return Ok(Some(Vacuous::Idle(self.names(first, idle))));
        }
        let most = seen.environment_of_most;
        let without = self.without_effect(most, &shares, first, plan, cancel)?;
        if at_work.len() - without.len() < at_once as usize {
            let without = self.names(first, without.into_iter());
            return Ok(Some(Vacuous::WithoutEffect(without)));
        }
        if !alternate || at_once < 2 {
            return Ok(None);
        }
        let meeting = self.meeting(environment, &shares, &seen.many, at_once, plan, cancel)?;
        if meeting.len() >= at_once as usize {
            return Ok(None);
        }
        let apart = at_work.iter().filter(|task| !meeting.contains(task));
        let apart = self.names(first, apart.copied());
        Ok(Some(Vacuous::OneAfterTheOther(apart)))
    }

    /// Whether enough workers are at work at the same time with more rounds: a worker that locks for a number of rounds at a
    /// time does all of a few rounds in one critical section.
    fn meet_with_more_rounds(
        &self,
        environment: Environment,
        seen: &Seen,
        at_once: u32,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<bool, Unanswered> {
        let shares = Contributions::between(&self.sited(&seen.few), &self.sited(&seen.most));
        for rounds in MORE_ROUNDS {
            let environment = Environment {
                rounds,
                ..environment
            };
            let reply = self.run_once(&Schedule::undecided(environment), cancel)?;
            if reply.steps.len() > MOST_STEPS || self.outcome(&reply, plan)? != Outcome::Well {
                return Ok(false);
            }
            let meeting = self.meeting(environment, &shares, &[reply], at_once, plan, cancel)?;
            if meeting.len() >= at_once as usize {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Executions with one preemption, for each of the other tasks.
    fn preempted(
        &self,
        environment: Environment,
        first: &Reply,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Vec<Reply>, Unanswered> {
        let others = TaskId::first(first.tasks.len()).skip(1);
        let all = others.flat_map(|task| preemptions_for(task, first, |_, _| true));
        let some = some_of(all.collect());
        let session = self.session(environment, cancel)?;
        let replies = session.run_all(requests(environment, &some))?;
        let followed = replies.into_iter().map(|(_, reply)| {
            self.outcome(&reply, plan)?;
            Ok(reply)
        });
        followed.collect()
    }

    /// Asks the first worker for more rounds than the others.
    fn asked_for_more(
        &self,
        environment: Environment,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<(Environment, Vacuous, Reply)>, Unanswered> {
        let environment = Environment {
            extra: EXTRA,
            ..environment
        };
        let reply = self.run_once(&Schedule::undecided(environment), cancel)?;
        Ok(match self.outcome(&reply, plan)? {
            Outcome::Wrong(kind) => {
                let why = vacuous::less_than_asked(&kind, self.waits_forever(&reply));
                Some((environment, why, reply))
            }
            Outcome::Well | Outcome::Unexplorable(_) => None,
        })
    }

    /// The worker that waits for another one when all others have ended, and its line.
    fn waits_forever(&self, reply: &Reply) -> Option<(String, Option<usize>)> {
        if !matches!(
            reply.end,
            End::Deadlock | End::Livelock | End::StepLimit | End::TimeLimit { .. }
        ) {
            return None;
        }
        let mut pending = reply
            .pending
            .iter()
            .filter(|pending| pending.task != TaskId::FIRST);
        let (waits, None) = (pending.next()?, pending.next()) else {
            return None;
        };
        if waits
            .object
            .is_some_and(|object| !is_of_another_worker(reply, waits.task, object))
        {
            return None;
        }
        let line = self.legend.line(reply, waits.place, &waits.frames);
        let name = self.names(reply, [waits.task].into_iter());
        Some((name.into_iter().next()?, line))
    }

    /// The workers that are at work between two works of another one, in some interleaving: one of those that were seen,
    /// or one with one more preemption.
    fn meeting(
        &self,
        environment: Environment,
        shares: &Contributions,
        seen: &[Reply],
        at_once: u32,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<BTreeSet<TaskId>, Unanswered> {
        let mut meetings = Meetings::default();
        let session = self.session(environment, cancel)?;
        for reply in seen {
            let sited = Sited::new(reply, &self.legend);
            meetings.look_at(shares, &sited);
            let hulls: Vec<_> = TaskId::first(reply.tasks.len())
                .map(|task| contributions::hull(&shares.spans(&sited, task)))
                .collect();
            let is_at_work = |at, task: TaskId| {
                let hull = hulls.get(task.index()).copied().flatten();
                hull.is_some_and(|hull| hull.contains(at))
            };
            let workers = shares.workers_in(&sited).into_iter();
            let all = workers.flat_map(|worker| preemptions_for(worker, reply, is_at_work));
            for some in some_of(all.collect()).chunks(AT_ONCE) {
                if meetings.workers.len() >= at_once as usize {
                    return Ok(meetings.workers);
                }
                for (_, reply) in session.run_all(requests(environment, some))? {
                    self.outcome(&reply, plan)?;
                    meetings.look_at(shares, &Sited::new(&reply, &self.legend));
                }
            }
        }
        Ok(meetings.workers)
    }

    fn sited<'a>(&self, replies: &'a [Reply]) -> Vec<Sited<'a>> {
        let replies = replies.iter();
        replies
            .map(|reply| Sited::new(reply, &self.legend))
            .collect()
    }

    fn names(&self, reply: &Reply, tasks: impl Iterator<Item = TaskId>) -> Vec<String> {
        let actors = self.legend.names(reply).actors;
        tasks
            .map(|task| actors[task.index()].name.clone())
            .collect()
    }
}

/// Whether a worker beside this one used the object, and not only the first thread: a pipe that only `main` empties is none.
fn is_of_another_worker(reply: &Reply, waits: TaskId, object: ObjectId) -> bool {
    let others = |task: TaskId| task != waits && task != TaskId::FIRST;
    let mut steps = reply.steps.iter();
    steps.any(|step| others(step.task) && [step.object, step.second].contains(&Some(object)))
}

/// The executions that show what the work is, and when it is done.
struct Seen {
    /// With the fewest rounds.
    few: Vec<Reply>,
    /// An environment with more rounds than are explored.
    environment_of_most: Environment,
    /// In that environment.
    most: Vec<Reply>,
    /// With the most rounds that are explored.
    many: Vec<Reply>,
}

/// At most so many of them, from all of their length; the first is among them. They are not at equal distances: a loop
/// comes to the same place at equal distances, and if that is where its lock is held, no other worker could do anything.
fn some_of<T>(all: Vec<T>) -> Vec<T> {
    if all.len() <= MOST_PREEMPTIONS {
        return all;
    }
    let length = all.len() as f64;
    let spread = (0..MOST_PREEMPTIONS).map(|number| (number as f64 * GOLDEN).fract() * length);
    let chosen: BTreeSet<usize> = spread.map(|place| place as usize).collect();
    let all = all.into_iter().enumerate();
    all.filter(|(place, _)| chosen.contains(place))
        .map(|(_, one)| one)
        .collect()
}

fn requests(environment: Environment, all: &[Vec<Decision>]) -> Vec<Request> {
    let setting = Setting::of(environment);
    let all = all.iter().cloned();
    all.map(|decisions| setting.request(decisions, TaskSet::EMPTY))
        .collect()
}

fn failing(why: Vacuous, reply: Reply) -> Box<Failing> {
    undecided(Kind::Vacuous(why), reply)
}

/// The workers that were seen at work at the same time as another one.
#[derive(Default)]
struct Meetings {
    workers: BTreeSet<TaskId>,
    /// Of those that do all their work in one step: pairs in which the first was seen before the second.
    before: BTreeSet<(TaskId, TaskId)>,
}

impl Meetings {
    fn look_at(&mut self, shares: &Contributions, execution: &Sited<'_>) {
        let workers = shares.workers_in(execution).into_iter();
        let all: Vec<_> = workers
            .map(|worker| {
                let at_once = shares.is_done_at_once(execution, worker);
                (worker, shares.spans(execution, worker), at_once)
            })
            .collect();
        for (one, spans, at_once) in &all {
            for (other, spans_of_other, other_at_once) in &all {
                if one != other && contributions::alternate(spans, spans_of_other) {
                    self.workers.extend([*one, *other]);
                }
                if *at_once && *other_at_once {
                    let is_before = contributions::is_before(spans, spans_of_other);
                    self.one_step(*one, *other, is_before);
                }
            }
        }
    }

    /// Nothing comes in between one step; but when each can be the first, neither waits for the other.
    fn one_step(&mut self, one: TaskId, other: TaskId, is_before: bool) {
        if is_before {
            self.before.insert((one, other));
        }
        if self.before.contains(&(one, other)) && self.before.contains(&(other, one)) {
            self.workers.extend([one, other]);
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::{Op, Step, bare};

    use super::*;

    #[test]
    fn a_pipe_that_only_main_empties_is_no_turn_of_another_worker() {
        let uses = |task, object| Step {
            object: Some(ObjectId::new(object)),
            ..bare::step(TaskId::new(task), Op::PipeWrite)
        };
        let reply = Reply {
            steps: vec![uses(1, 7), uses(0, 7), uses(1, 8), uses(2, 8)],
            ..Reply::without_trace(End::Deadlock)
        };
        let one = TaskId::new(1);
        assert!(!is_of_another_worker(&reply, one, ObjectId::new(7)));
        assert!(is_of_another_worker(&reply, one, ObjectId::new(8)));
    }

    #[test]
    fn some_of_many_are_spread_and_in_step_with_no_period() {
        assert_eq!(some_of(vec![1, 2, 3]), [1, 2, 3]);
        let some = some_of((0..1000).collect());
        assert!(some[0] == 0 && some.len() <= MOST_PREEMPTIONS && some[some.len() - 1] > 900);
        for period in 2..10 {
            let phases: BTreeSet<i32> = some.iter().map(|place| place % period).collect();
            assert_eq!(phases.len(), usize::try_from(period).unwrap());
        }
    }
}
