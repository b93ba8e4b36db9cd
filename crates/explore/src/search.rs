//! The bounded search: which schedule to run next, in view of what the others did. Pure.
//!
//! By number of preemptions, 0 first, then 1, 2 …, so the first failure has the fewest (Musuvathi and Qadeer, "Iterative
//! context bounding for systematic testing of multithreaded programs", PLDI 2007). Within a bound, orders of independent
//! operations are explored once: another task is tried at a step only where that reverses a reversible race, and,
//! because of the bound, also at the beginning of the stretch in which that step lies, where it costs no preemption more
//! than what was done there (Coons, Musuvathi and McKinley, "Bounded partial-order reduction", OOPSLA 2013). What differs
//! from the paper: no sleep sets, and the whole tree is kept instead of a stack, so that no execution is made twice when
//! the bound grows, and several can be under way at once.
//!
//! A *preemption* switches away from a task that could go on and does not yield. A task yields where it sleeps, calls
//! `yield_now`, spins, or waits with a time limit. Choosing a task that yields while another one does not costs as much as a
//! preemption, as otherwise a loop that yields would have a branch in every iteration. There is one exception: each task may go
//! on at its own sleep once at no cost, as a sleep can be over at once. A task that spins is never chosen. [`Tally`] counts.
//!
//! The tasks of the paper do not yield. Where a task yields, the choice between it and another one is free, as it is at the
//! beginning of a stretch. So both are tried there as well.
//!
//! Where there are many threads, there are too many interleavings even without a preemption: whenever one is blocked or
//! ends, each of the others can be next. Then *delays* are counted instead (Emmi, Qadeer and Rakamarić, "Delay-bounded
//! scheduling", POPL 2011): the threads go in turn, in the executor's own order, and a delay passes over the one whose turn
//! it is. With `d` delays there are so few interleavings that `n` threads are no harder than two, and what takes one
//! preemption takes one delay: the thread that is passed over goes on when all others have gone.
//!
//! Where it is asked for, an execution may also have stale reads and the like, one spurious wakeup, or one process that is killed: a
//! [`Freedom`]. It is one more decision at each point where it is possible, and costs as much as a preemption. Where a process
//! is killed makes a difference only in its order with the steps that depend on that: its own, first of all.

mod crash;
mod node;
mod stretch;
mod tally;
mod tree;

use std::collections::VecDeque;
use std::iter;

use protocol::{Decision, Reply, States, SwitchAt, TaskSet};

use crate::coverage::{Counting, Coverage};
use crate::dependence::{self, Loads, Plain};
use crate::strategy::{Attempt, NotDeterministic, Strategy};
use crash::Crash;
use node::{Edge, NodeId};
use stretch::{Stretch, goes_on_at};
use tree::{Points, Tree};

pub use crate::cost::{Cost, Delays, Preemptions};
pub use crate::freedom::Freedom;
pub use tally::Tally;

/// How often a task that may be counting can read the same again. Few loops that end by themselves have more iterations than that allows.
const REPEATS: u32 = 7;

/// A tree of more points of choice would take too much memory.
const MAX_NODES: usize = 2_000_000;

/// Whether different orders of independent steps count as different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// They are explored once.
    PartialOrder,
    /// Every interleaving is explored: the oracle of the tests.
    None,
}

/// What is counted against the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Preemptions, where different orders of independent steps count as different or not.
    Preemptions(Reduction),
    /// Delays.
    Delays,
}

/// A bound that is reached only while the program turns out to be small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuickBound {
    /// The most preemptions or delays.
    pub bound: Cost,
    /// Attempts that cost more than the search's own bound are handed out only before so many of all. Counted, not timed:
    /// the same on each machine.
    pub executions: u64,
}

/// The points of choice, and the branches that are still to be tried.
pub struct Search {
    measure: Measure,
    plain: Plain,
    bound: Cost,
    quick: Option<QuickBound>,
    tree: Tree,
    /// Branches that are to be tried, by what they cost.
    untried: Vec<VecDeque<Edge>>,
    started: bool,
    /// [`States::Compared`], once a task may have been counting.
    states: States,
    /// Whether a branch was left out for the bound.
    cut: bool,
    /// What an attempt may cost now.
    within: Cost,
    /// How many attempts were handed out, those before a restart among them.
    attempts: u64,
    coverage: Coverage,
}

