//! The memory that most executions write to, close together: a fresh child meets few pages of it, and few tables of pages.
//!
//! It is a part of the program's image, beside the statics, whose table a child has anyway.

use ::std::cell::UnsafeCell;

use protocol::{MAX_TASKS, TaskId};

pub(crate) const PAGE: usize = 4096;

/// How many tasks have a thread that the server has prepared.
pub(crate) const PREPARED: usize = 4;

/// What the C library needs at least to make a thread.
pub(super) const THREAD: usize = 16 << 10;

#[repr(C, align(4096))]
struct Arena {
    threads: [[u8; THREAD]; PREPARED],
    fronts: [[u8; PAGE]; MAX_TASKS],
}

struct Shared(UnsafeCell<Arena>);

// SAFETY: only addresses are taken from it; who may use what lies there is up to `prepared` and `heap`.
unsafe impl Sync for Shared {}

static ARENA: Shared = Shared(UnsafeCell::new(Arena {
    threads: [[0; THREAD]; PREPARED],
    fronts: [[0; PAGE]; MAX_TASKS],
}));

#[inline]
fn start() -> usize {
    ARENA.0.get() as usize
}

/// Whether the address lies in here, and not in a static of the program's.
#[inline]
pub(super) fn contains(address: usize) -> bool {
    (start()..start() + size_of::<Arena>()).contains(&address)
}

/// Where the memory begins that belongs to a prepared thread, beside its stack.
pub(super) fn thread(number: usize) -> usize {
    start() + ::std::mem::offset_of!(Arena, threads) + THREAD * number
}

/// The first page of a task's heap.
#[inline]
pub(super) fn front(task: TaskId) -> usize {
    start() + ::std::mem::offset_of!(Arena, fronts) + PAGE * task.index()
}

/// Whose front that address lies in.
#[inline]
pub(super) fn owner_of_front(address: usize) -> Option<TaskId> {
    let offset = address.checked_sub(front(TaskId::FIRST))?;
    (offset < PAGE * MAX_TASKS).then(|| TaskId::at(offset / PAGE))
}
