//! Whether the result depends on how many rounds each worker does. A worker that returns the number from its arguments, and
//! keeps its race, does another number of rounds without another result.
//!
//! How many rounds a worker does depends on numbers that it keeps for itself: a local counter, the bound of a loop. So it
//! misreads one of these once in an execution. If it then does more or fewer rounds, the result has to be another one. If
//! no misread has that effect, nothing is said of the worker.

use std::hash::{BuildHasher, RandomState};
use std::slice::from_ref;

use protocol::{
    End, Limits, Misread, Reply, Request, Rules, States, SwitchAt, TaskId, TaskSet, Watched,
};

use super::contributions::{Contributions, Sited};
use super::outcome::Outcome;
use super::pool::{LIMITS, Session};
use super::questions::{AT_ONCE, Unanswered, judged};
use super::rounds::{Rounds, counts, rounds_of};
use super::schedule::{Environment, Schedule};
use super::{Explorable, Plan};
use crate::failure::{Kind, Vacuous};
use crate::supervise::Cancel;

/// The limit of accesses: an execution with a misread may run forever.
const ACCESSES: u64 = 1 << 23;

/// The limit of time at work where there are no accesses.
const MILLISECONDS: u32 = 100;

/// A worker that makes more plain accesses before its first round is not looked at there.
const MOST_BEFORE: u64 = 64;

/// Added to a loop's own counter, it ends the loop.
const MANY: u64 = 1 << 20;
const MINUS_ONE: u64 = u64::MAX;

/// So many rounds of a worker that works without a step are most of what it does, and less than this more.
const QUIET_ROUNDS: u64 = 300;
const MORE_QUIET_ROUNDS: u64 = 50;

/// As in the execution that is made again.
const RULES: Rules = Rules {
    every_step: false,
    switch_at: SwitchAt::Synchronisation,
    goes_last: TaskSet::EMPTY,
    watched: None,
    misread: None,
    crashes: false,
    states: States::Unknown,
};

/// What the executions say in which a worker does another number of rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The result is another one, too.
    Depends,
    /// The result is the same.
    Same,
    /// There is no such execution.
    CannotTell,
}

/// How an execution with a misread ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// With the same result.
    Well,
    /// With another result.
    Otherwise,
    /// Not at all: what the worker should do is waited for.
    Never,
    /// By what the program does with an absurd number, or by a limit.
    InTrouble,
}

/// Private reads in a part of what a worker does, by the numbers of their accesses.
enum Reads {
    OfTheLearner(Vec<u64>),
    /// The loop is in the kit's part, so the number of rounds is no question.
    OfTheKit,
}

/// A part of what a worker does: its plain accesses from one to another.
type Part = (u64, u64);

/// An execution with many rounds, and what makes it again with a misread.
struct Trial<'a> {
    explorable: &'a Explorable,
    execution: Sited<'a>,
    shares: &'a Contributions,
    session: &'a Session,
    plan: &'a Plan,
    cancel: &'a Cancel,
}

