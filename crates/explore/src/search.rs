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
//! that would only repeat what it has just done is never chosen. [`Tally`] counts.
//!
//! Where there are many threads, there are too many interleavings even without a preemption: whenever one is blocked or
//! ends, each of the others can be next. Then *delays* are counted instead (Emmi, Qadeer and Rakamarić, "Delay-bounded
//! scheduling", POPL 2011): the threads go in turn, as the executor lets them go by itself, and a delay passes over the one
//! whose turn it is. With `d` delays there are so few interleavings that `n` threads are no harder than two, and what takes
//! one preemption takes one delay: the thread that is passed over goes on when all others have gone.
//!
//! Where it is asked for, one atomic load in an execution may also read an older value than the newest, if its memory
//! order leaves it free to. That is one more branch at that load, and costs as much as a preemption.

use std::collections::{HashMap, HashSet, VecDeque};

use protocol::{Reply, StaleRead, SwitchAt, TaskSet};

use crate::choices::Choices;
use crate::dependence::{self, Plain};
use crate::race;

/// Whether orders of independent steps are told apart.
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
    /// Preemptions, orders of independent steps being told apart or not.
    Preemptions(Reduction),
    /// Delays.
    Delays,
}

/// A number of preemptions, or of delays.
pub type Bound = u32;

/// A schedule that is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What to ask the executor for.
    pub choices: Choices,
    /// The preemptions or delays in it, a stale read counted as one.
    pub cost: Bound,
}

/// The program did something else under the same schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDeterministic;

type NodeId = u32;

/// What was done at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Choice {
    /// The task goes.
    Goes(u8),
    /// The task goes, and its load reads an older value.
    ReadsOlder(u8, StaleRead),
}

impl Choice {
    fn task(self) -> u8 {
        let (Choice::Goes(task) | Choice::ReadsOlder(task, _)) = self;
        task
    }
}

/// An edge of the tree: where it begins, and what was done there.
type Edge = (NodeId, Choice);

/// The edge into the first node.
const ROOT: Edge = (NodeId::MAX, Choice::Goes(0));

/// A point at which more than one task could have gone, or a load could have read an older value.
struct Node {
    parent: Edge,
    enabled: TaskSet,
    yielding: TaskSet,
    spinning: TaskSet,
    /// The task that goes where the executor decides.
    in_turn: u8,
    /// What has happened until here.
    before: Tally,
    /// The delays until here.
    delays: Bound,
    /// The tasks that went on from here, or are queued to.
    begun: TaskSet,
    /// The older values that were read here, or wait for it, and by whom.
    stale_reads: HashSet<(u8, u64)>,
}

impl Node {
    /// Whether more than one task can go here.
    fn is_choice(&self) -> bool {
        self.enabled.len() > 1
    }

    /// How many tasks are passed over until `task` goes. The task whose turn it is comes first in any case, then those that
    /// do not yield, then those that do, and last those that spin.
    fn delays_until(&self, task: u8) -> Bound {
        let turn = TaskSet::of(self.in_turn);
        if turn.contains(task) {
            return 0;
        }
        let mut before = self.enabled & turn;
        let mut alike = self.enabled - turn;
        for later in [self.spinning, self.yielding] {
            if later.contains(task) {
                before |= alike - later;
                alike = alike & later;
            } else {
                alike = alike - later;
            }
        }
        // The order is that of the numbers, beginning with the task whose turn it is.
        let (up, beyond) = (
            alike.starting_at(self.in_turn.into()),
            alike.starting_at(task.into()),
        );
        before |= match task > self.in_turn {
            true => up - beyond,
            false => up | (alike - beyond),
        };
        before.len()
    }
}

/// Counts preemptions along an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// So many until now.
    pub preemptions: Bound,
    /// The task that has the baton.
    running: Option<u8>,
    /// The tasks that went on although they yielded, and another task did not.
    hurried: TaskSet,
}

impl Tally {
    /// Whether the task had the baton last.
    pub fn is_running(&self, task: u8) -> bool {
        self.running == Some(task)
    }

    /// The count after `task` went, where `enabled` could go and `yielding` of them yield.
    pub fn after(mut self, enabled: TaskSet, yielding: TaskSet, task: u8) -> Tally {
        let eager = enabled - yielding;
        let goes_on = self.is_running(task);
        let pushes_in = !eager.is_empty() && !eager.contains(task);
        let for_nothing = goes_on && !self.hurried.contains(task);
        let preempts = self.running.is_some_and(|other| eager.contains(other)) && !goes_on;
        self.preemptions += Bound::from(preempts || (pushes_in && !for_nothing));
        if pushes_in && goes_on {
            self.hurried.insert(task);
        }
        self.running = Some(task);
        self
    }
}

