//! The search for a schedule that breaks the program: which schedule to run next, in view of what the others did. Pure.
//!
//! By number of preemptions, 0 first, then 1, 2 …, so the first failure has the fewest (Musuvathi and Qadeer, "Iterative
//! context bounding for systematic testing of multithreaded programs", PLDI 2007). Within a bound, orders of independent
//! operations are explored once: another task is tried at a step only where that turns a reversible race round, and,
//! because of the bound, also at the beginning of the stretch in which that step lies, where it costs no preemption more
//! than what was done there (Coons, Musuvathi and McKinley, "Bounded partial-order reduction", OOPSLA 2013). What differs
//! from the paper: no sleep sets, and the whole tree is kept instead of a stack, so that no execution is made twice when
//! the bound grows, and two can be under way at once.
//!
//! A *preemption* takes the baton from a task that could go on and does not yield. Choosing a task that yields (it sleeps,
//! yields or waits with a time limit) while another one does not costs as much, as otherwise a loop that yields would have a
//! branch in every round. But each task may go on at its own sleep once at no cost, as a sleep can be over at once. A task
//! that would only repeat what it has just done is never chosen. [`Tally`] counts. The paper's tasks do not yield. Here, where
//! a task yields, another one can go at no preemption more, and it can go on itself: both are tried as the beginning of a
//! stretch is.
//!
//! Where there are many threads, there are too many interleavings even without a preemption: whenever one is blocked or
//! ends, each of the others can be next. Then *delays* are counted instead (Emmi, Qadeer and Rakamarić, "Delay-bounded
//! scheduling", POPL 2011): the threads go in turn, as the executor lets them go by itself, and a delay passes over the one
//! whose turn it is. With `d` delays there are so few interleavings that `n` threads are no harder than two, and what takes
//! one preemption takes one delay: the thread that is passed over goes on when all others have gone.
//!
//! Where it is asked for, an execution may also have one spurious wakeup, or one stale read: a [`Freedom`]. It is one more
//! decision at each point where it is possible, and costs as much as a preemption.

mod cost;
mod node;
mod stretch;
mod tally;

use std::collections::{HashMap, VecDeque};
use std::iter;

use protocol::{Decision, End, Reply, StaleRead, Step, StepId, SwitchAt, TaskId, TaskSet};

use crate::dependence::{self, Loads, Plain};
use crate::race;
use node::{Edge, Node, NodeId, Point, ROOT};
use stretch::{Stretch, goes_on_at};

pub use cost::{Cost, Delays, Preemptions};
pub use tally::Tally;

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

/// A schedule that is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What to ask the executor for.
    pub decisions: Vec<Decision>,
    /// The preemptions or delays in it, a spurious wakeup or a stale read counted as one.
    pub cost: Cost,
}

/// The program did something else under the same schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDeterministic;

/// Something that an execution may do, which the executor decides only where it is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freedom {
    /// One wait on a condition variable ends without a notification: std's documentation of `Condvar::wait`.
    SpuriousWakeup,
    /// One atomic load reads an older value than the newest, where its memory order allows that.
    StaleRead,
}

/// The search tree, and the branches that are still to be run.
pub struct Search {
    measure: Measure,
    plain: Plain,
    bound: Cost,
    freedom: Option<Freedom>,
    nodes: Vec<Node>,
    children: HashMap<Edge, NodeId>,
    /// Branches that wait to be tried, by what they come to in the measure.
    waiting: Vec<VecDeque<Edge>>,
    started: bool,
    /// Whether a branch was left out for the bound.
    cut: bool,
}

/// The points of choice along an execution.
#[derive(Default)]
struct Path {
    /// For each step the point at which its task was chosen, where there was a choice.
    turns: Vec<Option<NodeId>>,
    /// What could have been decided otherwise by the freedom: at which step, at which point, and how.
    others: Vec<(StepId, NodeId, Decision)>,
}

/// How far an execution is booked.
struct Place {
    edge: Edge,
    before: Tally,
    delays: Delays,
}

impl Default for Place {
    fn default() -> Place {
        Place {
            edge: ROOT,
            before: Tally::default(),
            delays: Delays::NONE,
        }
    }
}

impl Path {
    fn could_be(&self, decision: Decision) -> bool {
        self.others.iter().any(|(_, _, other)| *other == decision)
    }
}

impl Search {
    /// A search of all executions with at most `bound` preemptions or delays; with a freedom, of those too that use it once.
    pub fn new(
        measure: Measure,
        switch_at: SwitchAt,
        bound: impl Into<Cost>,
        freedom: Option<Freedom>,
    ) -> Search {
        let bound = bound.into();
        Search {
            measure,
            plain: match switch_at {
                SwitchAt::EveryAccess => Plain::Steps,
                SwitchAt::Synchronisation => Plain::Ordered,
            },
            bound,
            freedom,
            nodes: Vec::new(),
            children: HashMap::new(),
            waiting: (0..=bound.index()).map(|_| VecDeque::new()).collect(),
            started: false,
            cut: false,
        }
    }

