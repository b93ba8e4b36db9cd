//! One visible operation of a task: it announces the operation, waits for the baton, does the operation and logs it.

use ::std::mem::ManuallyDrop;
use ::std::ops::{Deref, DerefMut};
use ::std::ptr;
use ::std::time::Duration;

use protocol::{Decision, ObjectId, Op, StaleRead, States, SwitchAt, TaskId, readable};

use super::hand_over::Baton;
use super::spinning::Done;
use super::state::{self, Frames, Intent, Ready, State};
use super::{address, choice, contexts, control, fingerprint, frames, task};

/// Of a whole value, so many bytes are compared.
pub(crate) const MOST_TOLD: usize = 1 << 10;

/// The baton during one operation. While it lives, its task may change the state. Dropping it completes the step; the task keeps the
/// baton and runs on to its next operation.
pub(crate) struct Turn {
    baton: Baton,
    task: TaskId,
    step: usize,
    /// Whether it wrote the value that was there before.
    unchanged: bool,
    /// Whether other tasks had the baton between the announcement and the step.
    others_went: bool,
}

/// Begins one operation of this thread's task; returns once it has the baton for it. `None` if this thread is no task: then the
/// operation is not controlled.
#[inline(never)]
pub(crate) fn take(mut intent: Intent) -> Option<Turn> {
    let me = task::current()?;
    if intent.frames == Frames::default() {
        // The callers of the function that the place is in: a lock of the learner's own is used in the caller's line.
        intent.frames = frames::frames_from(frames::frame_pointer());
    }
    task::close_access();
    let mut baton = Baton::of_this_task()?;
    if baton.rules.states != States::Unknown {
        look_at_state(&mut baton, me, frames::frame_pointer());
    }
    announce(&mut baton, me, intent);
    let announced = baton.step_count;
    if baton.rules.switch_at == SwitchAt::Synchronisation
        && intent.op.is_plain()
        && has_room(&baton)
    {
        baton.ready = Ready::only(me);
        baton.same_task_steps = baton.same_task_steps.saturating_add(1);
    } else {
        baton = pass(baton, me);
    }
    let mut turn = log(baton, me);
    turn.others_went = turn.step > announced as usize;
    Some(turn)
}

/// Notes the state of the task before a step. The frame pointer is that of a function of this crate that the program called.
fn look_at_state(state: &mut State, me: TaskId, frame: usize) {
    let (is_traced, is_time_seen) = (state.rules.states == States::Traced, state.is_time_seen);
    let task = state.task(me);
    fingerprint::before_step(task, frame, is_traced);
    if is_time_seen {
        // The task can still find out how long it has slept, so that is part of its state.
        task.state = fingerprint::mix(task.state, task.nanoseconds) | 1;
    }
}

/// The first step of a task. Returns once the task is chosen.
pub(crate) fn begin(me: TaskId) -> Turn {
    log(Baton::wait(me), me)
}

fn announce(state: &mut State, me: TaskId, intent: Intent) {
    let task = state.task(me);
    task.pending = intent;
    task.going = task.spinning.goes_on_at(|| site(&intent));
}

fn has_room(state: &State) -> bool {
    state.step_count < state.limits.steps && (state.step_count as usize) < state.steps.len()
}

/// Lets the schedule choose the next task, and hands it the baton. Returns once this task is chosen.
fn pass(mut baton: Baton, me: TaskId) -> Baton {
    let steps = baton.step_count;
    let Some(chosen) = choice::choose(&mut baton, me) else {
        over()
    };
    let crashed = baton.step_count > steps;
    if chosen == me {
        carry_out(crashed);
        return baton;
    }
    baton.hand_to(chosen);
    carry_out(crashed);
    Baton::wait(me)
}

/// If the schedule has killed a process, asks the server to do it. To be called after the baton is handed on: the server takes the
/// baton from a process that dies with it.
fn carry_out(crashed: bool) {
    if crashed {
        control::tell_server(control::Message::Kill);
    }
}

/// Hands the baton on, not to get it back: this task has ended, or its process is gone.
pub(crate) fn pass_on(mut baton: Baton, ended: TaskId) -> Result<(), Over> {
    let steps = baton.step_count;
    let chosen = choice::choose(&mut baton, ended).ok_or(Over)?;
    let crashed = baton.step_count > steps;
    baton.hand_to(chosen);
    carry_out(crashed);
    Ok(())
}

/// No task goes on: the execution is over.
pub(crate) struct Over;

/// Tells the server that the execution is over, and waits to be killed.
pub(crate) fn over() -> ! {
    contexts::end(control::Message::Over)
}

