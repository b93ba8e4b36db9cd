//! Mutual exclusion with poisoning.

use ::std::cell::UnsafeCell;
use ::std::fmt;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::sync::{LockResult, TryLockResult};

use super::identity::Identity;
use super::poisoning::{Got, Poison, result, tried};
use crate::engine::frames::{frame_pointer, frames_from};
use crate::engine::state::{Caller, Intent};
use crate::engine::{task, turn};
use protocol::{ObjectId, ObjectKind, Op};

/// The lock without what it guards; everything that does not depend on a type.
pub(crate) struct RawMutex {
    identity: Identity,
    poison: Poison,
}

// SAFETY: the flag is read and written by the holder of the baton only.
unsafe impl Sync for RawMutex {}

impl RawMutex {
    #[track_caller]
    pub(crate) const fn new() -> Self {
        Self {
            identity: Identity::new(),
            poison: Poison::new(),
        }
    }

    pub(crate) fn object(&self) -> Option<ObjectId> {
        self.identity.get(ObjectKind::Mutex)
    }

    #[inline(never)]
    fn lock(&self, op: Op, place: Caller) -> Got {
        let Some(object) = self.object() else {
            return self.poison.got();
        };
        let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
            return self.poison.got();
        };
        if turn.object(object).holder.is_some() {
            turn.failed();
            return Got::Nothing;
        }
        turn.object(object).holder = Some(turn.me());
        if self.poison.get() {
            turn.read(1);
        }
        self.poison.got()
    }

    #[inline(never)]
    fn unlock(&self, panicked: bool, frame: usize) {
        let turn = self.object().and_then(|object| {
            turn::take(Intent {
                frames: frames_from(frame),
                ..Intent::bare(Op::Unlock, object)
            })
        });
        if panicked {
            self.poison.set();
        }
        if let (Some(object), Some(mut turn)) = (self.object(), turn) {
            turn.object(object).holder = None;
            if panicked {
                turn.written(1);
            }
        }
    }

    /// A step: whether the lock is poisoned; see [`Poison::look`].
    #[inline(never)]
    fn look(&self, op: Op, place: Caller) -> bool {
        self.poison.look(op, self.object(), place)
    }
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
        let got = self.raw.poison.got();
        result(got, self.value.into_inner())
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
        self.raw.look(Op::PoisonRead, Location::caller())
    }

    #[track_caller]
    pub fn clear_poison(&self) {
        self.raw.look(Op::PoisonClear, Location::caller());
    }

    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let got = self.raw.poison.got();
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
    // The thread that locked it unlocks it.
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

    /// The guard of a lock that the task has acquired again.
    pub(super) fn again(mutex: &'a Mutex<T>) -> LockResult<Self> {
        result(mutex.raw.poison.got(), Self::new(mutex))
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
