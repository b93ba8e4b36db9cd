//! The tree of all points of choice that executions have come to.

use std::collections::HashMap;

use protocol::{Decision, End, Pending, Reply, Step, StepId, TaskSet};

use super::node::{Edge, Node, NodeId, Point, ROOT};
use super::tally::Tally;
use crate::cost::Delays;
use crate::freedom::Freedom;
use crate::memory;
use crate::strategy::NotDeterministic;

/// The points of choice along an execution.
#[derive(Default)]
pub(super) struct Points {
    /// For each step the point at which its task was chosen, where there was a choice.
    pub(super) turns: Vec<Option<NodeId>>,
    /// What could have been decided otherwise by the freedom: at which step, at which point, and how.
    pub(super) alternatives: Vec<(StepId, NodeId, Decision)>,
}

impl Points {
    /// Whether the freedom allowed this decision.
    pub(super) fn could_be(&self, decision: Decision) -> bool {
        let mut alternatives = self.alternatives.iter();
        alternatives.any(|(_, _, alternative)| *alternative == decision)
    }
}

/// How far an execution was followed.
struct Cursor {
    /// The last decision.
    edge: Edge,
    /// What has happened until here.
    before: Tally,
    /// The delays until here.
    delays: Delays,
}

impl Default for Cursor {
    fn default() -> Cursor {
        Cursor {
            edge: ROOT,
            before: Tally::default(),
            delays: Delays::NONE,
        }
    }
}

/// The tree.
pub(super) struct Tree {
    /// What executions may do, so that there are points for it.
    pub(super) freedom: Option<Freedom>,
    nodes: Vec<Node>,
    children: HashMap<Edge, NodeId>,
}

impl Tree {
    pub(super) fn new(freedom: Option<Freedom>) -> Tree {
        Tree {
            freedom,
            nodes: Vec::new(),
            children: HashMap::new(),
        }
    }

    /// How many points it has.
    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    /// The decisions along the edges that lead there.
    pub(super) fn decisions(&self, last: Edge) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let mut at = last;
        while at != ROOT {
            let (node, decision) = at;
            let node = self.node(node);
            decisions.extend(decision.filter(|decision| node.asks_for(*decision)));
            at = node.parent;
        }
        decisions.reverse();
        decisions
    }

    /// Follows the execution through the tree, and adds the points that are new.
    ///
    /// # Errors
    /// [`NotDeterministic`], where a point is another one than before.
    pub(super) fn walk(&mut self, reply: &Reply) -> Result<Points, NotDeterministic> {
        let mut stale_reads = match self.freedom {
            Some(Freedom::StaleRead) => memory::stale_reads(reply),
            Some(Freedom::SpuriousWakeup | Freedom::Crash) | None => Vec::new(),
        };
        stale_reads.reverse();
        let mut points = Points::default();
        let mut at = Cursor::default();
        for (number, step) in reply.steps.iter().enumerate() {
            let id = StepId::at(number);
            let turn = self.visit_turn(&mut at, id, step, &mut points)?;
            points.turns.push(turn);
            at.before = at.before.after_step(step);
            at.before.preemptions += u32::from(step.is_spurious_wakeup() || step.is_crash());
            let mut older = Vec::new();
            while let Some(read) = stale_reads.pop_if(|read| read.step == id) {
                older.push(Decision::ReadFrom(read));
            }
            if !older.is_empty() {
                self.visit_load(&mut at, id, step, older, &mut points)?;
            }
        }
        self.visit_end(&at, reply, &mut points)?;
        Ok(points)
    }

    /// How else than by its own step a task of these can go at a step, by the freedom: its wait ends without a notification,
    /// or its process is killed.
    fn ways(&self, step: StepId, wakeable: TaskSet, killable: TaskSet) -> Vec<Decision> {
        let wake = |task| Decision::Wake { step, task };
        let crash = |task| Decision::Crash { step, task };
        match self.freedom {
            Some(Freedom::SpuriousWakeup) => wakeable.iter().map(wake).collect(),
            Some(Freedom::Crash) => killable.iter().map(crash).collect(),
            Some(Freedom::StaleRead) | None => Vec::new(),
        }
    }

    /// The end of an execution in which no task can go on, if the freedom lets one go.
    fn visit_end(
        &mut self,
        at: &Cursor,
        reply: &Reply,
        points: &mut Points,
    ) -> Result<(), NotDeterministic> {
        let those = |can: fn(&Pending) -> bool| -> TaskSet {
            let pending = reply.pending.iter().filter(|pending| can(pending));
            pending.map(|pending| pending.task).collect()
        };
        let (wakeable, killable) = (those(|one| one.wakeable), those(|one| one.killable));
        let step = StepId::at(reply.steps.len());
        let ways = self.ways(step, wakeable, killable);
        if ways.is_empty() || !matches!(reply.end, End::Deadlock | End::Livelock) {
            return Ok(());
        }
        let node = self.node_at(at, Point::end(reply))?;
        let ways = ways.into_iter().map(|way| (step, node, way));
        points.alternatives.extend(ways);
        Ok(())
    }

    /// The point at which the step's task was chosen, if there was a choice.
    fn visit_turn(
        &mut self,
        at: &mut Cursor,
        id: StepId,
        step: &Step,
        points: &mut Points,
    ) -> Result<Option<NodeId>, NotDeterministic> {
        let ways = self.ways(id, step.wakeable, step.killable);
        if !step.was_choice() && ways.is_empty() {
            return Ok(None);
        }
        let decision = step.turn(id).unwrap_or(Decision::Run(step.task));
        let node = self.node_at(at, Point::turn(step))?;
        let known = self.node_mut(node);
        known.decide(decision);
        at.delays = known.delays_with(decision);
        at.edge = (node, Some(decision));
        let ways = ways.into_iter().map(|way| (id, node, way));
        points.alternatives.extend(ways);
        Ok(Some(node))
    }

    /// An atomic operation that could have gone by these older values, or failed spuriously.
    fn visit_load(
        &mut self,
        at: &mut Cursor,
        id: StepId,
        step: &Step,
        older: Vec<Decision>,
        points: &mut Points,
    ) -> Result<(), NotDeterministic> {
        let node = self.node_at(at, Point::Load)?;
        let decision = step.weak(id).map(Decision::ReadFrom);
        if let Some(decision) = decision {
            let known = self.node_mut(node);
            known.decide(decision);
            at.delays = known.delays_with(decision);
            at.before.preemptions += 1;
        }
        at.edge = (node, decision);
        let older = older.into_iter().map(|read| (id, node, read));
        points.alternatives.extend(older);
        Ok(())
    }

    /// The node here, which is this point.
    fn node_at(&mut self, at: &Cursor, point: Point) -> Result<NodeId, NotDeterministic> {
        let Some(&node) = self.children.get(&at.edge) else {
            return Ok(self.add_node(Node {
                parent: at.edge,
                point,
                before: at.before,
                delays: at.delays,
                decided: Vec::new(),
            }));
        };
        match self.node(node).point.is_same(&point) {
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
}
