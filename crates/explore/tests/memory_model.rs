//! Stale reads and data races, compared with the axioms of the memory model on random executions.
//!
//! `race` works with clocks, from step to step. This test computes the same from the text of the C++20 standard, which is
//! Rust's memory model: relations between all operations, and the axioms about them. The order of the execution is the
//! modification order of each atomic, and the single order of the `SeqCst` operations.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use explore::memory::stale_reads;
use explore::race::races;
use proptest::prelude::*;
use protocol::{
    End, Extent, FRAMES, Object, ObjectId, ObjectKind, Op, Order, Output, ProcessId, Reply,
    StaleRead, Step, StepId, Task, TaskId, TaskSet,
};

/// The number of atomics; the objects after them are plain memory.
const ATOMICS: u32 = 2;

const TASKS: usize = 3;

/// A random operation.
#[derive(Clone, Copy, Debug)]
struct Made {
    task: TaskId,
    op: Op,
    order: Order,
    object: Option<ObjectId>,
}

fn made() -> impl Strategy<Value = Made> {
    use Op::{AtomicLoad, AtomicStore, AtomicUpdate, Fence, PlainRead, PlainWrite};
    use Order::{AcqRel, Acquire, Relaxed, Release, SeqCst};
    let with = |op: Op, orders: &'static [Order]| {
        prop::sample::select(orders).prop_map(move |order| (op, order))
    };
    let plain = |op: Op| Just((op, Order::None));
    let what = prop_oneof![
        4 => with(AtomicLoad, &[Relaxed, Acquire, SeqCst]),
        4 => with(AtomicStore, &[Relaxed, Release, SeqCst]),
        2 => with(AtomicUpdate, &[Relaxed, Acquire, Release, AcqRel, SeqCst]),
        2 => with(Fence, &[Acquire, Release, AcqRel, SeqCst]),
        2 => plain(PlainRead),
        2 => plain(PlainWrite),
    ];
    (0..TASKS, what, 0..ATOMICS).prop_map(|(task, (op, order), object)| Made {
        task: TaskId::at(task),
        op,
        order,
        object: match op {
            Fence => None,
            _ if op.is_plain() => Some(ObjectId::new(ATOMICS)),
            _ => Some(ObjectId::new(object)),
        },
    })
}

/// The execution in which every load reads the newest value, except these. Each value is written once; all begin with 0.
fn executed(all: &[Made], stale: &[StaleRead]) -> Reply {
    let mut newest = [0; ATOMICS as usize + 1];
    let mut steps = Vec::new();
    for (number, made) in all.iter().enumerate() {
        let (mut found, mut read, mut written) = (None, None, None);
        let stale = stale.iter().find(|stale| stale.step.index() == number);
        if let Some(value) = made.object.map(|object| &mut newest[object.index()]) {
            found = (!made.op.is_plain()).then_some(*value);
            if matches!(made.op, Op::AtomicLoad | Op::AtomicUpdate | Op::PlainRead) {
                read = Some(stale.map_or(*value, |stale| stale.value));
            }
            if matches!(made.op, Op::AtomicStore | Op::AtomicUpdate | Op::PlainWrite) {
                *value = number as u64 + 1;
                written = Some(*value);
            }
        }
        steps.push(Step {
            task: made.task,
            op: made.op,
            order: made.order,
            size: 8,
            succeeded: true,
            stale: stale.is_some(),
            tampered: false,
            object: made.object,
            second: None,
            found,
            read,
            written,
            text: Vec::new(),
            place: None,
            frames: [number as u32 + 1; FRAMES],
            enabled: TaskSet::of(made.task),
            yielding: TaskSet::EMPTY,
            spinning: TaskSet::EMPTY,
            wakeable: TaskSet::EMPTY,
            killable: TaskSet::EMPTY,
        });
    }
    let task = |_| Task {
        name: String::new(),
        process: ProcessId::FIRST,
        ended: false,
        object: ObjectId::FIRST,
        accesses: 0,
        returns_value: false,
        detached: false,
    };
    let object = |number| Object {
        kind: ObjectKind::Memory,
        extent: Some(Extent {
            start: 8 * number as u64,
            length: 8,
        }),
        process: ProcessId::FIRST,
        address: None,
        place: None,
        name: String::new(),
        capacity: None,
        home: 0,
    };
    Reply {
        end: End::Exited { code: 0 },
        processor_micros: 0,
        accesses: vec![0; steps.len()],
        steps,
        earlier: Vec::new(),
        unshared_reads: Vec::new(),
        tasks: (0..TASKS).map(task).collect(),
        processes: Vec::new(),
        objects: (0..=ATOMICS).map(object).collect(),
        pending: Vec::new(),
        cut_off: Vec::new(),
        panics: Vec::new(),
        files: Vec::new(),
        stdout: Output::default(),
        stderr: Output::default(),
    }
}

