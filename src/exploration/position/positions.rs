//! Runs prefixes, and makes moments of what they show.

use protocol::effects::{Reads, Writes};
use protocol::{Decision, End, Op, Reply, TaskId, TaskSet};

use super::ahead::{Ahead, Glimpse};
use super::runs::{Run, Runs};
use super::{Ended, Move, Position, Prefix, Standing};
use crate::exploration::interleaving::Interleaving;
use crate::exploration::outcome::{Expected, Outcome, Why};
use crate::exploration::pool::Session;
use crate::exploration::schedule::Environment;
use crate::exploration::shared::Shared;
use crate::exploration::{Explorable, ExploreError, are_allowed, races};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// How many steps an actor may go on at once.
const MOST: usize = 2_000;

/// The moments of a program's executions in one environment.
#[derive(Debug)]
pub struct Positions<'a> {
    pub(super) program: &'a Explorable,
    pub(super) environment: Environment,
    pub(super) expected: Expected,
    /// Whether one process may be killed.
    pub(super) crashes: bool,
    pub(super) cancel: Cancel,
}

/// Why a moment is not known.
#[derive(Debug, thiserror::Error)]
pub enum NoPosition {
    /// Running the program failed.
    #[error(transparent)]
    Explore(#[from] ExploreError),
    /// The program cannot be explored, or the decisions belong to another one.
    #[error("the program cannot be explored: {0:?}")]
    Unexplorable(Why),
}

/// How far an actor goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until it is blocked, yields or ends.
    Blocked,
    /// Until it is about to read or change something that has a value: memory, a file.
    Access,
}

/// A moment that is to be looked at.
pub(super) struct Visit {
    prefix: Prefix,
    run: Run,
}

impl Visit {
    /// Has the moment's execution made.
    pub(super) fn begin(prefix: Prefix, runs: &mut Runs) -> Visit {
        let run = runs.ask(prefix.until(prefix.steps()));
        Visit { prefix, run }
    }
}

/// A moment, while the executions are under way that show what can be next.
pub(super) struct Reached {
    prefix: Prefix,
    reply: Reply,
    /// The whole execution, if it is over here.
    whole: Option<Reply>,
    ahead: Ahead,
}

impl Explorable {
    /// The moments of its executions in this environment; with `crashes`, of those too in which a process is killed.
    pub fn positions(
        &self,
        environment: Environment,
        expected: Expected,
        crashes: bool,
        cancel: &Cancel,
    ) -> Positions<'_> {
        Positions {
            program: self,
            environment,
            expected,
            crashes,
            cancel: cancel.clone(),
        }
    }
}

