//! The atomics of an execution: what each operation may go by, and what became of it.
//!
//! An operation may go by a value that is not the newest where the model allows that: no value that a task whom it knows of has
//! seen replaced (coherence), none between an update and what it was made from (atomicity), and none that leaves the `SeqCst`
//! operations without an order ([`super::seq_cst`]). What another interleaving would show as well is left to that ([`super::woven`]).

use std::collections::BTreeMap;

use protocol::{Exchange, ObjectId, Op, Order, Reply, StaleRead, Step, StepId, TaskId};

use super::clock::Clock;
use super::history::{History, Place, Time, Use, Value, read_from};
use super::seq_cst::{Access, Fence, Past};
use super::woven::{Woven, tie};

/// What an operation can turn out to be.
#[derive(Clone, Copy)]
struct Turned {
    order: Order,
    writes: bool,
    /// Whether it also reads, in one step with the writing, or alone.
    reads: bool,
}

/// What a task does one after the other at one place.
struct Stay {
    at: Option<ObjectId>,
    /// What it knew when it came there.
    arrived: Clock,
    /// Which of the uses of that atomic are its own since then.
    uses: Vec<usize>,
}

/// What an operation passes over that goes by an older value.
pub(super) struct Passed {
    /// Who wrote that value; none for the first one.
    pub(super) source: Option<Time>,
    /// Who wrote the newer ones.
    pub(super) over: Vec<Time>,
}

pub(super) struct Atomics {
    histories: BTreeMap<ObjectId, History>,
    fences: Vec<Fence>,
    /// Whether it is asked what operations could go by instead. Otherwise nothing is kept of what only that depends on.
    has_choices: bool,
    woven: Woven,
    stays: Vec<Stay>,
    /// Each operation that read something, and who wrote that; none for a first value.
    sources: Vec<(Time, Option<Time>)>,
    /// Whether any operation is `SeqCst`.
    seq_cst: bool,
}

impl Atomics {
    /// Those of an execution, with what they could go by instead.
    pub(super) fn with_choices(reply: &Reply) -> Atomics {
        let stay = |_| Stay {
            at: None,
            arrived: Clock::default(),
            uses: Vec::new(),
        };
        Atomics {
            has_choices: true,
            woven: Woven::new(reply),
            stays: reply.tasks.iter().map(stay).collect(),
            seq_cst: reply.steps.iter().any(has_seq_cst),
            ..Atomics::new()
        }
    }

    /// Those of an execution.
    pub(super) fn new() -> Atomics {
        Atomics {
            histories: BTreeMap::new(),
            has_choices: false,
            fences: Vec::new(),
            woven: Woven::default(),
            stays: Vec::new(),
            sources: Vec::new(),
            seq_cst: false,
        }
    }

    fn history(&mut self, object: ObjectId, found: Option<u64>) -> &mut History {
        let history = self.histories.entry(object).or_default();
        history.newest_is(found);
        history
    }

    /// A task that was alone with it until then released it.
    pub(super) fn was_released(&mut self, object: ObjectId, clock: &Clock) {
        self.histories
            .entry(object)
            .or_default()
            .was_released(clock);
    }

    /// A step begins, of a task that knows so much: it stays at the atomic where it was, or goes elsewhere.
    pub(super) fn come(&mut self, step: &Step, clock: &Clock) {
        if !self.has_choices {
            return;
        }
        self.woven.join(step.task, clock);
        if !is_atomic(step) {
            self.woven.step(step);
        }
        let stay = &mut self.stays[step.task.index()];
        if stay.at.is_some() && stay.at == step.object {
            return;
        }
        let left = clock.of(step.task);
        if let Some(history) = stay.at.and_then(|at| self.histories.get_mut(&at)) {
            for at in stay.uses.drain(..) {
                if let Some(one) = history.uses.get_mut(at).filter(|one| one.by.0 == step.task) {
                    one.left.get_or_insert(left);
                }
            }
        }
        *stay = Stay {
            at: step.object.filter(|_| is_atomic(step)),
            arrived: clock.clone(),
            uses: Vec::new(),
        };
    }

    /// A `SeqCst` fence of a task that knows so much.
    pub(super) fn fence(&mut self, task: TaskId, clock: &Clock) {
        let by = (task, clock.of(task));
        let clock = clock.clone();
        self.fences.push(Fence { by, clock });
    }

    /// What the step could go by instead of what an interleaving shows, the newest first; `clock` is what its task knows.
    pub(super) fn choices(&mut self, id: StepId, step: &Step, clock: &Clock) -> Vec<StaleRead> {
        let explained = |this: &Atomics, object: ObjectId, value: usize, turned: &Turned| {
            this.is_explained(object, value, turned.writes, step.task)
        };
        let choices = self.allowed_unless(explained, id, step, clock);
        choices.into_iter().map(|(choice, _)| choice).collect()
    }

