//! What executions cost: preemptions or delays, and what the search at hand counts of them.

use std::fmt;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

macro_rules! counts {
    ($($(#[$outer:meta])* $name:ident)*) => {$(
        $(#[$outer])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// None of them.
            pub const NONE: Self = Self(0);

            /// So many.
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// How many.
            pub const fn number(self) -> u32 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Add<u32> for $name {
            type Output = Self;

            fn add(self, more: u32) -> Self {
                Self(self.0 + more)
            }
        }

        impl AddAssign<u32> for $name {
            fn add_assign(&mut self, more: u32) {
                self.0 += more;
            }
        }
    )*};
}

counts! {
    /// A number of preemptions.
    Preemptions
    /// A number of delays.
    Delays
    /// A number of what a search counts: preemptions or delays, as its [`Measure`](crate::search::Measure) says.
    Cost
}

impl Cost {
    /// Its place in a list of all.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<Preemptions> for Cost {
    fn from(preemptions: Preemptions) -> Cost {
        Cost(preemptions.0)
    }
}

impl From<Delays> for Cost {
    fn from(delays: Delays) -> Cost {
        Cost(delays.0)
    }
}