fn log(mut baton: Baton, me: TaskId) -> Turn {
    let state = &mut *baton;
    let step = state.step_count as usize;
    state.steps[step] = state::Record {
        intent: state.tasks[me.index()].pending,
        task: me.into(),
        succeeded: true,
        stale: false,
        which: 0,
        spurious: false,
        exchange: state::ExchangeRecord::default(),
        tampered: false,
        has_found: false,
        has_read: false,
        has_written: false,
        found: 0,
        read: 0,
        written: 0,
        text: state::Text::default(),
        ready: state.ready,
        accesses: state.tasks[me.index()].accesses,
        fingerprint: state.tasks[me.index()].fingerprint,
        resumed: state.tasks[me.index()].resumed,
    };
    state.step_count += 1;
    Turn {
        baton,
        task: me,
        step,
        unchanged: false,
        others_went: false,
    }
}

impl Turn {
    pub(crate) fn me(&self) -> TaskId {
        self.task
    }

    pub(crate) fn read(&mut self, value: u64) {
        let step = self.step;
        self.baton.steps[step].read = value;
        self.baton.steps[step].has_read = true;
    }

    pub(crate) fn written(&mut self, value: u64) {
        let step = self.step;
        self.baton.steps[step].written = value;
        self.baton.steps[step].has_written = true;
    }

    /// The operation reads these bytes. If they are more than a number has, the trace gets a hash of them.
    ///
    /// # Safety
    /// They are readable.
    pub(crate) unsafe fn read_bytes(&mut self, start: usize, size: usize) {
        if size <= size_of::<u64>() {
            // SAFETY: the caller's.
            self.read(unsafe { address::peek(start, size) });
            return;
        }
        // SAFETY: as above, and no other task writes there while this one holds the baton.
        let bytes = unsafe { ::std::slice::from_raw_parts(start as *const u8, size) };
        let read = hash(bytes.iter().take(MOST_TOLD).map(|byte| u64::from(*byte)));
        self.step().read = u64::from(read);
    }

    /// The operation has written these bytes.
    ///
    /// # Safety
    /// They are readable.
    pub(crate) unsafe fn written_bytes(&mut self, start: usize, size: usize) {
        if size <= size_of::<u64>() {
            // SAFETY: the caller's.
            self.written(unsafe { address::peek(start, size) });
        }
    }

    pub(crate) fn failed(&mut self) {
        let step = self.step;
        self.baton.steps[step].succeeded = false;
    }

    /// The value of the atomic before this step.
    pub(crate) fn found(&mut self, value: u64) {
        let step = self.step();
        step.found = value;
        step.has_found = true;
    }

    /// The decision that this atomic operation reads an older value than the newest, or fails spuriously, if there is one.
    pub(crate) fn read_from(&mut self) -> Option<StaleRead> {
        match self.baton.next_decision()? {
            Decision::ReadFrom(read)
                if self.baton.rules.every_step || read.step.index() == self.step =>
            {
                self.baton.decisions_at += 1;
                let step = self.step();
                step.stale = read.which > 0;
                step.which = read.which;
                self.read(read.value);
                Some(read)
            }
            _ => None,
        }
    }

    /// The value that a decision makes this load read instead of the newest, if there is one.
    pub(crate) fn stale_read(&mut self) -> Option<u64> {
        let read = self.read_from().map(|read| read.value);
        read.or_else(|| self.tampered())
    }

    /// What this `compare_exchange` was called with.
    pub(crate) fn exchanges(&mut self, asked: state::ExchangeRecord) {
        self.step().exchange = asked;
    }

    /// This `compare_exchange_weak` fails although it reads the expected value.
    pub(crate) fn failed_spuriously(&mut self) {
        self.failed();
        self.step().spurious = true;
    }

    /// The value by which a decision replaces the one that this step reads or writes, if there is one.
    pub(crate) fn tampered(&mut self) -> Option<u64> {
        self.tampered_if(|_| true)
    }

    /// The same, if this is true of the value.
    pub(crate) fn tampered_if(&mut self, can: impl Fn(u64) -> bool) -> Option<u64> {
        match self.baton.next_decision()? {
            Decision::Tamper { step, value } if step.index() == self.step && can(value) => {
                self.baton.decisions_at += 1;
                self.step().tampered = true;
                Some(value)
            }
            _ => None,
        }
    }

    /// Whether other tasks had the baton since the announcement: then what was true before it may be so no longer.
    pub(crate) fn others_went(&self) -> bool {
        self.others_went
    }

    /// The task's virtual time goes on by so much.
    pub(crate) fn sleep(&mut self, time: Duration) {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let task = self.baton.task(self.task);
        task.nanoseconds = task.nanoseconds.saturating_add(nanoseconds);
    }

