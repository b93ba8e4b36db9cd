//! What orders the steps of a trace: which clocks a step takes in, and which it leaves behind.

use std::collections::HashMap;

use protocol::effects::{Acquires, Lock, LockChange, LockPlace, Mode, Releases};
use protocol::{ObjectId, Op, Order, Reply, Step, TaskId};

use super::atomics::{Fence, History, Moment};
use super::clock::Clock;

/// A channel's messages: the clocks of their senders and of their receivers.
#[derive(Default)]
struct Messages {
    sent: Vec<Clock>,
    taken: Vec<Clock>,
    /// The last message of each task, by number.
    own: HashMap<TaskId, usize>,
}

pub(crate) struct HappensBefore {
    tasks: Vec<Clock>,
    /// What objects pass on: locks, ended tasks, ...
    objects: HashMap<ObjectId, Clock>,
    atomics: HashMap<ObjectId, History>,
    fences: Vec<Fence>,
    /// What readers of a lock pass on to writers; park tokens; those that arrived at a barrier.
    second: HashMap<ObjectId, Clock>,
    channels: HashMap<ObjectId, Messages>,
    capacities: Vec<Option<u32>>,
    /// By task: what its relaxed loads saw, for an acquire fence; what it knew at its last release fence.
    seen: Vec<Clock>,
    fenced: Vec<Clock>,
    /// Counts that passed something on before they were shared: the number of the step behind, task and object; the first
    /// one last.
    released: Vec<(u32, TaskId, ObjectId)>,
    /// The number of the step.
    number: usize,
}

impl HappensBefore {
    pub(crate) fn new(reply: &Reply) -> Self {
        let count = reply.tasks.len();
        let mut tasks = vec![Clock::default(); count];
        for (task, clock) in TaskId::first(count).zip(&mut tasks) {
            clock.tick(task);
        }
        let mut released: Vec<_> = reply
            .earlier
            .iter()
            .filter(|earlier| earlier.order != Order::None)
            .map(|earlier| (earlier.after, earlier.task, earlier.object))
            .collect();
        released.sort_unstable_by(|one, other| other.cmp(one));
        Self {
            tasks,
            released,
            objects: HashMap::new(),
            atomics: HashMap::new(),
            fences: Vec::new(),
            second: HashMap::new(),
            channels: HashMap::new(),
            capacities: reply.objects.iter().map(|object| object.capacity).collect(),
            seen: vec![Clock::default(); count],
            fenced: vec![Clock::default(); count],
            number: 0,
        }
    }

    pub(crate) fn clock(&self, task: TaskId) -> &Clock {
        &self.tasks[task.index()]
    }

    /// The older values that the step could read, if it is a load that could; newest first.
    pub(crate) fn older_values(&mut self, step: &Step) -> Vec<u64> {
        let Some(object) = step.object.filter(|_| step.op == Op::AtomicLoad) else {
            return Vec::new();
        };
        let history = self.atomics.entry(object).or_default();
        history.newest_is(step.found);
        let at = moment(self.number, step, &self.tasks[step.task.index()]);
        history.older(at, &self.fences)
    }

    /// What the step gets to know, before it does anything.
    pub(crate) fn acquire(&mut self, step: &Step) {
        let is_over = |(after, ..): &mut (u32, TaskId, ObjectId)| *after as usize <= self.number;
        while let Some((_, task, object)) = self.released.pop_if(is_over) {
            let clock = &self.tasks[task.index()];
            self.atomics.entry(object).or_default().was_released(clock);
        }
        if step.op == Op::Fence && step.order.acquires() {
            let me = step.task.index();
            self.tasks[me].join(&self.seen[me]);
        }
        if let Some(object) = step.object {
            self.acquire_from(object, step);
        }
    }

    fn acquire_from(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        if let Some(lock) = step.op.effects().lock {
            self.acquire_lock(me, lock, step);
        }
        match step.op.effects().acquires {
            Acquires::Nothing => {}
            Acquires::Object => self.take(me, object),
            Acquires::ObjectIfFinished => {
                if step.read == Some(1) {
                    self.take(me, object);
                }
            }
            Acquires::Token => {
                if let Some(token) = self.second.get(&object).filter(|_| step.succeeded) {
                    self.tasks[me.index()].join(token);
                }
            }
            Acquires::Message => self.acquire_message(object, step),
            Acquires::Value => self.acquire_atomic(object, step),
        }
    }

    /// What the step leaves for others, after what it does.
    pub(crate) fn release(&mut self, step: &Step) {
        let me = step.task;
        if step.op == Op::Fence && step.order.releases() {
            self.fenced[me.index()] = self.tasks[me.index()].clone();
            if step.order == Order::SeqCst {
                self.fences.push(Fence {
                    task: me,
                    step: self.number,
                    clock: self.tasks[me.index()].clone(),
                });
            }
        }
        if let Some(object) = step.object {
            self.release_to(object, step);
        }
        self.tasks[me.index()].tick(me);
        self.number += 1;
    }

