//! The order of the `SeqCst` operations: whether there is one.
//!
//! It is that of RC11 (Lahav, Vafeiadis, Kang, Hur and Dreyer, "Repairing sequential consistency in C/C++11", PLDI 2017): a
//! relation between the `SeqCst` accesses and fences, `psc`, that must have no cycle. It follows from program order,
//! happens-before, and the modification order of each atomic. It is not the order of the trace: where accesses of other orders
//! mix with these, an access may have to come first that was done later.

use std::collections::BTreeMap;

use super::clock::Clock;
use super::history::{History, Place, Time, Use};
use protocol::ObjectId;

/// A `SeqCst` fence.
pub(super) struct Fence {
    pub(super) by: Time,
    /// What its task knew, itself included.
    pub(super) clock: Clock,
}

impl Fence {
    fn is_known_to(&self, clock: &Clock) -> bool {
        clock.of(self.by.0) >= self.by.1
    }
}

/// An access that is still to be made, the last one.
pub(super) struct Access<'a> {
    pub(super) object: ObjectId,
    pub(super) one: &'a Use,
}

/// What has happened until now.
pub(super) struct Past<'a> {
    pub(super) histories: &'a BTreeMap<ObjectId, History>,
    pub(super) fences: &'a [Fence],
}

#[derive(Clone, Copy)]
enum Node<'a> {
    Fence(&'a Fence),
    Access(ObjectId, &'a Use),
}

impl Past<'_> {
    /// Whether there is no such order any more once this access is made.
    pub(super) fn is_closed_by(&self, last: &Access<'_>) -> bool {
        let graph = Graph { past: self, last };
        let is_known = |fence: &&Fence| fence.is_known_to(&last.one.clock);
        let fences = self.fences.iter().filter(is_known).map(Node::Fence);
        let own = Node::Access(last.object, last.one);
        let own = Some(own).filter(|_| last.one.seq_cst);
        let nodes = graph.nodes();
        // There was no cycle before, so one leads through what the access adds: edges from itself, and from what it knows.
        own.into_iter()
            .chain(fences)
            .any(|from| graph.leads_back_to(from, &nodes))
    }
}

struct Graph<'a> {
    past: &'a Past<'a>,
    last: &'a Access<'a>,
}

impl<'a> Graph<'a> {
    fn nodes(&self) -> Vec<Node<'a>> {
        let last = Node::Access(self.last.object, self.last.one);
        let fences = self.past.fences.iter().map(Node::Fence);
        let accesses = self.past.histories.iter().flat_map(|(object, history)| {
            let uses = history.uses.iter().filter(|one| one.seq_cst);
            uses.map(|one| Node::Access(*object, one))
        });
        let last = Some(last).filter(|_| self.last.one.seq_cst);
        fences.chain(accesses).chain(last).collect()
    }

    fn leads_back_to(&self, from: Node<'_>, nodes: &[Node<'_>]) -> bool {
        let mut rest: Vec<Node<'_>> = nodes.to_vec();
        let mut reached = vec![from];
        while let Some(at) = reached.pop() {
            if at.time() != from.time() && self.comes_before(at, from) {
                return true;
            }
            rest.retain(|next| {
                let follows = at.time() != next.time() && self.comes_before(at, *next);
                if follows && next.time() != from.time() {
                    reached.push(*next);
                }
                !follows
            });
        }
        false
    }

    /// All uses of an atomic, the last one among them.
    fn uses(&self, object: ObjectId) -> impl Iterator<Item = &'a Use> {
        let known = self.past.histories.get(&object);
        let known = known.into_iter().flat_map(|history| &history.uses);
        known.chain(Some(self.last.one).filter(|_| object == self.last.object))
    }

    /// Whether the one comes before the other directly.
    fn comes_before(&self, one: Node<'_>, other: Node<'_>) -> bool {
        match (one, other) {
            (Node::Access(at, one), Node::Access(of, other)) => {
                is_before_elsewhere(one, other) || (at == of && is_before_here(one, other))
            }
            (Node::Access(at, one), Node::Fence(fence)) => {
                let has_gone_on = fence.clock.of(one.by.0) > one.by.1;
                let is_seen =
                    |use_: &Use| is_before_here(one, use_) && use_.is_known_to(&fence.clock);
                has_gone_on || self.uses(at).any(is_seen)
            }
            (Node::Fence(fence), Node::Access(of, other)) => {
                let is_seen =
                    |use_: &Use| fence.is_known_to(&use_.clock) && is_before_here(use_, other);
                fence.is_known_to(&other.before) || self.uses(of).any(is_seen)
            }
            (Node::Fence(one), Node::Fence(other)) => {
                one.is_known_to(&other.clock)
                    || self
                        .past
                        .histories
                        .keys()
                        .any(|object| self.is_seen_between(one, other, *object))
            }
        }
    }

    /// Whether something of this atomic that knows of the one fence is coherence-ordered before something that the other knows of.
    fn is_seen_between(&self, one: &Fence, other: &Fence, object: ObjectId) -> bool {
        let after = || {
            self.uses(object)
                .filter(|use_| one.is_known_to(&use_.clock))
        };
        let before = || {
            self.uses(object)
                .filter(|use_| use_.is_known_to(&other.clock))
        };
        let first = after().map(|use_| use_.place).min();
        let last = before().map(|use_| use_.place).max();
        // A read of the very value that was written.
        let first_written = after()
            .filter(|use_| use_.writes)
            .map(|use_| use_.place)
            .min();
        let last_read = before()
            .filter(|use_| !use_.writes)
            .map(|use_| use_.place)
            .max();
        let is_earlier = |one: Option<Place>, other: Option<Place>| one.is_some() && one < other;
        is_earlier(first, last) || (first_written.is_some() && first_written <= last_read)
    }
}

impl Node<'_> {
    fn time(&self) -> Time {
        match self {
            Node::Fence(fence) => fence.by,
            Node::Access(_, one) => one.by,
        }
    }
}

/// By program order, or by what happens before in between, at other places.
fn is_before_elsewhere(one: &Use, other: &Use) -> bool {
    let is_own = one.by.0 == other.by.0 && one.by.1 < other.by.1;
    let is_known = |left: u32| other.arrived.of(one.by.0) >= left;
    is_own || one.left.is_some_and(is_known)
}

/// Of two uses of one atomic: by what happens before, or by the modification order.
fn is_before_here(one: &Use, other: &Use) -> bool {
    let is_known = one.by != other.by && one.is_known_to(&other.clock);
    is_known || (other.writes && one.place < other.place)
}
