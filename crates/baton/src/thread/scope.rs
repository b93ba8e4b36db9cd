//! Scoped threads: joined, in the execution and in fact, before the scope returns.

use ::std::fmt;
use ::std::io;
use ::std::marker::PhantomData;
use ::std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use ::std::sync::Mutex;
use ::std::sync::atomic::{AtomicU8, Ordering};
use ::std::thread::Result;

use super::builder::Builder;
use super::handle::{self, Thread};
use super::packet::Packet;
use crate::engine::owned::Owned;
use crate::engine::state::Caller;
use crate::engine::task::Quiet;

/// A scope to start threads in, as std's.
pub struct Scope<'scope, 'env: 'scope> {
    threads: Mutex<Vec<Scoped>>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

/// A thread of the scope, and what is known of its end.
struct Scoped {
    thread: Thread,
    outcome: Owned<AtomicU8>,
}

const PANICKED: u8 = 1;
/// Its result was taken, panic or not.
const JOINED: u8 = 2;

/// Runs `body` with a scope; all threads started in it have ended when this returns.
#[track_caller]
pub fn scope<'env, F, T>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let place = Location::caller();
    let scope = Scope {
        threads: Mutex::new(Vec::new()),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = catch_unwind(AssertUnwindSafe(|| body(&scope)));
    let one_panicked = end(&scope.threads, place);
    match result {
        Err(payload) => resume_unwind(payload),
        Ok(_) if one_panicked => panic!("a scoped thread panicked"),
        Ok(value) => value,
    }
}

/// Waits for all threads, one after the other; whether one of them panicked and its result was never taken.
#[inline(never)]
fn end(threads: &Mutex<Vec<Scoped>>, place: Caller) -> bool {
    // Threads of the scope can start others there while we wait.
    for at in 0.. {
        let (thread, joined) = {
            let threads = threads
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            let Some(scoped) = threads.get(at) else { break };
            (scoped.thread.clone(), scoped.outcome.clone())
        };
        if joined.load(Ordering::Relaxed) != JOINED {
            handle::join::<()>(&thread, place);
        }
    }
    // Only now: one of them may have asked for the result of another.
    threads
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .iter()
        .any(|scoped| scoped.outcome.load(Ordering::Relaxed) == PANICKED)
}

/// What became of a thread. Not compiled into the program, where it would be watched.
#[inline(never)]
fn tell(outcome: &AtomicU8, what: u8) {
    outcome.store(what, Ordering::Relaxed);
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread in the scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, body: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new()
            .spawn_scoped(self, body)
            .expect("failed to spawn thread")
    }
}

impl Builder {
    /// Starts a thread in the scope.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        body: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let place = Location::caller();
        let _quiet = Quiet::enter();
        let outcome = Owned::new(AtomicU8::new(0));
        let reported = outcome.clone();
        let body = move || match catch_unwind(AssertUnwindSafe(body)) {
            Ok(value) => value,
            Err(payload) => {
                tell(&reported, PANICKED);
                resume_unwind(payload)
            }
        };
        // SAFETY: `scope` joins every thread that is noted here before it returns.
        let (thread, packet) = unsafe { self.spawn_borrowing(body, place)? };
        note(&scope.threads, &thread, &outcome);
        Ok(ScopedJoinHandle {
            thread,
            packet,
            outcome,
            scope: PhantomData,
        })
    }
}

#[inline(never)]
fn note(threads: &Mutex<Vec<Scoped>>, thread: &Thread, outcome: &Owned<AtomicU8>) {
    let mut threads = threads
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    threads.push(Scoped {
        thread: thread.clone(),
        outcome: outcome.clone(),
    });
}

/// An owned permission to join a scoped thread, as std's.
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    packet: Packet<T>,
    outcome: Owned<AtomicU8>,
    scope: PhantomData<&'scope ()>,
}

// SAFETY: as for `JoinHandle`.
unsafe impl<T> Send for ScopedJoinHandle<'_, T> {}
// SAFETY: as for `JoinHandle`.
unsafe impl<T> Sync for ScopedJoinHandle<'_, T> {}

impl<T> ScopedJoinHandle<'_, T> {
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Waits for the thread to end; its result, or what it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let more = handle::join::<T>(&self.thread, Location::caller());
        tell(&self.outcome, JOINED);
        handle::raised(self.packet.take(), more).expect("a thread that has ended left its result")
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        handle::is_finished_task(self.thread.task(), Location::caller())
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
