//! Starting threads.

use ::std::io;
use ::std::panic::{AssertUnwindSafe, Location, catch_unwind};

use super::handle::{JoinHandle, Thread};
use super::packet::Packet;
use crate::engine::state::{Caller, Intent};
use crate::engine::task::{self, Quiet, Watched};
use crate::engine::{fingerprint, frames, integer, stack, thread_locals, turn};
use protocol::{Op, ProcessId, TaskId};

/// Thread factory, as std's.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
    stack_size: Option<usize>,
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn name(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }

    pub fn stack_size(mut self, size: usize) -> Self {
        self.stack_size = Some(size);
        self
    }

    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        // SAFETY: what the body borrows lives forever.
        let (thread, packet) = unsafe { self.spawn_borrowing(body, Location::caller())? };
        Ok(JoinHandle::new(thread, packet))
    }

    /// As `spawn`, for a body that may borrow.
    ///
    /// # Safety
    /// As std's: the thread has ended before what it borrows is gone.
    #[track_caller]
    pub unsafe fn spawn_unchecked<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send,
        T: Send,
    {
        // SAFETY: the caller's.
        let (thread, packet) = unsafe { self.spawn_borrowing(body, Location::caller())? };
        Ok(JoinHandle::new(thread, packet))
    }

    /// Starts a thread whose body may borrow.
    ///
    /// # Safety
    /// The thread is joined before what it borrows is gone.
    pub(super) unsafe fn spawn_borrowing<'a, F, T>(
        self,
        body: F,
        place: Caller,
    ) -> io::Result<(Thread, Packet<T>)>
    where
        F: FnOnce() -> T + Send + 'a,
        T: Send + 'a,
    {
        let packet = Packet::new();
        let result = packet.clone();
        let body: Box<dyn FnOnce() -> Option<u64> + 'a> = Box::new(move || {
            // Off the heap, where the starting thread put it, before it is watched.
            let body = body;
            let outcome = {
                let _watched = Watched::enter();
                catch_unwind(AssertUnwindSafe(body)).inspect(fingerprint::returned)
            };
            let fingerprint = outcome.as_ref().ok().and_then(integer::fingerprint);
            result.put(outcome);
            fingerprint
        });
        // SAFETY: the caller's, for the lifetime; that the closure is `Send` is its bounds' (`Packet` sends a `T`).
        let body = unsafe {
            ::std::mem::transmute::<
                Box<dyn FnOnce() -> Option<u64> + 'a>,
                Box<dyn FnOnce() -> Option<u64> + 'static>,
            >(body)
        };
        let body = Body {
            run: body,
            returns_value: size_of::<T>() > 0,
        };
        let started = start(self, body, place)?;
        Ok((started, packet))
    }
}

struct Body {
    /// Returns the fingerprint of the thread's result.
    run: Box<dyn FnOnce() -> Option<u64>>,
    returns_value: bool,
}

// SAFETY: made of a body and a packet that `spawn_borrowing` demands to be `Send`.
unsafe impl Send for Body {}

/// Starts a thread, as std's.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(body).expect("failed to spawn thread")
}

/// The part that does not depend on types: makes the task, then the real thread that waits to be it.
#[inline(never)]
fn start(builder: Builder, body: Body, place: Caller) -> io::Result<Thread> {
    let process = task::process();
    let mut child = None;
    if let Some(mut turn) = turn::take(Intent::new(Op::Spawn, None, place)) {
        let name = builder.name.as_deref().unwrap_or_default();
        child = turn.add_task(process, name, Some(place));
        if let Some(child) = child {
            turn.task(child).returns_value = body.returns_value;
            let object = turn.task(child).object.get();
            turn.step().intent.object = Some(object);
            turn.written(u64::from(child.number()));
        }
    }
    match stack::start(
        child,
        builder.stack_size,
        Box::new(move || run(child, process, body)),
    ) {
        Ok(()) => Ok(Thread::new(child, builder.name)),
        Err(error) => {
            if let Some(child) = child {
                turn::abandon(child);
            }
            Err(error)
        }
    }
}

fn run(child: Option<TaskId>, process: ProcessId, body: Body) {
    let Some(me) = child else {
        (body.run)();
        return;
    };
    task::become_task(me, process);
    task::know_first_frame(frames::frame_pointer());
    task::know_own_frames(frames::frame_pointer());
    drop(turn::begin(me));
    fingerprint::clear();
    let fingerprint = {
        let _quiet = Quiet::enter();
        (body.run)()
    };
    thread_locals::destroy();
    let object = turn::object_of(me);
    if let Some(mut turn) = turn::take(Intent::bare(Op::End, object)) {
        if turn.task(me).panicked {
            turn.failed();
        }
        if let Some(fingerprint) = fingerprint {
            turn.written(fingerprint);
        }
        turn.end();
    }
}
