//! A moment of an execution, as a value: what has happened, what each thread is about to do, what is shared, and what can
//! be decided next.
//!
//! A prefix of decisions determines all of it, so nothing is kept in the program: to step is to run one more decision, and
//! to undo is to run one less. The baton can be taken away at every access here, so each step is a point of its own.

mod ahead;
mod counterexample;
mod equivalence;
mod graph;
mod one_number;
mod positions;
mod prefix;
mod route;
mod runs;
#[cfg(test)]
pub mod toy;
mod trail;

use protocol::{Decision, Op};

use super::actors::ActorId;
use super::interleaving::{Event, Interleaving};
use super::shared::Shared;
use crate::failure::Kind;

pub use counterexample::Failures;
pub use graph::{Graph, Limits, Node};
pub use positions::{NoPosition, Positions, Until};
pub use prefix::Prefix;
pub use route::Route;

/// A moment of an execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// What leads here.
    pub prefix: Prefix,
    /// What has happened; its waits are what each actor is about to do. Where the execution has gone wrong it has its
    /// decisive step.
    pub interleaving: Interleaving,
    /// How each actor stands, by its number.
    pub standings: Vec<Standing>,
    /// The values, and who holds which lock.
    pub shared: Shared,
    /// What can be next.
    pub moves: Vec<Move>,
    /// The first data race that has happened.
    pub race: Option<Kind>,
    /// How the execution ended, if it has.
    pub end: Option<Ended>,
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// With nothing wrong.
    Well,
    /// Like this.
    Wrong(Kind),
}

/// How an actor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can go.
    Ready,
    /// It can go, and offers the processor: it sleeps, yields, or waits with a time limit.
    Yields,
    /// It can go, and would only repeat its last steps.
    Spins,
    /// It cannot go.
    Blocked,
    /// It has ended.
    Ended,
}

impl Standing {
    /// Whether it can go.
    pub fn can_go(self) -> bool {
        match self {
            Standing::Ready | Standing::Yields | Standing::Spins => true,
            Standing::Blocked | Standing::Ended => false,
        }
    }
}

/// Why a move counts as a preemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It preempts this actor.
    Preempts(ActorId),
    /// Its actor yields, and another one could go.
    ThoughItYields,
}

impl Position {
    /// Why this move counts as a preemption, if it does.
    pub fn counts(&self, one: &Move) -> Option<Counts> {
        // That a wait ends in a spurious wakeup is counted by itself.
        if !one.preempts || one.way != Way::Goes {
            return None;
        }
        let last = self.interleaving.events.last().map(|event| event.actor);
        let preempted = last.filter(|last| {
            *last != one.actor && self.standings.get(last.index()) == Some(&Standing::Ready)
        });
        Some(preempted.map_or(Counts::ThoughItYields, Counts::Preempts))
    }
}

/// One of the things that can be next.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Who goes.
    pub actor: ActorId,
    /// How.
    pub way: Way,
    /// Whether it counts as a preemption.
    pub preempts: bool,
    /// What it does, step by step, if it goes on by itself: its next few steps, at least one.
    pub events: Vec<Event>,
    from: Prefix,
    /// What is decided for each of these steps.
    decisions: Vec<Vec<Decision>>,
}

/// How an actor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It does what it is about to do.
    Goes,
    /// Its wait on a condition variable ends without a notification.
    WakesSpuriously,
    /// Its process is killed.
    IsKilled,
    /// The load among its next steps reads an older value than the newest.
    ReadsStale,
}

impl Move {
    /// What leads to the moment after so many of its steps; all of them, if there are fewer.
    pub fn after(&self, steps: usize) -> Prefix {
        let taken = self.decisions.iter().take(steps);
        self.from
            .and(taken.flatten().copied(), steps.min(self.events.len()))
    }

    /// How many of its steps are one move for people: as [`Move::first_telling`], but to read a place in memory and to write
    /// it again in the same line is one, and so is the last step of a thread with its end.
    pub fn stride(&self) -> usize {
        let first = self.first_telling();
        let updates = match self.events.get(first - 1..) {
            Some([read, write, ..]) => {
                (read.op, write.op) == (Op::PlainRead, Op::PlainWrite)
                    && (read.object_id, read.line) == (write.object_id, write.line)
            }
            _ => false,
        };
        let done = first + usize::from(updates);
        let ends = self
            .events
            .get(done)
            .is_some_and(|event| event.op == Op::End);
        done + usize::from(ends)
    }

    /// How many of its steps it takes until one says something: what says nothing goes with the step that follows.
    pub fn first_telling(&self) -> usize {
        let first = self.events.iter().position(|event| !says_nothing(event));
        first.map_or(self.events.len(), |first| first + 1)
    }

    /// The same move with only its first steps.
    fn cut(mut self, steps: usize) -> Move {
        self.events.truncate(steps);
        self.decisions.truncate(steps);
        self
    }
}

/// Whether a step changes nothing that a player could see.
fn says_nothing(event: &Event) -> bool {
    let is_silent = matches!(event.op, Op::Begin | Op::SenderClone | Op::OnceRead);
    is_silent || event.inside || (event.op == Op::FileClose && !event.succeeded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_preempts_only_a_thread_that_could_go_on() {
        let begin = toy::at(&toy::start());
        let mut position = toy::at(&begin.moves[0].after(1));
        let [on, other] = &position.moves.clone()[..] else {
            panic!("both threads can go");
        };
        assert_eq!(position.counts(on), None);
        assert_eq!(position.counts(other), Some(Counts::Preempts(on.actor)));
        let though_it_yields = Move {
            preempts: true,
            ..on.clone()
        };
        assert_eq!(
            position.counts(&though_it_yields),
            Some(Counts::ThoughItYields)
        );
        position.standings[on.actor.index()] = Standing::Blocked;
        assert_eq!(position.counts(other), Some(Counts::ThoughItYields));
    }
}