/// The search, between two executions.
pub struct Search {
    measure: Measure,
    plain: Plain,
    bound: Bound,
    nodes: Vec<Node>,
    /// Whether loads may read older values.
    reads_older: bool,
    children: HashMap<Edge, NodeId>,
    /// Branches that wait to be tried, by what they come to in the measure.
    waiting: Vec<VecDeque<Edge>>,
    started: bool,
    /// Whether a branch was left out for the bound.
    cut: bool,
}

impl Search {
    /// A search of all executions with at most `bound` preemptions or delays; with `reads_older`, of those too in which one
    /// load reads an older value.
    pub fn new(measure: Measure, switch_at: SwitchAt, bound: Bound, reads_older: bool) -> Search {
        Search {
            measure,
            plain: match switch_at {
                SwitchAt::EveryAccess => Plain::Steps,
                SwitchAt::Synchronisation => Plain::Ordered,
            },
            bound,
            nodes: Vec::new(),
            reads_older,
            children: HashMap::new(),
            waiting: (0..=bound).map(|_| VecDeque::new()).collect(),
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

    /// The schedule to run next, with at most so many preemptions or delays. `None`: there is none before the ones under way
    /// have come back.
    pub fn next(&mut self, within: Bound) -> Option<Job> {
        if !self.started {
            self.started = true;
            return Some(Job {
                choices: Choices::default(),
                cost: 0,
            });
        }
        for (cost, waiting) in self.waiting.iter_mut().enumerate() {
            if cost as Bound > within {
                break;
            }
            if let Some(edge) = waiting.pop_front() {
                return Some(Job {
                    choices: self.path(edge),
                    cost: cost as Bound,
                });
            }
        }
        None
    }

    /// Takes in what came of a job.
    ///
    /// # Errors
    /// [`NotDeterministic`].
    pub fn take_in(&mut self, job: &Job, reply: &Reply) -> Result<(), NotDeterministic> {
        let stale_reads = match self.reads_older {
            true => race::stale_reads(reply),
            false => Vec::new(),
        };
        if let Some(asked) = job.choices.stale_read
            && !(stale_reads.contains(&asked) && reply.steps[asked.step as usize].stale)
        {
            return Err(NotDeterministic);
        }
        let path = self.book(reply, &stale_reads)?;
        let given = given_steps(reply, &job.choices);
        // The prefix had these races before; and what it ran into is looked at from its last choice on.
        let new_from = given.saturating_sub(1);
        match self.measure {
            Measure::Delays | Measure::Preemptions(Reduction::None) => {
                self.branch_everywhere(&path[given..]);
            }
            Measure::Preemptions(Reduction::PartialOrder) => {
                self.branch_at_races(reply, &path, new_from);
            }
        }
        if job.choices.stale_read.is_none() {
            for stale in stale_reads {
                let at = stale.step as usize;
                if let (true, Some(node)) = (at >= new_from, path[at]) {
                    self.try_stale(node, reply.steps[at].task, stale);
                }
            }
        }
        Ok(())
    }

    /// Books the execution's points of choice; for each step its node, where there was a choice.
    fn book(
        &mut self,
        reply: &Reply,
        stale_reads: &[StaleRead],
    ) -> Result<Vec<Option<NodeId>>, NotDeterministic> {
        let mut path = Vec::with_capacity(reply.steps.len());
        let mut edge = ROOT;
        let mut tally = Tally::default();
        let mut delays = 0;
        let mut stale_reads = stale_reads.iter().peekable();
        let mut read_older = None;
        for (number, step) in reply.steps.iter().enumerate() {
            let mut is_load = false;
            while let Some(stale) = stale_reads.next_if(|stale| stale.step as usize == number) {
                is_load = true;
                if step.stale && step.read == Some(stale.value) {
                    read_older = Some(*stale);
                }
            }
            if step.was_choice() || is_load {
                let node = match self.children.get(&edge) {
                    Some(&node) => node,
                    None => self.add_node(Node {
                        parent: edge,
                        enabled: step.enabled,
                        yielding: step.yielding,
                        spinning: step.spinning,
                        in_turn: step.task,
                        before: tally,
                        delays,
                        begun: TaskSet::EMPTY,
                        stale_reads: HashSet::new(),
                    }),
                };
                let known = &mut self.nodes[node as usize];
                if known.enabled != step.enabled || known.yielding != step.yielding {
                    return Err(NotDeterministic);
                }
                known.begun.insert(step.task);
                delays += known.delays_until(step.task);
                let choice = match read_older.take() {
                    Some(stale) => Choice::ReadsOlder(step.task, stale),
                    None => Choice::Goes(step.task),
                };
                edge = (node, choice);
                path.push(Some(node));
            } else {
                path.push(None);
            }
            tally = tally.after(step.enabled, step.yielding, step.task);
            if step.stale {
                tally.preemptions += 1;
                delays += 1;
                // There is one in an execution.
                stale_reads = [].iter().peekable();
            }
        }
        Ok(path)
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
        let stretches = beginnings_of_stretches(reply);
        for race in dependence::reversible_races(reply, from, self.plain) {
            for step in [race.earlier, stretches[race.earlier]] {
                let Some(node) = path[step] else { continue };
                let there = &self.nodes[node as usize];
                if there.enabled.contains(race.task) {
                    let cut = self.cut;
                    self.try_one(node, race.task);
                    // What comes of that comes otherwise as well.
                    self.cut &= cut || !race.must_wait;
                } else if !race.must_wait {
                    self.try_all(node);
                }
            }
        }
    }

    fn try_all(&mut self, node: NodeId) {
        for task in self.nodes[node as usize].enabled.iter() {
            self.try_one(node, task);
        }
    }

    fn try_one(&mut self, id: NodeId, task: u8) {
        let node = &mut self.nodes[id as usize];
        if (node.begun | node.spinning).contains(task) {
            return;
        }
        node.begun.insert(task);
        let cost = self.cost(id, task);
        self.wait(cost, (id, Choice::Goes(task)));
    }

    /// What it comes to if the task goes there.
    fn cost(&self, id: NodeId, task: u8) -> Bound {
        let node = &self.nodes[id as usize];
        match self.measure {
            Measure::Delays => node.delays + node.delays_until(task),
            Measure::Preemptions(_) => {
                let then = node.before.after(node.enabled, node.yielding, task);
                then.preemptions
            }
        }
    }

    fn try_stale(&mut self, id: NodeId, task: u8, stale: StaleRead) {
        let node = &mut self.nodes[id as usize];
        if !node.stale_reads.insert((task, stale.value)) {
            return;
        }
        let cost = self.cost(id, task) + 1;
        self.wait(cost, (id, Choice::ReadsOlder(task, stale)));
    }

    fn wait(&mut self, cost: Bound, edge: Edge) {
        if cost <= self.bound {
            self.waiting[cost as usize].push_back(edge);
        } else {
            self.cut = true;
        }
    }

    /// The choices that lead to the node, and this one there; and which load of them reads an older value.
    fn path(&self, last: Edge) -> Choices {
        let mut tasks = Vec::new();
        let mut stale_read = None;
        let mut at = last;
        while at != ROOT {
            let (node, choice) = at;
            let node = &self.nodes[node as usize];
            if node.is_choice() {
                tasks.push(choice.task());
            }
            if let Choice::ReadsOlder(_, stale) = choice {
                stale_read = Some(stale);
            }
            at = node.parent;
        }
        tasks.reverse();
        Choices { tasks, stale_read }
    }
}

/// How many steps of the execution were given; the last of them is the first that was not done before.
fn given_steps(reply: &Reply, given: &Choices) -> usize {
    let mut choices = reply.steps.iter().enumerate();
    let mut choices = choices.by_ref().filter(|(_, step)| step.was_choice());
    let last_choice = given
        .tasks
        .len()
        .checked_sub(1)
        .and_then(|last| choices.nth(last));
    let choice = last_choice.map_or(0, |(number, _)| number + 1);
    let stale = given.stale_read.map_or(0, |stale| stale.step as usize + 1);
    choice.max(stale)
}

/// For each step where the stretch begins in which its task had the baton.
fn beginnings_of_stretches(reply: &Reply) -> Vec<usize> {
    let mut beginning = 0;
    let mut last = None;
    let mut all = Vec::with_capacity(reply.steps.len());
    for (number, step) in reply.steps.iter().enumerate() {
        if last != Some(step.task) {
            beginning = number;
        }
        last = Some(step.task);
        all.push(beginning);
    }
    all
}

#[cfg(test)]
mod tests;