    /// This task has joined that one: its virtual time is not before the end of that one.
    pub(crate) fn joined(&mut self, ended: TaskId) {
        let nanoseconds = self.baton.task(ended).nanoseconds;
        let task = self.baton.task(self.task);
        task.nanoseconds = task.nanoseconds.max(nanoseconds);
    }

    /// The operation wrote the value that was there before, so it counts as no change.
    pub(crate) fn unchanged(&mut self) {
        self.unchanged = true;
    }

    /// The record of this step in the log.
    pub(crate) fn step(&mut self) -> &mut state::Record {
        &mut self.baton.steps[self.step]
    }

    pub(crate) fn index(&self) -> u32 {
        self.step as u32
    }

    /// The task's last step is complete: the task ends, and its baton goes to another one.
    pub(crate) fn end(mut self) {
        let me = self.task;
        self.baton.end_task(me);
        self.complete();
        task::leave();
        let turn = ManuallyDrop::new(self);
        // SAFETY: the turn is not used any more, nor dropped.
        let baton = unsafe { ptr::read(&turn.baton) };
        if pass_on(baton, me).is_err() {
            over();
        }
    }

    /// Counts the changes, and notes whether the task spins. The program may have written over the numbers, so nothing here may rely on
    /// them.
    fn complete(&mut self) {
        let step = self.baton.steps[self.step];
        let changes = step.intent.op.changes(step.succeeded) && !self.unchanged;
        self.baton.changes = self.baton.changes.wrapping_add(changes.into());
        let now = self.baton.changes;
        let limit = self.baton.limits.repeats;
        let site = site(&step.intent);
        let task = self.baton.task(self.task);
        let done = Done {
            key: key(site, &step),
            site,
            state: ::std::mem::take(&mut task.state),
            changes,
            adds_up: adds_up(step.intent.op, changes),
            // A failed attempt tells the task that another task holds the lock.
            reads: step.has_read || !step.succeeded,
        };
        task.spinning.note(&done, now, limit);
    }
}

/// Whether repeating the operation makes another difference each time ([`Done::adds_up`]): sending a message does, but locking and
/// writing to memory do not. Reading a file moves its offset, which the task's state does not cover.
fn adds_up(op: Op, changes: bool) -> bool {
    op == Op::FileRead || (changes && op.effects().memory.is_none() && op.lock().is_none())
}

/// A hash of the operation, its object and its place in the program; never 0.
fn site(intent: &Intent) -> u32 {
    let place = intent
        .place
        .map_or(0, |place| place as *const _ as usize as u64);
    let object = intent.object.map_or(0, |id| u64::from(id.number()) + 1);
    let frames = intent.frames.iter().take_while(|frame| **frame != 0);
    let frames = frames.map(|frame| u64::from(*frame));
    hash([intent.op as u64, object, place].into_iter().chain(frames))
}

/// A hash of the site and of what the step read. A store reads nothing: the reads before it tell one from another.
fn key(site: u32, step: &state::Record) -> u32 {
    hash([u64::from(site), step.read, u64::from(step.succeeded)].into_iter())
}

/// A hash of these numbers; never 0.
pub(crate) fn hash(words: impl Iterator<Item = u64>) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for word in words {
        hash = (hash ^ word).wrapping_mul(0x100_0000_01b3);
        hash ^= hash >> 29;
    }
    (hash as u32) | 1
}

impl Deref for Turn {
    type Target = State;

    fn deref(&self) -> &State {
        &self.baton
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.baton
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.complete();
    }
}

/// An operation that has no object and does nothing: it is only in the trace.
pub(crate) fn note(op: Op, place: state::Caller) {
    drop(take(Intent::new(op, None, place)));
}

/// The object that a task is.
pub(crate) fn object_of(task: TaskId) -> Option<ObjectId> {
    with_state(|state| state.task(task).object.get())
}

/// Ends a task for which no thread could be made.
pub(crate) fn abandon(task: TaskId) {
    with_state(|state| state.end_task(task));
}

/// The task's name, if it has one.
pub(crate) fn name_of(task: TaskId) -> Option<String> {
    with_state(|state| {
        let name = state.task(task).name;
        (name.length > 0).then(|| readable(state.text(name)))
    })
    .flatten()
}

/// Changes the state between two steps, in what no other task can notice yet.
#[inline]
pub(crate) fn with_state<T>(change: impl FnOnce(&mut State) -> T) -> Option<T> {
    Some(change(&mut *Baton::of_this_task()?))
}

#[cfg(test)]
mod tests;
