//! baton: a `std` in which only the thread that holds the baton runs.
//!
//! An ordinary program that uses `std` and `fs2` is compiled against this crate instead of the real `std`, without a
//! change, and becomes a server: it is given a schedule (who goes at each step), runs its own `main` once under it, and
//! answers with the trace (who did what to which object, at which line, with which value). Everything else, such as the
//! search for the schedule that breaks the program, is the caller's.
//!
//! # How a program gets here
//! `rustc --extern std=libbaton.rlib` makes every `std::` path of that one crate resolve to this one, prelude and macros
//! included: it re-exports all of std and lays its own modules over it. The same is done for `core`, `alloc` and `fs2`: what
//! the first two have, std has under the same path. The compiler's own passes make calls to this
//! crate: sancov before each plain memory access, memprof in place of each copy of a whole value, tsan in place of each
//! atomic operation of std's. The crate that is compiled is a generated one, whose module is the program's text with one line behind it;
//! [`build`] has that line, the main file and the arguments.
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
//! Programs run in an empty folder of their own (in memory where there is room for that), without a terminal, on
//! one core, within limits of memory, file size, steps and time. When an execution is over, all its processes are killed and
//! its files removed. The server's own memory is none that these processes have, and what it reads of the memory that they
//! share it looks at byte by byte first (`engine::audit`): if a program wrote over it, the execution ends with
//! [`protocol::End::Damaged`]. It sends signals only to children of its own that it has not reaped. A server that ends, or that
//! a signal asks to end, removes its folder; the next server removes what a killed one has left.
//!
//! Before its first answer a server runs the program up to three times with nothing decided, to see which places in
//! memory its tasks share: from then on accesses to these are steps. So the first answer takes longer than others.
//!
//! # What is a step
//! - `thread`: spawn, the beginning and the end of each thread, join, scope's joins, park, unpark, yield, sleep
//! - `sync`: Mutex, RwLock, Condvar, Barrier, Once, OnceLock, LazyLock, mpsc, atomics, fences; poison flags
//! - `fs`: each call on a file or a path; looks at a path by methods of `std::path::Path` (`exists` and the like); locks on
//!   files, by `File::lock` and by fs2's `FileExt`
//! - `process`: starting this same program, waiting, killing, exit; printing, also by `std::io::{stdout, stderr}`; reading,
//!   writing and closing the pipes between processes, which have room for as much as pipe(7) says
//! - plain accesses to statics, when the process has more than one thread, and to memory that another task has used or
//!   allocated, on whose stack it lies, or that tasks share in a run with nothing decided; accesses before that are
//!   reported afterwards ([`protocol::Earlier`]). Freeing such memory is one too
//! - an `Arc`'s counting of its owners, from when a second task does it: with the orders that std's own code has
//!
//! Each step names the objects that it depends on or changes: one, and a second where there are two.
//!
//! Time is virtual: it goes by when a task sleeps, waits in vain, or looks at the clock. Sleeping orders nothing. A wait with
//! a time limit may end by it at any moment. A task that only repeats itself yields, so that loops that wait for another
//! task come to their end; when all do, it is a livelock.
//!
//! A plain access that is no step is counted only. A request can ask which of these are reads of a number
//! ([`protocol::Rules::watched`]), and have one of them read another number ([`protocol::Rules::misread`]): what depends
//! on it comes out differently.
//!
//! Each panic is in the trace, with its place and whether the program caught it, whatever panic hook the program sets.
//!
//! The same decisions give the same trace, pointers and the order of a `HashMap` included. Where a decision cannot be
//! followed, the execution ends ([`protocol::End::Diverged`]): the program is nondeterministic.
//!
//! # What it cannot see
//! - Operations on atomics take effect one after the other. One goes by an older value, or fails spuriously, where the request
//!   decides that ([`protocol::Decision::ReadFrom`]), and the crate `explore` says which could (`memory::stale_reads`).
//!   Loads that read what is stored only later are not to be had. What a weaker order should have published and did not also
//!   shows as a data race on plain data.
//! - A process is killed where the request decides that ([`protocol::Decision::Crash`]), the first one never. Files keep what was
//!   written to them: that the machine stops, and what was not synchronised is lost, is not to be had.
//! - Code that was compiled before makes no callback for its accesses: `std`'s own, and `core`'s that is not generic. An
//!   exception is made for the bytes that `String::clone` copies. A copy of a whole value is one step, whose value is not in
//!   the trace: no task is preempted in the middle of it, but another task's access there is a data race anyway.
//! - Memory that only its allocating task has used may be allocated again once that task frees it, unless another execution
//!   shows it shared or freed by another task. A use after that free is not found.
//! - Where only one task has used some memory so far and a run with nothing decided does not show it shared, its owner
//!   cannot be preempted there; a data race is still found.
//! - A receiver counts as waiting (`try_send` without room) from its last step before.
//! - Links, `canonicalize`, permissions, `set_current_dir` and variables of the environment: no steps.
//! - A lock on `std::io::{stdout, stderr}` keeps no other thread from writing. The first process's standard input is empty.
//! - System calls that a program makes past std and the C library, except for those that make processes.
//! - What other tasks do while one runs on without a step: it keeps the baton until [`protocol::End::TimeLimit`].
//!   [`protocol::Task::detached`] says whether that task could still have been joined.
//! - More than 128 tasks, 64 processes, 65,536 steps; watching ends with 8192 places in memory.
//!
//! # What it does not control
//! The execution ends with [`protocol::End::Unsupported`], which has a name and a place, where a task
//! - uses sockets, host names, pipes other than those between this program's processes, signals to others or handlers of
//!   them, threads or processes made past std (`fork`, `pthread_create`); also where a system call makes the process, which
//!   a filter of the kernel's refuses (`engine::sandbox::filter`);
//! - starts another program by the C library's `system` or `popen`;
//! - starts another program while anything else goes on, or by `Command::spawn`, or replaces itself by one (`exec`);
//! - changes a file outside of the execution's folder: other executions would see it, too;
//! - gives a process of this program a file as a stream, another user, a group of its own or code to run first;
//! - asks for the descriptor of a stream of a process, or of a file that it has locked.
//!
//! The executor is there on Linux on x86_64 and aarch64 (untried on the latter), with glibc at its best; [`build`],
//! [`client`] and [`protocol`] are there everywhere.
//!
//! # How fast
//! Two threads with a mutex (29 steps) take about 0.25 ms, two processes with a lock on a file (29 steps, 18 calls on files)
//! 0.75 ms, on one core of a virtual machine. Nearly all of it is the kernel's: making and ending processes and threads, and
//! their page faults. So the server prepares threads that only have to be woken (`engine::prepared`), what an execution
//! writes to lies close together (`engine::arena`), and the server's own memory is none that a fork would copy.
//!
//! # Layout
//! Public modules mirror std's and hold the shapes of its types; what they do is one non-generic core each, so that code
//! instantiated in the program has nothing of ours to be called back for. `engine` is the executor; [`client`] and the
//! crate [`protocol`] are what a caller needs, and have no part in the executor's state. Four functions stand in for the
//! C library's, where std would call it: `statx`, `getrandom`, `memcpy`, and the one that registers destructors of
//! thread-local values. Those of `engine::beyond` end the execution.

/// Whether the executor can run on this system: `cfg(executor)`, from this package's build script.
pub const RUNS_HERE: bool = cfg!(executor);

// What a program may name under `std::` is what the real one has; ours lies over it.
pub use ::std::*;

#[cfg(executor)]
#[macro_use]
#[doc(hidden)]
pub mod print;

// What a caller needs is there everywhere.
pub mod build;
pub mod client;
mod fixed;
mod memory_folder;
pub mod removal;

// The rest only where the executor can run.
#[cfg(executor)]
#[doc(hidden)]
pub mod engine;
#[cfg(executor)]
pub mod env;
#[cfg(executor)]
pub mod fs;
#[cfg(executor)]
pub mod hint;
#[cfg(executor)]
pub mod io;
#[cfg(executor)]
pub mod os;
#[cfg(executor)]
pub mod panic;
#[cfg(executor)]
pub mod prelude;
#[cfg(executor)]
pub mod process;
#[cfg(executor)]
pub mod sync;
#[cfg(executor)]
pub mod thread;
#[cfg(executor)]
pub mod time;

// The same library serves as `fs2`.
#[cfg(executor)]
pub use fs::FileExt;
#[cfg(executor)]
#[doc(hidden)]
pub use fs::lock_contended_error;
