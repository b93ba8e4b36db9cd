//! What one execution came to: all is well, or what is wrong with it, or that it says nothing. Pure.

use std::collections::HashSet;

use explore::panics;
use protocol::{Activity, End, Exit, Limits, Op, Panic, ProcessId, Reply, TaskId};

use super::Failing;
use super::legend::Legend;
use crate::counter;
use crate::failure::{Kind, Location, stack_overflow};

/// What is expected of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Exit code 0.
    Success,
    /// Exit code 0, and its last line `Counter = VALUE` says 0.
    CounterAtZero,
}

/// What an execution came to.
pub type Outcome = explore::oracle::Outcome<Kind, Why>;

/// Why a program cannot be explored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// One execution has more steps than can be followed.
    TooLong {
        /// The limit.
        steps: u32,
    },
    /// One execution has more of these than can be followed.
    TooMany {
        /// What.
        what: String,
        /// Where it wants one more, if that is in the learner's file.
        line: Option<usize>,
    },
    /// It uses something that the executor does not control.
    Unsupported {
        /// What it is called.
        what: String,
        /// Where, if that is in the learner's file.
        line: Option<usize>,
    },
    /// A thread or a process that `main` does not wait for runs forever without a step, so nothing else can run beside it.
    Endless {
        /// What it is called.
        who: String,
        /// Where its last step was, if that is in the learner's file.
        line: Option<usize>,
    },
    /// A thread or a process computes for longer than can be followed without a step.
    Computes {
        /// What it is called.
        who: String,
        /// Where its last step was, if that is in the learner's file.
        line: Option<usize>,
    },
    /// A thread or a process waits for something outside of the program.
    Waits {
        /// What it is called.
        who: String,
        /// Where its last step was, if that is in the learner's file.
        line: Option<usize>,
    },
    /// It does something else under the same schedule.
    Nondeterministic {
        /// Where it first did, if that is known and in the learner's file.
        line: Option<usize>,
    },
}

impl Why {
    /// The same, with the line that the execution says.
    pub fn located(self, reply: &Reply, legend: &Legend) -> Why {
        match (self, &reply.end) {
            (Why::Unsupported { what, .. }, End::Unsupported { place, frames, .. }) => {
                let line = legend.line(reply, *place, frames);
                Why::Unsupported { what, line }
            }
            (Why::TooMany { what, .. }, End::TooMany { place, frames, .. }) => {
                let line = legend.line(reply, *place, frames);
                Why::TooMany { what, line }
            }
            (Why::Endless { who, .. }, End::TimeLimit { task, .. }) => {
                let line = line_of_last_step(reply, *task, legend);
                Why::Endless { who, line }
            }
            (Why::Computes { who, .. }, End::TimeLimit { task, .. }) => {
                let line = line_of_last_step(reply, *task, legend);
                Why::Computes { who, line }
            }
            (Why::Waits { who, .. }, End::TimeLimit { task, .. }) => {
                let line = line_of_last_step(reply, *task, legend);
                Why::Waits { who, line }
            }
            (other, _) => other,
        }
    }

    /// Whether the program might have failed at the end of an execution that was stopped for this reason. An execution that
    /// is too long may only spin, which some questions bring about themselves.
    pub fn hides_the_end(&self) -> bool {
        match self {
            Why::Unsupported { .. }
            | Why::Endless { .. }
            | Why::Computes { .. }
            | Why::Waits { .. } => true,
            Why::TooLong { .. } | Why::TooMany { .. } | Why::Nondeterministic { .. } => false,
        }
    }

    /// Whether a search that met it is no answer. A failure is one, also where another execution could not be followed; but a
    /// program that does not do the same twice cannot be shown to fail.
    pub fn outweighs(&self, failing: Option<&Failing>) -> bool {
        match self {
            Why::TooLong { .. }
            | Why::TooMany { .. }
            | Why::Unsupported { .. }
            | Why::Endless { .. }
            | Why::Computes { .. }
            | Why::Waits { .. } => failing.is_none(),
            Why::Nondeterministic { .. } => true,
        }
    }

    /// The learner's line that is the reason, if there is one.
    pub fn line(&self) -> Option<usize> {
        match self {
            Why::Unsupported { line, .. }
            | Why::Endless { line, .. }
            | Why::Computes { line, .. }
            | Why::Waits { line, .. }
            | Why::TooMany { line, .. }
            | Why::Nondeterministic { line } => *line,
            Why::TooLong { .. } => None,
        }
    }
}

