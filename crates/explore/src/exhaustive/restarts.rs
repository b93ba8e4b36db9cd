//! When the search starts over: it has learnt something about the program's loops, or allows them more iterations.

use protocol::{Reply, States};

use super::Exhaustive;
use crate::coverage::{Counting, Rest, Unbounded};

/// If there are no more executions than this, a task that may be counting is allowed more iterations.
const FEW: u64 = 500;

/// How often it can then read the same again.
const MORE_REPEATS: u32 = 15;

impl Exhaustive {
    /// Starts over if this execution has changed what is known about the program's loops, or is the first for which the search needs the
    /// states of tasks. Returns whether it has.
    pub(super) fn begins_again(&mut self, reply: &Reply) -> bool {
        let known = self.loops.known();
        let knew = std::mem::replace(&mut self.known_of_loops, known);
        let may_count = || Counting::in_execution(reply, self.repeats).is_some();
        let states = match self.states {
            _ if self.loops.are_seen() => States::Traced,
            States::Unknown if may_count() => States::Compared,
            as_before => as_before,
        };
        let before = std::mem::replace(&mut self.states, states);
        if (known, states) == (knew, before) {
            return false;
        }
        self.found.blocked += 1;
        self.start_over();
        true
    }

    /// Starts over with more iterations for tasks that may be counting, if there are any and there were few executions.
    pub(super) fn goes_further(&mut self) {
        let is_worth_it = self.found.counting.is_some()
            && self.found.rest == Rest::Nothing
            && self.repeats < MORE_REPEATS
            && self.found.interleavings + self.found.blocked <= FEW;
        if is_worth_it {
            self.repeats = MORE_REPEATS;
            self.with_fewer = Some(self.found.clone());
            self.start_over();
        }
    }

    /// Forgets everything but the loops. The executions until now count as blocked.
    fn start_over(&mut self) {
        self.found = Unbounded {
            blocked: self.found.blocked + self.found.interleavings,
            ..Unbounded::default()
        };
        self.known.clear();
        self.nodes.clear();
        self.ahead.clear();
        self.doubt = None;
        self.held = None;
        self.checks.clear();
        self.again = None;
        self.is_planned = true;
    }
}
