//! Poisoning: whether a panic has broken what a lock guards, and the results in which std reports that.

use ::std::cell::Cell;
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use crate::engine::state::{Caller, Intent};
use crate::engine::turn;
use protocol::{ObjectId, Op};

/// Whether a lock is poisoned. Read and written by the holder of the baton only.
pub(super) struct Poison(Cell<bool>);

/// Whether the lock was acquired, and whether it is poisoned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Got {
    Clean,
    Poisoned,
    Nothing,
}

impl Poison {
    pub(super) const fn new() -> Self {
        Self(Cell::new(false))
    }

    // Inlined into the program, it would be a read of the program's own.
    #[inline(never)]
    pub(super) fn get(&self) -> bool {
        self.0.get()
    }

    #[inline(never)]
    pub(super) fn set(&self) {
        self.0.set(true);
    }

    /// What the task that has acquired the lock got.
    #[inline(never)]
    pub(super) fn got(&self) -> Got {
        if self.get() {
            Got::Poisoned
        } else {
            Got::Clean
        }
    }

    /// One step that reads whether the lock is poisoned, and clears that for [`Op::PoisonClear`].
    pub(super) fn look(&self, op: Op, lock: Option<ObjectId>, place: Caller) -> bool {
        if let Some(mut turn) = lock.and_then(|lock| turn::take(Intent::new(op, lock, place))) {
            turn.read(u64::from(self.get()));
            if op == Op::PoisonClear {
                self.0.set(false);
            }
        }
        self.get()
    }
}

/// The value, wrapped as std does for a lock that a panic has poisoned.
pub(super) fn result<T>(got: Got, value: T) -> LockResult<T> {
    match got {
        Got::Poisoned => Err(PoisonError::new(value)),
        Got::Clean | Got::Nothing => Ok(value),
    }
}

/// The guard of an attempt to lock, if the lock was acquired, wrapped as std does.
pub(super) fn tried<G>(got: Got, guard: impl FnOnce() -> G) -> TryLockResult<G> {
    match got {
        Got::Nothing => Err(TryLockError::WouldBlock),
        Got::Poisoned => Err(TryLockError::Poisoned(PoisonError::new(guard()))),
        Got::Clean => Ok(guard()),
    }
}