/// The learner's line of the last step that the task made.
fn line_of_last_step(reply: &Reply, task: TaskId, legend: &Legend) -> Option<usize> {
    let mut steps = reply.steps.iter().rev();
    let last = steps.find(|step| step.task == task)?;
    legend.line(reply, last.place, &last.frames)
}

/// Judges an execution by its end and by what it printed.
///
/// # Errors
/// What the executor says when the fault is its own.
pub fn judge_end(reply: &Reply, expected: Expected, limits: &Limits) -> Result<Outcome, String> {
    Ok(match &reply.end {
        End::Exited { code } => exited(reply, *code, expected),
        End::Signaled { signal } => {
            let stderr = String::from_utf8_lossy(&reply.stderr);
            Outcome::Wrong(
                counted_panic(reply)
                    .or_else(|| stack_overflow(&stderr))
                    .unwrap_or(Kind::Signal(*signal)),
            )
        }
        End::Deadlock => unless_it_panicked(reply, || Kind::Deadlock),
        End::Livelock => unless_it_panicked(reply, || Kind::Livelock),
        End::TimeLimit { task, activity } => goes_on(reply, *task, *activity),
        End::HeldUp => return Err("an execution that was held up says nothing".into()),
        End::OutputLimit => Outcome::Wrong(Kind::OutputLimit {
            limit: u64::from(limits.output),
        }),
        End::StepLimit if repeats_itself(reply) => unless_it_panicked(reply, || Kind::Livelock),
        End::StepLimit => Outcome::Unexplorable(Why::TooLong {
            steps: limits.steps,
        }),
        End::TooMany { what, .. } => Outcome::Unexplorable(Why::TooMany {
            what: what.clone(),
            line: None,
        }),
        End::Unsupported { what, .. } => Outcome::Unexplorable(Why::Unsupported {
            what: what.clone(),
            line: None,
        }),
        End::Diverged { .. } => Outcome::Unexplorable(Why::Nondeterministic { line: None }),
        End::Stopped { signal } => Outcome::Wrong(Kind::Stopped(*signal)),
        // It is not over, so nothing has gone wrong yet.
        End::Undecided => Outcome::Well,
        End::Damaged => Outcome::Wrong(Kind::WildWrite),
        End::Internal { message } => return Err(message.clone()),
    })
}

/// The outcome where a task does not come to its next step. What computes for long, or waits, may still end: so the
/// program is not wrong.
fn goes_on(reply: &Reply, task: TaskId, activity: Activity) -> Outcome {
    let (who, line) = (super::actors::name_of(reply, task), None);
    match activity {
        Activity::Repeats if others_can_go(reply, task) => {
            Outcome::Unexplorable(Why::Endless { who, line })
        }
        Activity::Repeats => runs_forever(reply),
        Activity::Computes => Outcome::Unexplorable(Why::Computes { who, line }),
        Activity::Waits => Outcome::Unexplorable(Why::Waits { who, line }),
    }
}

/// The outcome where a task runs forever without a step, and the others wait for it sooner or later.
fn runs_forever(reply: &Reply) -> Outcome {
    unless_it_panicked(reply, || Kind::TimeLimit { limit: None })
}

/// The same outcome where the others could still go on, but joined the task in `first`, an execution in which it ended.
pub fn runs_forever_though_joined(first: &Reply, reply: &Reply) -> Option<Outcome> {
    let End::TimeLimit {
        task,
        activity: Activity::Repeats,
    } = reply.end
    else {
        return None;
    };
    let before = first.tasks.get(task.index())?;
    let now = reply.tasks.get(task.index())?;
    let is_the_same = before.process == now.process && before.name == now.name;
    (is_the_same && !now.detached && panics::is_joined(first, task)).then(|| runs_forever(reply))
}

/// Whether another task could go on beside this one, which runs forever without a step. The executor runs one task at a
/// time, so it is not known how the program would end.
fn others_can_go(reply: &Reply, task: TaskId) -> bool {
    let mut pending = reply.pending.iter();
    pending.any(|pending| pending.task != task && pending.enabled && !pending.spinning)
}

/// The others may wait forever because of a panic: then that is what went wrong first.
fn unless_it_panicked(reply: &Reply, otherwise: impl FnOnce() -> Kind) -> Outcome {
    let cause = panics::uncaught(reply).find(|panic| !panics::is_joined(reply, panic.task));
    Outcome::Wrong(cause.map_or_else(otherwise, |panic| panicked(reply, panic)))
}

