//! The points of choice of a search, as a tree.

use protocol::{Decision, Reply, Step, TaskId, TaskSet};

use super::tally::Tally;
use crate::cost::{Delays, Preemptions};

pub(super) type NodeId = u32;

/// An edge of the tree: the point where it begins, and what was decided there. At a load without a decision the newest
/// value is read.
pub(super) type Edge = (NodeId, Option<Decision>);

/// The edge into the first node.
pub(super) const ROOT: Edge = (NodeId::MAX, None);

/// A point at which something can be decided.
pub(super) struct Node {
    pub(super) parent: Edge,
    pub(super) point: Point,
    /// What has happened until here.
    pub(super) before: Tally,
    /// The delays until here.
    pub(super) delays: Delays,
    /// What was decided here, or is to be tried.
    pub(super) decided: Vec<Decision>,
}

/// What can be decided at a point.
#[derive(Clone, Copy)]
pub(super) enum Point {
    /// Which task goes.
    Turn {
        enabled: TaskSet,
        yielding: TaskSet,
        spinning: TaskSet,
        /// The task that goes where the executor decides.
        in_turn: TaskId,
    },
    /// What an atomic load reads.
    Load,
}

impl Point {
    /// The point at which the step's task was chosen, by the executor.
    pub(super) fn turn(step: &Step) -> Point {
        Point::Turn {
            enabled: step.enabled,
            yielding: step.yielding,
            spinning: step.spinning,
            in_turn: step.task,
        }
    }

    /// The point at which the execution ended because all tasks that can go spin, if there are any.
    pub(super) fn end(reply: &Reply) -> Point {
        let enabled = reply.pending.iter().filter(|pending| pending.enabled);
        let enabled: TaskSet = enabled.map(|pending| pending.task).collect();
        Point::Turn {
            enabled,
            yielding: enabled,
            spinning: enabled,
            in_turn: TaskId::FIRST,
        }
    }

    /// Whether the same can be decided at both.
    pub(super) fn is_same(&self, other: &Point) -> bool {
        self.able() == other.able()
    }

    /// The tasks that can go, and those of them that yield.
    fn able(&self) -> Option<(TaskSet, TaskSet)> {
        match *self {
            Point::Turn {
                enabled, yielding, ..
            } => Some((enabled, yielding)),
            Point::Load => None,
        }
    }
}

impl Node {
    /// The tasks that can go here.
    pub(super) fn enabled(&self) -> TaskSet {
        self.point.able().map_or(TaskSet::EMPTY, |able| able.0)
    }

    /// The tasks that can go here, and do more than repeat what they have just done.
    pub(super) fn advancing(&self) -> TaskSet {
        match self.point {
            Point::Turn {
                enabled, spinning, ..
            } => enabled - spinning,
            Point::Load => TaskSet::EMPTY,
        }
    }

    /// Whether the request has to contain this decision.
    pub(super) fn asks_for(&self, decision: Decision) -> bool {
        decision.step().is_some() || self.enabled().len() > 1
    }

    /// Whether the task would only repeat what it has just done.
    pub(super) fn is_spinning(&self, decision: Decision) -> bool {
        match decision {
            Decision::Run(task) => match self.point {
                Point::Turn { spinning, .. } => spinning.contains(task),
                Point::Load => false,
            },
            Decision::Wake { .. }
            | Decision::ReadFrom(_)
            | Decision::Crash { .. }
            | Decision::Tamper { .. } => false,
        }
    }

    /// Notes that this is decided here. Whether it is for the first time.
    pub(super) fn decide(&mut self, decision: Decision) -> bool {
        let is_new = !self.decided.contains(&decision);
        if is_new {
            self.decided.push(decision);
        }
        is_new
    }

    /// How many preemptions it comes to with this decision.
    pub(super) fn preemptions_with(&self, decision: Decision) -> Preemptions {
        let (enabled, yielding) = self.point.able().unwrap_or_default();
        let after = |task| self.before.after(enabled, yielding, task).preemptions;
        match decision {
            Decision::Run(task) => after(task),
            Decision::Wake { task, .. } => after(task) + 1,
            Decision::ReadFrom(_) | Decision::Crash { .. } | Decision::Tamper { .. } => {
                self.before.preemptions + 1
            }
        }
    }

    /// How many delays it comes to with this decision.
    pub(super) fn delays_with(&self, decision: Decision) -> Delays {
        match decision {
            Decision::Run(task) => self.delays + self.delays_until(task),
            Decision::Wake { .. }
            | Decision::ReadFrom(_)
            | Decision::Crash { .. }
            | Decision::Tamper { .. } => self.delays + 1,
        }
    }

    /// How many tasks are passed over until `task` goes. The task whose turn it is comes first in any case, then those that
    /// do not yield, then those that do, and last those that spin.
    pub(super) fn delays_until(&self, task: TaskId) -> u32 {
        let Point::Turn {
            enabled,
            yielding,
            spinning,
            in_turn,
        } = self.point
        else {
            return 0;
        };
        let turn = TaskSet::of(in_turn);
        if turn.contains(task) {
            return 0;
        }
        let mut before = enabled & turn;
        let mut alike = enabled - turn;
        for later in [spinning, yielding] {
            if later.contains(task) {
                before |= alike - later;
                alike = alike & later;
            } else {
                alike = alike - later;
            }
        }
        // The order is that of the numbers, beginning with the task whose turn it is.
        let (up, beyond) = (
            alike.starting_at(in_turn.index()),
            alike.starting_at(task.index()),
        );
        before |= match task > in_turn {
            true => up - beyond,
            false => up | (alike - beyond),
        };
        before.len()
    }
}
