//! Locks for many readers or one writer, with poisoning.

use ::std::cell::{RefCell, UnsafeCell};
use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::sync::{LockResult, TryLockResult};

use super::identity::Identity;
use super::poisoning::{Got, Poison, result, tried};
use crate::engine::frames::{frame_pointer, frames_from};
use crate::engine::state::{Caller, Intent};
use crate::engine::turn::Turn;
use crate::engine::{task, turn};
use protocol::{ObjectId, ObjectKind, Op, TaskId};

/// The lock without what it guards.
struct RawRwLock {
    identity: Identity,
    poison: Poison,
    /// A task that reads more than once at a time, once for each time beyond the first.
    again: RefCell<Vec<TaskId>>,
}

// SAFETY: the cells are used by the holder of the baton only.
unsafe impl Sync for RawRwLock {}

impl RawRwLock {
    #[track_caller]
    const fn new() -> Self {
        Self {
            identity: Identity::new(),
            poison: Poison::new(),
            again: RefCell::new(Vec::new()),
        }
    }

    fn object(&self) -> Option<ObjectId> {
        self.identity.get(ObjectKind::RwLock)
    }

    #[inline(never)]
    fn lock(&self, op: Op, place: Caller) -> Got {
        let Some(object) = self.object() else {
            return self.poison.got();
        };
        let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
            return self.poison.got();
        };
        let me = turn.me();
        let reads = matches!(op, Op::ReadLock | Op::TryReadLock);
        let lock = turn.object(object);
        let read_by_others = !lock.tasks.is_empty();
        let is_in_the_way = read_by_others && (!reads || lock.count > 0);
        if lock.holder.is_some() || is_in_the_way {
            if op == Op::WriteLock {
                return self.wait_to_write(object, turn, place);
            }
            turn.failed();
            return Got::Nothing;
        }
        if !reads {
            lock.holder = Some(me);
        } else if !lock.tasks.contains(me) {
            lock.tasks.insert(me);
        } else {
            self.again.borrow_mut().push(me);
        }
        if self.poison.get() {
            turn.read(1);
        }
        self.poison.got()
    }

    /// The lock is held. From the step on that this turn becomes, new readers wait behind this writer, until the lock is free.
    fn wait_to_write(&self, object: ObjectId, mut turn: Turn, place: Caller) -> Got {
        turn.step().intent.op = Op::WriteWait;
        turn.object(object).count += 1;
        drop(turn);
        let waiting = Intent {
            argument: 1,
            ..Intent::new(Op::WriteLock, object, place)
        };
        if let Some(mut turn) = turn::take(waiting) {
            let me = turn.me();
            let lock = turn.object(object);
            lock.count -= 1;
            lock.holder = Some(me);
            if self.poison.get() {
                turn.read(1);
            }
        }
        self.poison.got()
    }

    #[inline(never)]
    fn unlock(&self, op: Op, panicked: bool, frame: usize) {
        let object = self.object();
        let turn = object.and_then(|object| {
            turn::take(Intent {
                frames: frames_from(frame),
                ..Intent::bare(op, object)
            })
        });
        if panicked {
            self.poison.set();
        }
        let (Some(object), Some(mut turn)) = (object, turn) else {
            return;
        };
        if op == Op::WriteUnlock {
            turn.object(object).holder = None;
            if panicked {
                turn.written(1);
            }
            return;
        }
        let me = turn.me();
        let mut again = self.again.borrow_mut();
        match again.iter().position(|task| *task == me) {
            Some(at) => drop(again.remove(at)),
            None => turn.object(object).tasks.remove(me),
        }
    }

    /// From writing to reading: two steps, but no task can write in between.
    #[inline(never)]
    fn downgrade(&self, place: Caller) {
        let Some(object) = self.object() else {
            return;
        };
        if let Some(mut turn) = turn::take(Intent::new(Op::WriteUnlock, object, place)) {
            let me = turn.me();
            let lock = turn.object(object);
            lock.holder = None;
            lock.tasks.insert(me);
        }
        drop(turn::take(Intent {
            argument: 1,
            ..Intent::new(Op::ReadLock, object, place)
        }));
    }

    /// A step: whether the lock is poisoned; see [`Poison::look`].
    #[inline(never)]
    fn look(&self, op: Op, place: Caller) -> bool {
        self.poison.look(op, self.object(), place)
    }
}

/// A lock for many readers or one writer, as std's on Linux: while readers hold it and a writer waits, new readers wait behind
/// that writer and `try_read` fails. So reading twice at a time is a deadlock if a writer comes in between. Once the lock is free,
/// a reader or another writer may overtake the one that waits.
pub struct RwLock<T: ?Sized> {
    raw: RawRwLock,
    value: UnsafeCell<T>,
}

// SAFETY: writers are alone with the value.
unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
// SAFETY: readers share it, writers are alone with it.
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}
impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

impl<T> RwLock<T> {
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Self {
            raw: RawRwLock::new(),
            value: UnsafeCell::new(value),
        }
    }

    pub fn into_inner(self) -> LockResult<T> {
        let got = self.raw.poison.got();
        result(got, self.value.into_inner())
    }
}

impl<T: ?Sized> RwLock<T> {
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let got = self.raw.lock(Op::ReadLock, Location::caller());
        result(got, RwLockReadGuard::new(self))
    }

    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        tried(self.raw.lock(Op::TryReadLock, Location::caller()), || {
            RwLockReadGuard::new(self)
        })
    }

    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let got = self.raw.lock(Op::WriteLock, Location::caller());
        result(got, RwLockWriteGuard::new(self))
    }

    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        tried(self.raw.lock(Op::TryWriteLock, Location::caller()), || {
            RwLockWriteGuard::new(self)
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

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: ?Sized> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RwLock").finish_non_exhaustive()
    }
}

/// Reads until it is dropped, as std's.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    _not_send: PhantomData<*const ()>,
}

/// Has the value alone until it is dropped, as std's.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    panicking: bool,
    _not_send: PhantomData<*const ()>,
}

// SAFETY: a shared guard gives shared access to the value only.
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}

impl<'a, T: ?Sized> RwLockReadGuard<'a, T> {
    fn new(lock: &'a RwLock<T>) -> Self {
        Self {
            lock,
            _not_send: PhantomData,
        }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Goes on reading without letting another writer in.
    #[track_caller]
    pub fn downgrade(guard: Self) -> RwLockReadGuard<'a, T> {
        let lock = guard.lock;
        ::std::mem::forget(guard);
        lock.raw.downgrade(Location::caller());
        RwLockReadGuard::new(lock)
    }

    fn new(lock: &'a RwLock<T>) -> Self {
        Self {
            lock,
            panicking: task::panicking(),
            _not_send: PhantomData,
        }
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.raw.unlock(Op::ReadUnlock, false, frame_pointer());
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let panicked = !self.panicking && task::panicking();
        self.lock
            .raw
            .unlock(Op::WriteUnlock, panicked, frame_pointer());
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: no writer is there while this reader is.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard has the value alone.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard has the value alone, and is borrowed alone.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
