//! Programs that pass without doing their job: their workers are not there at the same time, or do less than asked. Pure.

use protocol::{ObjectKind, Op, Reply, Step, TaskId};

use crate::failure::{Apart, Kind, Vacuous};

/// The workers that a program needs to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workers {
    /// An exercise has workers.
    Required {
        /// So many threads or processes, beside the first, have to be at work at the same time.
        at_once: u32,
        /// Whether some interleaving has to show them alternating.
        alternate: bool,
    },
    /// Other programs need none. If one spawns two threads and these never meet, there is only a remark.
    NotRequired,
}

/// What is remarked of a program that need not have workers: it spawns two at least, and nothing ran at the same time.
pub fn nothing_at_once(first: &Reply) -> Option<Apart> {
    let (started, at_once) = most_at_work(first);
    let required = 2;
    (started >= required && at_once < required && !first_works_beside(first)).then_some(Apart {
        started,
        at_once,
        required,
    })
}

/// Whether fewer workers are there at the same time than asked.
///
/// An execution without a preemption is enough to see that: a thread is there from its spawn on, whether it has the
/// baton or not.
pub fn apart(first: &Reply, required: u32) -> Option<Apart> {
    let (started, at_once) = most_at_work(first);
    (at_once < required).then_some(Apart {
        started,
        at_once,
        required,
    })
}

/// In which way less was done than asked: the first worker was asked for more rounds than the others. `waits` is the one that
/// waits for another worker that has ended, with its line.
pub fn less_than_asked(found: &Kind, waits: Option<(String, Option<usize>)>) -> Vacuous {
    match (found, waits) {
        (Kind::WrongResult { .. }, _) => Vacuous::LessThanAsked,
        (Kind::Deadlock | Kind::Livelock | Kind::TimeLimit { .. }, Some((who, line))) => {
            Vacuous::StrictTurns { who, line }
        }
        (Kind::Deadlock, None) => Vacuous::Deadlock,
        _ => Vacuous::EndsBadly,
    }
}

/// How many threads and processes were started beside the first, and the most that were at work at once.
///
/// A thread is at work from its start on; but one that first waits for another one to end, only from then on.
fn most_at_work(reply: &Reply) -> (u32, u32) {
    let mut now: i64 = 0;
    let mut most = 0;
    let mut started = 0;
    let mut waiting: Vec<TaskId> = Vec::new();
    for (at, step) in reply.steps.iter().enumerate() {
        let task = step.task;
        if waiting.contains(&task) && !waits_for_an_end(step.op) {
            waiting.retain(|other| *other != task);
            now += 1;
        }
        match step.op {
            Op::Spawn | Op::ProcessSpawn if step.succeeded => {
                started += 1;
                match step.spawned() {
                    Some(child) if waits_first(reply, at, child) => {
                        waiting.push(child);
                    }
                    _ => now += 1,
                }
            }
            Op::End | Op::ProcessExit | Op::ProcessDied | Op::Crash => now -= 1,
            _ => {}
        }
        most = most.max(now);
    }
    (started, u32::try_from(most).unwrap_or(0))
}

/// Whether the first thread uses something, while another one is there, that others use too.
fn first_works_beside(reply: &Reply) -> bool {
    let mut others: i64 = 0;
    for step in &reply.steps {
        match step.op {
            Op::Spawn | Op::ProcessSpawn if step.succeeded => others += 1,
            Op::End | Op::ProcessExit | Op::ProcessDied | Op::Crash => others -= 1,
            _ => {}
        }
        let of_others = |one: &Step| one.task != TaskId::FIRST && one.object == step.object;
        if others > 0
            && step.task == TaskId::FIRST
            && holds_data(reply, step)
            && reply.steps.iter().any(of_others)
        {
            return true;
        }
    }
    false
}

/// Whether the step uses something that holds data or guards it: memory, a lock, the counts of an `Arc`, a file.
fn holds_data(reply: &Reply, step: &Step) -> bool {
    let object = reply.object(step.object);
    match object.map(|object| object.kind) {
        None | Some(ObjectKind::Task | ObjectKind::Process | ObjectKind::Output) => false,
        Some(
            ObjectKind::Memory
            | ObjectKind::Count
            | ObjectKind::Mutex
            | ObjectKind::RwLock
            | ObjectKind::Condvar
            | ObjectKind::Barrier
            | ObjectKind::Once
            | ObjectKind::Channel
            | ObjectKind::File
            | ObjectKind::Path
            | ObjectKind::OpenFile
            | ObjectKind::Pipe,
        ) => true,
    }
}

/// Whether a thread that is started there begins by waiting for another one to end.
fn waits_first(reply: &Reply, start: usize, task: TaskId) -> bool {
    let own = reply.steps[start..].iter().filter(|step| step.task == task);
    let mut first = own.take_while(|step| waits_for_an_end(step.op));
    first.any(|step| matches!(step.op, Op::Join | Op::IsFinished))
}

/// What a thread does that waits for another one to end, and is no work.
fn waits_for_an_end(op: Op) -> bool {
    matches!(
        op,
        Op::Begin | Op::Join | Op::IsFinished | Op::Sleep | Op::Yield | Op::Spin
    )
}