    /// How many points of choice it remembers.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing is left to try, whatever the bound, once nothing is under way.
    pub fn is_exhausted(&self) -> bool {
        !self.cut && self.waiting.iter().all(VecDeque::is_empty)
    }

    /// The schedule to run next, with at most `within` preemptions or delays. `None`: there is none before the ones under way
    /// have come back.
    pub fn next(&mut self, within: impl Into<Cost>) -> Option<Job> {
        if !self.started {
            self.started = true;
            return Some(Job {
                decisions: Vec::new(),
                cost: Cost::NONE,
            });
        }
        let (cost, edge) = (0..=within.into().number())
            .map(Cost::new)
            .zip(&mut self.waiting)
            .find_map(|(cost, waiting)| Some((cost, waiting.pop_front()?)))?;
        Some(Job {
            decisions: self.decisions(edge),
            cost,
        })
    }

    /// Takes in what came of a job.
    ///
    /// # Errors
    /// [`NotDeterministic`].
    pub fn take_in(&mut self, job: &Job, reply: &Reply) -> Result<(), NotDeterministic> {
        let path = self.book(reply)?;
        let mut used = job.decisions.iter().filter(|one| one.step().is_some());
        let uses_freedom = used.clone().next().is_some();
        if !used.all(|decision| path.could_be(*decision) && was_followed(reply, *decision)) {
            return Err(NotDeterministic);
        }
        let given = given_steps(reply, &job.decisions);
        // Earlier jobs branched at the races inside the prefix, so look from its last decision on.
        let new_from = given.saturating_sub(1);
        match self.measure {
            Measure::Delays | Measure::Preemptions(Reduction::None) => {
                self.branch_everywhere(&path.turns[given..]);
            }
            Measure::Preemptions(Reduction::PartialOrder) => {
                self.branch_at_races(reply, &path.turns, new_from);
            }
        }
        if !uses_freedom {
            for (step, node, decision) in path.others {
                if step.index() >= new_from {
                    self.try_one(node, decision);
                }
            }
        }
        Ok(())
    }

    /// Books the execution's points of choice.
    fn book(&mut self, reply: &Reply) -> Result<Path, NotDeterministic> {
        let mut stale_reads = match self.freedom {
            Some(Freedom::StaleRead) => race::stale_reads(reply),
            Some(Freedom::SpuriousWakeup) | None => Vec::new(),
        };
        stale_reads.reverse();
        let mut path = Path::default();
        let mut at = Place::default();
        for (number, step) in reply.steps.iter().enumerate() {
            let id = StepId::at(number);
            let turn = self.book_turn(&mut at, id, step, &mut path)?;
            path.turns.push(turn);
            at.before = at.before.after(step.enabled, step.yielding, step.task);
            at.before.preemptions += u32::from(step.is_spurious_wakeup());
            let mut older = Vec::new();
            while let Some(read) = stale_reads.pop_if(|read| read.step == id) {
                older.push(Decision::ReadFrom(read));
            }
            if !older.is_empty() {
                self.book_load(&mut at, id, step, older, &mut path)?;
            }
            if step.stale {
                // There is one in an execution.
                stale_reads.clear();
            }
        }
        if self.freedom == Some(Freedom::SpuriousWakeup) {
            self.book_end(&at, reply, &mut path)?;
        }
        Ok(path)
    }

    /// Books the end of an execution in which no task can go on, if a wait could end there without a notification.
    fn book_end(
        &mut self,
        at: &Place,
        reply: &Reply,
        path: &mut Path,
    ) -> Result<(), NotDeterministic> {
        let wakes = reply.pending.iter().filter(|pending| pending.wakeable);
        let wakes: Vec<TaskId> = wakes.map(|pending| pending.task).collect();
        if wakes.is_empty() || !matches!(reply.end, End::Deadlock | End::Livelock) {
            return Ok(());
        }
        let node = self.pass(at, Point::end(reply))?;
        let step = StepId::at(reply.steps.len());
        let wake = |task| (step, node, Decision::Wake { step, task });
        path.others.extend(wakes.into_iter().map(wake));
        Ok(())
    }