/// Relations between the steps of an execution.
struct Model<'a> {
    steps: &'a [Step],
    /// `happens_before[a][b]`
    happens_before: Vec<Vec<bool>>,
}

fn releases(step: &Step) -> bool {
    matches!(step.order, Order::Release | Order::AcqRel | Order::SeqCst)
}

fn acquires(step: &Step) -> bool {
    matches!(step.order, Order::Acquire | Order::AcqRel | Order::SeqCst)
}

fn is_fence(step: &Step) -> bool {
    step.op == Op::Fence
}

impl<'a> Model<'a> {
    fn of(steps: &'a [Step]) -> Self {
        let count = steps.len();
        let mut model = Self {
            steps,
            happens_before: vec![vec![false; count]; count],
        };
        for b in 0..count {
            for a in 0..b {
                if steps[a].task == steps[b].task {
                    model.happens_before[a][b] = true;
                }
            }
            model.synchronize_with_writers_of(b);
        }
        // All edges lead forward, so one pass computes the transitive closure.
        for middle in 0..count {
            for a in 0..middle {
                for b in middle + 1..count {
                    let via = model.happens_before[a][middle] && model.happens_before[middle][b];
                    model.happens_before[a][b] |= via;
                }
            }
        }
        model
    }

    /// [atomics.order] 2 and [atomics.fences]: which operations release, and which acquire.
    fn synchronize_with_writers_of(&mut self, read: usize) {
        let steps = self.steps;
        let step = &steps[read];
        let (Some(value), false) = (step.read, step.op.is_plain()) else {
            return;
        };
        let fences = |range: std::ops::Range<usize>, task: TaskId, does: fn(&Step) -> bool| {
            let is_it = move |at: &usize| {
                let one = &steps[*at];
                is_fence(one) && one.task == task && does(one)
            };
            range.filter(is_it).collect::<Vec<_>>()
        };
        let mut sinks = fences(read + 1..steps.len(), step.task, acquires);
        if acquires(step) {
            sinks.push(read);
        }
        let mut sources = Vec::new();
        for head in self.release_sequences_of(step.object, value) {
            let writer = &steps[head];
            sources.extend(fences(0..head, writer.task, releases));
            if releases(writer) {
                sources.push(head);
            }
        }
        for source in sources {
            for sink in &sinks {
                self.happens_before[source][*sink] = true;
            }
        }
    }

    /// The write of the value, and all writes that head a release sequence with it.
    fn release_sequences_of(&self, object: Option<ObjectId>, mut value: u64) -> Vec<usize> {
        let mut heads = Vec::new();
        while let Some(write) = self.write_of(object, value) {
            heads.push(write);
            match self.steps[write].read {
                Some(before) => value = before,
                None => break,
            }
        }
        heads
    }

    fn write_of(&self, object: Option<ObjectId>, value: u64) -> Option<usize> {
        let mut steps = self.steps.iter();
        steps.position(|step| step.object == object && step.written == Some(value))
    }

    /// [intro.races] 14 to 18, in one: an operation that happens before another comes no later in the modification order. The
    /// values grow with it.
    fn is_coherent(&self) -> bool {
        self.pairs().all(|(a, b)| {
            let (one, other) = (&self.steps[a], &self.steps[b]);
            let known = one.written.or(one.read);
            !self.happens_before[a][b]
                || one.object != other.object
                || other.read.is_none_or(|read| known <= Some(read))
        })
    }