impl Search {
    /// A search of all executions with at most `bound` preemptions or delays; with a freedom, of those too that use it.
    pub fn new(
        measure: Measure,
        switch_at: SwitchAt,
        bound: impl Into<Cost>,
        freedom: Option<Freedom>,
    ) -> Search {
        Search {
            measure,
            plain: match switch_at {
                SwitchAt::EveryAccess => Plain::Steps,
                SwitchAt::Synchronisation => Plain::Ordered,
            },
            bound: bound.into(),
            quick: None,
            tree: Tree::new(freedom),
            untried: Vec::new(),
            started: false,
            states: States::Unknown,
            cut: false,
            within: Cost::NONE,
            attempts: 0,
            coverage: nothing_yet(freedom),
        }
    }

    /// The same, but with another bound while the program turns out to be small.
    #[must_use]
    pub fn while_quick(self, quick: Option<QuickBound>) -> Search {
        Search { quick, ..self }
    }

    fn greatest_bound(&self) -> Cost {
        self.quick
            .map_or(self.bound, |quick| quick.bound.max(self.bound))
    }

    /// Whether it ends before it has come to its bounds.
    fn is_given_up(&self) -> bool {
        let is_beyond =
            |quick: QuickBound| self.within > self.bound && self.attempts >= quick.executions;
        self.tree.size() >= MAX_NODES || self.quick.is_some_and(is_beyond)
    }

    /// Whether there is nothing left to try, whatever the bound, once nothing is under way.
    fn is_exhausted(&self) -> bool {
        !self.cut && self.untried.iter().all(VecDeque::is_empty)
    }

    /// Nothing is left within the bound.
    fn cover(&mut self) {
        match self.measure {
            Measure::Preemptions(_) => {
                if self.coverage.within.len() <= self.within.index() {
                    self.coverage.within.push(self.attempts);
                }
                self.coverage.complete |= self.within >= self.bound;
            }
            Measure::Delays => self.coverage.delays = Some(Delays::new(self.within.number())),
        }
        if self.is_exhausted() {
            self.coverage.exhausted = self.coverage.counting.is_none();
            self.coverage.complete = true;
        }
    }

    fn branch_everywhere(&mut self, turns: &[Option<NodeId>]) {
        for node in turns.iter().flatten() {
            self.try_all(*node);
        }
    }

    fn branch_at_races(&mut self, reply: &Reply, turns: &[Option<NodeId>], from: usize) {
        let loads = match self.tree.freedom {
            Some(Freedom::StaleRead) => Loads::MayBeStale,
            Some(Freedom::SpuriousWakeup | Freedom::Crash) | None => Loads::Newest,
        };
        let stretches = Stretch::all(reply);
        let crash = Crash::of(reply);
        for race in dependence::reversible_races(reply, from, self.plain, loads) {
            let Stretch { begins, goes_on } = stretches[race.earlier];
            for at in [race.earlier, goes_on, begins] {
                let Some(node) = turns[at] else { continue };
                let there = self.tree.node(node);
                // What a task that spins would do next leads nowhere.
                let tried = match there.advancing().contains(race.task) {
                    true => TaskSet::of(race.task),
                    false if race.must_wait => TaskSet::EMPTY,
                    false => there.enabled(),
                };
                let cut = self.cut;
                for task in tried.iter() {
                    let goes_on = goes_on_at(reply, at, task).and_then(|at| turns[at]);
                    for node in iter::once(node).chain(goes_on) {
                        self.try_one(node, Decision::Run(task));
                    }
                }
                // A task that would only block reaches no new state, so leaving it out does not cut the search.
                self.cut &= cut || !race.must_wait;
                // What comes after a crash may only be possible because of it.
                if let Some(crash) = crash.as_ref().and_then(|crash| crash.before(at, reply)) {
                    self.try_one(node, crash);
                }
            }
        }
    }

    fn try_all(&mut self, node: NodeId) {
        for task in self.tree.node(node).enabled().iter() {
            self.try_one(node, Decision::Run(task));
        }
    }

    fn try_one(&mut self, id: NodeId, decision: Decision) {
        let node = self.tree.node_mut(id);
        if node.is_spinning(decision) || !node.decide(decision) {
            return;
        }
        let cost: Cost = match self.measure {
            Measure::Delays => node.delays_with(decision).into(),
            Measure::Preemptions(_) => node.preemptions_with(decision).into(),
        };
        if cost > self.greatest_bound() {
            self.cut = true;
            return;
        }
        if self.untried.len() <= cost.index() {
            self.untried.resize_with(cost.index() + 1, VecDeque::new);
        }
        self.untried[cost.index()].push_back((id, Some(decision)));
    }
}

