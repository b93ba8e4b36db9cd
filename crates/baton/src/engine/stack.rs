//! The real threads that tasks are: started on stacks that were mapped before the first fork, never joined.
//!
//! std's own threads would each map a stack, a signal stack and an arena of the allocator, half of what an execution
//! takes.

use ::std::ffi::c_void;
use ::std::io;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use super::arena::{PAGE, PREPARED};
use super::mapping::{self, map_private};
use super::{contexts, overflow, prepared, system, task};
use protocol::{MAX_TASKS, TaskId};

/// What std gives a thread too.
const SIZE: usize = 2 << 20;
static STACKS: AtomicUsize = AtomicUsize::new(0);

/// Bytes of address space that the stacks take.
pub(crate) const TOTAL: usize = SIZE * MAX_TASKS;

/// Maps the stacks of all tasks to come, and makes the first few threads. Nothing is used of the other stacks until a
/// thread runs there.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    STACKS.store(map_private(TOTAL)?, Ordering::Relaxed);
    prepared::make_all();
    Ok(())
}

/// How many stacks [`find`] knows: the tasks' own, and the one that a process begins on.
pub(crate) const COUNT: usize = MAX_TASKS + 1;

/// The number of the stack that a process begins on: that of its first task.
pub(crate) const FIRST_OF_PROCESS: usize = MAX_TASKS;

/// Where the stack ends that a process begins on.
static FIRST_HIGH: AtomicUsize = AtomicUsize::new(0);
static FIRST_LOW: AtomicUsize = AtomicUsize::new(0);

/// Remembers where the stack lies that processes begin on, before the first fork.
pub(crate) fn know_first((low, high): (usize, usize)) {
    FIRST_LOW.store(low, Ordering::Relaxed);
    FIRST_HIGH.store(high, Ordering::Relaxed);
}

/// The number of the stack that the address lies on, and how many bytes are from there to the stack's upper end.
#[inline]
pub(crate) fn find(address: usize) -> Option<(usize, usize)> {
    let offset = address.wrapping_sub(STACKS.load(Ordering::Relaxed));
    if offset < TOTAL {
        return Some((offset / SIZE, SIZE - offset % SIZE));
    }
    let high = FIRST_HIGH.load(Ordering::Relaxed);
    (address < high && address >= FIRST_LOW.load(Ordering::Relaxed))
        .then(|| (FIRST_OF_PROCESS, high - address))
}

/// Where a task's stack begins.
fn of(task: TaskId) -> usize {
    STACKS.load(Ordering::Relaxed) + SIZE * task.index()
}

/// From Linux 6.13 on, madvise(2) can make a page a guard without a mapping of its own.
const GUARD_INSTALL: i32 = 102;

/// Makes an access beyond the end of the stack meet a page that is not there.
fn guard(low: usize) {
    // SAFETY: the page belongs to a stack that is not used yet.
    unsafe {
        if libc::madvise(low as *mut c_void, PAGE, GUARD_INSTALL) != 0 {
            libc::mprotect(low as *mut c_void, PAGE, libc::PROT_NONE);
        }
    }
}

/// What a new thread runs, and where its stack lies.
struct Start {
    body: Box<dyn FnOnce()>,
    stack: (usize, usize),
}

/// Starts a thread for the task. `size` is what the program asked for.
///
/// # Errors
/// What the system refuses.
pub(crate) fn start(
    task: Option<TaskId>,
    size: Option<usize>,
    body: Box<dyn FnOnce()>,
) -> io::Result<()> {
    let wanted = size.unwrap_or(SIZE).next_multiple_of(PAGE);
    if contexts::are_in_use() {
        return start_here(task.filter(|_| wanted <= SIZE), body);
    }
    let (own, low, length) = match task {
        Some(task) if wanted <= SIZE => (Some(task), of(task), SIZE),
        _ => (None, map_private(wanted.max(SIZE))?, wanted.max(SIZE)),
    };
    let start = Box::into_raw(Box::new(Start {
        body,
        stack: (low, low + length),
    }));
    guard(low);
    // SAFETY: each task number is given once, and this process is the only one with this copy of the stack.
    if own.is_some_and(|task| unsafe { prepared::run(task, low + length, run, start.cast()) }) {
        return Ok(());
    }
    // SAFETY: the stack is mapped, belongs to one thread, and is never unmapped; `start` is taken back by the thread, or here when
    // there is none.
    let result = unsafe { prepared::create(low, length, main, start.cast()) };
    if result != 0 {
        // SAFETY: no thread has it.
        drop(unsafe { Box::from_raw(start) });
        return Err(io::Error::from_raw_os_error(result));
    }
    Ok(())
}

/// Starts a task that shares this thread.
fn start_here(task: Option<TaskId>, body: Box<dyn FnOnce()>) -> io::Result<()> {
    let Some(task) = task else {
        contexts::give_up()
    };
    let (low, high) = (of(task), of(task) + SIZE);
    let start = Box::into_raw(Box::new(Start {
        body,
        stack: (low, high),
    }));
    // SAFETY: each task number is given once, and this process is the only one with this copy of the stack.
    if unsafe { contexts::make(task, high, run, start.cast()) } {
        Ok(())
    } else {
        contexts::give_up()
    }
}

/// Makes the stacks of the tasks that can share a thread ready for them, in a fresh child.
///
/// # Safety
/// This is a child of the server, and has one thread.
pub(crate) unsafe fn prepare_shared() {
    shared().for_each(|(low, _)| guard(low));
    // SAFETY: no other task is started in this process: it gives up the execution instead.
    unsafe { mapping::close(of(TaskId::at(PREPARED + 1)), reserved().1) };
    // SAFETY: the caller's.
    unsafe { prepared::adopt_all() };
}

/// Where the stacks lie.
pub(crate) fn reserved() -> (usize, usize) {
    let start = STACKS.load(Ordering::Relaxed);
    (start, start + TOTAL)
}

/// The stacks of the tasks that can share a thread. The first page of each is its guard.
pub(crate) fn shared() -> impl Iterator<Item = (usize, usize)> {
    (1..=PREPARED).map(|number| {
        let low = of(TaskId::at(number));
        (low, low + SIZE)
    })
}

extern "C" fn main(start: *mut c_void) -> *mut c_void {
    run(start);
    ::std::ptr::null_mut()
}

extern "C" fn run(start: *mut c_void) {
    // SAFETY: made by `start`, and given to this thread alone.
    let start = unsafe { Box::from_raw(start.cast::<Start>()) };
    task::know_stack_at(start.stack);
    if !contexts::are_in_use() {
        overflow::report_in_this_thread();
    }
    (start.body)();
    leave()
}

/// What a thread does after its last step: it ends, without what a library would do then. That is the process's to
/// clean up.
pub(crate) fn leave() -> ! {
    if contexts::are_in_use() {
        contexts::leave()
    }
    // SAFETY: tasks are joined by the state, the threads are detached, and their stacks are never used again.
    unsafe { system::exit_thread() }
}
