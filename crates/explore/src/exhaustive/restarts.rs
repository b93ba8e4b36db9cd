//! When the search begins again: it has learnt something of the program's loops, or lets them go on for longer.

use protocol::{Reply, States};

use super::Exhaustive;
use crate::coverage::{Counting, Rest, Unbounded};

/// Where there are no more executions than that, a task that may be counting is let go on for longer.
const FEW: u64 = 500;

/// So often it then reads the same again.
const MORE_REPEATS: u32 = 15;

impl Exhaustive {
    /// The search begins again if something else is known of the program's loops after this execution, or if it matters for the first
    /// time in which states tasks are. Whether it does.
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

    /// If tasks may have been counting, and there were few executions, it begins again, and lets them read the same more often.
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

    /// Nothing is known but the loops. What was made until now counts as blocked.
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
