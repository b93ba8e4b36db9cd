//! The part of each task's own stack that only this task uses. Most accesses are there, and one comparison recognises them.

use ::std::cell::UnsafeCell;

use protocol::{MAX_TASKS, TaskId};

/// The widest access, in bytes.
const WIDEST: usize = 16;

/// From the lowest byte of a stack to the lowest one that another task has used or is foreseen to use.
#[derive(Clone, Copy)]
pub(super) struct Private {
    /// Whether it was looked for.
    is_known: bool,
    low: usize,
    /// An access at one of so many addresses from there on is private, however wide it is.
    length: usize,
    /// Where the record of address 0 would be.
    records: usize,
}

struct Privates(UnsafeCell<[Private; MAX_TASKS]>);

// SAFETY: touched by the holder of the baton only, and each process has its own.
unsafe impl Sync for Privates {}

static PRIVATES: Privates = Privates(UnsafeCell::new(
    [Private {
        is_known: false,
        ..Private::NONE
    }; MAX_TASKS],
));

impl Private {
    pub(super) const NONE: Private = Private {
        is_known: true,
        low: 0,
        length: 0,
        records: 0,
    };

    /// What lies between these addresses.
    pub(super) fn between(low: usize, high: usize, records: usize) -> Private {
        let whole = Private {
            is_known: true,
            low,
            length: usize::MAX,
            records,
        };
        whole.up_to(high)
    }

    #[inline]
    fn of(task: TaskId) -> Private {
        // SAFETY: called by the holder of the baton; the value is copied.
        unsafe { (*PRIVATES.0.get())[task.index()] }
    }

    /// What of it lies below that address.
    fn up_to(self, end: usize) -> Private {
        let length = (end + 1).saturating_sub(self.low + WIDEST);
        Private {
            length: self.length.min(length),
            ..self
        }
    }
}

/// Whether that of the task was set.
pub(super) fn is_known(task: TaskId) -> bool {
    Private::of(task).is_known
}

/// That of the task is this, from now on.
pub(super) fn set(task: TaskId, private: Private) {
    // SAFETY: called by the holder of the baton, and no reference to it lasts.
    unsafe { (*PRIVATES.0.get())[task.index()] = private };
}

/// Another task uses the owner's stack at that address.
pub(super) fn end_at(owner: TaskId, address: usize) {
    set(owner, Private::of(owner).up_to(address));
}

/// Whether an access there is to the private part of the task's own stack. An access for which it is false may be private all the
/// same.
#[inline]
pub(super) fn is_surely(me: TaskId, start: usize) -> bool {
    let Private { low, length, .. } = Private::of(me);
    start.wrapping_sub(low) < length
}

/// Where the record of address 0 would be, if such addresses had any.
#[inline]
pub(super) fn records(me: TaskId) -> usize {
    Private::of(me).records
}
