//! Handles to threads: joining and unparking.

use ::std::fmt;
use ::std::os::unix::thread::{JoinHandleExt, RawPthread};
use ::std::panic::Location;
use ::std::thread::Result;

use super::packet::Packet;
use crate::engine::owned::Owned;
use crate::engine::state::{Caller, Intent};
use crate::engine::{integer, task, turn, unsupported};
use protocol::{Op, TaskId, TaskSet};

/// Tells threads of one process apart, as std's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThreadId(u64);

/// A handle to a thread, as std's.
#[derive(Clone)]
pub struct Thread {
    task: Option<TaskId>,
    name: Option<Owned<String>>,
}

impl Thread {
    pub(super) fn new(task: Option<TaskId>, name: Option<String>) -> Self {
        Self {
            task,
            name: name.map(Owned::new),
        }
    }

    pub(super) fn task(&self) -> Option<TaskId> {
        self.task
    }

    /// Makes `park` return.
    #[track_caller]
    pub fn unpark(&self) {
        unpark(self.task, Location::caller());
    }

    pub fn id(&self) -> ThreadId {
        ThreadId(self.task.map_or(0, |task| u64::from(task.number()) + 1))
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(|name| name.as_str())
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

#[inline(never)]
fn unpark(task: Option<TaskId>, place: Caller) {
    let Some(task) = task else { return };
    if let Some(mut turn) = turn::take(Intent::new(Op::Unpark, turn::object_of(task), place)) {
        // Its token was there already.
        if ::std::mem::replace(&mut turn.task(task).unparked, true) {
            turn.read(1);
        }
    }
}

/// The thread that calls this.
#[inline(never)]
pub fn current() -> Thread {
    let task = task::current();
    Thread::new(task, task.and_then(turn::name_of))
}

/// An owned permission to join a thread, as std's.
pub struct JoinHandle<T> {
    thread: Thread,
    packet: Packet<T>,
    _detaches: Detaches,
}

// SAFETY: the handle is used by value or for its thread's name; the result is behind a lock.
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub(super) fn new(thread: Thread, packet: Packet<T>) -> Self {
        let _detaches = Detaches(thread.task());
        Self {
            thread,
            packet,
            _detaches,
        }
    }

    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Waits for the thread to end; its result, or what it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let more = join::<T>(&self.thread, Location::caller());
        raised(self.packet.take(), more).expect("a thread that has ended left its result")
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        is_finished_task(self.thread.task(), Location::caller())
    }
}

/// Detaches the thread when it is dropped, unless the thread has ended. It is a part of the handle, because a `drop` of the
/// generic handle would be compiled, and watched, with the program.
struct Detaches(Option<TaskId>);

impl Drop for Detaches {
    #[inline(never)]
    fn drop(&mut self) {
        if let Some(task) = self.0 {
            turn::with_state(|state| {
                let runs = state.alive.contains(task);
                state.task(task).detached |= runs;
            });
        }
    }
}

impl<T> JoinHandleExt for JoinHandle<T> {
    #[track_caller]
    fn as_pthread_t(&self) -> RawPthread {
        unsupported::leave(
            "the C library's threads (`JoinHandleExt`)",
            Location::caller(),
        )
    }

    #[track_caller]
    fn into_pthread_t(self) -> RawPthread {
        self.as_pthread_t()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

/// Waits for the task. The real thread is on its last few instructions then, and has nothing of the program's.
///
/// Returns what is to be added to the integers of its result.
pub(super) fn join<T>(thread: &Thread, place: Caller) -> Option<u64> {
    join_task(
        thread.task?,
        size_of::<T>(),
        integer::can_be_raised::<T>(),
        place,
    )
}

/// As `join`. The step has the size of the result.
#[inline(never)]
fn join_task(task: TaskId, size: usize, can_be_raised: bool, place: Caller) -> Option<u64> {
    let mut intent = Intent::new(Op::Join, turn::object_of(task), place);
    intent.awaits = TaskSet::of(task);
    intent.size = u8::try_from(size).unwrap_or(u8::MAX);
    let mut turn = turn::take(intent)?;
    turn.joined(task);
    turn.tampered_if(|_| can_be_raised)
}

/// The result of a thread, with what is to be added to its integers.
pub(super) fn raised<T>(mut result: Option<Result<T>>, more: Option<u64>) -> Option<Result<T>> {
    if let (Some(Ok(value)), Some(more)) = (&mut result, more) {
        integer::raise(value, more);
    }
    result
}

/// Whether the task has ended; a thread that is no task never tells.
#[inline(never)]
pub(super) fn is_finished_task(task: Option<TaskId>, place: Caller) -> bool {
    let Some(task) = task else { return false };
    let Some(mut turn) = turn::take(Intent::new(Op::IsFinished, turn::object_of(task), place))
    else {
        return false;
    };
    let finished = !turn.alive.contains(task);
    turn.read(u64::from(finished));
    finished
}
