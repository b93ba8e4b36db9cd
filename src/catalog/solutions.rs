//! Where the solutions are.

use crate::kit;

/// Where the solutions of a set of exercises are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Solutions {
    /// Beside the exercises, from the beginning.
    Beside,
    /// In the kit: each is written when its exercise passes. So it is in a learner's folder, and where a teacher has sealed them.
    WhenPassed,
    /// Nowhere: this is the kit as students get it.
    Withheld,
}

impl Solutions {
    /// Where those of the clone are that this kit was built in.
    pub fn of_clone() -> Solutions {
        match (kit::has_solutions(), kit::has_sealed_solutions()) {
            (true, false) => Solutions::Beside,
            (true, true) => Solutions::WhenPassed,
            (false, _) => Solutions::Withheld,
        }
    }

    /// Whether there are none to be read, now or later.
    pub fn are_withheld(self) -> bool {
        match self {
            Solutions::Beside => false,
            Solutions::WhenPassed => !kit::has_solutions(),
            Solutions::Withheld => true,
        }
    }
}