    /// Books the point at which the step's task was chosen, if there was a choice.
    fn book_turn(
        &mut self,
        at: &mut Place,
        id: StepId,
        step: &Step,
        path: &mut Path,
    ) -> Result<Option<NodeId>, NotDeterministic> {
        let wakes = match self.freedom {
            Some(Freedom::SpuriousWakeup) => step.wakeable,
            Some(Freedom::StaleRead) | None => TaskSet::EMPTY,
        };
        if !step.was_choice() && wakes.is_empty() {
            return Ok(None);
        }
        let wake = |task| Decision::Wake { step: id, task };
        let task = step.task;
        let taken = match step.is_spurious_wakeup() {
            true => wake(task),
            false => Decision::Run(task),
        };
        let node = self.pass(at, Point::turn(step))?;
        let known = &mut self.nodes[node as usize];
        known.take(taken);
        at.delays = known.delays_with(taken);
        at.edge = (node, Some(taken));
        let wakes = wakes.iter().map(wake);
        path.others.extend(wakes.map(|wake| (id, node, wake)));
        Ok(Some(node))
    }

    /// Books an atomic load that could have read these older values.
    fn book_load(
        &mut self,
        at: &mut Place,
        id: StepId,
        step: &Step,
        older: Vec<Decision>,
        path: &mut Path,
    ) -> Result<(), NotDeterministic> {
        let node = self.pass(at, Point::Load)?;
        let read = step.read.filter(|_| step.stale);
        let taken = read.map(|value| Decision::ReadFrom(StaleRead { step: id, value }));
        if let Some(taken) = taken {
            let known = &mut self.nodes[node as usize];
            known.take(taken);
            at.delays = known.delays_with(taken);
            at.before.preemptions += 1;
        }
        at.edge = (node, taken);
        let older = older.into_iter().map(|read| (id, node, read));
        path.others.extend(older);
        Ok(())
    }

    /// The node at this place, which is this point.
    fn pass(&mut self, at: &Place, point: Point) -> Result<NodeId, NotDeterministic> {
        let Some(&node) = self.children.get(&at.edge) else {
            return Ok(self.add_node(Node {
                parent: at.edge,
                point,
                before: at.before,
                delays: at.delays,
                taken: Vec::new(),
            }));
        };
        match self.nodes[node as usize].point.is_same(&point) {
            true => Ok(node),
            false => Err(NotDeterministic),
        }
    }

    fn add_node(&mut self, node: Node) -> NodeId {
        let id = self.nodes.len() as NodeId;
        self.children.insert(node.parent, id);
        self.nodes.push(node);
        id
    }

    fn branch_everywhere(&mut self, path: &[Option<NodeId>]) {
        for node in path.iter().flatten() {
            self.try_all(*node);
        }
    }

    fn branch_at_races(&mut self, reply: &Reply, path: &[Option<NodeId>], from: usize) {
        let loads = match self.freedom {
            Some(Freedom::StaleRead) => Loads::MayBeStale,
            Some(Freedom::SpuriousWakeup) | None => Loads::Newest,
        };
        let stretches = Stretch::all(reply);
        for race in dependence::reversible_races(reply, from, self.plain, loads) {
            let Stretch { begins, goes_on } = stretches[race.earlier];
            for at in [race.earlier, goes_on, begins] {
                let Some(node) = path[at] else { continue };
                let there = &self.nodes[node as usize];
                // What a task that spins would do next leads nowhere.
                let tried = match there.advancing().contains(race.task) {
                    true => TaskSet::of(race.task),
                    false if race.must_wait => TaskSet::EMPTY,
                    false => there.enabled(),
                };
                let cut = self.cut;
                for task in tried.iter() {
                    let goes_on = goes_on_at(reply, at, task).and_then(|at| path[at]);
                    for node in iter::once(node).chain(goes_on) {
                        self.try_one(node, Decision::Run(task));
                    }
                }
                // A task that would only block reaches no new state, so leaving it out does not cut the search.
                self.cut &= cut || !race.must_wait;
            }
        }
    }

    fn try_all(&mut self, node: NodeId) {
        for task in self.nodes[node as usize].enabled().iter() {
            self.try_one(node, Decision::Run(task));
        }
    }

    fn try_one(&mut self, id: NodeId, decision: Decision) {
        let node = &mut self.nodes[id as usize];
        if node.is_for_nothing(decision) || !node.take(decision) {
            return;
        }
        let cost = match self.measure {
            Measure::Delays => node.delays_with(decision).into(),
            Measure::Preemptions(_) => node.preemptions_with(decision).into(),
        };
        self.wait(cost, (id, Some(decision)));
    }

    fn wait(&mut self, cost: Cost, edge: Edge) {
        if cost <= self.bound {
            self.waiting[cost.index()].push_back(edge);
        } else {
            self.cut = true;
        }
    }

    /// The decisions along the edges that lead there.
    fn decisions(&self, last: Edge) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let mut at = last;
        while at != ROOT {
            let (node, decision) = at;
            let node = &self.nodes[node as usize];
            decisions.extend(decision.filter(|decision| node.asks_for(*decision)));
            at = node.parent;
        }
        decisions.reverse();
        decisions
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
        Decision::ReadFrom(_) => step.stale,
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
