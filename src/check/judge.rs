//! Judges one run: from what a program printed and how it ended, to its counter or to what went wrong. Pure.

use super::verdict::{Kind, Location, Output, Waiting};
use crate::supervise::{Captured, Doing, End, Limits, Outcome, Task};

/// Whether the run ended well, with the expected counter.
///
/// # Errors
/// What went wrong otherwise.
pub fn judge(outcome: &Outcome, expected: &str, limits: &Limits) -> Result<(), Kind> {
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
        Some(_) if !outcome.left_running.is_empty() => Err(Kind::LeftRunning {
            left: waiting(&outcome.left_running),
        }),
        Some(_) => Ok(()),
    }
}

/// The value of the last line `Counter = VALUE` that the run printed.
pub fn result_of(outcome: &Outcome) -> Option<String> {
    let Captured { head, tail, .. } = &outcome.stdout;
    let last = |text: &str| {
        let value = |line: &str| Some(line.trim().strip_prefix("Counter = ")?.to_owned());
        text.lines().rev().find_map(value)
    };
    last(tail).or_else(|| last(head))
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
        End::Signaled { signal } => panic_of(outcome).unwrap_or(Kind::Signal(*signal)),
        End::TimeLimit { tasks } => Kind::TimeLimit {
            limit: limits.time,
            waiting: waiting(tasks),
        },
        End::Deadlock { tasks } => Kind::Deadlock {
            waiting: waiting(tasks),
        },
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

fn waiting(tasks: &[Task]) -> Vec<Waiting> {
    let several_processes = tasks.windows(2).any(|pair| pair[0].pid != pair[1].pid);
    tasks
        .iter()
        .map(|task| Waiting {
            who: who(task, several_processes),
            at: at(&task.doing),
        })
        .collect()
}

fn who(task: &Task, several_processes: bool) -> String {
    match (several_processes, task.thread.is_empty()) {
        (false, _) => format!("thread {}", task.thread),
        (true, true) => format!("process {}", task.process),
        (true, false) => format!("process {}, thread {}", task.process, task.thread),
    }
}

fn at(doing: &Doing) -> String {
    let named = |what: &str, name: &Option<String>| match name {
        Some(name) => format!("{what} {name}"),
        None => what.to_owned(),
    };
    match doing {
        Doing::Running => "is running".into(),
        Doing::Lock => "waits for a lock, or to be woken".into(),
        Doing::Join { thread } => format!("waits for thread {thread} to end"),
        Doing::FileLock { file, held_by } => {
            let lock = named(
                "waits for the lock of",
                &file.clone().or(Some("a file".into())),
            );
            match held_by {
                Some(holder) => format!("{lock}, which {holder} holds"),
                None => lock,
            }
        }
        Doing::Child { process: None } => "waits for a child process to end".into(),
        Doing::Child { process } => named("waits for the end of process", process),
        Doing::Sleep => "sleeps".into(),
        Doing::Other(what) => what.clone(),
    }
}
