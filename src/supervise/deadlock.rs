//! Judges whether the threads of a job wait for each other forever.
//!
//! Two looks at the job are enough to prove it. A *look* reads, for each thread
//! of each process, in this order: its count of switches away from a processor;
//! the system call that it is asleep in, which the kernel tells only of a
//! thread that is off its processor and not about to run; and the count again.
//! The verdict is a deadlock when
//!
//! 1. in both looks each thread is asleep in a wait that only the job itself
//!    can end: a futex without a time limit (a lock, a condition, a channel, a
//!    join), the lock of a file that a process of the job holds, or the end of
//!    a child; and
//! 2. the looks agree in all: the same threads, the same counts, the same waits.
//!
//! Why this is a proof: a thread that was off its processor in the first look
//! and in the second, with the same count before the first and after the second,
//! was never on it in between, because leaving it would have raised the count.
//! So between the end of the first look and the start of the second no thread
//! of the job ran at all, and all were asleep at the same time. A thread that
//! does not run wakes no thread, starts none and ends nothing; and only the
//! job's threads can end any of these waits. So nothing changes, ever.
//! How much time lies between the looks does not matter.
//!
//! All else is no deadlock *here*: a thread that runs, sleeps for a time, reads
//! (from a pipe that another process may fill), is stopped, or cannot be looked
//! at (another system, a forbidding kernel) leaves the job to its time limit.
//! So does a file's lock that is held by a process outside of the job.
//!
//! What is assumed of a program that has nothing but std and fs2: no timer
//! sends it signals (alarm(2)), it shares no memory with a program outside,
//! and it is no relay of processes each of which lives so short that two looks
//! at the list of them miss it.

use super::inspect::Seen;
use super::job::{Doing, Task};

/// All threads of a job, each in a wait that only the job can end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suspicion(Vec<Seen>);

impl Suspicion {
    /// Takes no more of the threads than it needs: one that may go on clears
    /// them all.
    pub(super) fn of(threads: impl IntoIterator<Item = Seen>) -> Option<Self> {
        let waiting = threads.into_iter().map(|seen| {
            let stuck = seen.switches.is_some() && needs_the_job(&seen.task.doing);
            stuck.then_some(seen)
        });
        let all: Vec<Seen> = waiting.collect::<Option<_>>()?;
        (!all.is_empty()).then_some(Self(all))
    }

    /// Whether this one, found after the other, proves the deadlock.
    pub(super) fn is_proved_by(&self, earlier: &Self) -> bool {
        self == earlier
    }

    pub(super) fn into_tasks(self) -> Vec<Task> {
        self.0.into_iter().map(|seen| seen.task).collect()
    }
}

/// Whether no process outside of the job can end this wait.
fn needs_the_job(doing: &Doing) -> bool {
    match doing {
        Doing::Lock | Doing::Join { .. } | Doing::Child { .. } => true,
        Doing::FileLock { held_by, .. } => held_by.is_some(),
        Doing::Running | Doing::Sleep | Doing::Other(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(tid: u32, switches: u64, doing: Doing) -> Seen {
        Seen {
            tid,
            switches: Some(switches),
            task: Task {
                pid: 10,
                process: "prog".into(),
                thread: format!("thread {tid}"),
                doing,
            },
        }
    }

    fn join() -> Doing {
        Doing::Join {
            thread: "inc".into(),
        }
    }

    fn file_lock(held_by: Option<&str>) -> Doing {
        Doing::FileLock {
            file: None,
            held_by: held_by.map(str::to_owned),
        }
    }

    #[test]
    fn each_wait_is_judged_by_who_can_end_it() {
        let table = [
            (Doing::Lock, true),
            (join(), true),
            (Doing::Child { process: None }, true),
            (file_lock(Some("dec")), true),
            (file_lock(None), false),
            (Doing::Running, false),
            (Doing::Sleep, false),
            (Doing::Other("stopped".into()), false),
            (Doing::Other("reads".into()), false),
        ];
        for (doing, suspicious) in table {
            let threads = [thread(10, 1, join()), thread(11, 1, doing.clone())];
            assert_eq!(Suspicion::of(threads).is_some(), suspicious, "{doing:?}");
        }
    }

    #[test]
    fn a_thread_that_ran_while_it_was_looked_at_clears_all() {
        let mut moved = thread(11, 1, Doing::Lock);
        moved.switches = None;
        assert_eq!(Suspicion::of([thread(10, 1, join()), moved]), None);
    }

    #[test]
    fn no_thread_at_all_is_no_deadlock() {
        assert_eq!(Suspicion::of([]), None);
    }

    #[test]
    fn no_more_threads_are_looked_at_than_needed() {
        let mut looked = 0;
        let threads = (0..100).map(|tid| {
            looked += 1;
            let doing = if tid < 3 { Doing::Lock } else { Doing::Running };
            thread(tid, 1, doing)
        });
        assert_eq!(Suspicion::of(threads), None);
        assert_eq!(looked, 4);
    }

    #[test]
    fn only_two_equal_looks_prove_it() {
        let look = |threads: &[(u32, u64, Doing)]| {
            let threads = threads.iter().cloned();
            Suspicion::of(threads.map(|(tid, switches, doing)| thread(tid, switches, doing)))
                .expect("only waits are listed")
        };
        let first = look(&[(10, 5, join()), (11, 7, Doing::Lock)]);
        let others = [
            look(&[(10, 6, join()), (11, 7, Doing::Lock)]),
            look(&[(10, 5, join()), (11, 8, Doing::Lock)]),
            look(&[(10, 5, join()), (12, 7, Doing::Lock)]),
            look(&[(10, 5, join())]),
            look(&[(10, 5, join()), (11, 7, Doing::Lock), (12, 0, Doing::Lock)]),
            look(&[(10, 5, Doing::Lock), (11, 7, Doing::Lock)]),
        ];
        assert!(first.clone().is_proved_by(&first));
        for other in others {
            assert!(!other.is_proved_by(&first), "{other:?}");
        }
    }
}
