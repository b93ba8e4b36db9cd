//! Where the solutions are.

use crate::kit;

/// Where the solutions of a set of exercises are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Solutions {
    /// Beside the exercises, from the beginning.
    Beside,
    /// In the kit: in a learner's folder, each is written when its exercise passes.
    WhenPassed,
    /// Nowhere: this is the kit as students get it.
    Withheld,
}

impl Solutions {
    /// Whether there are none to be read, now or later.
    pub fn are_withheld(self) -> bool {
        match self {
            Solutions::Beside => false,
            Solutions::WhenPassed => !kit::has_solutions(),
            Solutions::Withheld => true,
        }
    }
}
