//! One interleaving that breaks the program, with everything that a drawing of it needs: who did what in which line, to
//! what, with which value; where the baton went from one to another, and why. Pure.

#[cfg(test)]
mod bare;
mod wakes;

use std::collections::HashSet;
use std::ops::Range;

use protocol::{
    End, NO_OBJECT, Object, ObjectKind, Op, Order, Pending, Policy, Reply, Step, SwitchAt, TaskSet,
    readable,
};

use super::actors::Actor;
use super::addresses::{self, Addresses};
use super::cause::Cause;
use super::deadlock;
use super::files::{self, FileName};
use super::hand_locks;
use super::legend::{Depth, Legend, Names};
use super::schedule::Schedule;
use super::search::{Bound, Tally};
use super::text::SourceText;
use super::value::Value;
use crate::failure::Kind;

/// An interleaving, described with names and lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Interleaving {
    /// What gives it again.
    pub schedule: Schedule,
    /// How often a task was preempted.
    pub preemptions: Bound,
    /// The threads and processes that took part; the first is `main`.
    pub actors: Vec<Actor>,
    /// What happened, in its order.
    pub events: Vec<Event>,
    /// The threads that had not ended, and what each was about to do.
    pub waits: Vec<Wait>,
    /// The panics, in their order.
    pub panics: Vec<Panicked>,
    /// The smallest cycle of those that wait for each other, by numbers of actors.
    pub cycle: Vec<u8>,
    /// Where it was decided.
    pub decisive: Option<Decisive>,
    /// The actor that runs forever without a step, if there is one.
    pub endless: Option<u8>,
    /// What was printed.
    pub stdout: String,
    /// What was printed on standard error.
    pub stderr: String,
    /// The learner's text.
    pub source: SourceText,
}

/// One step of one actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Whose.
    pub actor: u8,
    /// What was done.
    pub op: Op,
    /// With which memory order, for atomics and fences.
    pub order: Order,
    /// To what, by name; empty where there is no object.
    pub object: String,
    /// What sort of thing that is.
    pub kind: Option<ObjectKind>,
    /// Its number, to tell things of one name apart.
    pub object_id: u32,
    /// The file that it is about, by the name that led to it then.
    pub file: Option<FileName>,
    /// The second thing: a condition variable's lock, the new path of a rename; empty where there is none.
    pub second: String,
    /// The second thing's number.
    pub second_id: u32,
    /// What sort of thing the second is.
    pub second_kind: Option<ObjectKind>,
    /// The value that was read.
    pub read: Option<Value>,
    /// The value that was written.
    pub written: Option<Value>,
    /// Which bytes of a file were written, by their places in it.
    pub bytes: Option<Range<u64>>,
    /// The beginning of what was read from a file or written to it.
    pub text: Vec<u8>,
    /// Whether the lock is found poisoned, or is poisoned by this.
    pub poisoned: bool,
    /// Whether it did what it was about.
    pub succeeded: bool,
    /// Whether it is a load that did not read the newest value.
    pub stale: bool,
    /// The learner's line.
    pub line: Option<usize>,
    /// Whether it was done in that line, or in the kit's part on its behalf.
    pub depth: Depth,
    /// Whether it is only a part of another step, which is shown instead.
    pub inside: bool,
    /// Whom a notification wakes.
    pub wakes: Vec<u8>,
    /// Whether the baton came to this actor here, and why.
    pub switch: Switch,
}

impl Event {
    /// The number that was read, if it is one.
    pub fn reads_number(&self) -> Option<i64> {
        self.read.as_ref().and_then(Value::number)
    }
}

/// How the baton came to the actor of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It had it already.
    None,
    /// The thread before could have gone on: it was preempted.
    Preemption,
    /// The one before had to wait.
    Blocked,
    /// The one before had ended.
    Ended,
    /// The one before yielded: it slept, yielded, or spun.
    Yielded,
}

/// What an actor was about to do when the execution ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Who.
    pub actor: u8,
    /// What it was about to do.
    pub op: Op,
    /// With what, by name; empty where there is none.
    pub object: String,
    /// Its number.
    pub object_id: u32,
    /// The learner's line.
    pub line: Option<usize>,
    /// Whether it could not go on.
    pub blocked: bool,
    /// The threads that hold what it waits for.
    pub holders: Vec<u8>,
}

/// A panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// Whose.
    pub actor: u8,
    /// How many events there were by then.
    pub after: usize,
    /// The learner's line.
    pub line: Option<usize>,
    /// The first line of its message.
    pub message: String,
}

/// The decisive step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisive {
    /// Its place among the events; none where it was never done.
    pub event: Option<usize>,
    /// The learner's line.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub cause: Cause,
    /// The first access of a data race: no happens-before relation orders this step after it.
    pub first: Option<FirstAccess>,
}

