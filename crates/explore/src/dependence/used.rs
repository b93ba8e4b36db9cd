//! What each step of an execution uses, what happened before it, and how else its task could have gone on there.

use std::collections::BTreeSet;

use protocol::{
    Decision, Object, ObjectKind, Op, ProcessId, Reply, StaleRead, Step, StepId, TaskId,
};

use super::uses::{Access, Act, Role, Thing, Use};
use super::{Finder, Loads, Plain};
use crate::freedom::Freedom;
use crate::memory::Clock;

/// How a task goes on at some point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// It does its next step.
    Steps,
    /// Its wait on a condition variable ends without a notification, or its `park` without a token.
    WakesSpuriously,
    /// Its process is killed.
    IsKilled,
    /// It does its next step, an atomic operation, by an older value than the newest, or that fails spuriously.
    GoesBy(Older),
}

/// What an atomic operation goes by, as [`protocol::StaleRead`] says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Older {
    pub(crate) value: u64,
    pub(crate) which: u32,
    pub(crate) fails: bool,
}

impl From<StaleRead> for Older {
    fn from(read: StaleRead) -> Older {
        Older {
            value: read.value,
            which: read.which,
            fails: read.fails,
        }
    }
}

impl Way {
    /// How the step's task went on there.
    pub(crate) fn of(step: &Step) -> Way {
        if step.is_spurious_wakeup() {
            Way::WakesSpuriously
        } else if step.is_crash() {
            Way::IsKilled
        } else {
            let read = step.weak(StepId::new(0));
            read.map_or(Way::Steps, |read| Way::GoesBy(read.into()))
        }
    }

    /// Whether an execution has one such way at the most.
    pub(crate) fn is_used_once(self) -> bool {
        match self {
            Way::WakesSpuriously | Way::IsKilled => true,
            Way::Steps | Way::GoesBy(_) => false,
        }
    }

    /// The decisions for it, which are followed at that place of the decisions: see [`protocol::Rules::every_step`].
    pub(crate) fn decisions(self, task: TaskId, place: usize) -> impl Iterator<Item = Decision> {
        let step = StepId::at(place);
        let (first, second) = match self {
            Way::Steps => (Decision::Run(task), None),
            Way::WakesSpuriously => (Decision::Wake { step, task }, None),
            Way::IsKilled => (Decision::Crash { step, task }, None),
            Way::GoesBy(Older {
                value,
                which,
                fails,
            }) => {
                let read = StaleRead {
                    step,
                    value,
                    which,
                    fails,
                };
                (Decision::Run(task), Some(Decision::ReadFrom(read)))
            }
        };
        std::iter::once(first).chain(second)
    }
}

/// No execution has two of them.
const ONCE: Use = Use {
    thing: Thing::Freedom,
    access: Access::Write,
    role: Role::Other,
};

/// A step, or what a task was about to do when the execution or its process ended: what it uses, and what is known there.
pub(crate) struct Used {
    pub(crate) task: TaskId,
    /// Its place in the trace; none for what was not done.
    pub(crate) step: Option<usize>,
    pub(crate) uses: Vec<Use>,
    /// What it may use if it is done before something that it depends on, whatever comes of it there. None if that is the same.
    pub(crate) elsewhere: Option<Vec<Use>>,
    /// In which other ways its task could have gone on, and what it would have used. Not everywhere: a wait may have been
    /// notified.
    pub(crate) otherwise: Vec<(Way, Vec<Use>)>,
    /// How much of each task happened before it, whatever it uses.
    pub(crate) known: Clock,
    /// How much of each task happened before it, and itself.
    pub(crate) clock: Clock,
}