impl Positions<'_> {
    /// Where the executions are.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Where playing begins: the first actor has gone as far as it goes by itself, or has started all others.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn start(&self) -> Result<Prefix, NoPosition> {
        let reply = self.session()?.run(self.prefix(Vec::new(), 0).whole())?;
        let starts = |op: Op| matches!(op, Op::Spawn | Op::ProcessSpawn);
        let by_others = reply
            .steps
            .iter()
            .position(|step| step.task != TaskId::FIRST);
        let mut own = reply.steps.iter();
        let started = own.rposition(|step| step.task == TaskId::FIRST && starts(step.op));
        let steps = match (by_others, started) {
            (Some(others), Some(started)) => others.min(started + 1),
            (Some(steps), None) => steps,
            (None, Some(started)) => started + 1,
            (None, None) => 1,
        };
        Ok(self.prefix(reply.decisions_before(steps), steps))
    }

    /// The execution in which the executor decides everything.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn whole(&self) -> Result<Interleaving, NoPosition> {
        let prefix = self.prefix(Vec::new(), 0);
        let reply = self.session()?.run(prefix.whole())?;
        let schedule = prefix.schedule().clone();
        Ok(Interleaving::of(
            &reply,
            schedule,
            None,
            &self.program.legend,
        ))
    }

    /// The moment at the end of this prefix.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn at(&self, prefix: &Prefix) -> Result<Position, NoPosition> {
        let mut runs = self.runs()?;
        let visit = Visit::begin(prefix.clone(), &mut runs);
        match self.reach(visit, &mut runs) {
            Err(NoPosition::Explore(ExploreError::Attacked(kind))) => {
                Ok(self.attacked(kind, prefix))
            }
            reached => self.look_around(reached?, &mut runs),
        }
    }

    pub(super) fn runs(&self) -> Result<Runs, ExploreError> {
        self.session().map(Runs::of)
    }

    /// The moment itself. What can be next is asked for.
    pub(super) fn reach(&self, visit: Visit, runs: &mut Runs) -> Result<Reached, NoPosition> {
        let Visit { prefix, run } = visit;
        let reply = runs.take(run)?;
        self.check(&prefix, &reply)?;
        let whole = ended(&prefix, &reply, runs)?;
        let enabled = match whole {
            // A wait that no notification ends could still end by itself.
            Some(_) => TaskSet::EMPTY,
            None => can_go(&reply),
        };
        let ahead = Ahead::ask(&prefix, &reply, enabled, runs);
        Ok(Reached {
            prefix,
            reply,
            whole,
            ahead,
        })
    }

    /// The moment with what can be next.
    pub(super) fn look_around(
        &self,
        reached: Reached,
        runs: &mut Runs,
    ) -> Result<Position, NoPosition> {
        let Reached {
            prefix,
            reply,
            whole,
            ahead,
        } = reached;
        let moves = self.moves(&prefix, &reply, ahead, runs)?;
        match whole {
            Some(whole) => {
                runs.settle()?;
                let end = self.judged(&whole)?;
                self.position(&prefix, &whole, moves, Some(end))
            }
            None => self.position(&prefix, &reply, moves, None),
        }
    }

    /// What leads to the moment at which the actor of a move has gone on by itself.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn run_on(&self, first: &Move, until: Until) -> Result<Prefix, NoPosition> {
        let begin = first.after(1);
        let before = begin.steps() - 1;
        let reply = self.session()?.run(begin.until(before + MOST))?;
        self.check(&begin, &reply)?;
        let glimpse = Glimpse {
            reply: &reply,
            before,
        };
        let own = glimpse.steps();
        let is_access = |op: Op| {
            let effects = op.effects();
            effects.reads == Reads::Value
                || !matches!(effects.writes, Writes::Nothing | Writes::Message)
        };
        let stop = match until {
            Until::Blocked => None,
            Until::Access => (1..own.len()).find(|at| is_access(own[*at].op)),
        };
        let steps = before + stop.unwrap_or(own.len());
        Ok(self.prefix(reply.decisions_before(steps), steps))
    }

    pub(super) fn session(&self) -> Result<Session, ExploreError> {
        let session = self.program.session(self.environment, &self.cancel)?;
        Ok(session.with_crashes(self.crashes))
    }

    pub(super) fn prefix(&self, decisions: Vec<Decision>, steps: usize) -> Prefix {
        Prefix::new(self.program.edition, self.environment, decisions, steps)
    }

    /// Whether the execution did what the prefix says.
    fn check(&self, prefix: &Prefix, reply: &Reply) -> Result<(), NoPosition> {
        let diverged = matches!(reply.end, End::Diverged { .. });
        let decisions = &prefix.schedule().decisions;
        let fits =
            !diverged && reply.steps.len() >= prefix.steps() && are_allowed(decisions, reply);
        match fits {
            true => Ok(()),
            false => Err(does_not_fit()),
        }
    }

    fn judged(&self, reply: &Reply) -> Result<Ended, NoPosition> {
        let outcome = self
            .program
            .judged(reply, self.environment, self.expected, &self.cancel)?;
        match outcome {
            Outcome::Well => Ok(Ended::Well),
            Outcome::Wrong(kind) => Ok(Ended::Wrong(kind)),
            Outcome::Unexplorable(why) => Err(NoPosition::Unexplorable(why)),
        }
    }

    /// The end of an execution of which there is no trace, because the program did this to the executor.
    pub fn without_trace(&self, kind: Kind) -> Position {
        self.attacked(kind, &self.prefix(Vec::new(), 0))
    }

    fn attacked(&self, kind: Kind, prefix: &Prefix) -> Position {
        let interleaving = self.program.without_trace(&kind, prefix.schedule().clone());
        Position {
            prefix: prefix.clone(),
            standings: Vec::new(),
            shared: Shared::default(),
            moves: Vec::new(),
            race: None,
            end: Some(Ended::Wrong(kind)),
            interleaving,
        }
    }

    /// The moment that an execution shows at its end.
    fn position(
        &self,
        prefix: &Prefix,
        reply: &Reply,
        (moves, yielding): (Vec<Move>, TaskSet),
        end: Option<Ended>,
    ) -> Result<Position, NoPosition> {
        let kind = match &end {
            Some(Ended::Wrong(kind)) => Some(kind),
            Some(Ended::Well) | None => None,
        };
        let legend = &self.program.legend;
        let interleaving = Interleaving::of(reply, prefix.schedule().clone(), kind, legend);
        let mut shared = Shared::new(&interleaving.actors);
        interleaving
            .events
            .iter()
            .for_each(|event| shared.apply(event));
        Ok(Position {
            prefix: prefix.clone(),
            standings: standings(reply, yielding, end.as_ref()),
            shared,
            moves,
            race: races::first(reply, legend),
            end,
            interleaving,
        })
    }
}

/// The whole execution, if it is over here: it has ended, no actor can go, or those that can go spin forever.
fn ended(prefix: &Prefix, reply: &Reply, runs: &mut Runs) -> Result<Option<Reply>, ExploreError> {
    if reply.end != End::StepLimit {
        return Ok(Some(reply.clone()));
    }
    let mut able = reply.pending.iter().filter(|pending| pending.enabled);
    if able.any(|pending| !pending.spinning) {
        return Ok(None);
    }
    let whole = runs.run(prefix.whole())?;
    let is_stuck = can_go(reply).is_empty() || whole.end == End::Livelock;
    Ok(is_stuck.then_some(whole))
}

pub(super) fn does_not_fit() -> NoPosition {
    NoPosition::Unexplorable(Why::Nondeterministic { line: None })
}

/// The tasks that can go at the end of an execution.
fn can_go(reply: &Reply) -> TaskSet {
    let able = reply.pending.iter().filter(|pending| pending.enabled);
    able.map(|pending| pending.task).collect()
}

fn standings(reply: &Reply, yielding: TaskSet, end: Option<&Ended>) -> Vec<Standing> {
    let is_stuck = matches!(reply.end, End::Deadlock | End::Livelock);
    let of = |task: TaskId| {
        let pending = reply.pending.iter().find(|pending| pending.task == task);
        match pending {
            None => Standing::Ended,
            Some(_) if end.is_some() && !is_stuck => Standing::Ended,
            Some(pending) if !pending.enabled => Standing::Blocked,
            Some(pending) if pending.spinning => Standing::Spins,
            Some(_) if yielding.contains(task) => Standing::Yields,
            Some(_) => Standing::Ready,
        }
    };
    TaskId::first(reply.tasks.len()).map(of).collect()
}
