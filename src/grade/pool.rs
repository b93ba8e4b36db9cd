//! Makes checks, several at a time.

use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::answer::Answer;
use super::check::Bench;
use super::plan::{Assignment, Check};
use crate::supervise::{Cancel, SuperviseError, Supervisor};

/// Makes all checks, so many at a time; `on_done` gets each with its result as soon as it has ended. A check that is
/// cancelled has no result.
///
/// # Errors
/// When no supervisor can be started, or `on_done` fails: then the checks under way are cancelled.
pub fn check_all<E: From<SuperviseError>>(
    bench: &Bench,
    assignment: &Assignment,
    checks: Vec<Check>,
    jobs: usize,
    cancel: &Cancel,
    on_done: &mut dyn FnMut(Check, Answer) -> Result<(), E>,
) -> Result<(), E> {
    let (to_workers, left) = crossbeam_channel::unbounded();
    let jobs = jobs.clamp(1, checks.len().max(1));
    for check in checks {
        to_workers
            .send(check)
            .expect("the receiver is alive in this function");
    }
    drop(to_workers);
    let (to_us, done) = crossbeam_channel::unbounded();
    thread::scope(|scope| {
        let mut result = Ok(());
        for _ in 0..jobs {
            let (left, to_us) = (left.clone(), to_us.clone());
            scope.spawn(move || {
                if let Err(error) = work(bench, assignment, &left, &to_us, cancel) {
                    let _ = to_us.send(Err(error));
                }
            });
        }
        drop(to_us);
        for one in done {
            let stored = one
                .map_err(E::from)
                .and_then(|(check, answer)| on_done(check, answer));
            if result.is_ok() && stored.is_err() {
                cancel.cancel();
                result = stored;
            }
        }
        result
    })
}

type Done = Result<(Check, Answer), SuperviseError>;

fn work(
    bench: &Bench,
    assignment: &Assignment,
    left: &Receiver<Check>,
    to_us: &Sender<Done>,
    cancel: &Cancel,
) -> Result<(), SuperviseError> {
    let mut supervisor = Supervisor::start(&bench.kit)?;
    while let Ok(check) = left.recv() {
        let assigned = &assignment.exercises[check.exercise];
        match bench.check(&check, assigned, &mut supervisor, cancel) {
            Ok(answer) => {
                let _ = to_us.send(Ok((check, answer)));
            }
            Err(SuperviseError::Cancelled) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
