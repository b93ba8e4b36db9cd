//! Which steps of an execution could change places, and which pairs are worth trying the other way round.
//!
//! Two steps of different tasks are *dependent* when they use the same object and one of them changes it; all others
//! commute. The order of dependent steps is the happens-before of a Mazurkiewicz trace: executions with the same one end
//! alike. A pair of dependent steps that nothing else orders is a *reversible race*: only its other order can lead to
//! something new (Flanagan and Godefroid, "Dynamic partial-order reduction for model checking software", POPL 2005).

use std::collections::{HashMap, HashSet};

use protocol::effects::{Ends, LockChange, LockPlace, Second};
use protocol::{Object, ObjectId, ObjectKind, Op, ProcessId, Reply, Step, TaskId};

use crate::memory::Clock;
use crate::race::Overlaps;

mod folders;
mod histories;
mod used;
mod uses;

use folders::Folders;
use histories::{Histories, Past};
pub(crate) use used::{Older, Used, used};
pub use used::{Way, class};
pub(crate) use uses::{Access, Thing, Use, Uses};
use uses::{Act, Role, access, role, role_of_second};

/// Two steps that are dependent and that nothing else orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reversible {
    /// The place of the earlier one in the trace.
    pub earlier: usize,
    /// The task whose step came later, or was still to come when the execution ended.
    pub task: TaskId,
    /// Whether the later step cannot be done before the earlier one: its task can only go so early that it blocks. That leads
    /// to nothing new, but perhaps with a preemption less, as switching from a blocked task is free.
    pub must_wait: bool,
}

/// The reversible races of an execution whose later step stands at `from` or behind it.
///
/// Plain accesses to memory are steps here only where the executor switches at them.
pub fn reversible_races(reply: &Reply, from: usize, plain: Plain, loads: Loads) -> Vec<Reversible> {
    let mut finder = Finder::new(reply, loads);
    let mut races = Vec::new();
    for (number, step) in reply.steps.iter().enumerate() {
        if step.op.is_plain() && plain == Plain::Ordered {
            continue;
        }
        let act = Act::from(step);
        if number >= from {
            finder.cut_off_by(number, act, &mut races);
        }
        let uses = finder.uses(act);
        if number >= from {
            finder.races(step.task, &uses, &mut races);
        }
        finder.note(act);
        finder.done(step.task, &uses);
        finder.keep(number, step.task, &uses);
    }
    for pending in &reply.pending {
        let uses = finder.uses(Act::from(pending));
        finder.races(pending.task, &uses, &mut races);
    }
    races.sort_by_key(|race| (race.earlier, race.task, race.must_wait));
    races.dedup();
    races
}

/// How the order of two steps can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// They commute.
    Any,
    /// Either can come first.
    Reversible,
    /// The later one cannot be done before the earlier one.
    Fixed,
}

/// What holds for two steps of different tasks that use these.
pub(crate) fn order(one: &Uses, other: &Uses) -> Order {
    let mut order = Order::Any;
    if !one.may_conflict_with(other) {
        return order;
    }
    for (one, other) in one
        .iter()
        .flat_map(|one| other.iter().map(move |other| (one, other)))
    {
        if one.thing != other.thing || one.access.commutes_with(other.access) {
            continue;
        }
        match (one.role, other.role) {
            (Role::Releases, Role::Acquires)
            | (Role::Acquires, Role::Releases)
            | (Role::Precedes, Role::Follows | Role::Precedes)
            | (Role::Follows, Role::Precedes) => return Order::Fixed,
            _ => order = Order::Reversible,
        }
    }
    order
}

/// What plain accesses to memory are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Steps like any other.
    Steps,
    /// Ordered by the others, or a data race, which is found otherwise.
    Ordered,
}

/// What atomic loads read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loads {
    /// The newest value.
    Newest,
    /// Perhaps an older one, if their order allows that. After a `SeqCst` load has read the newest value, no other `SeqCst`
    /// load reads an older one.
    MayBeStale,
}

struct Finder<'a> {
    reply: &'a Reply,
    loads: Loads,
    clocks: Vec<Clock>,
    things: Histories,
    overlaps: Overlaps,
    folders: Folders,
    /// Locks on files that each process holds: how many on which file.
    file_locks: HashMap<ProcessId, HashMap<ObjectId, u32>>,
    /// The tasks that wait to write, for a lock for readers or a writer.
    waiting_writers: HashSet<TaskId>,
    /// Whether the order of spawns counts.
    numbers_count: bool,
}

