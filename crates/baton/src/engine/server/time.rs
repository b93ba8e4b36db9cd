//! The time limit of an execution. Steps and accesses have limits of their own, which are the same on every machine. This
//! one is for a task that makes neither. On a busy machine the clock says little: what counts is what the execution had
//! of a processor, unless it waits for something that is none of its own.

use ::std::fs;
use ::std::time::{Duration, Instant};

use protocol::Activity;

use super::ending::Ending;
use crate::engine::repetition::Repetition;
use crate::engine::state;

/// So often an execution is looked at while its limit goes by.
const LOOKS: u32 = 4;

/// An execution that computes may have so many times the limit of a processor: its accesses have a limit of their own.
const MOST_COMPUTING: u32 = 8;

/// An execution that the machine holds up may take so many times its limit,
const MOST_HELD_UP: u32 = 16;

/// but in any case so long.
const LEAST_HELD_UP: Duration = Duration::from_secs(12);

/// How an execution stands to its time limit.
pub(super) struct Time {
    limit: Duration,
    /// When it is looked at next.
    pub(super) deadline: Instant,
    /// When it ends in any case.
    latest: Instant,
    /// How far it was at the look before.
    progress: Progress,
    /// What its processes had had of the processor by then.
    processor_then: Duration,
    /// What they had had when it began.
    processor_at_first: Duration,
}

/// How far an execution is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Progress {
    steps: u32,
    accesses: u64,
}

impl Progress {
    fn now() -> Progress {
        // SAFETY: numbers that are read while a task runs on; nothing depends on them but how long is waited.
        unsafe {
            let state = state::pointer();
            Progress {
                steps: (&raw const (*state).step_count).read_volatile(),
                accesses: Repetition::accesses(&raw const (*state).repetition),
            }
        }
    }
}

impl Time {
    /// `processor` is what its processes have had of the processor before.
    pub(super) fn starts(limit: Duration, processor: Duration) -> Time {
        let now = Instant::now();
        Time {
            limit,
            deadline: now + limit / LOOKS,
            latest: now + LEAST_HELD_UP.max(limit * MOST_HELD_UP),
            progress: Progress::default(),
            processor_then: processor,
            processor_at_first: processor,
        }
    }

    /// How the execution of these processes ends, now that its deadline has come; `None` if it gets more time.
    pub(super) fn at_the_deadline(&mut self, processes: &[i32]) -> Option<Ending> {
        let processor = time_on_processor(processes);
        let progress = Progress::now();
        let made_progress = ::std::mem::replace(&mut self.progress, progress) != progress;
        if made_progress {
            self.processor_then = processor;
        }
        if processor.saturating_sub(self.processor_then) >= self.limit {
            return Some(Ending::OutOfTime(Activity::Repeats));
        }
        if processor.saturating_sub(self.processor_at_first) >= self.limit * MOST_COMPUTING {
            return Some(Ending::OutOfTime(Activity::Computes));
        }
        if !made_progress && !can_run(processes) {
            return Some(Ending::OutOfTime(Activity::Waits));
        }
        let now = Instant::now();
        if now >= self.latest {
            return Some(Ending::HeldUp);
        }
        self.deadline = now + self.limit / LOOKS;
        None
    }
}

/// The kind of a process's clock: what the scheduler has counted.
const CLOCK_OF_ALL_THREADS: libc::clockid_t = 2;

/// The processor time that these processes have used so far.
pub(super) fn time_on_processor(processes: &[i32]) -> Duration {
    let of = |id: i32| {
        // As clock_getcpuclockid(3) makes it, without its question whether there is the process.
        let clock = !id << 3 | CLOCK_OF_ALL_THREADS;
        let mut time = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: writes one value of ours, and fails where the process is gone.
        if unsafe { libc::clock_gettime(clock, &mut time) } == 0 {
            Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
        } else {
            Duration::ZERO
        }
    };
    processes.iter().map(|id| of(*id)).sum()
}

/// Whether a thread of the execution can run or waits for a disk. True where that cannot be known.
fn can_run(processes: &[i32]) -> bool {
    processes.iter().any(|id| {
        let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else {
            return true;
        };
        let mut states = threads
            .flatten()
            .filter_map(|thread| fs::read_to_string(thread.path().join("stat")).ok());
        states.any(|stat| is_ready(&stat))
    })
}

/// Whether the thread of this line of `/proc/PID/task/TID/stat` is running (`R`), or in an uninterruptible wait (`D`);
/// proc(5).
fn is_ready(stat: &str) -> bool {
    let state = stat
        .rsplit_once(") ")
        .and_then(|(_, rest)| rest.chars().next());
    matches!(state, Some('R' | 'D'))
}

/// What the program's processes have had of the processor.
#[derive(Clone, Copy)]
pub(super) struct Used {
    by_ended: Duration,
    pub(super) by_living: Duration,
}

impl Used {
    /// All that this process has waited for; none lives.
    pub(super) fn by_ended() -> Self {
        // SAFETY: an all-zero value is a valid one, and the call writes it.
        let usage = unsafe {
            let mut usage: libc::rusage = ::std::mem::zeroed();
            libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
            usage
        };
        let part = |time: libc::timeval| {
            Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
        };
        Self {
            by_ended: part(usage.ru_utime) + part(usage.ru_stime),
            by_living: Duration::ZERO,
        }
    }

    pub(super) fn since(&self, before: Self) -> Duration {
        let all = |used: &Self| used.by_ended + used.by_living;
        all(self).saturating_sub(all(&before))
    }
}

#[cfg(test)]
mod tests {
    use super::is_ready;

    #[test]
    fn a_thread_is_ready_while_it_runs_or_waits_for_a_disk() {
        assert!(is_ready("7 (a) S) R 1 7"));
        assert!(is_ready("7 (a) D 1 7"));
        assert!(!is_ready("7 (R) S 1 7"));
        assert!(!is_ready(""));
    }
}
