//! Whether the executions run in a resident process, and what the server knows of it.

use crate::engine::sandbox::Filter;
use crate::engine::{futex, state};

/// So many resident processes in a row may end with their first execution: then making another is wasted.
const MOST_ENDED: u32 = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// There is none.
    Absent,
    /// It waits for an execution.
    AtRest,
    /// An execution runs in it.
    Busy,
}

/// What the server knows of its resident process.
pub(super) struct Residence {
    stage: Stage,
    is_possible: bool,
    /// It has been through an execution.
    has_rested: bool,
    /// So many have ended in a row without that.
    ended: u32,
}

impl Residence {
    pub(super) fn new(is_possible: bool) -> Self {
        Self {
            stage: Stage::Absent,
            is_possible,
            has_rested: false,
            ended: 0,
        }
    }

    /// None is made from now on: the program needs processes of its own.
    pub(super) fn give_up(&mut self) {
        self.is_possible = false;
    }

    /// Decides whether the process that is forked next is to stay.
    pub(super) fn choose(&mut self, filter: Filter) {
        let is_chosen = self.is_possible && filter == Filter::InForce && self.ended < MOST_ENDED;
        self.stage = if is_chosen {
            Stage::AtRest
        } else {
            Stage::Absent
        };
        self.has_rested = false;
    }

    /// Whether there is one, or the process that is forked now is to be one.
    pub(super) fn is_chosen(&self) -> bool {
        self.stage != Stage::Absent
    }

    /// Whether it waits: nothing of the program runs.
    pub(super) fn is_at_rest(&self) -> bool {
        self.stage == Stage::AtRest
    }

    /// Lets it begin, if there is one.
    pub(super) fn begin_execution(&mut self) {
        if self.is_at_rest() {
            self.stage = Stage::Busy;
            futex::grant(state::resident());
        }
    }

    /// It says that it waits again.
    pub(super) fn rest(&mut self) {
        if self.is_chosen() {
            self.stage = Stage::AtRest;
            self.has_rested = true;
            self.ended = 0;
        }
    }

    /// It is gone, or about to be.
    pub(super) fn end(&mut self) {
        if self.is_chosen() && !self.has_rested {
            self.ended += 1;
        }
        self.stage = Stage::Absent;
        state::resident().store(futex::IDLE, ::std::sync::atomic::Ordering::Relaxed);
    }
}