    /// What the step could go by instead of the newest value, the newest first, and with each the value before the ones that it
    /// passes over.
    pub(super) fn allowed(
        &mut self,
        id: StepId,
        step: &Step,
        clock: &Clock,
    ) -> Vec<(StaleRead, Passed)> {
        let choices = self.allowed_unless(|_, _, _, _| false, id, step, clock);
        let passed = |value: usize| {
            let values = step.object.map(|object| &self.histories[&object].values);
            let mut writers = values.into_iter().flat_map(|all| &all[value..]);
            Passed {
                source: writers.next().and_then(|value| value.writer),
                over: writers.filter_map(|value| value.writer).collect(),
            }
        };
        let choices = choices.into_iter();
        choices
            .map(|(choice, value)| (choice, passed(value)))
            .collect()
    }

    /// The choices that the model allows, and the index of the value that each goes by, but for those that are left out.
    fn allowed_unless(
        &mut self,
        is_left_out: impl Fn(&Atomics, ObjectId, usize, &Turned) -> bool,
        id: StepId,
        step: &Step,
        clock: &Clock,
    ) -> Vec<(StaleRead, usize)> {
        let Some(object) = step.object.filter(|_| is_atomic(step)) else {
            return Vec::new();
        };
        let history = self.history(object, step.found);
        let (oldest, newest) = (history.oldest_for(clock), history.newest());
        let mut found = Vec::new();
        for value in (oldest..=newest).rev() {
            let history = &self.histories[&object];
            let Some(choice) = read_from(history, id, value) else {
                continue;
            };
            let (turned, fails) = turned(step, choice.value);
            let may_be = |turned: &Turned| {
                value < newest
                    && !is_left_out(self, object, value, turned)
                    && self.is_allowed(object, value, *turned, step.task, clock)
            };
            found.extend(turned.filter(may_be).map(|_| (choice, value)));
            // A spurious failure is a load.
            let may_fail = |failed: &Turned| value == newest || may_be(failed);
            let failed = StaleRead {
                fails: true,
                ..choice
            };
            found.extend(fails.filter(may_fail).map(|_| (failed, value)));
        }
        found
    }

    /// Whether an interleaving shows the same as that the operation goes by that older value.
    fn is_explained(&self, object: ObjectId, value: usize, writes: bool, task: TaskId) -> bool {
        let history = &self.histories[&object];
        let is_woven_in = |next: Time| {
            let after = self.after(history, value, writes, task);
            after.of(next.0) >= next.1
        };
        !history.values[value + 1].writer.is_some_and(is_woven_in)
    }

    /// Whether the model allows that the operation goes by that older value.
    fn is_allowed(
        &self,
        object: ObjectId,
        value: usize,
        turned: Turned,
        task: TaskId,
        clock: &Clock,
    ) -> bool {
        let history = &self.histories[&object];
        if turned.writes && history.values[value + 1].is_update {
            return false;
        }
        if !self.seq_cst {
            return true;
        }
        let mut known = clock.clone();
        if turned.reads && turned.order.acquires() {
            known.join(&history.values[value].released);
        }
        let one = self.used(value, turned, task, (clock, known));
        let past = Past {
            histories: &self.histories,
            fences: &self.fences,
        };
        !past.is_closed_by(&Access { object, one: &one })
    }

    /// What comes before the operation in each interleaving, if it goes by that value.
    fn after(&self, history: &History, value: usize, writes: bool, task: TaskId) -> Clock {
        let mut after = self.woven.of(task).clone();
        after.join(&history.values[value].written_after);
        if writes {
            after.join(&history.values[value].read_after);
        }
        after
    }

    fn used(
        &self,
        value: usize,
        turned: Turned,
        task: TaskId,
        (before, clock): (&Clock, Clock),
    ) -> Use {
        Use {
            by: (task, before.of(task)),
            place: match turned.writes {
                true => Place::behind(value),
                false => Place::of(value),
            },
            writes: turned.writes,
            seq_cst: turned.order == Order::SeqCst,
            clock,
            before: before.clone(),
            arrived: self.stays[task.index()].arrived.clone(),
            left: None,
        }
    }

    /// What the value passes on that the step reads.
    pub(super) fn passed_on(&mut self, object: ObjectId, step: &Step) -> &Clock {
        let history = self.history(object, step.found);
        let value = history.gone_by(step);
        &history.values[value].released
    }

