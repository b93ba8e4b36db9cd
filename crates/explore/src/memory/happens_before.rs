//! What orders the steps of a trace: which clocks a step takes in, and which it leaves behind.

use std::collections::BTreeMap;

use protocol::effects::{Acquires, Lock, LockChange, LockPlace, Mode, Releases};
use protocol::{ObjectId, Op, Order, Reply, StaleRead, Step, StepId, TaskId};

use super::atomics::{Atomics, Passed, is_atomic};
use super::clock::Clock;

/// A channel's messages: the clocks of their senders and of their receivers.
#[derive(Default)]
struct Messages {
    sent: Vec<Clock>,
    taken: Vec<Clock>,
    /// The last message of each task, by number.
    own: BTreeMap<TaskId, usize>,
}

pub(crate) struct HappensBefore {
    tasks: Vec<Clock>,
    /// What objects pass on: locks, ended tasks, ...
    objects: BTreeMap<ObjectId, Clock>,
    atomics: Atomics,
    /// What readers of a lock pass on to writers; park tokens; those that arrived at a barrier.
    second: BTreeMap<ObjectId, Clock>,
    channels: BTreeMap<ObjectId, Messages>,
    capacities: Vec<Option<u32>>,
    /// By task: what its relaxed loads saw, for an acquire fence; what it knew at its last release fence.
    seen: Vec<Clock>,
    fenced: Vec<Clock>,
    /// Counts that passed something on before they were shared: the number of the step behind, task and object; the first
    /// one last.
    released: Vec<(u32, TaskId, ObjectId)>,
    /// What the task of the step knew before it.
    before: Clock,
    /// The number of the step.
    number: usize,
}

impl HappensBefore {
    /// What orders the steps, and no more.
    pub(crate) fn new(reply: &Reply) -> Self {
        HappensBefore::with(reply, Atomics::new())
    }

    /// The same, and what atomic operations could go by instead.
    pub(crate) fn with_choices(reply: &Reply) -> Self {
        HappensBefore::with(reply, Atomics::with_choices(reply))
    }

    fn with(reply: &Reply, atomics: Atomics) -> Self {
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
            objects: BTreeMap::new(),
            atomics,
            second: BTreeMap::new(),
            channels: BTreeMap::new(),
            capacities: reply.objects.iter().map(|object| object.capacity).collect(),
            seen: vec![Clock::default(); count],
            fenced: vec![Clock::default(); count],
            before: Clock::default(),
            number: 0,
        }
    }

    pub(crate) fn clock(&self, task: TaskId) -> &Clock {
        &self.tasks[task.index()]
    }

    /// A step begins. The older values that it could go by, if it is an atomic operation that could, and a spurious failure, if it
    /// can fail so; the newest first.
    pub(crate) fn choices(&mut self, step: &Step) -> Vec<StaleRead> {
        let clock = &self.tasks[step.task.index()];
        self.atomics.come(step, clock);
        self.atomics.choices(StepId::at(self.number), step, clock)
    }

    /// A step begins. All that it could go by instead of the newest value, whether an interleaving shows the same or not.
    pub(super) fn allowed(&mut self, step: &Step) -> Vec<(StaleRead, Passed)> {
        let clock = &self.tasks[step.task.index()];
        self.atomics.come(step, clock);
        self.atomics.allowed(StepId::at(self.number), step, clock)
    }

    pub(super) fn atomics(&self) -> &Atomics {
        &self.atomics
    }

    /// What the step gets to know, before it does anything.
    pub(crate) fn acquire(&mut self, step: &Step) {
        let is_over = |(after, ..): &mut (u32, TaskId, ObjectId)| *after as usize <= self.number;
        while let Some((_, task, object)) = self.released.pop_if(is_over) {
            let clock = &self.tasks[task.index()];
            self.atomics.was_released(object, clock);
        }
        self.before = self.tasks[step.task.index()].clone();
        self.atomics.come(step, &self.before);
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
                self.atomics.fence(me, &self.tasks[me.index()]);
            }
        }
        if let Some(object) = step.object {
            self.release_to(object, step);
            if is_atomic(step) {
                self.release_atomic(object, step);
            }
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
            // Of an atomic operation it is kept what it reads, too.
            Releases::Value => {}
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
        let me = step.task.index();
        let passed_on = self.atomics.passed_on(object, step);
        match step.order.acquires() {
            true => self.tasks[me].join(passed_on),
            false => self.seen[me].join(passed_on),
        }
    }

    /// A store begins a new release sequence, an update goes on with the one that it read from.
    fn release_atomic(&mut self, object: ObjectId, step: &Step) {
        let me = step.task.index();
        let clock = &self.tasks[me];
        let passed_on = match step.order.releases() {
            true => clock,
            false => &self.fenced[me],
        };
        let known = (&self.before, clock);
        self.atomics.done(object, step, known, passed_on.clone());
    }
}

/// The lock that the step acquires or releases.
fn lock_of(lock: Lock, step: &Step) -> Option<ObjectId> {
    match lock.place {
        LockPlace::Memory | LockPlace::File => step.object,
        LockPlace::OfCondvar => step.second,
    }
}
