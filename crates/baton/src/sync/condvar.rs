//! Condition variables. Which of several waiters a notification wakes is a choice of the schedule.

use ::std::panic::Location;
use ::std::sync::{LockResult, PoisonError};
use ::std::time::Duration;

use super::identity::Identity;
use super::mutex::{MutexGuard, RawMutex};
use crate::engine::state::{Caller, Intent};
use crate::engine::turn::Turn;
use crate::engine::{choice, turn};
use protocol::{ObjectId, ObjectKind, Op, TaskSet};

/// Whether a wait with a time limit ended by it, as std's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

/// A condition variable, as std's.
pub struct Condvar {
    identity: Identity,
}

impl ::std::panic::UnwindSafe for Condvar {}
impl ::std::panic::RefUnwindSafe for Condvar {}

impl Condvar {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            identity: Identity::new(),
        }
    }

    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let mutex = guard.disarm();
        self.block(mutex.raw(), None, Location::caller());
        MutexGuard::again(mutex)
    }

    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// The time may be over at any moment.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        time: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let mutex = guard.disarm();
        let notified = self.block(mutex.raw(), Some(time), Location::caller());
        let timed_out = WaitTimeoutResult(!notified);
        match MutexGuard::again(mutex) {
            Ok(guard) => Ok((guard, timed_out)),
            Err(poisoned) => Err(PoisonError::new((poisoned.into_inner(), timed_out))),
        }
    }

    #[deprecated = "use wait_timeout"]
    #[track_caller]
    pub fn wait_timeout_ms<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        milliseconds: u32,
    ) -> LockResult<(MutexGuard<'a, T>, bool)> {
        let time = Duration::from_millis(u64::from(milliseconds));
        match self.wait_timeout(guard, time) {
            Ok((guard, result)) => Ok((guard, !result.timed_out())),
            Err(poisoned) => {
                let (guard, result) = poisoned.into_inner();
                Err(PoisonError::new((guard, !result.timed_out())))
            }
        }
    }

    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        time: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let (again, result) = self.wait_timeout(guard, time)?;
            guard = again;
            if result.timed_out() {
                let timed_out = condition(&mut *guard);
                return Ok((guard, WaitTimeoutResult(timed_out)));
            }
        }
    }

    #[track_caller]
    pub fn notify_one(&self) {
        self.notify(Op::NotifyOne, Location::caller());
    }

    #[track_caller]
    pub fn notify_all(&self) {
        self.notify(Op::NotifyAll, Location::caller());
    }

    /// Lets go of the lock, waits (with a time limit, maybe), and has the lock again; whether a notification came.
    #[inline(never)]
    fn block(&self, mutex: &RawMutex, limit: Option<Duration>, place: Caller) -> bool {
        let (Some(object), Some(lock)) = (self.identity.get(ObjectKind::Condvar), mutex.object())
        else {
            return true;
        };
        let Some(mut turn) = turn::take(Intent {
            second: Some(lock),
            ..Intent::new(Op::Wait, object, place)
        }) else {
            return true;
        };
        turn.object(lock).holder = None;
        drop(turn);
        let wake = limit.map_or(Op::Wake, |_| Op::WakeTimeout);
        let Some(mut turn) = turn::take(Intent {
            second: Some(lock),
            ..Intent::new(wake, object, place)
        }) else {
            return true;
        };
        let me = turn.me();
        turn.object(lock).holder = Some(me);
        if choice::is_notified(&turn, me) {
            let condvar = turn.object(object);
            condvar.count -= 1;
            match condvar.count {
                0 => condvar.tasks = TaskSet::EMPTY,
                _ => condvar.tasks.remove(me),
            }
            return true;
        }
        turn.object(object).tasks.remove(me);
        if let Some(time) = limit {
            turn.sleep(time);
        }
        turn.failed();
        false
    }

    #[inline(never)]
    fn notify(&self, op: Op, place: Caller) {
        let Some(object) = self.identity.get(ObjectKind::Condvar) else {
            return;
        };
        let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
            return;
        };
        let waiting = waiting(&turn, object);
        if waiting.is_empty() {
            turn.failed();
        }
        let condvar = turn.object(object);
        condvar.tasks |= waiting;
        condvar.count = match op {
            Op::NotifyAll => waiting.len(),
            _ => (condvar.count + 1).min(waiting.len()),
        };
    }
}

/// The tasks that wait there now, notified or not.
fn waiting(turn: &Turn, object: ObjectId) -> TaskSet {
    let alive = turn.alive.iter();
    alive
        .filter(|task| {
            let pending = &turn.tasks[task.index()].pending;
            pending.object == Some(object) && matches!(pending.op, Op::Wake | Op::WakeTimeout)
        })
        .collect()
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl ::std::fmt::Debug for Condvar {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