    /// The step is done. Its task knew `before`, and knows `clock` now; `released` is what it passes on, if it writes.
    pub(super) fn done(
        &mut self,
        object: ObjectId,
        step: &Step,
        (before, clock): (&Clock, &Clock),
        released: Clock,
    ) {
        let has_choices = self.has_choices;
        let history = self.history(object, step.found);
        let (value, newest) = (history.gone_by(step), history.newest());
        let writes = step.op.changes(step.succeeded);
        if !has_choices {
            if writes {
                let (behind, by) = (&history.values[value], (step.task, before.of(step.task)));
                let written = written(step, behind, by, released, Clock::default());
                history.insert(value, written);
            }
            return;
        }
        let turned = Turned {
            order: step.order,
            writes,
            reads: step.op != Op::AtomicStore,
        };
        let mut used = self.used(value, turned, step.task, (before, clock.clone()));
        let history = &self.histories[&object];
        let mut after = self.after(history, value, writes, step.task);
        after.join(clock);
        let overtaken = history.values.get(value + 1).and_then(|next| next.writer);
        if value < newest
            && let Some(next) = overtaken
        {
            self.tie(next, &after);
        }
        self.woven.join(step.task, &after);
        let history = self.histories.entry(object).or_default();
        if turned.reads {
            self.sources.push((used.by, history.values[value].writer));
        }
        if writes {
            let at = history.insert(
                value,
                written(step, &history.values[value], used.by, released, after),
            );
            used.place = Place::of(at);
        } else {
            history.values[value].read_after.join(&after);
        }
        history.note(used);
        let stay = &mut self.stays[step.task.index()];
        let last = history.uses.len() - 1;
        if stay.uses.last() != Some(&last) {
            stay.uses.push(last);
        }
    }

    /// Each operation that has read something, and who wrote that; none for a first value.
    pub(super) fn sources(&self) -> &[(Time, Option<Time>)] {
        &self.sources
    }

    /// Who wrote each atomic, in modification order; the atomics in no order.
    pub(super) fn orders(&self) -> Vec<Vec<Time>> {
        let orders = |history: &History| {
            let over = history.over.iter().cloned();
            over.chain([history.writers()]).collect::<Vec<_>>()
        };
        self.histories.values().flat_map(orders).collect()
    }

    /// What comes after the one comes after all of that too.
    fn tie(&mut self, to: Time, clock: &Clock) {
        self.woven.tie(to, clock);
        let histories = self.histories.values_mut();
        for value in histories.flat_map(|history| &mut history.values) {
            tie(&mut value.written_after, to, clock);
            tie(&mut value.read_after, to, clock);
        }
    }
}

/// The value that the step has written behind that one. An update goes on with the release sequence of what it reads.
fn written(step: &Step, behind: &Value, by: Time, mut released: Clock, after: Clock) -> Value {
    let is_update = step.op != Op::AtomicStore;
    if is_update {
        released.join(&behind.released);
    }
    Value {
        bits: step.written,
        released,
        writer: Some(by),
        is_update,
        written_after: after,
        read_after: Clock::default(),
    }
}

/// Whether it is an operation on an atomic.
pub(super) fn is_atomic(step: &Step) -> bool {
    step.op.effects().memory == Some(protocol::effects::Memory::Atomic)
}

fn has_seq_cst(step: &Step) -> bool {
    let is_it = |order: Order| order == Order::SeqCst;
    let exchange = step.exchange;
    (is_atomic(step) || step.op == Op::Fence)
        && (is_it(step.order)
            || exchange.is_some_and(|one| is_it(one.success) || is_it(one.failure)))
}

/// What the step turns out to be if it goes by that value; and if it fails spuriously, where it can.
fn turned(step: &Step, value: u64) -> (Option<Turned>, Option<Turned>) {
    let load = |order| Turned {
        order,
        writes: false,
        reads: true,
    };
    let update = |order| Turned {
        order,
        writes: true,
        reads: true,
    };
    match (step.op, step.exchange) {
        (Op::AtomicLoad, _) => (Some(load(step.order)), None),
        (Op::AtomicStore, _) => {
            let store = Turned {
                reads: false,
                ..update(step.order)
            };
            (Some(store), None)
        }
        (Op::AtomicUpdate, _) => (Some(update(step.order)), None),
        (_, Some(exchange)) => {
            let Exchange {
                expected,
                success,
                failure,
                weak,
            } = exchange;
            match value == expected {
                true => (Some(update(success)), weak.then_some(load(failure))),
                false => (Some(load(failure)), None),
            }
        }
        _ => (None, None),
    }
}