impl Explorable {
    /// The workers whose number of rounds has no effect, if there are fewer than `at_once` others. `few` is an execution with
    /// few rounds; `many` is one with many, and the session is its own.
    pub(super) fn regardless_of_rounds(
        &self,
        (environment, few): &(Environment, Reply),
        (many, session): (&Reply, &Session),
        at_once: u32,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Option<Vacuous>, Unanswered> {
        let execution = Sited::new(many, &self.legend);
        let shares = Contributions::between(
            from_ref(&Sited::new(few, &self.legend)),
            from_ref(&execution),
        );
        let workers = shares.workers();
        // One that does all the work in this execution may leave some of it to another one.
        if workers.len() < at_once as usize {
            return Ok(None);
        }
        let trial = Trial {
            explorable: self,
            execution,
            shares: &shares,
            session,
            plan,
            cancel,
        };
        let mut regardless = Vec::new();
        let mut quiet = Vec::new();
        for &worker in workers {
            let steps = shares.growing_steps(&trial.execution, worker);
            if steps.is_empty() {
                quiet.push(worker);
            } else if trial.is_regardless(worker, &steps)? {
                regardless.push(worker);
            }
        }
        if !quiet.is_empty() {
            regardless.extend(trial.quiet_and_regardless(*environment, few, &quiet)?);
        }
        if regardless.is_empty() || workers.len() - regardless.len() >= at_once as usize {
            return Ok(None);
        }
        regardless.sort_unstable();
        let actors = self.legend.names(many).actors;
        let names = regardless
            .iter()
            .map(|task| actors[task.index()].name.clone());
        Ok(Some(Vacuous::RoundsWithoutEffect(names.collect())))
    }
}

impl Trial<'_> {
    /// Whether it has no effect how many rounds a worker does. It works in these steps.
    fn is_regardless(&self, worker: TaskId, steps: &[usize]) -> Result<bool, Unanswered> {
        let accesses = |at: usize| self.execution.reply().accesses[steps[at]];
        let sites = self.execution.sites_of(steps);
        let all = counts(&self.shares.growing_sites(&self.execution));
        let mut answer = Answer::CannotTell;
        for round in rounds_of(&sites) {
            let rounds = Rounds::Steps {
                one: counts(&sites[round.clone()]),
                all: all.clone(),
            };
            let inside = (accesses(round.start - 1) + 1, accesses(round.end - 1));
            match self.in_a_round(worker, &rounds, inside)? {
                Answer::Depends if accesses(0) <= MOST_BEFORE => {
                    return self.when_given_another_number(worker, &rounds, (1, accesses(0)));
                }
                Answer::Depends => return Ok(false),
                Answer::Same => answer = Answer::Same,
                Answer::CannotTell => {}
            }
        }
        Ok(answer == Answer::Same)
    }

    /// Of these workers, which work without a step, those whose number of rounds has no effect.
    fn quiet_and_regardless(
        &self,
        environment: Environment,
        few: &Reply,
        workers: &[TaskId],
    ) -> Result<Vec<TaskId>, Unanswered> {
        let more = QUIET_ROUNDS + RandomState::new().hash_one(0) % MORE_QUIET_ROUNDS;
        let most = Environment {
            rounds: environment.rounds + more,
            ..environment
        };
        let session = &self.explorable.session(most, self.cancel)?;
        let reply = session.run(Schedule::undecided(most).request())?;
        if self.explorable.outcome(&reply, self.plan)? != Outcome::Well {
            return Ok(Vec::new());
        }
        let execution = Sited::new(&reply, &self.explorable.legend);
        let trial = Trial {
            execution,
            session,
            ..*self
        };
        let mut regardless = Vec::new();
        for &worker in workers {
            let accesses = |reply: &Reply| {
                reply
                    .tasks
                    .get(worker.index())
                    .map_or(0, |task| task.accesses)
            };
            let one = accesses(&reply).saturating_sub(accesses(few)) / more;
            let Some(gap) = trial.execution.longest_gap(worker).filter(|_| one > 0) else {
                continue;
            };
            let middle = gap.start.midpoint(gap.end);
            // Some rounds may take longer than others.
            let inside = (middle, gap.end.min(middle + 2 * one));
            let rounds = Rounds::quiet(one, &reply);
            if trial.in_a_round(worker, &rounds, inside)? == Answer::Same {
                regardless.push(worker);
            }
        }
        Ok(regardless)
    }

    /// Has a worker misread in the middle of its work. One execution with another result shows that it depends on what the
    /// worker does there: one with another number of rounds and the same result may have done a round again, left out one
    /// that the next overwrites, or done the rest of the work in smaller parts.
    fn in_a_round(
        &self,
        worker: TaskId,
        rounds: &Rounds,
        inside: Part,
    ) -> Result<Answer, Unanswered> {
        let Reads::OfTheLearner(reads) = self.reads(worker, inside)? else {
            return Ok(Answer::CannotTell);
        };
        let mut answer = Answer::CannotTell;
        for some in misreads(worker, &reads, [MANY, MINUS_ONE]).chunks(AT_ONCE) {
            for reply in self.run(some)? {
                let is_other = self.more_rounds(&reply, rounds) != 0;
                match (self.ends(&reply)?, is_other) {
                    (Ends::Otherwise, _) | (Ends::Never, true) => return Ok(Answer::Depends),
                    (Ends::Well, true) => answer = Answer::Same,
                    (Ends::Well | Ends::Never, false) | (Ends::InTrouble, _) => {}
                }
            }
        }
        Ok(answer)
    }

