//! Programs that end well because they evade their task: nothing ran at the same time, or less was done than asked. Pure.

use baton::protocol::{ObjectKind, Op, Reply, Step};

use super::actors;
use super::text::SourceText;
use crate::failure::Kind;

/// What has to be at work at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// So many threads or processes, beside the first.
    AtLeast(u32),
    /// Two, where the program starts so many at all; the first may be one of them.
    TwoIfStarted,
}

/// Why the sides were not together, or nothing where they were.
///
/// An execution in which nobody was interrupted is enough to tell: a thread is there from the moment it is started, whether
/// it has the baton or not.
pub fn not_together(first: &Reply, sides: Sides) -> Option<String> {
    let (started, together) = most_at_work(first);
    let wanted = match sides {
        Sides::AtLeast(wanted) => wanted,
        Sides::TwoIfStarted if started >= 2 && !first_works_beside(first) => 2,
        Sides::TwoIfStarted => return None,
    };
    if together >= wanted {
        return None;
    }
    Some(match (started, together) {
        (0, _) => {
            "nothing runs at the same time: no thread and no process is started beside the first"
                .into()
        }
        (1, _) => format!(
            "only one thread or process is started beside the first, but {wanted} should be at work"
        ),
        _ if started < wanted => {
            format!(
                "only {started} threads or processes are started beside the first, but {wanted} should be at work"
            )
        }
        (_, 1) => {
            "nothing runs at the same time: each has ended before the next begins its work".into()
        }
        _ => format!(
            "never more than {together} are at work at the same time, but {wanted} should be"
        ),
    })
}

/// In which way less was done than asked: the first side was asked for more rounds.
pub fn less_than_asked(found: &Kind) -> String {
    match found {
        Kind::WrongResult { .. } => {
            "less is done than asked: with more rounds for the first side, the result is not as much higher".into()
        }
        Kind::Deadlock { .. } | Kind::Livelock => {
            "with more rounds for the first side than for the second, somebody waits for ever".into()
        }
        _ => "with more rounds for the first side than for the second, it does not end well".into(),
    }
}

/// Who is at work in name only: does the same with few rounds and with many, and nothing that anybody else could see. From
/// two executions of one program.
///
/// What a thread does on its own stack is no step, but it is work: a thread may count for itself, and tell the sum.
pub fn idle(few: &Reply, many: &Reply, sides: Sides, source: &SourceText) -> Option<String> {
    let Sides::AtLeast(wanted) = sides else {
        return None;
    };
    let works = |task: usize| {
        let longer = match few.tasks.get(task) {
            Some(before) => many.tasks[task].accesses > before.accesses,
            None => true,
        };
        longer || many.steps.iter().any(|step| touches_data(many, step, task))
    };
    let (busy, idle): (Vec<usize>, Vec<usize>) =
        (1..many.tasks.len()).partition(|task| works(*task));
    if busy.len() >= wanted as usize || idle.is_empty() {
        return None;
    }
    let actors = actors::actors(many, source);
    let idle: Vec<&str> = idle.iter().map(|task| &*actors[*task].name).collect();
    let (is, does) = match idle.len() {
        1 => ("is", "does"),
        _ => ("are", "do"),
    };
    Some(format!(
        "{} {is} started, but {does} none of the work: the same with few rounds and with many",
        idle.join(" and ")
    ))
}

/// Whether the task used something that holds data: memory, a lock, a file.
fn touches_data(reply: &Reply, step: &Step, task: usize) -> bool {
    let kind = reply
        .objects
        .get(step.object as usize)
        .map(|object| object.kind);
    step.task as usize == task
        && !matches!(
            kind,
            None | Some(ObjectKind::Task | ObjectKind::Process | ObjectKind::Output)
        )
}

/// How many threads and processes were started beside the first, and the most that were at work at once.
///
/// A thread is at work from its start on; but one that first waits for another one to end, only from then on.
fn most_at_work(reply: &Reply) -> (u32, u32) {
    let mut now: i64 = 0;
    let mut most = 0;
    let mut started = 0;
    let mut waiting: Vec<u64> = Vec::new();
    for (at, step) in reply.steps.iter().enumerate() {
        let task = u64::from(step.task);
        if waiting.contains(&task) && !waits_for_an_end(step.op) {
            waiting.retain(|other| *other != task);
            now += 1;
        }
        match step.op {
            Op::Spawn | Op::ProcessSpawn if step.succeeded => {
                started += 1;
                match step.written {
                    Some(child) if step.op == Op::Spawn && waits_first(reply, at, child) => {
                        waiting.push(child);
                    }
                    _ => now += 1,
                }
            }
            Op::End | Op::ProcessExit | Op::ProcessDied => now -= 1,
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
            Op::End | Op::ProcessExit | Op::ProcessDied => others -= 1,
            _ => {}
        }
        let of_others = |one: &Step| one.task != 0 && one.object == step.object;
        if others > 0 && touches_data(reply, step, 0) && reply.steps.iter().any(of_others) {
            return true;
        }
    }
    false
}

/// Whether a thread that is started there begins by waiting for another one to end.
fn waits_first(reply: &Reply, start: usize, task: u64) -> bool {
    let own = reply.steps[start..]
        .iter()
        .filter(|step| u64::from(step.task) == task);
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
