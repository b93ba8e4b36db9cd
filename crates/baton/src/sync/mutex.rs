//! Mutual exclusion with poisoning.

use ::std::cell::{Cell, UnsafeCell};
use ::std::fmt;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::identity::Identity;
use crate::engine::frames::{self, frame_pointer};
use crate::engine::state::{Caller, Frames, Intent};
use crate::engine::{task, turn};
use protocol::{ObjectKind, Op, TaskId};

/// The lock without what it guards; everything that does not depend on a type.
pub(crate) struct RawMutex {
    identity: Identity,
    poisoned: Cell<bool>,
}

// SAFETY: the flag is read and written by the holder of the baton only.
unsafe impl Sync for RawMutex {}

/// Whether the lock was got, and whether a panic had broken what it guards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    Clean,
    Poisoned,
    Nothing,
}

impl RawMutex {
    #[track_caller]
    pub(crate) const fn new() -> Self {
        Self {
            identity: Identity::new(),
            poisoned: Cell::new(false),
        }
    }

    pub(crate) fn object(&self) -> Option<u32> {
        self.identity.get(ObjectKind::Mutex)
    }

    /// What to tell whoever has the lock now.
    pub(crate) fn state(&self) -> Got {
        if self.poisoned.get() {
            Got::Poisoned
        } else {
            Got::Clean
        }
    }

    #[inline(never)]
    fn lock(&self, op: Op, place: Caller) -> Got {
        let Some(object) = self.object() else {
            return self.state();
        };
        let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
            return self.state();
        };
        if turn.object(object).holder.is_some() {
            turn.failed();
            return Got::Nothing;
        }
        turn.object(object).holder = Some(TaskId::new(turn.me()));
        if self.poisoned.get() {
            turn.read(1);
        }
        self.state()
    }

    #[inline(never)]
    fn unlock(&self, panicked: bool, frame: usize) {
        let turn = self.object().and_then(|object| {
            turn::take(Intent {
                frames: frames(frame),
                ..Intent::bare(Op::Unlock, object)
            })
        });
        if panicked {
            self.poisoned.set(true);
        }
        if let (Some(object), Some(mut turn)) = (self.object(), turn) {
            turn.object(object).holder = None;
            if panicked {
                turn.written(1);
            }
        }
    }

    #[inline(never)]
    fn poison(&self, op: Op, place: Caller) -> bool {
        let Some(object) = self.object() else {
            return self.poisoned.get();
        };
        let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
            return self.poisoned.get();
        };
        turn.read(u64::from(self.poisoned.get()));
        if op == Op::PoisonClear {
            self.poisoned.set(false);
        }
        self.poisoned.get()
    }
}

/// The return addresses of a guard's drop: the learner's function is among them.
pub(crate) fn frames(frame: usize) -> Frames {
    frames::frames_from(frame)
}

/// A mutual exclusion lock, as std's.
pub struct Mutex<T: ?Sized> {
    raw: RawMutex,
    value: UnsafeCell<T>,
}

// SAFETY: only the holder of the lock gets at the value.
unsafe impl<T: ?Sized + Send> Send for Mutex<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}
impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

impl<T> Mutex<T> {
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            raw: RawMutex::new(),
            value: UnsafeCell::new(value),
        }
    }

    pub fn into_inner(self) -> LockResult<T> {
        let got = self.raw.state();
        result(got, self.value.into_inner())
    }
}

/// The value, wrapped as std does for a lock that a panic has poisoned.
pub(crate) fn result<T>(got: Got, value: T) -> LockResult<T> {
    match got {
        Got::Poisoned => Err(PoisonError::new(value)),
        _ => Ok(value),
    }
}

/// The guard, or why there is none, as std has it for an attempt.
pub(crate) fn tried<G>(got: Got, guard: impl FnOnce() -> G) -> TryLockResult<G> {
    match got {
        Got::Nothing => Err(TryLockError::WouldBlock),
        Got::Poisoned => Err(TryLockError::Poisoned(PoisonError::new(guard()))),
        Got::Clean => Ok(guard()),
    }
}

impl<T: ?Sized> Mutex<T> {
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let got = self.raw.lock(Op::Lock, Location::caller());
        result(got, MutexGuard::new(self))
    }

    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        tried(self.raw.lock(Op::TryLock, Location::caller()), || {
            MutexGuard::new(self)
        })
    }

    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        self.raw.poison(Op::PoisonRead, Location::caller())
    }

    #[track_caller]
    pub fn clear_poison(&self) {
        self.raw.poison(Op::PoisonClear, Location::caller());
    }

    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let got = self.raw.state();
        result(got, self.value.get_mut())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: ?Sized> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Looking inside would be a step of the execution that the program did not ask for.
        f.debug_struct("Mutex").finish_non_exhaustive()
    }
}

/// Holds the lock until it is dropped, as std's.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    panicking: bool,
    // A lock is let go by the thread that took it.
    _not_send: ::std::marker::PhantomData<*const ()>,
}

// SAFETY: a shared guard gives shared access to the value only.
unsafe impl<T: ?Sized + Sync> Sync for MutexGuard<'_, T> {}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    fn new(mutex: &'a Mutex<T>) -> Self {
        Self {
            mutex,
            panicking: task::panicking(),
            _not_send: ::std::marker::PhantomData,
        }
    }

    /// Takes the guard apart without letting go of the lock.
    pub(super) fn disarm(self) -> &'a Mutex<T> {
        let mutex = self.mutex;
        ::std::mem::forget(self);
        mutex
    }

    /// The guard of a lock that the execution has given back.
    pub(super) fn again(mutex: &'a Mutex<T>) -> LockResult<Self> {
        result(mutex.raw.state(), Self::new(mutex))
    }
}

impl<T: ?Sized> Mutex<T> {
    pub(super) fn raw(&self) -> &RawMutex {
        &self.raw
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard holds the lock.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard holds the lock, and is borrowed alone.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.mutex
            .raw
            .unlock(!self.panicking && task::panicking(), frame_pointer());
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
