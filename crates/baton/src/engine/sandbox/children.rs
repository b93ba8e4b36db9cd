//! Forking children, waiting for them, and leaving none behind.

use ::std::ffi::CStr;
use ::std::fs;
use ::std::io;
use ::std::path::{Path, PathBuf};
use ::std::sync::atomic::{AtomicI32, AtomicPtr, Ordering};

use super::{filter, signals};
use crate::engine::system::check;

/// glibc's fork without what it does for processes that have more than one thread. Null where there is none.
static PLAIN_FORK: AtomicPtr<libc::c_void> = AtomicPtr::new(::std::ptr::null_mut());

const PLAIN_FORK_NAME: &CStr = c"_Fork";

/// The server, for handlers of signals, which children inherit.
static SERVER: AtomicI32 = AtomicI32::new(0);

/// The signal that has asked the server to end; 0 for none.
static ASKED_TO_END: AtomicI32 = AtomicI32::new(0);

/// Whether a signal has asked the server to end.
pub(crate) fn asked_to_end() -> bool {
    ASKED_TO_END.load(Ordering::Relaxed) != 0
}

/// Ends this process by the signal that has asked for it, if one has: so its parent learns of it.
pub(crate) fn end_as_asked() {
    let signal = ASKED_TO_END.load(Ordering::Relaxed);
    if signal != 0 {
        // SAFETY: plain system call; its handler is no longer in place.
        unsafe { libc::raise(signal) };
    }
}

/// Lets the end of a child, or that it is stopped, interrupt [`wait_for_events`] and nothing else, and lets the server tidy up when it is asked to
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
    handle(libc::SIGCHLD, nothing, libc::SA_RESTART)?;
    for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGTERM] {
        handle(signal, be_asked, libc::SA_RESETHAND)?;
    }
    // For the children.
    let refused = filter::refused as *const () as libc::sighandler_t;
    handle_by(libc::SIGSYS, refused, libc::SA_SIGINFO | libc::SA_RESETHAND)
}

fn handle(signal: i32, handler: extern "C" fn(i32), flags: i32) -> io::Result<()> {
    handle_by(signal, handler as libc::sighandler_t, flags)
}

/// As `handle`, for a handler of the type that the flags require.
fn handle_by(signal: i32, handler: libc::sighandler_t, flags: i32) -> io::Result<()> {
    // SAFETY: an all-zero action is a valid one, and the handlers here do only what a handler may.
    unsafe {
        let mut action: libc::sigaction = ::std::mem::zeroed();
        action.sa_sigaction = handler;
        action.sa_flags = flags;
        check(libc::sigaction(signal, &action, ::std::ptr::null_mut()))?;
    }
    Ok(())
}

extern "C" fn nothing(_signal: i32) {}

extern "C" fn be_asked(signal: i32) {
    // SAFETY: calls that a handler may make.
    unsafe {
        if libc::getpid() == SERVER.load(Ordering::Relaxed) {
            ASKED_TO_END.store(signal, Ordering::Relaxed);
        } else {
            // A child is any program: the signal, which has no handler any more, ends it as soon as this returns.
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
    /// A child that has ended, and its wait status.
    Ended(i32, i32),
    /// A child that is stopped, and by which signal; it is not reaped.
    Stopped(i32, i32),
    /// One that was stopped goes on.
    Continued(i32),
    /// There are children, and none has changed.
    NoneChanged,
    /// There are none.
    NoChildren,
}

/// Takes a child that has ended off the system's list, or hears of one that was stopped or goes on, if there is one.
pub(crate) fn reap_any() -> Reaped {
    let mut status = 0;
    let how = libc::WNOHANG | libc::WUNTRACED | libc::WCONTINUED | libc::__WALL;
    // SAFETY: plain system call.
    match unsafe { libc::waitpid(-1, &mut status, how) } {
        0 => Reaped::NoneChanged,
        id if id < 0 => Reaped::NoChildren,
        id if libc::WIFSTOPPED(status) => Reaped::Stopped(id, libc::WSTOPSIG(status)),
        id if libc::WIFCONTINUED(status) => Reaped::Continued(id),
        id => Reaped::Ended(id, status),
    }
}

/// Ends a child and waits for its end.
pub(crate) fn end(id: i32) {
    if !signals::kill(id) {
        return;
    }
    let mut status = 0;
    loop {
        // SAFETY: a child of ours, reaped here only.
        let reaped = unsafe { libc::waitpid(id, &mut status, libc::__WALL) };
        // One that asked to be traced tells of other things, too.
        if reaped == id && (libc::WIFEXITED(status) || libc::WIFSIGNALED(status)) {
            return;
        }
        if reaped < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return;
        }
    }
}

/// Ends and reaps all processes that the program's processes left behind. The group is killed as one, because its processes
/// may fork faster than they could be killed one by one; then each child outside of the group.
pub(crate) fn end_orphans(group: i32) {
    loop {
        match reap_any() {
            Reaped::Ended(..) | Reaped::Stopped(..) | Reaped::Continued(_) => continue,
            Reaped::NoChildren => return,
            Reaped::NoneChanged => {
                let children: Vec<i32> = children_of(::std::process::id()).collect();
                // Until one is in the group: then all of it is killed.
                children.iter().any(|id| signals::kill_group(group, *id));
                children.into_iter().for_each(end);
            }
        }
    }
}

/// The children of a process, by the system's lists.
fn children_of(process: u32) -> impl Iterator<Item = i32> {
    let mut children: Vec<i32> = Vec::new();
    for thread in entries(&format!("/proc/{process}/task")) {
        match fs::read_to_string(thread.join("children")) {
            Ok(list) => children.extend(
                list.split_whitespace()
                    .filter_map(|id| id.parse::<i32>().ok()),
            ),
            // Some kernels have no such lists.
            Err(_) => children.extend(children_by_parent(process)),
        }
    }
    children.into_iter()
}

fn children_by_parent(process: u32) -> Vec<i32> {
    let parent = process.to_string();
    entries("/proc")
        .filter(|entry| after_name(entry).split_whitespace().nth(1) == Some(&parent))
        .filter_map(|entry| entry.file_name()?.to_str()?.parse().ok())
        .collect()
}

fn entries(folder: &str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// What the system tells of a process or thread behind its name, the state first and the parent next. The name stands in
/// parentheses, and may hold any.
fn after_name(entry: &Path) -> String {
    let stat = fs::read(entry.join("stat")).unwrap_or_default();
    let stat = String::from_utf8_lossy(&stat);
    let rest = stat.rsplit_once(") ").map(|(_, rest)| rest);
    rest.unwrap_or_default().to_owned()
}
