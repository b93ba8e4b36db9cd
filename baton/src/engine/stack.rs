//! The real threads that tasks are: started on stacks that were mapped before the first fork, never joined.
//!
//! std's own threads would each map a stack, a signal stack and an arena of the allocator, half of what an execution
//! takes.

use ::std::io;
use ::std::ptr;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use super::state::map_private;
use crate::protocol::MAX_TASKS;

/// What std gives a thread too.
const SIZE: usize = 2 << 20;
const PAGE: usize = 4096;

static STACKS: AtomicUsize = AtomicUsize::new(0);

/// Bytes of address space that the stacks take.
pub(crate) const TOTAL: usize = SIZE * MAX_TASKS;

/// Maps the stacks of all tasks to come. Nothing is used of them until a thread runs there.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    STACKS.store(map_private(TOTAL)?, Ordering::Relaxed);
    Ok(())
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
    task: Option<u8>,
    size: Option<usize>,
    body: Box<dyn FnOnce()>,
) -> io::Result<()> {
    let wanted = size.unwrap_or(SIZE).next_multiple_of(PAGE).max(16 * PAGE);
    let low = match task {
        Some(task) if wanted <= SIZE => STACKS.load(Ordering::Relaxed) + SIZE * task as usize,
        _ => map_private(wanted)?,
    };
    let length = wanted.max(SIZE);
    let start = Box::into_raw(Box::new(Start {
        body,
        stack: (low, low + length),
    }));
    // SAFETY: the stack is mapped, nobody else's (each task has its own, and each number is given once), and never
    // unmapped; `start` is taken back by the thread, or here when there is none.
    let result = unsafe {
        libc::mprotect(low as *mut _, PAGE, libc::PROT_NONE);
        create(low, length, start)
    };
    if result != 0 {
        // SAFETY: no thread has it.
        drop(unsafe { Box::from_raw(start) });
        return Err(io::Error::from_raw_os_error(result));
    }
    Ok(())
}

/// # Safety
/// The stack is the new thread's alone, and `start` too.
unsafe fn create(low: usize, length: usize, start: *mut Start) -> i32 {
    let mut attributes = ::std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut thread: libc::pthread_t = 0;
    // SAFETY: attributes are initialised first and destroyed last.
    unsafe {
        libc::pthread_attr_init(attributes.as_mut_ptr());
        libc::pthread_attr_setstack(attributes.as_mut_ptr(), low as *mut _, length);
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        let result = libc::pthread_create(&mut thread, attributes.as_ptr(), main, start.cast());
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        result
    }
}

extern "C" fn main(start: *mut libc::c_void) -> *mut libc::c_void {
    // SAFETY: made by `start`, and given to this thread alone.
    let start = unsafe { Box::from_raw(start.cast::<Start>()) };
    super::task::know_stack_at(start.stack);
    (start.body)();
    ptr::null_mut()
}

/// What a thread does after its last step, until its process ends: to end a thread for good takes longer than that.
pub(crate) fn rest() -> ! {
    loop {
        // SAFETY: pause(2) has no preconditions.
        unsafe { libc::pause() };
    }
}
