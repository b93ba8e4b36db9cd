//! Judges one run: from what a program printed and how it ended, to its counter or to what went wrong. Pure.

use super::verdict::{Kind, Location, Output};
use crate::counter;
use crate::failure::stack_overflow;
use crate::supervise::{Captured, End, Limits, Outcome, Task};

/// A real run.
#[derive(Debug, Clone)]
pub struct Run {
    /// How it ended, and what it printed.
    pub outcome: Outcome,
    /// Whether its check has finished.
    pub finished: bool,
}

/// Whether the run ended well, with the expected counter.
///
/// # Errors
/// What went wrong otherwise.
pub fn judge(run: &Run, expected: &str, limits: &Limits) -> Result<(), Kind> {
    let outcome = &run.outcome;
    let code = match &outcome.end {
        End::Exited { code } => *code,
        other => return Err(ended_by_force(other, outcome, limits)),
    };
    let got = result_of(outcome);
    match got {
        // A wrong counter is the better reason than the assertion that it then fails.
        Some(got) if got != expected => Err(Kind::WrongResult {
            expected: expected.into(),
            got,
        }),
        _ if code != 0 => Err(panic_of(outcome).unwrap_or(Kind::ExitCode(code))),
        None => Err(Kind::NoResult),
        Some(_) if !run.finished => Err(Kind::NoResult),
        Some(_) if !outcome.left_running.is_empty() => Err(Kind::LeftRunning),
        Some(_) => Ok(()),
    }
}

/// The value of the last line `Counter = VALUE` that the run printed.
pub fn result_of(outcome: &Outcome) -> Option<String> {
    let Captured { head, tail, .. } = &outcome.stdout;
    counter::value_in(tail).or_else(|| counter::value_in(head))
}

/// The threads and processes that the failure is about: those that were stopped, or those that were left running.
pub fn tasks(outcome: &Outcome) -> Vec<Task> {
    match &outcome.end {
        End::TimeLimit { tasks } | End::Deadlock { tasks } => tasks.clone(),
        End::Exited { .. }
        | End::Signaled { .. }
        | End::HeldUp
        | End::OutputLimit
        | End::MemoryLimit { .. }
        | End::ProcessLimit { .. }
        | End::FileLimit
        | End::SupervisorKilled { .. }
        | End::SupervisorStopped { .. }
        | End::NotStarted { .. } => outcome.left_running.clone(),
    }
}

/// What was printed, as the verdict keeps it.
pub fn output(captured: Captured) -> Output {
    let Captured {
        head,
        tail,
        total_bytes,
        ..
    } = captured;
    Output {
        head,
        tail,
        total_bytes,
    }
}

fn ended_by_force(end: &End, outcome: &Outcome, limits: &Limits) -> Kind {
    match end {
        End::Exited { code } => Kind::ExitCode(*code),
        // The runtime aborts on some panics (in a destructor, say); the panic is the better word then.
        End::Signaled { signal } => panic_of(outcome)
            .or_else(|| stack_overflow(&outcome.stderr.head))
            .unwrap_or(Kind::Signal(*signal)),
        End::TimeLimit { .. } => Kind::TimeLimit {
            limit: Some(limits.time),
        },
        End::HeldUp => unreachable!("the caller has seen to it: it says nothing"),
        End::Deadlock { .. } => Kind::Deadlock,
        End::OutputLimit => Kind::OutputLimit {
            limit: limits.output,
        },
        End::MemoryLimit { .. } => Kind::MemoryLimit {
            limit: limits.memory,
        },
        End::ProcessLimit { .. } => Kind::ProcessLimit {
            limit: limits.processes,
        },
        End::FileLimit => Kind::FileLimit { limit: limits.file },
        End::SupervisorKilled { signal } => Kind::KilledSupervisor { signal: *signal },
        End::SupervisorStopped { signal } => Kind::StoppedSupervisor { signal: *signal },
        End::NotStarted { reason } => unreachable!("the caller has seen to it: {reason}"),
    }
}

/// The first panic on standard error: where one thread's or child's panic brings others about, it is the cause.
fn panic_of(outcome: &Outcome) -> Option<Kind> {
    let text = &outcome.stderr.head;
    let mut lines = text.lines();
    let place = lines.find_map(|line| {
        let (thread, place) = line.split_once(" panicked at ")?;
        thread.starts_with("thread '").then_some(place)
    })?;
    let message: Vec<&str> = lines
        .take_while(|line| !line.starts_with("note: ") && !line.starts_with("thread '"))
        .take(5)
        .collect();
    Some(Kind::Panic {
        message: message.join("\n").trim_end().into(),
        location: location(place.trim_end_matches(':')),
    })
}

