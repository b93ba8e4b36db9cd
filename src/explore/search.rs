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
//! A *preemption* takes the baton from a task that could go on and does not give way. To let one go that gives way (it
//! sleeps, yields, waits with a time limit) while another would not costs as much: otherwise a loop that yields would have a
//! branch in every round. But each task may once go on at its own sleep for nothing: a sleep can be over at once. A task
//! that would only do again what it has just done is never chosen. [`Tally`] counts.

use std::collections::{HashMap, VecDeque};

use baton::protocol::{Reply, SwitchAt, TaskSet};

use super::dependence::{self, Plain};

/// Whether orders of independent steps are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// They are explored once.
    PartialOrder,
    /// Every interleaving is explored: the oracle of the tests.
    None,
}

/// A number of preemptions.
pub type Bound = u32;

/// A schedule that is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What to ask the executor for.
    pub schedule: Vec<u8>,
    /// The preemptions in it.
    pub preemptions: Bound,
}

/// The program did something else under the same schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDeterministic;

type NodeId = u32;

/// The edge into the first node.
const ROOT: (NodeId, u8) = (NodeId::MAX, 0);

/// A point at which more than one task could have gone.
struct Node {
    parent: (NodeId, u8),
    enabled: TaskSet,
    giving_way: TaskSet,
    spinning: TaskSet,
    /// What has happened until here.
    before: Tally,
    /// Who was let go here, or waits for it.
    begun: TaskSet,
}

/// Counts preemptions along an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// So many until now.
    pub preemptions: Bound,
    /// Who has the baton.
    running: Option<u8>,
    /// Who has gone on while it gave way, and somebody else would not have.
    hurried: TaskSet,
}

impl Tally {
    /// Whether the task had the baton last.
    pub fn is_running(&self, task: u8) -> bool {
        self.running == Some(task)
    }

    /// The count after `task` was let go, where `enabled` could go and `giving_way` of them give way.
    pub fn after(mut self, enabled: TaskSet, giving_way: TaskSet, task: u8) -> Tally {
        let eager = enabled & !giving_way;
        let is_in = |tasks: TaskSet, task: u8| tasks & (1 << task) != 0;
        let goes_on = self.is_running(task);
        let pushes_in = eager != 0 && !is_in(eager, task);
        let for_nothing = goes_on && !is_in(self.hurried, task);
        let preempts = self.running.is_some_and(|other| is_in(eager, other)) && !goes_on;
        self.preemptions += Bound::from(preempts || (pushes_in && !for_nothing));
        self.hurried |= TaskSet::from(pushes_in && goes_on) << task;
        self.running = Some(task);
        self
    }
}

/// The search, between two executions.
pub struct Search {
    reduction: Reduction,
    plain: Plain,
    bound: Bound,
    nodes: Vec<Node>,
    children: HashMap<(NodeId, u8), NodeId>,
    /// Branches that wait to be tried, by the preemptions that they come to.
    waiting: Vec<VecDeque<(NodeId, u8)>>,
    started: bool,
    /// Whether a branch was left out for its preemptions.
    cut: bool,
}