    fn release_to(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        if let Some(lock) = step.op.effects().lock
            && lock.change == LockChange::Release
        {
            self.release_lock(me, lock, step);
        }
        if !step.op.changes(step.succeeded) {
            return;
        }
        match step.op.effects().releases {
            Releases::Nothing => {}
            Releases::Object => self.leave(me, object),
            Releases::Token => self.leave_second(me, object),
            Releases::Spawned => {
                if let Some(child) = step.spawned() {
                    let mine = self.tasks[me.index()].clone();
                    self.tasks[child.index()].join(&mine);
                }
            }
            Releases::Barrier => self.arrive(object, step),
            Releases::Message => {
                let messages = self.channels.entry(object).or_default();
                messages.own.insert(me, messages.sent.len());
                messages.sent.push(self.tasks[me.index()].clone());
            }
            Releases::Room => {
                let messages = self.channels.entry(object).or_default();
                messages.taken.push(self.tasks[me.index()].clone());
            }
            Releases::Value => self.release_atomic(object, step),
        }
    }

    fn acquire_lock(&mut self, me: TaskId, lock: Lock, step: &Step) {
        if let Some(object) = lock_of(lock, step).filter(|_| lock.is_acquired(step.succeeded)) {
            self.take(me, object);
            // A reader does not synchronise with other readers.
            if lock.mode == Some(Mode::Exclusive)
                && let Some(readers) = self.second.get(&object)
            {
                self.tasks[me.index()].join(readers);
            }
        }
    }

    fn release_lock(&mut self, me: TaskId, lock: Lock, step: &Step) {
        let Some(object) = lock_of(lock, step) else {
            return;
        };
        match lock.mode {
            Some(Mode::Shared) => self.leave_second(me, object),
            Some(Mode::Exclusive) | None => self.leave(me, object),
        }
    }

    fn take(&mut self, me: TaskId, object: ObjectId) {
        if let Some(clock) = self.objects.get(&object) {
            self.tasks[me.index()].join(clock);
        }
    }

    fn leave(&mut self, me: TaskId, object: ObjectId) {
        self.objects
            .entry(object)
            .or_default()
            .join(&self.tasks[me.index()]);
    }

    fn leave_second(&mut self, me: TaskId, object: ObjectId) {
        self.second
            .entry(object)
            .or_default()
            .join(&self.tasks[me.index()]);
    }

    /// The task that completes the barrier passes on what all that arrived knew.
    fn arrive(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        let arrived = self.second.entry(object).or_default();
        arrived.join(&self.tasks[me.index()]);
        if step.written == Some(1) {
            let arrived = std::mem::take(arrived);
            self.tasks[me.index()].join(&arrived);
            self.objects.insert(object, arrived);
        }
    }

    fn acquire_message(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        if !step.succeeded {
            // The other side is gone, or nothing is there: a closed channel passes on what its last user knew.
            self.take(me, object);
            return;
        }
        let messages = self.channels.entry(object).or_default();
        let capacity = self.capacities.get(object.index()).copied().flatten();
        let from = match step.op {
            // Room for this message is there because an older one was taken.
            Op::Send | Op::TrySend => capacity
                .and_then(|room| messages.sent.len().checked_sub(room as usize))
                .and_then(|older| messages.taken.get(older)),
            Op::SendTaken => messages
                .own
                .get(&step.task)
                .and_then(|own| messages.taken.get(*own)),
            _ => messages.sent.get(messages.taken.len()),
        };
        if let Some(clock) = from {
            self.tasks[me.index()].join(clock);
        }
    }

    fn acquire_atomic(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        let history = self.atomics.entry(object).or_default();
        history.newest_is(step.found);
        let older = if step.stale { step.read } else { None };
        let at = moment(self.number, step, &self.tasks[me.index()]);
        let passed_on = history.read(older, at).clone();
        if step.order.acquires() {
            self.tasks[me.index()].join(&passed_on);
        } else {
            self.seen[me.index()].join(&passed_on);
        }
    }

    /// A store begins a new release sequence, an update goes on with the one that it read from.
    fn release_atomic(&mut self, object: ObjectId, step: &Step) {
        let me = step.task;
        let passed_on = if step.order.releases() {
            &self.tasks[me.index()]
        } else {
            &self.fenced[me.index()]
        };
        let history = self.atomics.entry(object).or_default();
        history.newest_is(step.found);
        let goes_on = step.op != Op::AtomicStore;
        let at = moment(self.number, step, &self.tasks[me.index()]);
        history.write(step.written, goes_on, passed_on.clone(), at);
    }
}

/// The lock that the step acquires or releases.
fn lock_of(lock: Lock, step: &Step) -> Option<ObjectId> {
    match lock.place {
        LockPlace::Memory | LockPlace::File => step.object,
        LockPlace::OfCondvar => step.second,
    }
}

fn moment<'a>(number: usize, step: &Step, clock: &'a Clock) -> Moment<'a> {
    Moment {
        task: step.task,
        step: number,
        seq_cst: step.order == Order::SeqCst,
        clock,
    }
}