/// `file:line:column` as a location.
fn location(place: &str) -> Option<Location> {
    let (rest, _column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some(Location {
        file: file.into(),
        line: line.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::Doing;

    fn captured(text: &str) -> Captured {
        Captured {
            head: text.into(),
            total_bytes: text.len() as u64,
            ..Captured::default()
        }
    }

    fn ended(end: End, stdout: &str, stderr: &str) -> Outcome {
        Outcome {
            end,
            stdout: captured(stdout),
            stderr: captured(stderr),
            seconds: 0.03,
            processor_seconds: 0.05,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        }
    }

    fn judged(outcome: &Outcome) -> Result<(), Kind> {
        let run = Run {
            outcome: outcome.clone(),
            finished: true,
        };
        judge(&run, "0", &crate::check::LIMITS)
    }

    fn exited(code: i32, stdout: &str, stderr: &str) -> Result<(), Kind> {
        judged(&ended(End::Exited { code }, stdout, stderr))
    }

    const PANIC: &str = "\nthread 'inc' (4711) panicked at exercises/a.rs:12:5:\nno number\nnote: run with\n\nthread 'main' (4710) panicked at exercises/a.rs:40:9:\nthe child failed\n";

    #[test]
    fn the_expected_counter_and_exit_code_0_hold() {
        assert_eq!(exited(0, "hello\nCounter = 0\n", ""), Ok(()));
    }

    #[test]
    fn the_last_counter_that_was_printed_is_the_result() {
        let mut outcome = ended(End::Exited { code: 0 }, "Counter = 0\nCounter = 3\n", "");
        assert_eq!(result_of(&outcome).as_deref(), Some("3"));
        outcome.stdout.tail = "…\nCounter = -7\n".into();
        assert_eq!(result_of(&outcome).as_deref(), Some("-7"));
    }

    #[test]
    fn a_wrong_counter_is_a_better_reason_than_the_assertion_it_fails() {
        let got = exited(101, "Counter = 7155\n", PANIC);
        let (expected, wrong) = ("0".into(), "7155".into());
        assert_eq!(
            got,
            Err(Kind::WrongResult {
                expected,
                got: wrong
            })
        );
    }

    #[test]
    fn of_several_panics_the_first_is_the_cause() {
        let Err(Kind::Panic { message, location }) = exited(101, "", PANIC) else {
            panic!("a panic is a panic");
        };
        assert_eq!(message, "no number");
        assert_eq!(location.unwrap().to_string(), "exercises/a.rs:12");
    }

    #[test]
    fn a_right_counter_does_not_excuse_a_bad_end() {
        assert_eq!(exited(3, "Counter = 0\n", ""), Err(Kind::ExitCode(3)));
        assert!(matches!(
            exited(101, "Counter = 0\n", PANIC),
            Err(Kind::Panic { .. })
        ));
        let killed = ended(End::Signaled { signal: 9 }, "Counter = 0\n", "");
        assert_eq!(judged(&killed), Err(Kind::Signal(9)));
    }

    #[test]
    fn a_run_that_never_prints_its_counter_fails() {
        assert_eq!(exited(0, "counter = 0\n", ""), Err(Kind::NoResult));
    }

    #[test]
    fn a_counter_counts_only_when_the_check_came_to_its_end() {
        let run = Run {
            outcome: ended(End::Exited { code: 0 }, "Counter = 0\n", ""),
            finished: false,
        };
        assert_eq!(judge(&run, "0", &crate::check::LIMITS), Err(Kind::NoResult));
    }

    #[test]
    fn a_process_that_is_left_running_is_a_failure_and_is_kept() {
        let mut outcome = ended(End::Exited { code: 0 }, "Counter = 0\n", "");
        outcome.left_running.push(Task {
            pid: 7,
            process: "sleep 1000".into(),
            thread: "main".into(),
            doing: Doing::Sleep,
        });
        assert_eq!(judged(&outcome), Err(Kind::LeftRunning));
        assert_eq!(tasks(&outcome), outcome.left_running);
    }
}