    /// [atomics.order] 3: `a` is coherence-ordered before `b`.
    fn is_ordered_before(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.steps[a], &self.steps[b]);
        if a == b || one.object != other.object || is_fence(one) || one.op.is_plain() {
            return false;
        }
        let earlier = |a: Option<u64>, b: Option<u64>| a.is_some() && b.is_some() && a < b;
        let same = |a: Option<u64>, b: Option<u64>| a.is_some() && a == b;
        earlier(one.written, other.written)
            || same(one.written, other.read)
            || earlier(one.written, other.read)
            || earlier(one.read, other.written)
            || earlier(one.read, other.read)
    }

    /// [atomics.order] 4: the single order of the `SeqCst` operations, which is that of the steps.
    fn is_sequentially_consistent(&self) -> bool {
        let seq_cst = |at: &usize| self.steps[*at].order == Order::SeqCst;
        let fences: Vec<usize> = (0..self.steps.len())
            .filter(|at| is_fence(&self.steps[*at]) && seq_cst(at))
            .collect();
        self.pairs().all(|(a, b)| {
            if !self.is_ordered_before(a, b) {
                return true;
            }
            let before = |fence: &&usize| self.happens_before[**fence][a];
            let after = |fence: &&usize| self.happens_before[b][**fence];
            let mut firsts: Vec<usize> = fences.iter().filter(before).copied().collect();
            let mut lasts: Vec<usize> = fences.iter().filter(after).copied().collect();
            firsts.extend(Some(a).filter(seq_cst));
            lasts.extend(Some(b).filter(seq_cst));
            firsts
                .iter()
                .all(|first| lasts.iter().all(|last| first < last))
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.steps.len();
        (0..count).flat_map(move |a| (0..count).map(move |b| (a, b)))
    }

    fn races(&self) -> bool {
        self.pairs().any(|(a, b)| {
            let (one, other) = (&self.steps[a], &self.steps[b]);
            a < b
                && one.op.is_plain()
                && other.op.is_plain()
                && one.task != other.task
                && (one.written.is_some() || other.written.is_some())
                && !self.happens_before[a][b]
        })
    }
}

/// The values that a load may read instead of the newest, by the axioms, newest first, where loads before it were stale.
fn older_values(all: &[Made], before: &[StaleRead], load: usize) -> Vec<u64> {
    let newest = executed(all, &[]);
    let may_read = |value: &u64| {
        let stale = StaleRead {
            step: StepId::new(load as u32),
            value: *value,
        };
        // Later writes are for later loads to read.
        let reply = executed(&all[..=load], &[before, &[stale]].concat());
        let model = Model::of(&reply.steps);
        model.is_coherent() && model.is_sequentially_consistent()
    };
    let of_it = |step: &&Step| step.object == newest.steps[load].object;
    let before = newest.steps[..load].iter().filter(of_it);
    let written = before.filter_map(|step| step.written);
    let mut values: Vec<u64> = std::iter::once(0).chain(written).collect();
    // The newest value.
    values.pop();
    values.into_iter().rev().filter(may_read).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// From load to load one of what it may read is chosen, the newest as often as the others together.
    #[test]
    fn a_load_may_read_what_the_axioms_allow_and_nothing_else(
        all in prop::collection::vec(made(), 1..18),
        choices in prop::collection::vec(any::<Option<prop::sample::Index>>(), 18),
    ) {
        let mut stale = Vec::new();
        for at in (0..all.len()).filter(|at| all[*at].op == Op::AtomicLoad) {
            let step = StepId::new(at as u32);
            let expected = older_values(&all, &stale, at);
            let found = stale_reads(&executed(&all, &stale)).into_iter();
            let found: Vec<u64> = found.filter(|one| one.step == step).map(|one| one.value).collect();
            prop_assert_eq!(&found, &expected);
            if let Some(choice) = choices[at].filter(|_| !found.is_empty()) {
                stale.push(StaleRead { step, value: *choice.get(&found) });
            }
        }
        let reply = executed(&all, &stale);
        let model = Model::of(&reply.steps);
        prop_assert!(model.is_coherent() && model.is_sequentially_consistent());
        prop_assert_eq!(!races(&reply).is_empty(), model.races());
    }

    #[test]
    fn what_nothing_orders_by_the_axioms_is_a_data_race(
        all in prop::collection::vec(made(), 1..18),
    ) {
        let reply = executed(&all, &[]);
        prop_assert_eq!(!races(&reply).is_empty(), Model::of(&reply.steps).races());
    }
}
