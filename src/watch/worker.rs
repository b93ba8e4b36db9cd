//! The worker: a thread that makes the checks, one at a time, and reports their results.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::event::{Event, Generation};
use crate::catalog::Exercise;
use crate::check::verdict::{Checked, NotRun, Progress, Verdict};
use crate::progress::Moment;
use crate::report::Explaining;
use crate::supervise::Cancel;
use crate::terminal::panics;

/// How long a cancelled check may take to end what it has started, before the program ends without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something that checks an exercise until it is known or cancelled.
pub trait Check: Send + 'static {
    /// Checks the learner's file of this exercise.
    fn check(
        &mut self,
        exercise: &Exercise,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Checked;

    /// Writes the page of what a check of this exercise found, and says where; or why there is none.
    fn write_page(
        &mut self,
        exercise: &Exercise,
        checked: &Checked,
        explaining: Explaining,
        cancel: &Cancel,
    ) -> Result<PathBuf, String>;
}

/// The thread that checks.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<Sender<Job>>,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
    cancel: Cancel,
}

#[derive(Debug)]
struct Job {
    work: Work,
    exercise: Exercise,
    cancel: Cancel,
}

#[derive(Debug)]
enum Work {
    Check(Generation),
    /// The page of what a check found.
    Page(Box<Checked>, Explaining),
}

impl Worker {
    /// Starts the thread. It calls `tell` with what happens.
    pub fn start(check: impl Check, tell: impl Fn(Event) + Send + 'static) -> Worker {
        let (jobs, todo) = unbounded::<Job>();
        let (alive, ended) = bounded(0);
        thread::spawn(move || {
            let _alive: Sender<()> = alive;
            // Dropped before `_alive`: what it keeps of the last check is gone when the thread counts as ended.
            let mut check = check;
            for job in todo {
                let Job {
                    work,
                    exercise,
                    cancel,
                } = &job;
                tell(match work {
                    Work::Check(generation) => Event::Finished {
                        generation: *generation,
                        checked: Box::new(checked(&mut check, &job, *generation, &tell)),
                        at: Moment::now(),
                    },
                    Work::Page(checked, explaining) => {
                        let write = || check.write_page(exercise, checked, *explaining, cancel);
                        Event::PageWritten(panics::caught(write).unwrap_or_else(Err))
                    }
                });
            }
        });
        Worker {
            jobs: Some(jobs),
            ended,
            cancel: Cancel::new(),
        }
    }

    /// Has an exercise checked. A page that is being written is given up.
    pub fn check(&mut self, generation: Generation, exercise: Exercise) {
        self.begin(Work::Check(generation), exercise);
    }

    /// Has the page written of what a check found.
    pub fn write_page(
        &mut self,
        exercise: Exercise,
        checked: Box<Checked>,
        explaining: Explaining,
    ) {
        self.begin(Work::Page(checked, explaining), exercise);
    }

    fn begin(&mut self, work: Work, exercise: Exercise) {
        self.cancel();
        self.cancel = Cancel::new();
        let cancel = self.cancel.clone();
        if let Some(jobs) = &self.jobs {
            // It only fails when the thread has died of a panic, which ends the program by itself.
            let _ = jobs.send(Job {
                work,
                exercise,
                cancel,
            });
        }
    }