impl Strategy for Search {
    fn next(&mut self) -> Option<Attempt> {
        if self.is_given_up() {
            return None;
        }
        let attempt = if self.started {
            let (cost, edge) = (0..=self.within.number())
                .map(Cost::new)
                .zip(&mut self.untried)
                .find_map(|(cost, untried)| Some((cost, untried.pop_front()?)))?;
            Attempt {
                decisions: self.tree.decisions(edge),
                cost,
            }
        } else {
            self.started = true;
            Attempt::first()
        };
        self.attempts += 1;
        Some(attempt)
    }

    fn foreseen(&self, most: usize) -> Vec<Vec<Decision>> {
        let within = match self.is_given_up() {
            true => 0,
            false => self.greatest_bound().index() + 1,
        };
        let untried = self.untried.iter().take(within).flatten();
        untried
            .take(most)
            .map(|edge| self.tree.decisions(*edge))
            .collect()
    }

    fn learn(&mut self, attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic> {
        let counting = Counting::in_execution(reply, REPEATS);
        if counting.is_some() && self.states == States::Unknown {
            self.states = States::Compared;
            self.attempts = 0;
            self.restart();
            return Ok(());
        }
        let points = self.tree.walk(reply)?;
        self.coverage.counting = Counting::or(self.coverage.counting, counting);
        let mut used = attempt.decisions.iter().filter(|one| one.step().is_some());
        let uses_freedom = used.clone().next().is_some();
        if !used.all(|decision| points.could_be(*decision) && was_followed(reply, *decision)) {
            return Err(NotDeterministic);
        }
        let given = given_steps(reply, &attempt.decisions);
        // Earlier attempts branched at the races inside the prefix, so look from its last decision on.
        let new_from = given.saturating_sub(1);
        let Points {
            turns,
            alternatives,
        } = points;
        match self.measure {
            Measure::Delays | Measure::Preemptions(Reduction::None) => {
                self.branch_everywhere(&turns[given..]);
            }
            Measure::Preemptions(Reduction::PartialOrder) => {
                self.branch_at_races(reply, &turns, new_from);
            }
        }
        let is_left = |freedom: Freedom| !freedom.is_used_once() || !uses_freedom;
        if self.tree.freedom.is_some_and(is_left) {
            for (step, node, decision) in alternatives {
                let is_due = self.measure == Measure::Preemptions(Reduction::None)
                    || crash::is_due(reply, decision);
                if step.index() >= new_from && is_due {
                    self.try_one(node, decision);
                }
            }
        }
        Ok(())
    }

    fn states(&self) -> States {
        self.states
    }

    fn repeats(&self) -> u32 {
        REPEATS
    }

    fn widen(&mut self) -> bool {
        if self.is_given_up() || self.coverage.exhausted {
            return false;
        }
        self.cover();
        let goes_on = !self.coverage.exhausted && self.within < self.greatest_bound();
        self.within += u32::from(goes_on);
        goes_on
    }

    fn restart(&mut self) {
        *self = Search {
            tree: Tree::new(self.tree.freedom),
            untried: Vec::new(),
            started: false,
            cut: false,
            within: Cost::NONE,
            coverage: nothing_yet(self.tree.freedom),
            ..*self
        };
    }

    fn coverage(&self) -> Coverage {
        self.coverage.clone()
    }
}

/// What a search covers that has not begun.
fn nothing_yet(freedom: Option<Freedom>) -> Coverage {
    Coverage {
        crashes: freedom == Some(Freedom::Crash),
        ..Coverage::of_one_environment()
    }
}

/// Whether the execution did at its step what the decision says.
fn was_followed(reply: &Reply, decision: Decision) -> bool {
    let step = decision
        .step()
        .and_then(|step| reply.steps.get(step.index()));
    step.is_some_and(|step| match decision {
        Decision::Run(task) => step.task == task,
        Decision::Wake { task, .. } => step.is_spurious_wakeup() && step.task == task,
        Decision::ReadFrom(read) => step.weak(read.step) == Some(read),
        Decision::Crash { task, .. } => step.is_crash() && step.task == task,
        Decision::Tamper { .. } => step.tampered,
    })
}

/// The length of the prefix that the decisions fix; its last step is the first new one.
fn given_steps(reply: &Reply, decisions: &[Decision]) -> usize {
    let choices = (1..)
        .zip(&reply.steps)
        .filter(|(_, step)| step.was_choice());
    let mut choices = choices.map(|(given, _)| given);
    let given = decisions.iter().map(|decision| match decision.step() {
        Some(step) => step.index() + 1,
        None => choices.next().unwrap_or(reply.steps.len()),
    });
    given.max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
