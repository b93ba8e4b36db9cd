//! Reports a stack that overflows in the words of std, which knows only the stacks of its own threads.

use ::std::cell::UnsafeCell;
use ::std::ffi::{c_int, c_void};
use ::std::io;
use ::std::ptr;

use super::arena::PAGE;
use super::{state, task};

/// As much as the handler needs, and more than the kernel does.
const SIZE: usize = 64 << 10;

#[repr(align(16))]
struct Reserve(UnsafeCell<[u8; SIZE]>);

// SAFETY: only the kernel and the handler use it, and of a process's threads only the one that holds the baton runs code that
// can overflow its stack. After that the process ends.
unsafe impl Sync for Reserve {}

/// The stack of the handler: that of the thread is used up.
static RESERVE: Reserve = Reserve(UnsafeCell::new([0; SIZE]));

/// Reports overflows from now on, in this process and in those that are forked from this thread.
///
/// # Errors
/// What the system refuses.
pub(crate) fn report() -> io::Result<()> {
    report_in_this_thread();
    // SAFETY: an all-zero action is one, and the handler calls only what a handler may call.
    let result = unsafe {
        let mut action: libc::sigaction = ::std::mem::zeroed();
        action.sa_sigaction = on_fault as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_RESETHAND;
        libc::sigaction(libc::SIGSEGV, &action, ptr::null_mut())
    };
    match result {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Gives this thread the stack on which an overflow of its own is reported.
pub(crate) fn report_in_this_thread() {
    let stack = libc::stack_t {
        ss_sp: RESERVE.0.get().cast(),
        ss_flags: 0,
        ss_size: SIZE,
    };
    // SAFETY: it is there for good. If it is refused, the signal ends the process without a word.
    unsafe { libc::sigaltstack(&stack, ptr::null_mut()) };
}

/// Whether the address is where a thread meets the end of its stack, which is this thread's.
fn is_beyond_the_stack(address: usize) -> bool {
    let (low, _) = task::stack();
    (low.saturating_sub(PAGE)..low + PAGE).contains(&address)
}

/// What the kernel calls on a fault. After it has returned, the same fault ends the process, as if it had not been there.
extern "C" fn on_fault(_signal: c_int, info: *const libc::siginfo_t, _context: *mut c_void) {
    // SAFETY: the kernel passes it, as sigaction(2) says for SA_SIGINFO.
    let address = unsafe { (*info).si_addr() } as usize;
    if let Some(me) = task::current().filter(|_| is_beyond_the_stack(address)) {
        // SAFETY: the thread holds the baton, and no code of it goes on that has the state in hand.
        let state = unsafe { &*state::pointer() };
        let name = match state.text(state.tasks[me.index()].name) {
            [] => b"<unknown>",
            name => name,
        };
        let (before, after) = (b"\nthread '", b"' (0) has overflowed its stack\n");
        [before, name, after].into_iter().for_each(complain);
        complain(b"fatal runtime error: stack overflow, aborting\n");
        // SAFETY: a handler may call it.
        unsafe { libc::abort() };
    }
}

fn complain(bytes: &[u8]) {
    // SAFETY: the bytes are there; a handler may call it.
    unsafe { libc::write(libc::STDERR_FILENO, bytes.as_ptr().cast(), bytes.len()) };
}