impl Decisive {
    /// Whether what is wrong with it is a panic.
    pub fn is_panic(&self) -> bool {
        matches!(self.cause, Cause::Panics { .. })
    }
}

/// The first of the two accesses of a data race.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstAccess {
    /// It is one of the events.
    Event(usize),
    /// It was the only thread that had used the place by then, so the access is no event.
    Before {
        /// The event that comes next.
        event: usize,
        /// The thread of the access.
        actor: u8,
        /// The learner's line.
        line: Option<usize>,
        /// Whether it writes.
        writes: bool,
        /// What it reads or writes, by name.
        object: String,
    },
}

/// Describes an execution with names and lines, still without a decisive step.
pub fn of(reply: &Reply, schedule: Schedule, legend: &Legend) -> Interleaving {
    let names = legend.names(reply);
    let mut events = events(reply, &names, legend);
    // The next step of a task that runs forever is not known.
    let endless = match reply.end {
        End::TimeLimit { task } => Some(task),
        _ => None,
    };
    let mut waits: Vec<Wait> = reply
        .pending
        .iter()
        .filter(|pending| Some(pending.task) != endless && !has_exited(reply, pending.task))
        .map(|pending| wait(reply, pending, &names, legend))
        .collect();
    hand_locks::read_as_locks(&mut events, &mut waits, &legend.source);
    wakes::find(&mut events);
    Interleaving {
        preemptions: preemptions(reply, schedule.setting.then),
        schedule,
        events,
        cycle: deadlock::cycle(&waits),
        waits,
        panics: panics(reply, legend),
        decisive: None,
        endless,
        stdout: readable(&reply.stdout),
        stderr: readable(&reply.stderr),
        source: legend.source.clone(),
        actors: names.actors,
    }
}

/// Whether the last step of the task has ended its process: there is nothing that it is about to do.
fn has_exited(reply: &Reply, task: u8) -> bool {
    let last = reply.steps.iter().rfind(|step| step.task == task);
    last.is_some_and(|step| step.op == Op::ProcessExit)
}

/// How often a task was preempted. That an unfairly scheduled task goes on preempts no other.
fn preemptions(reply: &Reply, then: Policy) -> Bound {
    let favoured = then.favoured();
    let mut tally = Tally::default();
    let mut preemptions = 0;
    for step in &reply.steps {
        let after = tally.after(step.enabled, step.yielding, step.task);
        if favoured != Some(step.task) || !tally.is_running(step.task) {
            preemptions += after.preemptions - tally.preemptions;
        }
        tally = after;
    }
    preemptions
}

fn events(reply: &Reply, names: &Names, legend: &Legend) -> Vec<Event> {
    let mut switches = Switches::default();
    let files = files::names(reply);
    let name = |id| names.object(id).unwrap_or_default().to_owned();
    let unasked = unasked_counts(reply);
    let addresses = Addresses::of(reply);
    reply
        .steps
        .iter()
        .zip(files)
        .map(|(step, file)| {
            let kind_of = |id: u32| reply.objects.get(id as usize).map(|object| object.kind);
            let value = |bytes: Option<u64>| {
                let of_bytes = |bytes| {
                    let variant = names.variant(step.object, bytes).cloned();
                    let address = || addresses.value(step.object, bytes);
                    variant
                        .map(Value::Variant)
                        .or_else(address)
                        .unwrap_or_else(|| addresses::value(bytes, step.size))
                };
                bytes.map(of_bytes)
            };
            let text = (!step.text.is_empty()).then(|| Value::Text(step.text.clone()));
            let reads_text = matches!(step.op, Op::FileRead | Op::PipeRead | Op::PathRead);
            let (read, written) = if step.op == Op::Free {
                (addresses.of_block(step.object, reply), None)
            } else if reads_text {
                let empty =
                    (step.op == Op::FileRead && step.read == Some(0)).then_some(Value::Nothing);
                (text.or(empty), None)
            } else if text.is_some() {
                (None, text)
            } else if step.op == Op::FileWrite {
                (None, value(step.written))
            } else if step.op.is_of_memory_lock() || unasked.contains(&step.object) {
                (None, None)
            } else {
                (value(step.read), value(step.written))
            };
            let (line, depth) = legend.line_and_depth(reply, step.place, &step.frames);
            Event {
                actor: step.task,
                op: step.op,
                order: step.order,
                // A file is called by the path that led to it then.
                object: match &file {
                    Some(file) => name(file.path),
                    None => name(step.object),
                },
                kind: kind_of(step.object).filter(|_| !unasked.contains(&step.object)),
                object_id: step.object,
                file,
                second: name(step.second),
                second_id: step.second,
                second_kind: kind_of(step.second),
                read,
                written,
                bytes: written_bytes(step),
                text: step.text.clone(),
                poisoned: step.op.is_of_memory_lock()
                    && (step.read.is_some() || step.written.is_some()),
                succeeded: step.succeeded,
                stale: step.stale,
                line,
                depth,
                inside: false,
                wakes: Vec::new(),
                switch: switches.to(step.task, step.enabled, step.yielding, step.op),
            }
        })
        .collect()
}

