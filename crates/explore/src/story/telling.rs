//! From a trace to a story.

use std::collections::HashSet;
use std::ops::Range;

use protocol::{
    End, Object, ObjectId, ObjectKind, Op, Pending, Policy, Reply, Step, TaskId, TaskSet, readable,
};

use super::{
    Event, Panicked, Story, Switch, Wait, deadlock, enum_values, hand_locks, programs, received,
    wakes,
};
use crate::naming::actors::ActorId;
use crate::naming::addresses::{self, Addresses};
use crate::naming::files;
use crate::naming::legend::{Legend, Names};
use crate::naming::value::Value;
use crate::search::{Preemptions, Tally};

impl Story {
    /// The story of an execution, with names and lines, still without a decisive step. `then` is the policy that it was made under.
    pub fn of(reply: &Reply, then: Policy, legend: &Legend) -> Story {
        let names = legend.names(reply);
        let mut events = events(reply, &names, legend);
        // The next step of a task that runs forever is not known.
        let endless = if let End::TimeLimit { task, .. } = reply.end {
            Some(task)
        } else {
            None
        };
        let mut waits: Vec<Wait> = reply
            .pending
            .iter()
            .filter(|pending| Some(pending.task) != endless && !has_exited(reply, pending.task))
            .map(|pending| wait(reply, pending, &names, legend))
            .collect();
        hand_locks::read_as_locks(&mut events, &mut waits, &legend.source);
        wakes::find(&mut events);
        received::nothing(&mut events);
        programs::find(&mut events);
        enum_values::join(&mut events);
        Story {
            preemptions: preemptions(reply, then),
            events,
            cycle: deadlock::cycle(&waits),
            waits,
            panics: panics(reply, legend),
            decisive: None,
            endless: endless.map(ActorId::from),
            stdout: readable(&reply.stdout),
            stderr: readable(&reply.stderr),
            source: legend.source.clone(),
            actors: names.actors,
        }
    }
}

/// Whether the last step of the task has ended its process: there is nothing that it is about to do.
fn has_exited(reply: &Reply, task: TaskId) -> bool {
    let last = reply.steps.iter().rfind(|step| step.task == task);
    last.is_some_and(|step| step.op == Op::ProcessExit)
}

/// How often a task was preempted. That an unfairly scheduled task goes on preempts no other.
fn preemptions(reply: &Reply, then: Policy) -> Preemptions {
    let favoured = then.favoured();
    let mut tally = Tally::default();
    let mut preemptions = Preemptions::NONE;
    for step in &reply.steps {
        let after = tally.after_step(step);
        if favoured != Some(step.task) || !tally.is_running(step.task) {
            preemptions += after.preemptions.number() - tally.preemptions.number();
        }
        tally = after;
    }
    preemptions
}

fn events(reply: &Reply, names: &Names, legend: &Legend) -> Vec<Event> {
    let mut switches = Switches::default();
    let files = files::names(reply);
    let name = |id: Option<ObjectId>| names.object(id).unwrap_or_default().to_owned();
    let unasked = unasked_counts(reply);
    let is_unasked = |step: &Step| step.object.is_some_and(|object| unasked.contains(&object));
    let addresses = Addresses::of(reply);
    reply
        .steps
        .iter()
        .zip(files)
        .map(|(step, file)| {
            let kind_of = |id| reply.object(id).map(|object| object.kind);
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
            } else if step.op.is_of_memory_lock() || passes_on_a_hash(step.op) || is_unasked(step) {
                (None, None)
            } else {
                (value(step.read), value(step.written))
            };
            let (line, depth) = legend.line_and_depth(reply, step.place, &step.frames);
            Event {
                actor: step.task.into(),
                op: step.op,
                order: step.order,
                // A file is called by the path that led to it then.
                object: match &file {
                    Some(file) => name(Some(file.path)),
                    None => name(step.object),
                },
                kind: kind_of(step.object).filter(|_| !is_unasked(step)),
                object_id: step.object,
                file,
                second: name(step.second),
                second_id: step.second,
                second_kind: kind_of(step.second),
                found: value(step.found),
                read,
                written,
                bytes: written_bytes(step),
                text: step.text.clone(),
                poisoned: step.op.is_of_memory_lock()
                    && (step.read.is_some() || step.written.is_some()),
                succeeded: step.succeeded,
                stale: step.stale,
                spurious: step.spurious,
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
            actor: panic.task.into(),
            after: panic.after as usize,
            line: legend.line_of_panic(reply, panic),
            message: panic.message.lines().next().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// The counts of owners that the program never reads: their values are not shown.
fn unasked_counts(reply: &Reply) -> HashSet<ObjectId> {
    let is_count = |(_, object): &(ObjectId, &Object)| object.kind == ObjectKind::Count;
    let objects = reply.objects();
    let mut counts: HashSet<ObjectId> = objects.filter(is_count).map(|(id, _)| id).collect();
    for step in reply
        .steps
        .iter()
        .filter(|step| step.op != Op::AtomicUpdate)
    {
        if let Some(object) = step.object {
            counts.remove(&object);
        }
    }
    counts
}

/// Why the baton goes from one to the next.
#[derive(Default)]
struct Switches {
    running: Option<TaskId>,
    last: Option<Op>,
}

impl Switches {
    fn to(&mut self, task: TaskId, enabled: TaskSet, yielding: TaskSet, op: Op) -> Switch {
        if op == Op::Crash {
            // What kills a process does not need the baton.
            if self.running == Some(task) {
                self.last = Some(op);
            }
            return Switch::None;
        }
        let last = self.last.replace(op);
        let Some(running) = self.running.replace(task) else {
            return Switch::None;
        };
        if running == task {
            Switch::None
        } else if last == Some(Op::Crash) {
            Switch::Killed
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

/// Whether what the step has written is known by its hash alone.
fn passes_on_a_hash(op: Op) -> bool {
    matches!(op, Op::Send | Op::TrySend | Op::End | Op::OnceEnd)
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
        actor: pending.task.into(),
        op: pending.op,
        object: names.object(pending.object).unwrap_or_default().to_owned(),
        object_id: pending.object,
        line: legend.line(reply, pending.place, &pending.frames),
        blocked: !pending.enabled,
        holders: pending.holders.iter().map(ActorId::from).collect(),
    }
}
