//! baton: a `std` in which only the thread that holds the baton runs.
//!
//! An ordinary program that uses `std` and `fs2` is compiled against this crate instead of the real `std`, without a
//! change, and becomes a server: it is given a schedule (who goes at each step), runs its own `main` once under it, and
//! answers with the trace (who did what to which object, at which line, with which value). Everything else, such as the
//! search for the schedule that breaks the program, is the caller's.
//!
//! # How a program gets here
//! `rustc --extern std=libbaton.rlib --extern fs2=libbaton.rlib` makes every `std::` and `fs2::` path of that one crate
//! resolve to this one, prelude and macros included: it re-exports all of std and lays its own modules over it. Coverage
//! passes of the compiler call back before each plain memory access. The crate that is compiled is a generated one, whose
//! module is the program's text with one line behind it; [`build`] has that line, the main file and the arguments.
//!
//! # How an execution runs
//! The server stays single-threaded and runs nothing of the program. For each request it forks a child, and another for
//! each process that the program starts, so every `static` begins with its first value. Threads are real threads and
//! processes real processes, each asleep on its word in shared memory until the baton is handed to it; with the baton
//! comes the right to touch the shared state. An operation that others could notice is a *step*:
//!
//! 1. the task announces what it is about to do;
//! 2. who could go is computed: a task that waits for a held lock could not;
//! 3. the schedule chooses among them, or when it has ended, the default policy: the running task goes on unless it gives
//!    way, else the next in turn;
//! 4. the chosen task does what it had announced, and logs it.
//!
//! Programs run in an empty folder of their own, without a terminal, on one core, within limits of memory, file size,
//! steps and time. When an execution is over, all its processes are killed and its files removed.
//!
//! # What is a step
//! - `thread`: spawn, the beginning and the end of each thread, join, scope's joins, park, unpark, yield, sleep
//! - `sync`: Mutex, RwLock, Condvar, Barrier, Once, OnceLock, LazyLock, mpsc, atomics, fences; poison flags
//! - `fs`: each call on a file or a path; locks on files, by `File::lock` and by fs2's `FileExt`
//! - `process`: starting this same program, waiting, killing, exit; printing
//! - plain accesses to statics, when the process has more than one thread, and to memory that another task has used or
//!   allocated; accesses before that are told afterwards ([`protocol::Earlier`])
//!
//! Time is virtual: it goes by when a task sleeps or looks at the clock. Sleeping orders nothing. A wait with a time limit
//! may end by it at any moment. A task that only repeats itself gives way, so that loops that wait for another task come
//! to their end; when all do, it is a livelock.
//!
//! The same schedule gives the same trace, pointers included. A schedule that names a task that cannot go is refused
//! ([`protocol::End::Diverged`]): the program does something by chance.
//!
//! # What it cannot see
//! - Executions are sequentially consistent: an atomic never reads an old value. What a weaker order should have published
//!   and did not shows as a data race ([`race`]) on plain data only.
//! - Copies of whole values (`memcpy`) make no callback, nor do accesses by code that was compiled before: `std`'s own and
//!   `core`'s that is not generic.
//! - `Arc`'s counting is no step and orders nothing; methods of `std::path::Path` that look at the disk are no steps.
//! - `std::io::{stdin, stdout, stderr}` used directly are the real ones: a lock on them that is held over a step can block
//!   the execution (its time limit ends it). Standard input is empty.
//! - Programs other than this one are started for real, and waited for with the baton in hand. A pipe between processes
//!   can be read when the writer has ended; a process cannot be given an open file as a stream.
//! - Random numbers (the order of a `HashMap`), the real clock (`SystemTime`), threads and processes made past `std`.
//! - More than 128 tasks, 64 processes, 65,536 steps; watching ends with 8192 places in memory.
//!
//! Linux on x86_64 and aarch64 (untried on the latter) only.
//!
//! # Layout
//! Public modules mirror std's and hold the shapes of its types; what they do is one non-generic core each, so that code
//! instantiated in the program has nothing of ours to be called back for. `engine` is the executor; [`protocol`], [`client`]
//! and [`race`] are what a caller needs, and have no part in the executor's state.

// What a program may name under `std::` is what the real one has; ours lies over it.
pub use ::std::*;

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#[macro_use]
mod print;

// What a caller needs is there everywhere.
pub mod build;
pub mod client;
pub mod protocol;
pub mod race;

// The rest only where the executor can run.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#[doc(hidden)]
pub mod engine;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod env;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod fs;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod hint;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod io;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod prelude;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod process;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod sync;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod thread;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub mod time;

// The same library serves as `fs2`.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub use fs::FileExt;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#[doc(hidden)]
pub use fs::lock_contended_error;