/// The steps of an execution, and then what its tasks were about to do. The order of spawns counts: it numbers the tasks.
///
/// A process that ends by itself, past std, does so with its last step.
pub(crate) fn used(
    reply: &Reply,
    plain: Plain,
    loads: Loads,
    freedoms: &BTreeSet<Freedom>,
) -> Vec<Used> {
    let mut finder = Finder {
        numbers_count: true,
        ..Finder::new(reply, loads)
    };
    let is_step = |op: Op| !(op.is_plain() && plain == Plain::Ordered);
    let mut all: Vec<Used> = Vec::with_capacity(reply.steps.len() + reply.pending.len());
    for (number, step) in reply.steps.iter().enumerate() {
        if !is_step(step.op) {
            continue;
        }
        let act = Act::from(step);
        let mut one = finder.about_to(act, freedoms);
        if Way::of(step).is_used_once() {
            one.uses.push(ONCE);
        }
        finder.note(act);
        finder.done(step.task, &one.uses);
        one.step = Some(number);
        one.clock = finder.clocks[step.task.index()].clone();
        match all.last_mut() {
            Some(last) if step.op == Op::ProcessDied && last.task == step.task => {
                last.uses.extend(one.uses);
                last.clock = one.clock;
            }
            _ => all.push(one),
        }
    }
    let not_done = reply.pending.iter().chain(&reply.cut_off);
    let not_done = not_done.filter(|pending| is_step(pending.op));
    all.extend(not_done.map(|pending| finder.about_to(Act::from(pending), freedoms)));
    all
}

/// What executions with the same order of dependent steps have in common: for each step, by its task, in which way it went
/// on, and what happened before it.
pub fn class(reply: &Reply, plain: Plain) -> Vec<(TaskId, Way, Vec<u32>)> {
    let used = used(reply, plain, Loads::Newest, &BTreeSet::new()).into_iter();
    let steps = used.filter_map(|one| {
        let step = reply.steps.get(one.step?)?;
        let clock = one.clock.times(reply.tasks.len());
        Some((one.task, Way::of(step), clock))
    });
    let mut class: Vec<_> = steps.collect();
    class.sort();
    class
}

impl Finder<'_> {
    /// The act, before it is done.
    fn about_to(&self, act: Act, freedoms: &BTreeSet<Freedom>) -> Used {
        let known = self.clocks[act.task.index()].clone();
        Used {
            task: act.task,
            step: None,
            uses: self.uses(act),
            elsewhere: act
                .elsewhere()
                .map(|acts| acts.flat_map(|act| self.uses(act)).collect()),
            otherwise: self.otherwise(act, freedoms),
            clock: known.clone(),
            known,
        }
    }

    /// What else the task of an act could do there, by these freedoms, and what that uses.
    fn otherwise(&self, act: Act, freedoms: &BTreeSet<Freedom>) -> Vec<(Way, Vec<Use>)> {
        let mut ways = Vec::new();
        if freedoms.contains(&Freedom::SpuriousWakeup) && act.op.wakes_spuriously() {
            ways.push((Way::WakesSpuriously, act));
        }
        let process = self.process_of(act.task);
        if freedoms.contains(&Freedom::Crash)
            && process != ProcessId::FIRST
            && self.first_task(process) == Some(act.task)
        {
            let is_it =
                |object: &Object| object.kind == ObjectKind::Process && object.process == process;
            let mut objects = self.reply.objects();
            let crash = Act {
                op: Op::Crash,
                object: objects.find(|(_, object)| is_it(object)).map(|(id, _)| id),
                second: None,
                succeeded: true,
                seq_cst: false,
                written: None,
                ..act
            };
            ways.push((Way::IsKilled, crash));
        }
        let uses = |act: Act| {
            let mut uses = self.uses(act);
            uses.push(ONCE);
            uses
        };
        ways.into_iter()
            .map(|(way, act)| (way, uses(act)))
            .collect()
    }

    /// The task that began with the process.
    fn first_task(&self, process: ProcessId) -> Option<TaskId> {
        let mut tasks = TaskId::first(self.reply.tasks.len());
        tasks.find(|task| self.process_of(*task) == process)
    }
}