    /// Whether the result is the same when a worker reads another number of rounds than it is given: a worker that undoes
    /// in the end what it did in all rounds.
    fn when_given_another_number(
        &self,
        worker: TaskId,
        rounds: &Rounds,
        before: Part,
    ) -> Result<bool, Unanswered> {
        let Reads::OfTheLearner(reads) = self.reads(worker, before)? else {
            return Ok(false);
        };
        for some in misreads(worker, &reads, [1, MINUS_ONE]).chunks(AT_ONCE) {
            for pair in self.run(some)?.chunks(2) {
                let more = pair.iter().map(|reply| self.more_rounds(reply, rounds));
                if more.eq([1, -1]) {
                    let [more, fewer] = [self.ends(&pair[0])?, self.ends(&pair[1])?];
                    return Ok(more == Ends::Well && fewer == Ends::Well);
                }
            }
        }
        Ok(false)
    }

    /// What the worker reads there that no other task can see.
    fn reads(&self, worker: TaskId, (from, to): Part) -> Result<Reads, Unanswered> {
        let rules = Rules {
            watched: Some(Watched {
                task: worker,
                from,
                to,
            }),
            ..RULES
        };
        let reply = self.session.run(request(rules))?;
        let legend = &self.explorable.legend;
        let mut reads = Vec::new();
        for read in &reply.unshared_reads {
            let line = legend.line(&reply, None, &read.frames);
            if line.is_some_and(|line| !legend.source.is_own(line)) {
                return Ok(Reads::OfTheKit);
            }
            reads.push(read.access);
        }
        Ok(Reads::OfTheLearner(reads))
    }

    /// How an execution with a misread ends.
    fn ends(&self, reply: &Reply) -> Result<Ends, Unanswered> {
        match reply.end {
            End::Deadlock | End::Livelock => return Ok(Ends::Never),
            End::Exited { .. } => {}
            // What a program does with an absurd number says nothing, even if it confuses the executor.
            End::Signaled { .. }
            | End::StepLimit
            | End::TimeLimit { .. }
            | End::HeldUp
            | End::OutputLimit
            | End::TooMany { .. }
            | End::Unsupported { .. }
            | End::Diverged { .. }
            | End::Undecided
            | End::Stopped { .. }
            | End::Damaged
            | End::Internal { .. } => return Ok(Ends::InTrouble),
        }
        Ok(match judged(reply, self.plan)? {
            Outcome::Well => Ends::Well,
            Outcome::Wrong(Kind::WrongResult { .. }) => Ends::Otherwise,
            Outcome::Wrong(_) | Outcome::Unexplorable(_) => Ends::InTrouble,
        })
    }

    fn more_rounds(&self, reply: &Reply, rounds: &Rounds) -> i64 {
        let execution = Sited::new(reply, &self.explorable.legend);
        rounds.more_in(&execution, self.shares)
    }

    /// Makes an execution with each of these misreads.
    fn run(&self, misreads: &[Misread]) -> Result<Vec<Reply>, Unanswered> {
        let with = |misread: &Misread| {
            request(Rules {
                misread: Some(*misread),
                ..RULES
            })
        };
        let all = self.session.run_all(misreads.iter().map(with).collect())?;
        Ok(all.into_iter().map(|(_, reply)| reply).collect())
    }
}

/// An execution in which the executor decides everything, under these rules.
fn request(rules: Rules) -> Request {
    Request {
        rules,
        limits: Limits {
            accesses: ACCESSES,
            milliseconds: MILLISECONDS,
            ..LIMITS
        },
        ..Request::default()
    }
}

/// Each of these reads, with each of the two numbers added to what is there.
fn misreads(worker: TaskId, reads: &[u64], added: [u64; 2]) -> Vec<Misread> {
    let both = |&access: &u64| {
        added.map(|added| Misread {
            task: worker,
            access,
            added,
        })
    };
    reads.iter().flat_map(both).collect()
}
