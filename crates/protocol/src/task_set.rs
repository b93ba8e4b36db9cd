//! Sets of tasks.

use std::ops::{BitAnd, BitOr, BitOrAssign, Sub};

use crate::TaskId;

/// A set of tasks. Any bytes of shared memory are a valid set; all-zero bytes are the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct TaskSet(u128);

impl TaskSet {
    pub const EMPTY: TaskSet = TaskSet(0);

    /// The set of that task alone; the empty set where there can be no such task.
    pub fn of(task: TaskId) -> TaskSet {
        TaskSet(1u128.checked_shl(u32::from(task.number())).unwrap_or(0))
    }

    pub fn contains(self, task: TaskId) -> bool {
        !(self & TaskSet::of(task)).is_empty()
    }

    pub fn insert(&mut self, task: TaskId) {
        *self |= TaskSet::of(task);
    }

    pub fn remove(&mut self, task: TaskId) {
        *self = *self - TaskSet::of(task);
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The task of the lowest number.
    pub fn first(self) -> Option<TaskId> {
        (!self.is_empty()).then(|| TaskId::at(self.0.trailing_zeros() as usize))
    }

    /// The tasks from that place in a list of all on.
    pub fn starting_at(self, index: usize) -> TaskSet {
        let shift = u32::try_from(index).unwrap_or(u32::MAX);
        let from = u128::MAX.checked_shl(shift).unwrap_or(0);
        TaskSet(self.0 & from)
    }

    /// Its tasks, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = TaskId> {
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

impl FromIterator<TaskId> for TaskSet {
    fn from_iter<T: IntoIterator<Item = TaskId>>(tasks: T) -> TaskSet {
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
    use crate::TaskId;

    fn set<const N: usize>(tasks: [u8; N]) -> TaskSet {
        tasks.into_iter().map(TaskId::new).collect()
    }

    #[test]
    fn a_task_is_in_the_set_from_its_insertion_to_its_removal() {
        let [first, seventh, beyond] = [0, 7, 128].map(TaskId::new);
        let mut some = set([0, 5, 127]);
        assert_eq!(Vec::from_iter(some.iter()), [0, 5, 127].map(TaskId::new));
        assert_eq!((some.len(), some.first()), (3, Some(first)));
        some.remove(first);
        some.insert(seventh);
        assert!(some.contains(seventh) && !some.contains(first) && !some.contains(beyond));
        assert_eq!(some - TaskSet::of(seventh), set([5, 127]));
        assert_eq!(
            (TaskSet::EMPTY.first(), TaskSet::of(TaskId::new(200))),
            (None, TaskSet::EMPTY)
        );
    }

    #[test]
    fn starting_at_keeps_the_tasks_from_that_place_on() {
        let some = set([0, 5, 127]);
        assert_eq!(some.starting_at(5), set([5, 127]));
        assert_eq!(some.starting_at(128), TaskSet::EMPTY);
    }
}
