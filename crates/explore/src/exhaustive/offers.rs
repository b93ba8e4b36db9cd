//! The other ways to do an atomic operation: what it goes by instead of the newest value.

use super::Exhaustive;
use super::trace::Trace;
use super::wakeup::{self, Branch, Event, Move, Sequence};
use super::weak::Weak;
use crate::strategy::NotDeterministic;

impl Exhaustive {
    /// Plans the other ways to do the atomic operations from that place on.
    pub(super) fn offer_all(
        &mut self,
        trace: &Trace<'_>,
        weak: &Weak,
        from: usize,
    ) -> Result<(), NotDeterministic> {
        self.found.repeats_left_out |= weak.repeats_left_out;
        for (at, event) in weak.otherwise(from) {
            if trace.is_in_vain(*at, event.way) || self.offer(*at, event) {
                continue;
            }
            // That stands for what begins with a sleeping step only, and what this one depends on may come before it.
            if let Some(steps) = trace.behind_independent(*at, event) {
                self.plan(*at, steps);
            }
        }
        weak.is_allowed.then_some(()).ok_or(NotDeterministic)
    }

    /// Plans the other ways to go on of a task that would read the newest value in vain at the end of what is planned.
    pub(super) fn offer_instead(&mut self, trace: &Trace<'_>, planned: &[Move]) {
        let Some((last, before)) = planned.split_last() else {
            return;
        };
        let place = before.len();
        for event in trace.instead_of_waiting(place, *last) {
            let ahead = self.nodes.len()..place;
            let steps = ahead.map(|at| trace.event(at)).chain([event]);
            let steps = Sequence::new(steps.collect());
            match self.ahead.is_empty() {
                true => self.plan(self.nodes.len() - 1, steps),
                false => wakeup::insert(steps, &mut self.ahead),
            }
        }
    }

    /// Plans another way to do an atomic operation that was done there. It comes next: so what leads only to what was explored
    /// when a task's step sleeps, whatever its way, is known to be that. `false` if it leads only to what was explored, unless other
    /// steps come before it.
    fn offer(&mut self, at: usize, event: &Event) -> bool {
        let Some(node) = self.nodes.get_mut(at) else {
            return true;
        };
        let is_it = |other: &Event| other.made() == event.made();
        if node.done.as_ref().is_none_or(is_it) || node.sleep.iter().any(is_it) {
            return true;
        }
        let planned = node
            .branches
            .iter()
            .position(|branch| is_it(&branch.event))
            .map(|at| node.branches.remove(at));
        let steps = Sequence::new(vec![event.clone()]);
        let is_explored = node.sleep.iter().any(|event| steps.may_begin_with(event));
        match planned {
            Some(branch) => node.branches.insert(0, branch),
            None if is_explored => return false,
            None => node.branches.insert(0, Branch::of(event.clone())),
        }
        true
    }
}