impl Search {
    /// A search of all executions with at most `bound` preemptions.
    pub fn new(reduction: Reduction, switch_at: SwitchAt, bound: Bound) -> Search {
        Search {
            reduction,
            plain: match switch_at {
                SwitchAt::EveryAccess => Plain::Steps,
                SwitchAt::Synchronisation => Plain::Ordered,
            },
            bound,
            nodes: Vec::new(),
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

    /// The schedule to run next, with at most so many preemptions. `None`: there is none before the ones under way
    /// have come back.
    pub fn next(&mut self, within: Bound) -> Option<Job> {
        if !self.started {
            self.started = true;
            return Some(Job {
                schedule: Vec::new(),
                preemptions: 0,
            });
        }
        for (preemptions, waiting) in self.waiting.iter_mut().enumerate() {
            if preemptions as Bound > within {
                break;
            }
            if let Some((node, task)) = waiting.pop_front() {
                return Some(Job {
                    schedule: self.path(node, task),
                    preemptions: preemptions as Bound,
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
        let path = self.book(reply)?;
        // The prefix had these races before; and what it ran into is looked at from its last choice on.
        let new_from = last_choice_of(reply, job.schedule.len());
        match self.reduction {
            Reduction::None => self.branch_everywhere(&path, job.schedule.len()),
            Reduction::PartialOrder => self.branch_at_races(reply, &path, new_from),
        }
        Ok(())
    }

    /// Books the execution's points of choice; for each step its node, where it was a choice.
    fn book(&mut self, reply: &Reply) -> Result<Vec<Option<NodeId>>, NotDeterministic> {
        let mut path = Vec::with_capacity(reply.steps.len());
        let mut edge = ROOT;
        let mut tally = Tally::default();
        for step in &reply.steps {
            if step.was_choice() {
                let node = match self.children.get(&edge) {
                    Some(&node) => node,
                    None => self.add_node(Node {
                        parent: edge,
                        enabled: step.enabled,
                        giving_way: step.giving_way,
                        spinning: step.spinning,
                        before: tally,
                        begun: 0,
                    }),
                };
                let known = &mut self.nodes[node as usize];
                if known.enabled != step.enabled || known.giving_way != step.giving_way {
                    return Err(NotDeterministic);
                }
                known.begun |= 1 << step.task;
                edge = (node, step.task);
                path.push(Some(node));
            } else {
                path.push(None);
            }
            tally = tally.after(step.enabled, step.giving_way, step.task);
        }
        Ok(path)
    }

    fn add_node(&mut self, node: Node) -> NodeId {
        let id = self.nodes.len() as NodeId;
        self.children.insert(node.parent, id);
        self.nodes.push(node);
        id
    }

    fn branch_everywhere(&mut self, path: &[Option<NodeId>], prefix: usize) {
        for node in path.iter().flatten().skip(prefix) {
            self.try_all(*node);
        }
    }

    fn branch_at_races(&mut self, reply: &Reply, path: &[Option<NodeId>], from: usize) {
        let stretches = beginnings_of_stretches(reply);
        for race in dependence::reversible_races(reply, from, self.plain) {
            for step in [race.earlier, stretches[race.earlier]] {
                let Some(node) = path[step] else { continue };
                let there = &self.nodes[node as usize];
                if there.enabled & (1 << race.task) != 0 {
                    self.try_one(node, race.task);
                } else {
                    self.try_all(node);
                }
            }
        }
    }

    fn try_all(&mut self, node: NodeId) {
        let enabled = self.nodes[node as usize].enabled;
        for task in (0..TaskSet::BITS as u8).filter(|task| enabled & (1 << task) != 0) {
            self.try_one(node, task);
        }
    }

    fn try_one(&mut self, id: NodeId, task: u8) {
        let node = &mut self.nodes[id as usize];
        let bit = 1 << task;
        if (node.begun | node.spinning) & bit != 0 {
            return;
        }
        node.begun |= bit;
        let then = node.before.after(node.enabled, node.giving_way, task);
        let preemptions = then.preemptions;
        if preemptions <= self.bound {
            self.waiting[preemptions as usize].push_back((id, task));
        } else {
            self.cut = true;
        }
    }

    /// The choices that lead to the node, and this one there.
    fn path(&self, node: NodeId, task: u8) -> Vec<u8> {
        let mut choices = vec![task];
        let mut at = self.nodes[node as usize].parent;
        while at != ROOT {
            choices.push(at.1);
            at = self.nodes[at.0 as usize].parent;
        }
        choices.reverse();
        choices
    }
}

/// The step of the last choice of the schedule's: what comes from there on is new.
fn last_choice_of(reply: &Reply, choices: usize) -> usize {
    let mut steps = reply.steps.iter().enumerate();
    let choice = steps
        .by_ref()
        .filter(|(_, step)| step.was_choice())
        .nth(choices.saturating_sub(1));
    match choice {
        Some((number, _)) if choices > 0 => number,
        _ => 0,
    }
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
