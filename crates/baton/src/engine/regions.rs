//! The regions of the heap: one for each task, so that an address tells which task allocated it.

use ::std::io;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use protocol::{MAX_TASKS, TaskId};

use super::{arena, mapping};

/// Bytes of address space for each task.
pub(crate) const REGION: usize = 8 << 20;

/// Bytes of address space that all regions take.
pub(crate) const TOTAL: usize = REGION * MAX_TASKS;

static START: AtomicUsize = AtomicUsize::new(0);

/// Maps the regions, before the first fork.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    START.store(mapping::map_private(TOTAL)?, Ordering::Relaxed);
    Ok(())
}

/// Where the regions lie.
pub(crate) fn reserved() -> (usize, usize) {
    let start = START.load(Ordering::Relaxed);
    (start, start + TOTAL)
}

/// Leaves only the regions of the first tasks.
///
/// # Safety
/// In this process there are no other tasks, nor will be.
pub(crate) unsafe fn leave_first(count: usize) {
    // SAFETY: the caller's.
    unsafe { mapping::close(of(TaskId::at(count)), reserved().1) };
}

/// Where a task's region begins.
#[inline]
pub(crate) fn of(task: TaskId) -> usize {
    START.load(Ordering::Relaxed) + REGION * task.index()
}

/// The task that allocated the memory at this address, where that is known.
#[inline]
pub(crate) fn owner(address: usize) -> Option<TaskId> {
    arena::owner_of_front(address).or_else(|| {
        let offset = address.checked_sub(START.load(Ordering::Relaxed))?;
        (offset < TOTAL).then(|| TaskId::at(offset / REGION))
    })
}
