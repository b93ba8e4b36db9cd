//! Loops that wait: what a task reads in vain, only to read it again, is no step.
//!
//! A read is *in vain* if it changes nothing, and the next thing that its task does, but for yields, is the same read. The search
//! is one through executions in which no task reads in vain: as if a read had to wait until what is there leads out of the loop
//! (Jonsson, Lang and Sagonas, "Awaiting for Godot", FMCAD 2022; Kokologiannakis, Marmanis and Vafeiadis, "Unblocking dynamic
//! partial order reduction", CAV 2023: both have loops that a compiler found to wait). Here a compiler finds nothing. The executor
//! gives a fingerprint of what a task keeps for itself, before each step, and that stands for the task's state. What the task finds
//! in other memory belongs to it as well, so the state behind a read is that before any such memory is used.
//!
//! Let `s(v)` be the state of a task behind a read in the state `s` that finds `v`. If `v` is in vain, the task comes back to the
//! read in a state `s'`. That is not `s`: what the loop computed lies on the stack, though nothing will look at it. But if
//! **`s'(u) = s(u)` for each `v` that is in vain and each `u` that can be found after it**, be that in vain or not, then a read in vain
//! can be taken out of an execution: all other steps do the same, and each task comes to the same state. So each of these equations
//! is *seen*: executions are made in which the task finds `u` at first, and in which it finds `v` and then `u` ([`super::check`]).
//! Where the two states differ, the task remembers something of the loop: its reads there are steps like any other.
//!
//! Which equations are needed? Take an execution with a read in vain for which one is missing, `v` and then `u`; of several, the one
//! whose `u` is found first. All reads in vain before that can be taken out, and so can `v`. What is left, up to `u`, is the beginning of
//! an execution without reads in vain, but for the order of steps that are independent. The search comes to one that begins like that.
//! In it, the task comes to `s`, and goes on reading `u`, or something later, or nothing any more. The writes of what it reads are in
//! some order there, and `v` and `u` are two of their values, or twice the same: neither is older than what the task knows of, or newer than
//! what it reads. So for each task that reads, or is about to read at the end, all such pairs are looked at
//! before anything else is learnt from the execution. All that the search asks of a read is known then, too: what it would have
//! found earlier, and whether that is in vain.
//!
//! What a task does after it found something depends on its state alone. So it does not matter in which execution it is seen, and what
//! turns out to be different the second time shows that the fingerprint does not tell: then its reads there are steps again, as they are
//! wherever a value is not known. What is known of loops only grows; where it is about another place, the search begins again.
//!
//! Data races are no fewer without reads in vain: a read orders, and a plain access makes another fingerprint, whether it is a step
//! or not, so a loop with one does not wait. An execution in which something in vain orders what would race without
//! it is made again without ([`super::awaiting::Awaiting::hides_a_race`]).
//!
//! Loops that read more than one thing in an iteration are not taken for loops that wait.
//!
//! # Where loads may be stale
//!
//! Under RC11 the same holds of graphs. A read in vain that writes nothing can be taken out of a graph that is consistent: each axiom
//! forbids a cycle, and without the read there are fewer edges. (That an update writes the same value again is no read in vain here:
//! other tasks may read it.) What differs is what a read can find, and when a task has to wait:
//!
//! - Each pair of values `v` and `u` is looked at that the model lets the task read one after the other, behind what has to come before
//!   their writes ([`super::trace::Trace::readings`]). Executions that show what comes of them are ones that the model allows, too. A
//!   `compare_exchange_weak` that fails spuriously finds something else than one that does not.
//! - A task waits where the newest value is in vain. It may find an older one there that is not: that is another way to go on
//!   ([`crate::dependence::Way::GoesBy`]), and is planned where no other order of the steps shows the same. What is in vain is not
//!   offered. Who only finds older values has not missed the newest for ever: an execution in which a task waits at the end is one in
//!   which it reads the newest value again and again.

use std::collections::{HashMap, HashSet};

use protocol::effects::{Changes, Commutes, Memory};
use protocol::{FRAMES, ObjectId, Op, Pending, Reply, Step, TaskId};

use crate::dependence::{Loads, Older};

/// More yields than that behind a read are not looked past.
const MOST_YIELDS: usize = 8;

/// Where a task does what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Site {
    op: Op,
    frames: [u32; FRAMES],
}

impl Site {
    pub(super) fn of_pending(pending: &Pending) -> Site {
        Site {
            op: pending.op,
            frames: pending.frames,
        }
    }
}

/// A task that is about to read, and what it keeps for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    task: TaskId,
    fingerprint: u64,
}