    /// Makes the running check end soon.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

impl Drop for Worker {
    /// Ends the running check and waits for it, so that nothing that it has started is left.
    fn drop(&mut self) {
        self.cancel();
        self.jobs = None;
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

fn checked(
    check: &mut impl Check,
    job: &Job,
    generation: Generation,
    tell: &impl Fn(Event),
) -> Checked {
    let mut on_progress = |progress| {
        tell(Event::Progressed {
            generation,
            progress,
        })
    };
    let result = panics::caught(|| check.check(&job.exercise, &job.cancel, &mut on_progress));
    result.unwrap_or_else(|reason| Checked {
        name: job.exercise.name.clone(),
        file: job.exercise.path().display().to_string(),
        is_starter: false,
        verdict: Verdict::NotRun(NotRun::Internal { reason }),
        notes: Vec::new(),
        seconds: 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::sample;

    impl<F> Check for F
    where
        F: FnMut(&Exercise, &Cancel, &mut dyn FnMut(Progress)) -> Checked + Send + 'static,
    {
        fn check(
            &mut self,
            exercise: &Exercise,
            cancel: &Cancel,
            on_progress: &mut dyn FnMut(Progress),
        ) -> Checked {
            self(exercise, cancel, on_progress)
        }

        fn write_page(
            &mut self,
            _: &Exercise,
            checked: &Checked,
            _: Explaining,
            cancel: &Cancel,
        ) -> Result<PathBuf, String> {
            while checked.verdict != sample::passes() && !cancel.is_cancelled() {
                thread::yield_now();
            }
            match cancel.is_cancelled() {
                true => Err("given up".into()),
                false => Ok("first.html".into()),
            }
        }
    }

    fn worker(check: impl Check) -> (Worker, Receiver<Event>) {
        let (sender, receiver) = unbounded();
        (
            Worker::start(check, move |event| sender.send(event).unwrap()),
            receiver,
        )
    }

    fn verdict(event: Event) -> Verdict {
        match event {
            Event::Finished { checked, .. } => checked.verdict,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_check_that_panics_is_an_internal_verdict_and_the_worker_goes_on() {
        let mut calls = 0;
        let (mut worker, events) = worker(
            move |_: &Exercise, _: &Cancel, _: &mut dyn FnMut(Progress)| {
                calls += 1;
                assert!(calls > 1, "the first time");
                sample::checked(0, sample::passes())
            },
        );
        worker.check(Generation(1), sample::catalog().exercises[0].clone());
        // Without the hook there is no message, but there is a verdict.
        assert!(matches!(
            verdict(events.recv().unwrap()),
            Verdict::NotRun(NotRun::Internal { .. })
        ));
        worker.check(Generation(2), sample::catalog().exercises[0].clone());
        assert_eq!(verdict(events.recv().unwrap()), sample::passes());
    }

    #[test]
    fn a_cancelled_check_ends_and_only_that_one() {
        let (mut worker, events) = worker(
            |_: &Exercise, cancel: &Cancel, on_progress: &mut dyn FnMut(Progress)| {
                on_progress(Progress::Compiling);
                while !cancel.is_cancelled() {
                    thread::yield_now();
                }
                sample::checked(0, Verdict::NotRun(NotRun::Cancelled))
            },
        );
        for generation in 1..3 {
            worker.check(
                Generation(generation),
                sample::catalog().exercises[0].clone(),
            );
            assert_eq!(
                events.recv().unwrap(),
                Event::Progressed {
                    generation: Generation(generation),
                    progress: Progress::Compiling
                }
            );
            assert!(events.try_recv().is_err());
            worker.cancel();
            assert_eq!(
                verdict(events.recv().unwrap()),
                Verdict::NotRun(NotRun::Cancelled)
            );
        }
    }

    #[test]
    fn a_page_is_written_and_a_check_is_not_kept_waiting_for_one() {
        let (mut worker, events) =
            worker(|_: &Exercise, _: &Cancel, _: &mut dyn FnMut(Progress)| {
                sample::checked(0, sample::passes())
            });
        let exercise = || sample::catalog().exercises[0].clone();
        let of = |verdict| Box::new(sample::checked(0, verdict));
        let explaining = Explaining::Always;
        worker.write_page(exercise(), of(sample::passes()), explaining);
        let written = Event::PageWritten(Ok("first.html".into()));
        assert_eq!(events.recv().unwrap(), written);
        let cancelled = of(Verdict::NotRun(NotRun::Cancelled));
        worker.write_page(exercise(), cancelled, explaining);
        worker.check(Generation(1), exercise());
        let given_up = Event::PageWritten(Err("given up".into()));
        assert_eq!(events.recv().unwrap(), given_up);
        assert_eq!(verdict(events.recv().unwrap()), sample::passes());
    }

    #[test]
    fn what_a_check_keeps_is_gone_when_the_worker_is() {
        struct Kept(Sender<()>);
        impl Drop for Kept {
            fn drop(&mut self) {
                let _ = self.0.send(());
            }
        }
        let (sender, gone) = unbounded();
        let kept = Kept(sender);
        let (worker, _events) = worker(
            move |_: &Exercise, _: &Cancel, _: &mut dyn FnMut(Progress)| {
                let _ = &kept;
                sample::checked(0, sample::passes())
            },
        );
        drop(worker);
        assert_eq!(gone.try_recv(), Ok(()));
    }

    #[test]
    fn dropping_the_worker_ends_the_running_check() {
        let (mut worker, events) = worker(
            |_: &Exercise, cancel: &Cancel, on_progress: &mut dyn FnMut(Progress)| {
                on_progress(Progress::Compiling);
                while !cancel.is_cancelled() {
                    thread::yield_now();
                }
                sample::checked(0, Verdict::NotRun(NotRun::Cancelled))
            },
        );
        worker.check(Generation(1), sample::catalog().exercises[0].clone());
        events.recv().unwrap();
        drop(worker);
        assert!(matches!(events.try_recv(), Ok(Event::Finished { .. })));
    }
}
