//! Sets of tasks.

use std::ops::{BitAnd, BitOr, BitOrAssign, Sub};

/// A set of tasks. Any bytes of shared memory are a valid set; all-zero bytes are the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct TaskSet(u128);

impl TaskSet {
    pub const EMPTY: TaskSet = TaskSet(0);

    /// The set of that task alone; the empty set where there can be no such task.
    pub fn of(task: u8) -> TaskSet {
        TaskSet(1u128.checked_shl(u32::from(task)).unwrap_or(0))
    }

    pub fn contains(self, task: u8) -> bool {
        !(self & TaskSet::of(task)).is_empty()
    }

    pub fn insert(&mut self, task: u8) {
        *self |= TaskSet::of(task);
    }

    pub fn remove(&mut self, task: u8) {
        *self = *self - TaskSet::of(task);
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The task of the lowest number.
    pub fn first(self) -> Option<u8> {
        (!self.is_empty()).then(|| self.0.trailing_zeros() as u8)
    }

    /// The tasks from that number on.
    pub fn starting_at(self, number: u32) -> TaskSet {
        let from = u128::MAX.checked_shl(number).unwrap_or(0);
        TaskSet(self.0 & from)
    }

    /// The numbers of its tasks, lowest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        let mut left = self;
        std::iter::from_fn(move || {
            let task = left.first()?;
            left.0 &= left.0 - 1;
            Some(task)
        })
    }

    /// The set as the number that stands for it in a pipe: task `n` is the bit `1 << n`.
    pub(crate) fn bits(self) -> u128 {
        self.0
    }

    pub(crate) fn of_bits(bits: u128) -> TaskSet {
        TaskSet(bits)
    }
}

impl FromIterator<u8> for TaskSet {
    fn from_iter<T: IntoIterator<Item = u8>>(tasks: T) -> TaskSet {
        let tasks = tasks.into_iter();
        tasks.fold(TaskSet::EMPTY, |set, task| set | TaskSet::of(task))
    }
}

impl BitOr for TaskSet {
    type Output = TaskSet;

    fn bitor(self, other: TaskSet) -> TaskSet {
        TaskSet(self.0 | other.0)
    }
}

impl BitOrAssign for TaskSet {
    fn bitor_assign(&mut self, other: TaskSet) {
        self.0 |= other.0;
    }
}

impl BitAnd for TaskSet {
    type Output = TaskSet;

    fn bitand(self, other: TaskSet) -> TaskSet {
        TaskSet(self.0 & other.0)
    }
}

/// The tasks of the first set that are not in the second.
impl Sub for TaskSet {
    type Output = TaskSet;

    fn sub(self, other: TaskSet) -> TaskSet {
        TaskSet(self.0 & !other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::TaskSet;

    #[test]
    fn a_task_is_in_the_set_from_its_insertion_to_its_removal() {
        let mut set = TaskSet::from_iter([0, 5, 127]);
        assert_eq!(Vec::from_iter(set.iter()), [0, 5, 127]);
        assert_eq!((set.len(), set.first()), (3, Some(0)));
        set.remove(0);
        set.insert(7);
        assert!(set.contains(7) && !set.contains(0) && !set.contains(128));
        assert_eq!(set - TaskSet::of(7), TaskSet::from_iter([5, 127]));
        assert_eq!(
            (TaskSet::EMPTY.first(), TaskSet::of(200)),
            (None, TaskSet::EMPTY)
        );
    }

    #[test]
    fn starting_at_keeps_the_tasks_from_that_number_on() {
        let set = TaskSet::from_iter([0, 5, 127]);
        assert_eq!(set.starting_at(5), TaskSet::from_iter([5, 127]));
        assert_eq!(set.starting_at(128), TaskSet::EMPTY);
    }
}
