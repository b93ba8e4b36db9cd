//! Threads that the server has made ready for the first few tasks, to be woken in a child by one system call.
//!
//! To make a thread, the C library allocates what belongs to it, and meets some twenty page faults in a fresh child, a third
//! of what an execution takes. So the server makes each of these threads once, on a stack as small as the library allows, and
//! lets it end past the library, which believes from then on that it lives. What belongs to it lies in memory that fork(2)
//! copies; the child only has to make it run: clone(2) with the thread's own pointer, and a stack of the usual size.
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

/// A thread that is ready to run.
struct Prepared {
    /// Where its data lies, for thread-local values.
    pointer: AtomicUsize,
    /// Where the library keeps its id; 0 while that is not known.
    id: AtomicUsize,
    /// The same, from the beginning of the library's data about it.
    id_offset: AtomicUsize,
}

static THREADS: [Prepared; PREPARED] = [const {
    Prepared {
        pointer: AtomicUsize::new(0),
        id: AtomicUsize::new(0),
        id_offset: AtomicUsize::new(0),
    }
}; PREPARED];

static USABLE: AtomicBool = AtomicBool::new(false);

/// Makes the threads, before the first fork. Returns when they are gone.
pub(super) fn make_all() {
    let made = THREADS
        .iter()
        .enumerate()
        .all(|(number, thread)| make(number, thread).is_some());
    let offset = |thread: &Prepared| thread.id_offset.load(Ordering::Relaxed);
    let alike = THREADS
        .iter()
        .all(|thread| offset(thread) == offset(&THREADS[0]));
    USABLE.store(made && alike, Ordering::Relaxed);
}

fn make(number: usize, thread: &'static Prepared) -> Option<()> {
    static DONE: AtomicU32 = AtomicU32::new(0);

    extern "C" fn body(thread: *mut c_void) -> *mut c_void {
        // SAFETY: `make` passes an element of a static.
        let thread = unsafe { &*thread.cast::<Prepared>() };
        thread.pointer.store(thread_pointer(), Ordering::Relaxed);
        // SAFETY: asks where the library's data about this thread begins.
        let data = unsafe { libc::pthread_self() } as usize;
        if let Some(offset) = find_id(data) {
            thread.id.store(data + offset, Ordering::Relaxed);
            thread.id_offset.store(offset, Ordering::Relaxed);
        }
        futex::grant(&DONE);
        // SAFETY: the thread is not joined by the library, and its stack is used again only when it is gone.
        unsafe { system::exit_thread() }
    }

    let argument = ptr::from_ref(thread).cast_mut().cast();
    // SAFETY: the stack is this thread's alone, and the argument lies in a static.
    let result = unsafe { stack::create(arena::thread(number), THREAD, body, argument) };
    if result != 0 {
        return None;
    }
    futex::wait_for_grant(&DONE);
    match thread.id.load(Ordering::Relaxed) {
        // The thread has nothing left to do but to end.
        0 => None,
        id => {
            wait_until_gone(id);
            Some(())
        }
    }
}

/// What clone(2) is to set for a thread like this one.
fn thread_pointer() -> usize {
    let pointer: usize;
    // SAFETY: reads what each thread may read: on x86_64 the word at the pointer is the pointer.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        ::core::arch::asm!("mov {}, fs:0", out(reg) pointer, options(nostack, preserves_flags));
        #[cfg(target_arch = "aarch64")]
        ::core::arch::asm!("mrs {}, tpidr_el0", out(reg) pointer, options(nomem, nostack, preserves_flags));
    }
    pointer
}

/// Where in its data the library keeps the id of the thread that asks; `None` unless it is in one place only.
fn find_id(data: usize) -> Option<usize> {
    // SAFETY: asks for a number.
    let id = unsafe { libc::gettid() };
    let is_id = |offset: &usize| {
        // SAFETY: the library's data about a thread, and what follows them there, is larger than what is looked at here.
        unsafe { ((data + offset) as *const i32).read_volatile() == id }
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
    let pointer = thread.pointer.load(Ordering::Relaxed);
    let id = thread.id.load(Ordering::Relaxed);
    // SAFETY: the caller's.
    unsafe { system::clone_thread(top, pointer, id, body, argument) > 0 }
}
