//! Forking children, waiting for them, and leaving none behind.

use ::std::ffi::CStr;
use ::std::fs;
use ::std::io;
use ::std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

use super::check;

/// glibc's fork without what it does for processes that have more than one thread. Null where there is none.
static PLAIN_FORK: AtomicPtr<libc::c_void> = AtomicPtr::new(::std::ptr::null_mut());

const PLAIN_FORK_NAME: &CStr = c"_Fork";

/// The server, for handlers of signals, which children inherit.
static SERVER: AtomicI32 = AtomicI32::new(0);

static ASKED_TO_END: AtomicBool = AtomicBool::new(false);

/// Whether a signal has asked the server to end.
pub(crate) fn asked_to_end() -> bool {
    ASKED_TO_END.load(Ordering::Relaxed)
}

/// Lets the end of a child interrupt [`wait_for_events`] and nothing else, and lets the server tidy up when it is asked to
/// end.
pub(crate) fn watch() -> io::Result<()> {
    // SAFETY: asks for a number; the set is initialised before it is used; the name ends with NUL.
    unsafe {
        SERVER.store(libc::getpid(), Ordering::Relaxed);
        let mut set: libc::sigset_t = ::std::mem::zeroed();
        libc::sigaddset(&mut set, libc::SIGCHLD);
        check(libc::sigprocmask(
            libc::SIG_BLOCK,
            &set,
            ::std::ptr::null_mut(),
        ))?;
        let plain = libc::dlsym(libc::RTLD_DEFAULT, PLAIN_FORK_NAME.as_ptr());
        PLAIN_FORK.store(plain, Ordering::Relaxed);
    }
    handle(
        libc::SIGCHLD,
        nothing,
        libc::SA_RESTART | libc::SA_NOCLDSTOP,
    )?;
    for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGTERM] {
        handle(signal, end, 0)?;
    }
    Ok(())
}

fn handle(signal: i32, handler: extern "C" fn(i32), flags: i32) -> io::Result<()> {
    // SAFETY: an all-zero action is a valid one, and the handlers here do only what a handler may.
    unsafe {
        let mut action: libc::sigaction = ::std::mem::zeroed();
        action.sa_sigaction = handler as libc::sighandler_t;
        action.sa_flags = flags;
        check(libc::sigaction(signal, &action, ::std::ptr::null_mut()))?;
    }
    Ok(())
}

extern "C" fn nothing(_signal: i32) {}

extern "C" fn end(signal: i32) {
    // SAFETY: calls that a handler may make.
    unsafe {
        if libc::getpid() == SERVER.load(Ordering::Relaxed) {
            ASKED_TO_END.store(true, Ordering::Relaxed);
        } else {
            // A child is any program: the signal ends it as soon as this returns.
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    }
}

/// As fork(2).
///
/// # Errors
/// What the system refuses.
pub(crate) fn fork() -> io::Result<i32> {
    let plain = PLAIN_FORK.load(Ordering::Relaxed);
    // SAFETY: the server has one thread, so the child has all of it, and no lock is held; `_Fork` has fork's type.
    check(unsafe {
        if plain.is_null() {
            libc::fork()
        } else {
            ::std::mem::transmute::<*mut libc::c_void, extern "C" fn() -> i32>(plain)()
        }
    })
}

/// Waits until there is something to read, a child ends, or the time is over; what poll(2) says, 0 for all but the first.
///
/// # Errors
/// What ppoll(2) says.
pub(crate) fn wait_for_events(waits: &mut [libc::pollfd], milliseconds: u64) -> io::Result<i32> {
    let time = libc::timespec {
        tv_sec: (milliseconds / 1000) as libc::time_t,
        tv_nsec: (milliseconds % 1000 * 1_000_000) as libc::c_long,
    };
    // SAFETY: the array is as long as is said, an all-zero set is the empty one, and all live through the call.
    let ready = unsafe {
        let nothing_blocked: libc::sigset_t = ::std::mem::zeroed();
        libc::ppoll(
            waits.as_mut_ptr(),
            waits.len() as libc::nfds_t,
            &time,
            &nothing_blocked,
        )
    };
    match check(ready) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        other => other,
    }
}

/// What waiting for children comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reaped {
    /// A child and its wait status.
    Child(i32, i32),
    /// All that there are live.
    Nobody,
    /// There are none.
    NoChildren,
}

/// Takes a child that has ended off the system's list, if there is one.
pub(crate) fn reap_any() -> Reaped {
    let mut status = 0;
    // SAFETY: plain system call.
    match unsafe { libc::waitpid(-1, &mut status, libc::WNOHANG) } {
        0 => Reaped::Nobody,
        id if id > 0 => Reaped::Child(id, status),
        _ => Reaped::NoChildren,
    }
}

/// Waits for the child's end.
pub(crate) fn reap(id: i32) {
    // SAFETY: a child of ours, reaped here only; nothing is written where the pointer is null.
    while unsafe { libc::waitpid(id, ::std::ptr::null_mut(), 0) } < 0 {
        if io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            break;
        }
    }
}

/// Ends and reaps whatever the program's processes left behind them.
pub(crate) fn kill_orphans() {
    loop {
        match reap_any() {
            Reaped::Child(..) => continue,
            Reaped::NoChildren => return,
            Reaped::Nobody => {}
        }
        let path = format!("/proc/self/task/{}/children", ::std::process::id());
        for child in fs::read_to_string(path)
            .unwrap_or_default()
            .split_whitespace()
        {
            if let Ok(id) = child.parse() {
                // SAFETY: a child of ours that is not reaped yet.
                unsafe { libc::kill(id, libc::SIGKILL) };
                reap(id);
            }
        }
    }
}