impl State {
    /// `None` where there are no fingerprints.
    pub(super) fn new(task: TaskId, fingerprint: u64) -> Option<State> {
        (fingerprint != 0).then_some(State { task, fingerprint })
    }
}

/// What it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Found {
    /// The value of an atomic, or whether a lock is free.
    value: u64,
    /// Whether a `compare_exchange_weak` fails spuriously.
    fails: bool,
}

impl Found {
    pub(super) fn new(value: u64) -> Found {
        Found {
            value,
            fails: false,
        }
    }

    pub(super) fn value(self) -> u64 {
        self.value
    }

    pub(super) fn fails(self) -> bool {
        self.fails
    }

    /// By what an atomic operation goes there.
    pub(super) fn by(older: Older) -> Found {
        Found {
            value: older.value,
            fails: older.fails,
        }
    }
}

/// What comes of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Behind {
    fingerprint: u64,
    pub(super) again: Option<Again>,
}

/// The task reads again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    pub(super) state: State,
    /// So many yields are between.
    pub(super) yields: usize,
}

/// A read of an execution.
pub(super) struct Read {
    pub(super) step: usize,
    pub(super) task: TaskId,
    pub(super) site: Site,
    pub(super) state: Option<State>,
    pub(super) found: Found,
    object: Option<ObjectId>,
    /// Whether it changed nothing.
    is_idle: bool,
    /// The yields behind it.
    pub(super) yields: Vec<usize>,
    sleeps: bool,
    /// The state right behind it.
    fingerprint: Option<u64>,
    /// Whether the task read again, and in which state; `None`: that was not seen.
    repeated: Option<Option<u64>>,
}

impl Read {
    fn of(number: usize, step: &Step, loads: Loads) -> Option<Read> {
        Some(Read {
            step: number,
            task: step.task,
            site: Site {
                op: step.op,
                frames: step.frames,
            },
            state: State::new(step.task, step.fingerprint),
            found: found(step)?,
            object: step.object,
            is_idle: is_idle(step, loads),
            yields: Vec::new(),
            sleeps: false,
            fingerprint: None,
            repeated: None,
        })
    }

    /// Whether the task read again right behind it.
    pub(super) fn is_repeated(&self) -> bool {
        matches!(self.repeated, Some(Some(_)))
    }

    /// Its task goes on, or is about to: in which state right behind what it did before, and in which now.
    fn goes_on(
        &mut self,
        (op, frames): (Op, [u32; FRAMES]),
        object: Option<ObjectId>,
        (resumed, state): (u64, u64),
    ) {
        self.fingerprint.get_or_insert(resumed);
        if !is_yield(op) {
            let is_same = self.site == Site { op, frames } && self.object == object;
            self.repeated = Some((is_same && self.is_idle).then_some(state));
        }
    }

    /// What came of it, as far as it was seen.
    fn behind(&self) -> Option<Behind> {
        let again = match self.repeated? {
            Some(fingerprint) => Some(Again {
                state: State::new(self.task, fingerprint)?,
                yields: self.yields.len(),
            }),
            None => None,
        };
        let fingerprint = self.fingerprint.filter(|state| *state != 0)?;
        Some(Behind { fingerprint, again })
    }
}

/// All reads of an execution, in the order of its steps.
pub(super) fn reads(reply: &Reply, loads: Loads) -> Vec<Read> {
    let mut reads: Vec<Read> = Vec::new();
    // The last read of each task behind which nothing came but yields.
    let mut last: Vec<Option<usize>> = vec![None; reply.tasks.len()];
    for (number, step) in reply.steps.iter().enumerate() {
        let last = &mut last[step.task.index()];
        // These are not done by the task.
        if matches!(step.op, Op::Crash | Op::ProcessDied) {
            *last = None;
            continue;
        }
        if let Some(read) = last.map(|at| &mut reads[at]) {
            let states = (step.resumed, step.fingerprint);
            read.goes_on((step.op, step.frames), step.object, states);
            if is_yield(step.op) {
                read.yields.push(number);
                read.sleeps |= step.op == Op::Sleep;
                continue;
            }
        }
        *last = Read::of(number, step, loads).map(|read| {
            reads.push(read);
            reads.len() - 1
        });
    }
    for pending in reply.pending.iter().chain(&reply.cut_off) {
        if let Some(at) = last[pending.task.index()] {
            let what = (pending.op, pending.frames);
            let states = (pending.resumed, pending.fingerprint);
            reads[at].goes_on(what, pending.object, states);
        }
    }
    reads
}