impl<'a> Finder<'a> {
    fn new(reply: &'a Reply, loads: Loads) -> Finder<'a> {
        let tasks = reply.tasks.len();
        Finder {
            reply,
            loads,
            folders: Folders::of(reply),
            clocks: vec![Clock::default(); tasks],
            things: Histories::new(reply),
            overlaps: Overlaps::of(reply),
            file_locks: HashMap::new(),
            waiting_writers: HashSet::new(),
            numbers_count: false,
        }
    }

    fn process_of(&self, task: TaskId) -> ProcessId {
        self.reply.tasks[task.index()].process
    }

    /// What the act uses.
    fn uses(&self, act: Act) -> Vec<Use> {
        let mut uses = Vec::with_capacity(4);
        let access = match act.op {
            _ if self.only_counts(act) => Access::Count,
            // While a writer waits, a reader that leaves lets the next one in.
            Op::ReadLock | Op::TryReadLock | Op::ReadUnlock if !self.waiting_writers.is_empty() => {
                Access::Write
            }
            _ => access(act),
        };
        let mut push = |thing, access, role| {
            uses.push(Use {
                thing,
                access,
                role,
            });
        };
        if let Some(object) = act.object {
            let role = match act.op {
                // Instead of going later it could begin to wait.
                Op::WriteLock if !self.waiting_writers.contains(&act.task) => Role::Other,
                op => role(op),
            };
            push(Thing::Object(object), access, role);
        }
        match (act.op, act.object) {
            (Op::ReceiveWait, Some(channel)) => {
                push(Thing::Receiver(channel), Access::Write, Role::Other);
            }
            (Op::TrySend, Some(channel)) => {
                push(Thing::Receiver(channel), Access::Read, Role::Other);
            }
            _ => {}
        }
        if let Some((second, access)) = self.access_to_second(act) {
            push(Thing::Object(second), access, role_of_second(act.op));
        }
        for (object, other) in self.overlaps_of(act) {
            let (low, high) = (object.min(other), object.max(other));
            push(Thing::Common(low, high), access, Role::Other);
        }
        for path in [act.object, act.second].into_iter().flatten() {
            for folder in self.folders.above(path) {
                push(Thing::Object(folder), access, Role::Other);
            }
        }
        let process = self.process_of(act.task);
        let ends = self.process_ended_by(act, process);
        let life = |of: ProcessId| {
            if ends == Some(of) {
                Access::Write
            } else {
                Access::Read
            }
        };
        push(Thing::LifeOf(process), life(process), Role::Other);
        if let Some(other) = ends.filter(|other| *other != process) {
            push(Thing::LifeOf(other), Access::Write, Role::Other);
        }
        push(Thing::Execution, life(ProcessId::FIRST), Role::Other);
        // Where loads read the newest value, a fence changes nothing.
        if act.seq_cst && self.loads == Loads::MayBeStale {
            let access = match act.op {
                Op::Fence => Access::Write,
                _ => Access::Read,
            };
            push(Thing::SeqCst, access, Role::Other);
            if let Some(object) = act.object {
                push(Thing::SeqCstOf(object), Access::Write, Role::Other);
            }
        }
        if self.numbers_count && matches!(act.op, Op::Spawn | Op::ProcessSpawn) {
            push(Thing::Numbers, Access::Write, Role::Other);
        }
        if let Some(ended) = ends {
            // With the process go its locks on files.
            let files = self.file_locks.get(&ended);
            for file in files.into_iter().flat_map(HashMap::keys) {
                push(Thing::Object(*file), Access::Write, Role::Releases);
            }
            // So do its ends of pipes.
            let process = self.reply.processes.get(ended.index());
            for pipe in process.map_or(&[][..], |process| &process.pipes) {
                push(Thing::Object(*pipe), Access::Write, Role::Other);
            }
        }
        uses
    }

    /// The act was done.
    fn note(&mut self, act: Act) {
        let process = self.process_of(act.task);
        if let Some(ended) = self.process_ended_by(act, process) {
            self.file_locks.remove(&ended);
        }
        self.count_file_locks(act, process);
        match act.op {
            Op::WriteWait => self.waiting_writers.insert(act.task),
            _ => self.waiting_writers.remove(&act.task),
        };
    }

    /// Whether it adds or drops an owner without depending on how many there are. Only dropping the last one does.
    fn only_counts(&self, act: Act) -> bool {
        let is_count = |object: &Object| object.kind == ObjectKind::Count;
        let object = self.reply.object(act.object);
        act.op == Op::AtomicUpdate
            && object.is_some_and(is_count)
            && act.written.is_some_and(|left| left > 0)
    }

    /// The act's object with each place in memory that shares bytes with it.
    fn overlaps_of(&self, act: Act) -> impl Iterator<Item = (ObjectId, ObjectId)> {
        let of_object = |object| {
            let others = self.overlaps.with(object).iter();
            others.map(move |other| (object, *other))
        };
        act.object.into_iter().flat_map(of_object)
    }

    /// The act's second thing and how it uses that; some only name it.
    fn access_to_second(&self, act: Act) -> Option<(ObjectId, Access)> {
        let second = act.second?;
        let is_path = |id: ObjectId| {
            let object = self.reply.object(id);
            object.is_some_and(|object| object.kind == ObjectKind::Path)
        };
        let access = match act.op.effects().second {
            Second::Names => None,
            Second::Reads => Some(Access::Read),
            Second::Changes => Some(Access::Write),
            Second::ChangesPath => is_path(second).then_some(Access::Write),
        };
        Some((second, access?))
    }

    fn process_ended_by(&self, act: Act, own: ProcessId) -> Option<ProcessId> {
        match act.op.effects().ends? {
            Ends::Own => Some(own),
            Ends::OfObject => self.reply.object(act.object).map(|object| object.process),
        }
    }

    fn count_file_locks(&mut self, act: Act, process: ProcessId) {
        let of_file = act.op.lock().filter(|lock| lock.place == LockPlace::File);
        let (Some(lock), Some(file)) = (of_file, act.object) else {
            return;
        };
        let held = self.file_locks.entry(process).or_default();
        if lock.is_acquired(act.succeeded) {
            *held.entry(file).or_default() += 1;
        } else if lock.change == LockChange::Release
            && act.succeeded
            && let Some(count) = held.get_mut(&file)
        {
            *count -= 1;
            if *count == 0 {
                held.remove(&file);
            }
        }
    }

    /// The races of a task that is about to use these.
    fn races(&self, task: TaskId, uses: &[Use], races: &mut Vec<Reversible>) {
        let known = &self.clocks[task.index()];
        for one in uses {
            let Some(history) = self.things.of(one.thing) else {
                continue;
            };
            let all_commute =
                |known: Access| known.commutes_with(one.access) || history.clock(known).is_none();
            if Access::ALL.into_iter().all(all_commute) {
                continue;
            }
            for past in history.past.iter().rev() {
                let ordered = past.task == task || past.time <= known.of(past.task);
                if ordered {
                    // What a change has come after, it is ordered after; so is who knows of that change.
                    if past.access == Access::Write {
                        break;
                    }
                    continue;
                }
                let dependent = !past.access.commutes_with(one.access);
                let must_wait = match (past.role, one.role) {
                    (Role::Releases, Role::Acquires) | (Role::Acquires, Role::Releases) => true,
                    // To try the one before the other leads nowhere.
                    (Role::Precedes, Role::Follows) | (Role::Follows, Role::Precedes) => continue,
                    _ => false,
                };
                if dependent {
                    races.push(Reversible {
                        earlier: past.step,
                        task,
                        must_wait,
                    });
                }
            }
        }
    }

    /// Whose next step the end of a process takes away. It has no step in the trace that the race could be found at.
    fn cut_off_by(&self, number: usize, act: Act, races: &mut Vec<Reversible>) {
        let Some(ended) = self.process_ended_by(act, self.process_of(act.task)) else {
            return;
        };
        let before = &self.reply.steps[..number];
        let started = |task: TaskId| {
            let by_a_step = |step: &Step| {
                step.task == task
                    || step.spawned() == Some(task)
                    || (step.op == Op::ProcessSpawn && step.written == Some(ended.number().into()))
            };
            before.iter().any(by_a_step)
        };
        let over = |task: TaskId| {
            let ends =
                |step: &Step| step.task == task && matches!(step.op, Op::End | Op::ProcessExit);
            before.iter().any(ends)
        };
        // What kills a process from outside is no step of its tasks.
        let is_other = |task: TaskId| task != act.task || act.op == Op::Crash;
        // A process that dies by itself does so with the step before: there is no point of choice between the two.
        let earlier = match act.op {
            Op::ProcessDied => before.iter().rposition(|step| step.task == act.task),
            _ => Some(number),
        };
        let Some(earlier) = earlier else { return };
        let tasks = TaskId::first(self.reply.tasks.len())
            .filter(|task| is_other(*task) && self.process_of(*task) == ended);
        for task in tasks.filter(|task| started(*task) && !over(*task)) {
            races.push(Reversible {
                earlier,
                task,
                must_wait: false,
            });
        }
    }

    /// A step is done: what its task knows then, and leaves for others to know.
    fn done(&mut self, task: TaskId, uses: &[Use]) {
        let me = task.index();
        let mut clock = std::mem::take(&mut self.clocks[me]);
        clock.tick(task);
        for one in uses {
            let Some(history) = self.things.of(one.thing) else {
                continue;
            };
            for known in Access::ALL {
                if !known.commutes_with(one.access)
                    && let Some(known) = history.clock(known)
                {
                    clock.join(known);
                }
            }
        }
        for one in uses {
            self.things.of_mut(one.thing).use_by(one.access, &clock);
        }
        self.clocks[me] = clock;
    }

    /// Keeps a step that is done, for races with it.
    fn keep(&mut self, step: usize, task: TaskId, uses: &[Use]) {
        let time = self.clocks[task.index()].of(task);
        for one in uses {
            self.things.of_mut(one.thing).past.push(Past {
                step,
                task,
                time,
                access: one.access,
                role: one.role,
            });
        }
    }
}

#[cfg(test)]
mod tests;
