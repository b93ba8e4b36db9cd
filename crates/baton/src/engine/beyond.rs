//! Functions of the C library that lead out of what the executor controls: sockets, pipes, other processes, signals.
//!
//! std calls them, and so may a program directly. They stand in for the library's: a task that calls one ends the
//! execution ([`unsupported`]); everything else, the server and this crate's own calls among it, gets the library's.

use ::std::ffi::{CStr, c_char, c_int, c_void};

use super::{frames, system, task, unsupported};

const SOCKETS: &str = "sockets (`std::net`)";
const LOCAL_SOCKETS: &str = "sockets (`std::os::unix::net`)";
const NAMES: &str = "host names (`std::net::ToSocketAddrs`)";
const PIPES: &str = "anonymous pipes (`std::io::pipe`)";
const FORK: &str = "`fork`";
const PROGRAMS: &str = "other programs (`Command::spawn`)";
pub(super) const PROCESSES: &str = "processes made past std (`fork`, `clone`)";
const COMMANDS: &str = "other programs (`system`, `popen`)";
pub(super) const SIGNALS: &str = "signals (`kill`)";
const HANDLERS: &str = "signal handlers (`sigaction`)";
const THREADS: &str = "threads made past std (`pthread_create`)";

/// Ends the execution if there is something to refuse, and the caller is a task. `frame` is the stand-in's, so its
/// caller's line is the first.
fn refuse<'a>(what: impl Into<Option<&'a str>>, frame: usize) {
    if let Some(what) = what.into()
        && task::observed().is_some()
    {
        unsupported::stop_at(what, None, frames::frames_from(frame));
    }
}

/// A process may send signals to itself: that leads nowhere else.
fn is_itself(id: libc::pid_t) -> bool {
    // SAFETY: asks for a number.
    id == 0 || id == unsafe { libc::getpid() }
}

/// Whether that is a function of the program, and not one of the two ways to do without.
fn is_handler(handler: libc::sighandler_t) -> bool {
    handler != libc::SIG_DFL && handler != libc::SIG_IGN
}

/// Whether the action is there and calls a function.
fn installs_handler(action: *const libc::sigaction) -> bool {
    // SAFETY: sigaction(2)'s caller passes one that can be read, or null.
    unsafe { action.as_ref() }.is_some_and(|action| is_handler(action.sa_sigaction))
}

/// The library's own function of that name; `None` where there is none.
fn next(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the name ends with NUL.
    let found = unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

macro_rules! stand_ins {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty: $what:expr;)*) => {
        $(
            /// As the C library's.
            ///
            /// # Safety
            /// As the C library's.
            #[doc(hidden)]
            #[cfg_attr(not(miri), unsafe(no_mangle))]
            pub unsafe extern "C" fn $name($($argument: $type),*) -> $result {
                refuse($what, frames::frame_pointer());
                let name = ::std::ffi::CStr::from_bytes_with_nul(concat!(stringify!($name), "\0").as_bytes());
                match name.ok().and_then(next) {
                    // SAFETY: the caller's, and the library's function of that name has that type.
                    Some(function) => unsafe {
                        ::std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($type),*) -> $result>(function)(
                            $($argument),*
                        )
                    },
                    None => system::told_as_a_library_does(-(libc::ENOSYS as isize)) as $result,
                }
            }
        )*

        /// All of them, to be named by what every program needs.
        pub(super) fn stand_ins() -> Vec<*const ()> {
            vec![$($name as *const ()),*]
        }
    };
}

type Strings = *const *mut c_char;

stand_ins! {
    socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int:
        if domain == libc::AF_UNIX { LOCAL_SOCKETS } else { SOCKETS };
    socketpair(domain: c_int, kind: c_int, protocol: c_int, ends: *mut c_int) -> c_int: LOCAL_SOCKETS;
    getaddrinfo(
        host: *const c_char,
        service: *const c_char,
        hints: *const libc::addrinfo,
        found: *mut *mut libc::addrinfo
    ) -> c_int: NAMES;
    pipe(ends: *mut c_int) -> c_int: PIPES;
    pipe2(ends: *mut c_int, flags: c_int) -> c_int: PIPES;
    fork() -> c_int: FORK;
    posix_spawn(
        id: *mut libc::pid_t,
        path: *const c_char,
        actions: *const libc::posix_spawn_file_actions_t,
        attributes: *const libc::posix_spawnattr_t,
        arguments: Strings,
        environment: Strings
    ) -> c_int: PROGRAMS;
    posix_spawnp(
        id: *mut libc::pid_t,
        path: *const c_char,
        actions: *const libc::posix_spawn_file_actions_t,
        attributes: *const libc::posix_spawnattr_t,
        arguments: Strings,
        environment: Strings
    ) -> c_int: PROGRAMS;
    system(command: *const c_char) -> c_int: COMMANDS;
    popen(command: *const c_char, mode: *const c_char) -> *mut libc::FILE: COMMANDS;
    sigaction(signal: c_int, new: *const libc::sigaction, old: *mut libc::sigaction) -> c_int: installs_handler(new).then_some(HANDLERS);
    pthread_create(
        thread: *mut libc::pthread_t,
        attributes: *const libc::pthread_attr_t,
        main: extern "C" fn(*mut c_void) -> *mut c_void,
        argument: *mut c_void
    ) -> c_int: THREADS;
    kill(id: libc::pid_t, signal: c_int) -> c_int: (!is_itself(id)).then_some(SIGNALS);
    signal(number: c_int, handler: libc::sighandler_t) -> libc::sighandler_t: is_handler(handler).then_some(HANDLERS);
}
