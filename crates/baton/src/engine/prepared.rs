//! Threads that the server has made ready for the first few tasks, to be woken in a child by one system call.
//!
//! To make a thread, the C library allocates what belongs to it, and meets some twenty page faults in a fresh child, a third
//! of what an execution takes. So the server makes each of these threads once, on a stack as small as the library allows, and
//! lets it end past the library, which believes from then on that it lives. What belongs to it lies in memory that fork(2)
//! copies; the child only has to make it run: clone(2) with the thread's own pointer, and a stack of the usual size.
//!
//! The one thing in there that is not as for a new thread is its id, which the kernel writes where the library keeps it.
//! Where that is, is found out: it is the one place where each of these threads has its own id, and other numbers may look
//! like one. If it cannot be found, threads are made by the library.

use ::std::ffi::c_void;
use ::std::mem::MaybeUninit;
use ::std::ptr;
use ::std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use protocol::TaskId;

use super::arena::{self, PREPARED, THREAD};
use super::task::Quiet;
use super::{futex, system};

/// As far as the library's own data about a thread reaches, at most: so many words of the size of a thread's id.
const LIBRARY_DATA: usize = 576;

/// The size of a thread's id.
const WORD: usize = size_of::<libc::pid_t>();

/// A thread that is ready to run.
struct Prepared {
    /// Where its data lies, for thread-local values.
    pointer: AtomicUsize,
    /// Where the library's data about it lies.
    data: AtomicUsize,
}

static THREADS: [Prepared; PREPARED] = [const {
    Prepared {
        pointer: AtomicUsize::new(0),
        data: AtomicUsize::new(0),
    }
}; PREPARED];

/// One bit for each word of the library's data: whether all threads so far had their id there.
static HOLD_THE_ID: [AtomicU64; LIBRARY_DATA / 64] =
    [const { AtomicU64::new(u64::MAX) }; LIBRARY_DATA / 64];

/// Where in its data the library keeps a thread's id, in bytes; 0 if that is not known.
static ID: AtomicUsize = AtomicUsize::new(0);

/// Makes the threads, before the first fork. Returns when they are gone.
pub(super) fn make_all() {
    let made = THREADS
        .iter()
        .enumerate()
        .all(|(number, thread)| make(number, thread));
    if let Some(offset) = only_place().filter(|_| made) {
        // The threads have nothing left to do but to end.
        for thread in &THREADS {
            wait_until_gone(thread.data.load(Ordering::Relaxed) + offset);
        }
        ID.store(offset, Ordering::Relaxed);
    }
}

/// Returns whether the library made it, after it has looked where its id is.
fn make(number: usize, thread: &'static Prepared) -> bool {
    static DONE: AtomicU32 = AtomicU32::new(0);

    extern "C" fn body(thread: *mut c_void) -> *mut c_void {
        // SAFETY: `make` passes an element of a static.
        let thread = unsafe { &*thread.cast::<Prepared>() };
        thread.pointer.store(thread_pointer(), Ordering::Relaxed);
        // SAFETY: asks where the library's data about this thread begins.
        let data = unsafe { libc::pthread_self() } as usize;
        thread.data.store(data, Ordering::Relaxed);
        look_for_id(data);
        futex::grant(&DONE);
        // SAFETY: the thread is not joined by the library, and its stack is used again only when it is gone.
        unsafe { system::exit_thread() }
    }

    let argument = ptr::from_ref(thread).cast_mut().cast();
    // SAFETY: the stack is this thread's alone, and the argument lies in a static.
    let result = unsafe { create(arena::thread(number), THREAD, body, argument) };
    if result != 0 {
        return false;
    }
    futex::wait_for_grant(&DONE);
    true
}

/// Makes a thread through the C library.
///
/// # Safety
/// The stack is the new thread's alone, and `main` may be called with the argument.
pub(super) unsafe fn create(
    low: usize,
    length: usize,
    main: extern "C" fn(*mut c_void) -> *mut c_void,
    argument: *mut c_void,
) -> i32 {
    let _quiet = Quiet::enter();
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut thread: libc::pthread_t = 0;
    // SAFETY: attributes are initialised first and destroyed last.
    unsafe {
        libc::pthread_attr_init(attributes.as_mut_ptr());
        libc::pthread_attr_setstack(attributes.as_mut_ptr(), low as *mut c_void, length);
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        let result = libc::pthread_create(&mut thread, attributes.as_ptr(), main, argument);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        result
    }
}

/// Rules out the words of the library's data that do not hold the id of the thread that asks.
fn look_for_id(data: usize) {
    // SAFETY: asks for a number.
    let id = unsafe { libc::gettid() };
    for (number, group) in HOLD_THE_ID.iter().enumerate() {
        let words = (0..64).filter(|bit| {
            let address = data + (number * 64 + bit) * WORD;
            // SAFETY: the library's data about a thread, and what follows them there, is larger than what is looked at.
            unsafe { (address as *const libc::pid_t).read_volatile() == id }
        });
        let bits = words.fold(0, |bits: u64, bit| bits | 1 << bit);
        group.fetch_and(bits, Ordering::Relaxed);
    }
}

/// The offset, in bytes, at which each of the threads had its id, if there is just one.
fn only_place() -> Option<usize> {
    let holds = |word: &usize| {
        let group = HOLD_THE_ID[word / 64].load(Ordering::Relaxed);
        group & 1 << (word % 64) != 0
    };
    let mut words = (0..LIBRARY_DATA).filter(holds);
    let word = words.next()?;
    words.next().is_none().then_some(word * WORD)
}

/// What clone(2) is to set for a thread like this one.
pub(super) fn thread_pointer() -> usize {
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

/// The kernel writes 0 over the id, and wakes the thread that waits for that.
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
/// This is a child of the server, the task has not run yet, and what is below `top` is not in use.
pub(super) unsafe fn run(
    task: TaskId,
    top: usize,
    body: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) -> bool {
    let Some(thread) = THREADS.get(task.index().wrapping_sub(1)) else {
        return false;
    };
    let offset = ID.load(Ordering::Relaxed);
    if offset == 0 {
        return false;
    }
    let pointer = thread.pointer.load(Ordering::Relaxed);
    let id = thread.data.load(Ordering::Relaxed) + offset;
    // SAFETY: the caller's.
    unsafe { system::clone_thread(top, pointer, id, body, argument) > 0 }
}

/// The thread pointer of the task's thread, if there is one that is ready.
pub(super) fn pointer_of(task: TaskId) -> Option<usize> {
    let thread = THREADS.get(task.index().wrapping_sub(1))?;
    (ID.load(Ordering::Relaxed) != 0).then(|| thread.pointer.load(Ordering::Relaxed))
}

/// Tells the library that the threads that are ready run on this one.
///
/// # Safety
/// This is a child of the server, and has one thread.
pub(super) unsafe fn adopt_all() {
    let offset = ID.load(Ordering::Relaxed);
    for thread in THREADS.iter().filter(|_| offset != 0) {
        let id = thread.data.load(Ordering::Relaxed) + offset;
        // SAFETY: the library's data about a thread stays where it is, and holds the id there.
        unsafe { (id as *mut libc::pid_t).write(libc::gettid()) };
    }
}