fn panics(reply: &Reply, legend: &Legend) -> Vec<Panicked> {
    reply
        .panics
        .iter()
        .map(|panic| Panicked {
            actor: panic.task,
            after: panic.after as usize,
            line: legend.line_of_panic(reply, panic),
            message: panic.message.lines().next().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The counts of owners that the program never reads: their values are not shown.
fn unasked_counts(reply: &Reply) -> HashSet<u32> {
    let is_count = |(_, object): &(u32, &Object)| object.kind == ObjectKind::Count;
    let objects = (0..).zip(&reply.objects);
    let mut counts: HashSet<u32> = objects.filter(is_count).map(|(id, _)| id).collect();
    for step in reply
        .steps
        .iter()
        .filter(|step| step.op != Op::AtomicUpdate)
    {
        counts.remove(&step.object);
    }
    counts
}

/// Why the baton goes from one to the next.
#[derive(Default)]
struct Switches {
    running: Option<u8>,
    last: Option<Op>,
}

impl Switches {
    fn to(&mut self, task: u8, enabled: TaskSet, yielding: TaskSet, op: Op) -> Switch {
        let last = self.last.replace(op);
        let Some(running) = self.running.replace(task) else {
            return Switch::None;
        };
        if running == task {
            Switch::None
        } else if matches!(last, Some(Op::End | Op::ProcessExit | Op::ProcessDied)) {
            Switch::Ended
        } else if !enabled.contains(running) {
            Switch::Blocked
        } else if yielding.contains(running) {
            Switch::Yielded
        } else {
            Switch::Preemption
        }
    }
}

/// Where in a file the step has written.
fn written_bytes(step: &Step) -> Option<Range<u64>> {
    let (Op::FileWrite, Some(from), Some(count)) = (step.op, step.read, step.written) else {
        return None;
    };
    Some(from..from + count)
}

fn wait(reply: &Reply, pending: &Pending, names: &Names, legend: &Legend) -> Wait {
    Wait {
        actor: pending.task,
        op: pending.op,
        object: names.object(pending.object).unwrap_or_default().to_owned(),
        object_id: if pending.object == NO_OBJECT {
            NO_OBJECT
        } else {
            pending.object
        },
        line: legend.line(reply, pending.place, &pending.frames),
        blocked: !pending.enabled,
        holders: pending.holders.iter().collect(),
    }
}

impl Wait {
    /// Whether it could go on, of a livelock: a wait with a time limit is one that polls.
    pub fn spins(&self) -> bool {
        !self.blocked || self.op == Op::WakeTimeout
    }

    /// Whether it is about a lock, in memory or on a file.
    pub fn is_for_a_lock(&self) -> bool {
        self.op.lock().is_some()
    }
}

impl Interleaving {
    /// Whether the execution ended with `main` and all others blocked.
    pub fn is_stuck(&self) -> bool {
        let main_waits = self.waits.iter().any(|wait| wait.actor == 0);
        main_waits && self.waits.iter().all(|wait| wait.blocked)
    }

    /// Whether the execution was stopped although a thread could still run: it spins, and `main` is still waiting.
    pub fn ends_spinning(&self) -> bool {
        let main_waits = self.waits.iter().any(|wait| wait.actor == 0);
        let spins = |wait: &Wait| wait.spins() && wait.op != Op::Begin;
        main_waits && self.waits.iter().any(spins)
    }

    /// Whether the baton could be taken away at plain accesses too.
    pub fn shows_plain_accesses(&self) -> bool {
        self.schedule.setting.switch_at == SwitchAt::EveryAccess
    }

    /// Whether only the kit's part uses the thing, and nothing was decided by it.
    pub fn is_of_the_check(&self, id: u32) -> bool {
        let decided = self
            .decisive
            .as_ref()
            .and_then(|decisive| self.events.get(decisive.event?));
        let mut lines = self
            .events
            .iter()
            .filter(|event| event.object_id == id)
            .map(|event| event.line);
        decided.is_none_or(|event| event.object_id != id)
            && lines.all(|line| line.is_some_and(|line| !self.source.is_own(line)))
    }

    /// The name of an actor.
    pub fn name(&self, actor: u8) -> &str {
        self.actors
            .get(actor as usize)
            .map_or("?", |actor| actor.name.as_str())
    }

    /// Where a failure of this kind is best looked at.
    pub fn decisive_line(&self, kind: &Kind) -> Option<usize> {
        let of_panic = || match kind {
            Kind::Panic {
                location: Some(location),
                ..
            } if self.source.is_named(&location.file) => Some(location.line),
            _ => None,
        };
        self.decisive
            .as_ref()
            .and_then(|decisive| decisive.line)
            .or_else(of_panic)
    }
}
