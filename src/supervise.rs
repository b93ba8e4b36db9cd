//! Runs a program with a limit and an end, and leaves nothing of it behind.
//!
//! The kit starts one process of itself beside it (`racelings supervise`, a
//! hidden subcommand that ends up in [`serve`]). That *supervisor* starts,
//! watches and ends every program for the kit, compilers and exercises alike:
//!
//! - it is the leader of a session without a terminal, so nothing that it
//!   starts can read the learner's keys;
//! - on Linux every orphan among its descendants becomes its child (it is a
//!   *subreaper*, prctl(2)), so nothing can hide from it by forking twice or
//!   by starting a session of its own;
//! - it gets jobs as lines of JSON on its standard input, and answers each with
//!   one line on its standard output. When its input closes, for the kit was
//!   quit, cancelled the job, crashed or was killed, it ends all that it
//!   started, and then itself. So nothing survives the kit.
//!
//! The kit's side of it is [`Supervisor`]. If the supervisor itself is killed
//! (an exercise may do so by mistake), the kit notices, ends what is left of
//! that session, says so ([`End::SupervisorKilled`]), and starts another one
//! for the next job.
//!
//! The proof that nothing is left is the kernel's own: a job is over when
//! waitpid(2) says that the supervisor has no child any more (`ECHILD`). Where
//! there are no subreapers (other than Linux) this holds for the program's own
//! process group only.
//!
//! An exercise whose threads all wait for each other is not run to its time
//! limit: the module `deadlock` explains how it is distinguished from a slow one.

mod cancel;
mod capture;
mod client;
mod connection;
mod deadlock;
mod inspect;
mod job;
mod leftovers;
mod limits;
mod platform;
mod proc_fs;
mod program;
mod run;
mod server;
mod signals;
mod syscall;
mod time;
mod tree;
mod watch;

pub use cancel::Cancel;
pub use capture::Captured;
pub use client::{SuperviseError, Supervisor};
pub use job::{Crash, Doing, End, Environment, Job, Killed, Limits, Outcome, Task};
pub use server::serve;

pub(crate) use leftovers::{end as end_what_was_left, fresh_mark};
