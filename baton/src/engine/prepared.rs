//! Threads that the server has made ready for the first few tasks, to be woken in a child by one system call.
//!
//! To make a thread, the C library allocates what belongs to it, and meets some twenty page faults in a fresh child, a third
//! of what an execution takes. So the server makes each of these threads once, on its task's own stack, and lets it end
//! past the library, which believes from then on that it lives. What belongs to it lies in memory that fork(2) copies; the
//! child only has to make it run: clone(2) with the thread's own pointer and stack.
//!
//! The one thing in there that is not as for a new thread is its id, which the kernel writes where the library keeps it.
//! Where that is, is found out, and if it cannot be, threads are made by the library.

use ::std::ffi::c_void;
use ::std::ptr;
use ::std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use super::arena::{self, PREPARED, THREAD};
use super::{futex, stack, system};

/// As far as the library's own data about a thread reaches, at most.
const LIBRARY_DATA: usize = 2304;

/// Where the data of each thread lies, for the library and for thread-local values: its thread pointer.
static THREADS: [AtomicUsize; PREPARED] = [const { AtomicUsize::new(0) }; PREPARED];

/// From a thread's pointer to its id; 0 while it is not known.
static ID_OFFSET: AtomicUsize = AtomicUsize::new(0);

static USABLE: AtomicBool = AtomicBool::new(false);

/// Makes the threads, before the first fork. Returns when they are gone.
pub(super) fn make_all() {
    let all = (0..PREPARED).all(|number| make(number).is_some());
    USABLE.store(all, Ordering::Relaxed);
}

fn make(number: usize) -> Option<()> {
    static DONE: AtomicU32 = AtomicU32::new(0);

    extern "C" fn body(thread: *mut c_void) -> *mut c_void {
        // SAFETY: asks for the own pointer.
        let pointer = unsafe { libc::pthread_self() } as usize;
        // SAFETY: `make` passes an element of a static.
        unsafe { &*thread.cast::<AtomicUsize>() }.store(pointer, Ordering::Relaxed);
        ID_OFFSET.store(find_id(pointer).unwrap_or(0), Ordering::Relaxed);
        futex::grant(&DONE);
        // SAFETY: the thread is not joined by the library, and its stack is used again only when it is gone.
        unsafe { system::exit_thread() }
    }

    let before = ID_OFFSET.load(Ordering::Relaxed);
    let thread = &THREADS[number];
    let argument = ptr::from_ref(thread).cast_mut().cast();
    // SAFETY: the stack is this thread's alone, and the argument lies in a static.
    let result = unsafe { stack::create(arena::thread(number), THREAD, body, argument) };
    if result != 0 {
        return None;
    }
    futex::wait_for_grant(&DONE);
    let offset = ID_OFFSET.load(Ordering::Relaxed);
    if offset == 0 || (number > 0 && before != offset) {
        // The thread has nothing left to do but to end.
        return None;
    }
    wait_until_gone(thread.load(Ordering::Relaxed) + offset);
    Some(())
}

/// Where in its data the library keeps the id of the thread that asks; `None` unless it is in one place only.
fn find_id(pointer: usize) -> Option<usize> {
    // SAFETY: asks for a number.
    let id = unsafe { libc::gettid() };
    let is_id = |offset: &usize| {
        // SAFETY: the library's data about a thread is larger than what is looked at here.
        unsafe { ((pointer + offset) as *const i32).read_volatile() == id }
    };
    let mut places = (0..LIBRARY_DATA).step_by(size_of::<i32>()).filter(is_id);
    let first = places.next()?;
    places.next().is_none().then_some(first)
}

/// The kernel writes 0 over the id, and wakes who waits for that.
fn wait_until_gone(id: usize) {
    loop {
        // SAFETY: the library's data about the thread stays where it is.
        let now = unsafe { (id as *const i32).read_volatile() };
        if now == 0 {
            return;
        }
        // SAFETY: as above, and FUTEX_WAIT reads nothing else.
        unsafe {
            system::call(
                libc::SYS_futex,
                [id, libc::FUTEX_WAIT as usize, now as usize, 0],
            )
        };
    }
}

/// Lets the task's thread run `body` on that stack, if there is one.
///
/// # Safety
/// This is a child of the server, the task has not run yet, and nobody uses what is below `top`.
pub(super) unsafe fn run(
    task: u8,
    top: usize,
    body: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) -> bool {
    let Some(thread) = THREADS.get(usize::from(task).wrapping_sub(1)) else {
        return false;
    };
    if !USABLE.load(Ordering::Relaxed) {
        return false;
    }
    let pointer = thread.load(Ordering::Relaxed);
    let id = pointer + ID_OFFSET.load(Ordering::Relaxed);
    // SAFETY: the caller's.
    unsafe { system::clone_thread(top, pointer, id, body, argument) > 0 }
}
