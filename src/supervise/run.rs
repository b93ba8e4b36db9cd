//! One run: starts the program, has it watched, ends it, and reports the outcome.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use rustix::process::WaitStatus;

use super::inspect::Crowd;
use super::job::{End, Job, Outcome};
use super::program::Program;
use super::watch::{Ending, MANY, Watch};
use super::{Captured, limits, tree};

/// Why there is no outcome.
#[derive(Debug)]
pub(super) enum Failure {
    /// The kit does not want it any more; all is ended.
    KitIsGone,
    /// Our own error, in words.
    Internal(String),
}

/// Runs the job to its end; `kit` becomes readable or hangs up when the kit is
/// gone.
pub(super) fn run(job: &Job, kit: BorrowedFd) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let before = Spent::by_ended();
    let program = match Program::start(job) {
        Ok(program) => program,
        Err(error) => {
            let reason = reason_not_started(job, &error);
            return Ok(Outcome::without_output(End::NotStarted { reason }, 0.0));
        }
    };
    let _urgent = limits::Urgent::now();
    let mut watch = Watch::new(job, program, started);
    let ending = watch.until_it_ends(kit);
    let seconds = started.elapsed().as_secs_f64();
    let left = match ending {
        Ok(Ending::ByItself) => tree::descendants(MANY.max(job.limits.processes as usize)),
        _ => Vec::new(),
    };
    let left_running = Crowd::new(job, &left).main_threads();
    let status = tree::end_all(watch.pid())
        .map_err(|_| Failure::Internal("some processes could not be ended".into()))?;
    let ending = ending?;
    let (stdout, stderr, killed) = watch.seen();
    let written = stdout.total_bytes + stderr.total_bytes;
    let end = match ending {
        Ending::Forced(end) => end,
        Ending::ByItself if written > job.limits.output => End::OutputLimit,
        // The first of a crowd may fail while the others go on.
        Ending::ByItself if left.len() > job.limits.processes as usize => End::ProcessLimit {
            count: left.len().try_into().unwrap_or(u32::MAX),
        },
        Ending::ByItself => own_end(status, &stderr),
    };
    let spent = Spent::by_ended();
    Ok(Outcome {
        end,
        stdout,
        stderr,
        seconds,
        processor_seconds: spent.processor_seconds - before.processor_seconds,
        waits: spent.waits.saturating_sub(before.waits),
        left_running,
        killed,
    })
}

/// What all children that were waited for have spent, and theirs.
#[derive(Default)]
struct Spent {
    processor_seconds: f64,
    waits: u64,
}

impl Spent {
    fn by_ended() -> Spent {
        let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else {
            return Spent::default();
        };
        let time = usage.user_time() + usage.system_time();
        Spent {
            processor_seconds: time.num_microseconds() as f64 / 1e6,
            waits: u64::try_from(usage.voluntary_context_switches()).unwrap_or(0),
        }
    }
}

/// The end of a program that was not ended by us.
fn own_end(status: WaitStatus, stderr: &Captured) -> End {
    const SIGXFSZ: i32 = 25;
    let end = match (status.exit_status(), status.terminating_signal()) {
        (Some(0), _) => return End::Exited { code: 0 },
        (Some(code), _) => End::Exited { code },
        (None, Some(SIGXFSZ)) => End::FileLimit,
        (None, signal) => End::Signaled {
            signal: signal.unwrap_or_default(),
        },
    };
    match refused_allocation(stderr) {
        Some(bytes) => End::MemoryLimit { bytes },
        None => end,
    }
}

/// How many bytes a Rust program, or one that it started, did not get when it
/// asked for them: std says so on standard error before it aborts.
fn refused_allocation(stderr: &Captured) -> Option<u64> {
    let lines = stderr.head.lines().chain(stderr.tail.lines());
    let mut bytes = lines.filter_map(|line| {
        let rest = line.strip_prefix("memory allocation of ")?;
        rest.strip_suffix(" bytes failed")?.parse().ok()
    });
    bytes.next_back()
}

fn reason_not_started(job: &Job, error: &io::Error) -> String {
    if !job.dir.is_dir() {
        return format!("the folder {} does not exist", job.dir.display());
    }
    format!("cannot start {}: {error}", job.program.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stderr(head: &str, tail: &str) -> Captured {
        Captured {
            head: head.into(),
            tail: tail.into(),
            ..Captured::default()
        }
    }

    #[test]
    fn a_refused_allocation_is_read_from_head_or_tail() {
        let said = "memory allocation of 2147483648 bytes failed\n";
        assert_eq!(refused_allocation(&stderr(said, "")), Some(2 << 30));
        let tail = format!("cut off\n{said}");
        assert_eq!(refused_allocation(&stderr("x\n", &tail)), Some(2 << 30));
    }

    #[test]
    fn other_words_about_memory_are_no_refused_allocation() {
        let said =
            "I fear: memory allocation of 7 bytes failed\nmemory allocation of x bytes failed\n";
        assert_eq!(refused_allocation(&stderr(said, "")), None);
    }
}
