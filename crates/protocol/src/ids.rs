//! The numbers of tasks, processes, objects and steps, each kind a type of its own.

use std::fmt;
use std::num::{NonZeroU8, NonZeroU32};

macro_rules! ids {
    ($($(#[$outer:meta])* $name:ident: $number:ident, $inner:ident;)*) => {$(
        $(#[$outer])*
        ///
        /// An `Option` of it is as large, and 0 is `None`: any bytes of shared memory are valid.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name($inner);

        impl $name {
            /// The first of an execution: its number is 0.
            pub const FIRST: Self = Self($inner::MIN);

            /// The id of that number, from 0 on; an execution never has as many as the type can count.
            pub const fn new(number: $number) -> Self {
                Self($inner::MIN.saturating_add(number))
            }

            /// The one at that place in a list of all.
            pub const fn at(index: usize) -> Self {
                Self::new(if index < $number::MAX as usize { index as $number } else { $number::MAX })
            }

            /// The first so many of them, in their order.
            pub fn first(count: usize) -> impl DoubleEndedIterator<Item = Self> + Clone {
                (0..count).map(Self::at)
            }

            /// Its number, from 0 on.
            pub const fn number(self) -> $number {
                self.0.get() - 1
            }

            /// Its place in a list of all.
            pub const fn index(self) -> usize {
                self.number() as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.number().fmt(f)
            }
        }
    )*};
}

ids! {
    /// A task of an execution: the first is `main`.
    TaskId: u8, NonZeroU8;
    /// A process of an execution: the first is the one that starts the others.
    ProcessId: u8, NonZeroU8;
    /// The place of an object in [`crate::Reply::objects`].
    ObjectId: u32, NonZeroU32;
}

/// The place of a step in a trace, from 0 on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(u32);

impl StepId {
    /// The step of that number, from 0 on.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The step at that place in a list of all; a trace has far fewer than `u32::MAX`.
    pub const fn at(index: usize) -> Self {
        Self(index as u32)
    }

    /// Its number, from 0 on.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Its place in a list of all.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::{ObjectId, ProcessId, TaskId};
    use crate::MAX_TASKS;

    #[test]
    fn each_number_has_its_own_id() {
        for number in 0..MAX_TASKS as u8 {
            assert_eq!(TaskId::new(number).number(), number);
        }
        assert_eq!(TaskId::at(3).index(), 3);
        assert_eq!(TaskId::first(2).last(), Some(TaskId::new(1)));
    }

    #[test]
    fn none_takes_no_room_of_its_own() {
        assert_eq!(size_of::<Option<TaskId>>(), 1);
        assert_eq!(size_of::<Option<ProcessId>>(), 1);
        assert_eq!(size_of::<Option<ObjectId>>(), 4);
    }
}