/// What the executions until now have shown of the program's loops.
pub(super) struct Loops {
    pub(super) loads: Loads,
    /// Where a task read in vain.
    waiting: HashSet<Site>,
    /// Where it also slept.
    sleeping: HashSet<Site>,
    /// Where reading in vain makes a difference.
    counting: HashSet<Site>,
    /// Whether the program asks what time it is: then sleeping makes a difference.
    sees_time: bool,
    behind: HashMap<(State, Found), Behind>,
    /// The read that a task does in that state, where it may find an older value.
    acts: HashMap<State, Step>,
    /// How many yields were seen behind what is not known yet.
    yields: HashMap<(State, Found), usize>,
}

impl Loops {
    /// Nothing is known of them.
    pub(super) fn new(loads: Loads) -> Loops {
        Loops {
            loads,
            waiting: HashSet::new(),
            sleeping: HashSet::new(),
            counting: HashSet::new(),
            sees_time: false,
            behind: HashMap::new(),
            acts: HashMap::new(),
            yields: HashMap::new(),
        }
    }

    pub(super) fn waits_at(&self, site: Site) -> bool {
        let sees_it = self.sees_time && self.sleeping.contains(&site);
        self.waiting.contains(&site) && !self.counting.contains(&site) && !sees_it
    }

    /// Whether any loop was seen.
    pub(super) fn are_seen(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What comes of it if that is found in that state, where that is known.
    pub(super) fn behind(&self, state: State, found: Found) -> Option<Behind> {
        self.behind.get(&(state, found)).copied()
    }

    /// How many steps the task has to do to show what comes of it.
    pub(super) fn steps_behind(&self, state: State, found: Found) -> usize {
        self.yields.get(&(state, found)).copied().unwrap_or(0)
    }

    /// Whether that is in vain, where that is known.
    pub(super) fn is_vain(&self, state: State, found: Found) -> Option<bool> {
        Some(self.behind(state, found)?.again.is_some())
    }

    /// What is read there in vain makes a difference, or it is not known.
    pub(super) fn count(&mut self, site: Site) {
        self.counting.insert(site);
    }

    /// How much is known of which loops wait: another number means that it is something else.
    pub(super) fn known(&self) -> usize {
        self.waiting.len() + self.sleeping.len() + self.counting.len() + usize::from(self.sees_time)
    }

    /// Learns from an execution.
    pub(super) fn learn(&mut self, reply: &Reply) {
        self.sees_time |= reply.tasks.iter().any(|task| task.sees_time);
        let reads = reads(reply, self.loads);
        for read in reads.iter().filter(|read| read.is_repeated()) {
            self.waiting.insert(read.site);
            if read.sleeps {
                self.sleeping.insert(read.site);
            }
        }
        for read in &reads {
            if self.waits_at(read.site) {
                self.take_in(read, &reply.steps[read.step]);
            }
        }
    }

    /// The read that the task does in that state, where it was seen.
    pub(super) fn act(&self, state: State) -> Option<&Step> {
        self.acts.get(&state)
    }

    fn take_in(&mut self, read: &Read, step: &Step) {
        let Some(state) = read.state else {
            return;
        };
        if self.loads == Loads::MayBeStale && step.op.effects().memory == Some(Memory::Atomic) {
            self.acts.entry(state).or_insert_with(|| step.clone());
        }
        let key = (state, read.found);
        if let Some(behind) = read.behind() {
            if *self.behind.entry(key).or_insert(behind) != behind {
                self.count(read.site);
            }
        } else if read.fingerprint.is_some() {
            let yields = self.yields.entry(key).or_default();
            *yields = (*yields).max(read.yields.len() + 1);
            if *yields > MOST_YIELDS {
                self.count(read.site);
            }
        }
    }
}

/// Whether a loop that waits may do this as well: nothing that another task could notice.
fn is_yield(op: Op) -> bool {
    matches!(op, Op::Yield | Op::Spin | Op::Sleep)
}

/// Whether the step only finds out something, and leaves all as it was. Where loads may be stale, writing the same leaves another value
/// that can be read.
fn is_idle(step: &Step, loads: Loads) -> bool {
    let effects = step.op.effects();
    // A fence has an effect that shows later.
    let has_no_other_effect =
        effects.changes != Changes::Never || effects.commutes != Commutes::Never;
    let writes_the_same = loads == Loads::Newest
        && effects.memory == Some(Memory::Atomic)
        && step.written == step.found;
    has_no_other_effect && (!step.op.changes(step.succeeded) || writes_the_same)
}

/// What the step found, if it is a read that a loop could wait by.
fn found(step: &Step) -> Option<Found> {
    match step.op {
        Op::AtomicLoad | Op::AtomicUpdate | Op::AtomicExchange => Some(Found {
            value: step.read.or(step.found)?,
            fails: step.spurious,
        }),
        Op::TryLock => Some(Found::new(step.succeeded.into())),
        _ => None,
    }
}