/// The number of last steps in which a loop is looked for.
const LAST: usize = 10_000;

/// The number of different steps that a loop has at most.
const DIFFERENT: usize = 64;

/// Whether the last steps only repeat themselves: the same few steps again and again, with the same values, and
/// nothing that is seen outside. For the executor, a loop spins only if it changes nothing; locking and unlocking changes
/// something, and leaves it as it was.
fn repeats_itself(reply: &Reply) -> bool {
    let last = &reply.steps[reply.steps.len().saturating_sub(LAST)..];
    let mut different = HashSet::new();
    last.len() == LAST
        && last.iter().all(|step| {
            let seen_outside = matches!(
                step.op,
                Op::Print
                    | Op::FileWrite
                    | Op::FileCreate
                    | Op::PathWrite
                    | Op::Spawn
                    | Op::ProcessSpawn
            );
            let what = (step.task, step.op, step.object, step.read, step.written);
            different.insert((what, step.succeeded));
            !seen_outside && different.len() <= DIFFERENT
        })
}

fn exited(reply: &Reply, code: i32, expected: Expected) -> Outcome {
    let stdout = String::from_utf8_lossy(&reply.stdout);
    let counter = counter::value_in(&stdout);
    match (expected, counter) {
        // A wrong counter is the better reason than the assertion that it then fails.
        (Expected::CounterAtZero, Some(got)) if got != counter::EXPECTED => {
            Outcome::Wrong(Kind::WrongResult {
                expected: counter::EXPECTED.into(),
                got,
            })
        }
        _ if code != 0 => Outcome::Wrong(counted_panic(reply).unwrap_or_else(|| exit(reply, code))),
        (expected, counter) => match ended_by_a_panic(reply) {
            Some(panic) => Outcome::Wrong(panicked(reply, panic)),
            None if expected == Expected::Success => Outcome::Well,
            None if counter.is_some() && check_ended(reply) => Outcome::Well,
            None => Outcome::Wrong(Kind::NoResult),
        },
    }
}

/// Whether `main` of the first process has returned, and so the check has finished.
fn check_ended(reply: &Reply) -> bool {
    reply.processes.first().is_some_and(|first| first.returned)
}

/// A child's signal is the better reason than the exit code that it brings about.
fn exit(reply: &Reply, code: i32) -> Kind {
    let signal = reply
        .processes
        .iter()
        .skip(1)
        .find_map(|process| match process.exit {
            Some(Exit::Signal(signal)) => Some(signal),
            _ => None,
        });
    signal.map_or(Kind::ExitCode(code), Kind::Signal)
}

/// The panic in the middle of which the first process was ended, with whatever exit code: by a hook, say.
fn ended_by_a_panic(reply: &Reply) -> Option<&Panic> {
    let exit = reply.steps.iter().rfind(|step| {
        step.op == Op::ProcessExit && reply.tasks[step.task.index()].process == ProcessId::FIRST
    })?;
    panics::uncaught(reply).find(|panic| panic.task == exit.task)
}

/// Where one thread's or child's panic brings others about, the first is the cause.
fn counted_panic(reply: &Reply) -> Option<Kind> {
    panics::that_counts(reply).map(|panic| panicked(reply, panic))
}

fn panicked(reply: &Reply, panic: &Panic) -> Kind {
    Kind::Panic {
        message: panic.message.clone(),
        location: location_of(reply, panic),
    }
}

/// The same, with the learner's line where it panicked in std.
pub fn located(kind: Kind, reply: &Reply, legend: &Legend) -> Kind {
    let Kind::Panic { message, location } = kind else {
        return kind;
    };
    let is_it = |panic: &&Panic| panic.message == message && location_of(reply, panic) == location;
    let panic = reply.panics.iter().find(is_it);
    let location = match panic {
        Some(panic) => location_of_panic(reply, panic, legend),
        None => location,
    };
    Kind::Panic { message, location }
}

/// Where a panic was: in the learner's file if possible.
pub fn location_of_panic(reply: &Reply, panic: &Panic, legend: &Legend) -> Option<Location> {
    match legend.line_of_panic(reply, panic) {
        Some(line) => Some(Location {
            file: legend.source.name().to_owned(),
            line,
        }),
        None => location_of(reply, panic),
    }
}

/// Where a panic was, as std says.
fn location_of(reply: &Reply, panic: &Panic) -> Option<Location> {
    let place = panic.place?;
    Some(Location {
        file: reply.files[place.file as usize].clone(),
        line: place.line as usize,
    })
}
