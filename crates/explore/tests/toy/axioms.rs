//! All executions of a toy program that the axioms of RC11 allow (Lahav and others, "Repairing sequential consistency in C/C++11",
//! PLDI 2017), with the release sequences of C++20. Written from the paper: relations between all events, and nothing of clocks.
//!
//! An execution grows from event to event; each reads from any store that is there, and each store gets any place in the
//! modification order. So no load reads from a store that depends on it: `po` and `rf` have no cycle.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

use protocol::{End, Op, Order};

use super::code::{Act, EACH, Program, Value};

/// What a program can come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    pub outcomes: BTreeSet<String>,
    /// How many whole executions there are.
    pub executions: u64,
    /// Whether plain accesses can race.
    pub racing: bool,
}

impl Allowed {
    /// Of a program in which `main` only starts and joins threads, and these do nothing but access memory. `None` if there are more
    /// than `most` executions, unfinished ones among them.
    pub fn of(program: &Program, most: usize) -> Option<Allowed> {
        let mut allowed = Allowed::default();
        let mut known = HashSet::new();
        let mut growing = vec![Graph::default()];
        while let Some(graph) = growing.pop() {
            if known.len() > most {
                return None;
            }
            let (mut is_whole, mut all_ended) = (true, true);
            for thread in 1..program.threads.len() {
                let at = graph
                    .events
                    .iter()
                    .filter(|event| event.thread == thread)
                    .count();
                let Some(act) = program.threads[thread].get(at) else {
                    continue;
                };
                all_ended = false;
                for next in graph.with(thread, act) {
                    let is_consistent = next.is_consistent();
                    // Who waits reads the newest value some time.
                    is_whole &= !(is_consistent && next.reads_the_newest());
                    if is_consistent && known.insert(next.key()) {
                        growing.push(next);
                    }
                }
            }
            allowed.racing |= graph.races();
            if is_whole {
                let end = match all_ended {
                    true => End::Exited { code: 0 },
                    false => End::Livelock,
                };
                allowed.executions += 1;
                allowed
                    .outcomes
                    .insert(graph.outcome(end, program.threads.len()));
            }
        }
        Some(allowed)
    }
}

#[derive(Clone, Debug)]
struct Event {
    thread: usize,
    op: Op,
    order: Order,
    /// None for a fence.
    place: Option<usize>,
    /// The value that it reads, and where that comes from: from the event, or from the beginning.
    read: Option<(u64, Option<usize>)>,
    written: Option<u64>,
}

impl Event {
    fn is_fence(&self) -> bool {
        self.op == Op::Fence
    }

    fn is_seq_cst(&self) -> bool {
        self.order == Order::SeqCst
    }

    fn is_update(&self) -> bool {
        self.read.is_some() && self.written.is_some()
    }
}

#[derive(Clone, Debug, Default)]
struct Graph {
    events: Vec<Event>,
    /// The writes of each place, atomics first, in their modification order.
    order: [Vec<usize>; 2 * EACH as usize],
}

type Relation = Vec<Vec<bool>>;

impl Graph {
    /// All ways to add the next act of a thread.
    fn with(&self, thread: usize, act: &Act) -> Vec<Graph> {
        let event = |op, order, place: Option<u32>| Event {
            thread,
            op,
            order,
            place: place.map(|place| place as usize),
            read: None,
            written: None,
        };
        let value = |value: Value| match value {
            Value::Constant(value) => value,
            Value::NextOfSeen => self.seen(thread).last().copied().unwrap_or(0) + 1,
        };
        match *act {
            Act::Fence(order) => vec![self.and(event(Op::Fence, order, None), None)],
            Act::Load(at, order) => self.reading(&event(Op::AtomicLoad, order, Some(at)), |_| None),
            Act::Store(at, order, new) => {
                self.writing(&event(Op::AtomicStore, order, Some(at)), value(new))
            }
            Act::Read(at) => self
                .reading(&event(Op::PlainRead, Order::None, Some(EACH + at)), |_| {
                    None
                }),
            Act::Write(at, new) => self.writing(
                &event(Op::PlainWrite, Order::None, Some(EACH + at)),
                value(new),
            ),
            Act::Add(at, order) => self.reading(&event(Op::AtomicUpdate, order, Some(at)), |old| {
                Some(old + 1)
            }),
            Act::Exchange(at, order, new) | Act::Weak(at, order, new) => {
                let new = value(new);
                let failure = match order {
                    Order::AcqRel => Order::Acquire,
                    Order::Release => Order::Relaxed,
                    order => order,
                };
                let exchanges = event(Op::AtomicExchange, order, Some(at));
                let fails = event(Op::AtomicLoad, failure, Some(at));
                let succeed = self.reading(&exchanges, |old| (old == 0).then_some(new));
                let succeed = succeed.into_iter().filter(|graph| graph.last().is_update());
                let may_fail = |graph: &Graph| {
                    matches!(act, Act::Weak(..))
                        || graph.last().read.is_some_and(|(old, _)| old != 0)
                };
                let failed = self.reading(&fails, |_| None).into_iter().filter(may_fail);
                succeed.chain(failed).collect()
            }
            // What is read in vain is left out: an execution without it is allowed, too.
            Act::Await(at, order) => {
                let reads = self.reading(&event(Op::AtomicLoad, order, Some(at)), |_| None);
                let is_over = |graph: &Graph| graph.last().read.is_some_and(|(old, _)| old != 0);
                reads.into_iter().filter(is_over).collect()
            }
            Act::Acquire(at, order, _) => {
                let one = event(Op::AtomicExchange, order, Some(at));
                let succeed = self.reading(&one, |old| (old == 0).then_some(1));
                let is_over = |graph: &Graph| graph.last().is_update();
                succeed.into_iter().filter(is_over).collect()
            }
            ref other => panic!("the axioms say nothing of {other:?}"),
        }
    }

    fn last(&self) -> &Event {
        &self.events[self.events.len() - 1]
    }

    /// The event reads from each write, and perhaps writes.
    fn reading(&self, event: &Event, new: impl Fn(u64) -> Option<u64>) -> Vec<Graph> {
        let place = event.place.expect("it reads something");
        let writes = self.order[place].iter().map(|write| Some(*write));
        let all = std::iter::once(None).chain(writes).enumerate();
        let reads = all.map(|(at, write)| {
            let old = write.map_or(0, |write| {
                self.events[write].written.expect("it is a write")
            });
            let mut event = event.clone();
            event.read = Some((old, write));
            event.written = new(old);
            let at = event.written.map(|_| at);
            self.and(event, at)
        });
        reads.collect()
    }

    /// The event writes at each place of the modification order.
    fn writing(&self, event: &Event, value: u64) -> Vec<Graph> {
        let place = event.place.expect("it writes something");
        let places = 0..=self.order[place].len();
        let written = |at| {
            let mut event = event.clone();
            event.written = Some(value);
            self.and(event, Some(at))
        };
        places.map(written).collect()
    }

    fn and(&self, event: Event, at: Option<usize>) -> Graph {
        let mut graph = self.clone();
        if let (Some(at), Some(place)) = (at, event.place) {
            graph.order[place].insert(at, self.events.len());
        }
        graph.events.push(event);
        graph
    }

    /// What the thread has read.
    fn seen(&self, thread: usize) -> Vec<u64> {
        let own = self.events.iter().filter(|event| event.thread == thread);
        own.filter_map(|event| Some(event.read?.0)).collect()
    }

    /// The same for executions that differ in the order of independent events only.
    fn key(&self) -> String {
        let name = |at: usize| {
            let thread = self.events[at].thread;
            let before = self.events[..at].iter().filter(|one| one.thread == thread);
            (thread, before.count())
        };
        let mut key = String::new();
        for thread in 1..=self.events.iter().map(|one| one.thread).max().unwrap_or(0) {
            for one in self.events.iter().filter(|one| one.thread == thread) {
                let from = one.read.map(|(_, from)| from.map(name));
                write!(key, "{:?}{from:?}{:?}", one.op, one.written).expect("it fits");
            }
            key.push('|');
        }
        for order in &self.order {
            write!(
                key,
                "{:?}",
                order.iter().map(|at| name(*at)).collect::<Vec<_>>()
            )
            .expect("it fits");
        }
        key
    }

    /// Whether the last event is no read of an older value than the newest.
    fn reads_the_newest(&self) -> bool {
        let last = self.last();
        let newest = |place: usize| {
            let mut others = self.order[place].iter().rev();
            others.find(|at| **at + 1 != self.events.len()).copied()
        };
        last.read
            .zip(last.place)
            .is_none_or(|((_, from), place)| from == newest(place))
    }

    fn outcome(&self, end: End, threads: usize) -> String {
        let seen: String = (0..threads)
            .map(|thread| format!("{:?} ", self.seen(thread)))
            .collect();
        let memory = self.order.each_ref().map(|order| {
            let last = order.last().and_then(|last| self.events[*last].written);
            last.unwrap_or(0)
        });
        format!("{end:?}: {seen}| {memory:?}")
    }

    fn relation(&self, holds: impl Fn(usize, usize) -> bool) -> Relation {
        let all = 0..self.events.len();
        all.clone()
            .map(|one| all.clone().map(|other| holds(one, other)).collect())
            .collect()
    }

    /// Program order.
    fn po(&self, one: usize, other: usize) -> bool {
        one < other && self.events[one].thread == self.events[other].thread
    }

    fn same_place(&self, one: usize, other: usize) -> bool {
        let place = self.events[one].place;
        place.is_some() && place == self.events[other].place
    }

    /// The index in the modification order; 0 is the beginning.
    fn index(&self, write: Option<usize>) -> usize {
        let Some(write) = write else { return 0 };
        let place = self.events[write].place.expect("it is a write");
        1 + self.order[place]
            .iter()
            .position(|at| *at == write)
            .expect("it is there")
    }

    fn rf(&self, one: usize, other: usize) -> bool {
        self.events[other]
            .read
            .is_some_and(|(_, from)| from == Some(one))
    }

    fn mo(&self, one: usize, other: usize) -> bool {
        let are_writes = self.events[one].written.is_some() && self.events[other].written.is_some();
        are_writes && self.same_place(one, other) && self.index(Some(one)) < self.index(Some(other))
    }

    /// Reads before.
    fn rb(&self, one: usize, other: usize) -> bool {
        let Some((_, from)) = self.events[one].read else {
            return false;
        };
        one != other
            && self.events[other].written.is_some()
            && self.same_place(one, other)
            && self.index(from) < self.index(Some(other))
    }

    /// Synchronises with.
    fn sw(&self) -> Relation {
        let mut sw = self.relation(|_, _| false);
        let fences = |thread: usize, does: fn(Order) -> bool| {
            let all = self.events.iter().enumerate();
            all.filter(move |(_, one)| one.is_fence() && one.thread == thread && does(one.order))
        };
        for (read, event) in self.events.iter().enumerate() {
            let mut write = event.read.and_then(|(_, from)| from);
            if event.op.is_plain() {
                continue;
            }
            let mut sinks: Vec<usize> = fences(event.thread, Order::acquires)
                .map(|(at, _)| at)
                .collect();
            sinks.retain(|at| *at > read);
            sinks.extend(Some(read).filter(|_| event.order.acquires()));
            while let Some(head) = write {
                let writer = &self.events[head];
                let mut sources: Vec<usize> = fences(writer.thread, Order::releases)
                    .map(|(at, _)| at)
                    .collect();
                sources.retain(|at| *at < head);
                sources.extend(Some(head).filter(|_| writer.order.releases()));
                for source in sources {
                    sinks.iter().for_each(|sink| sw[source][*sink] = true);
                }
                // The release sequence goes on through updates only.
                write = writer.read.and_then(|(_, from)| from);
            }
        }
        sw
    }

    fn happens_before(&self) -> Relation {
        let sw = self.sw();
        closed(self.relation(|one, other| self.po(one, other) || sw[one][other]))
    }

    fn is_consistent(&self) -> bool {
        let hb = self.happens_before();
        let eco = closed(self.relation(|one, other| {
            self.rf(one, other) || self.mo(one, other) || self.rb(one, other)
        }));
        let all = 0..self.events.len();
        let is_coherent = all.clone().all(|one| {
            !hb[one][one]
                && all
                    .clone()
                    .all(|other| !(hb[one][other] && eco[other][one]))
        });
        let is_atomic = all
            .clone()
            .filter(|at| self.events[*at].is_update())
            .all(|at| {
                let (_, from) = self.events[at].read.expect("it is an update");
                self.index(from) + 1 == self.index(Some(at))
            });
        is_coherent && is_atomic && {
            let psc = closed(self.psc(&hb, &eco));
            all.clone().all(|one| !psc[one][one])
        }
    }

    fn psc(&self, hb: &Relation, eco: &Relation) -> Relation {
        let elsewhere =
            self.relation(|one, other| self.po(one, other) && !self.same_place(one, other));
        let around = composed(&composed(&elsewhere, hb), &elsewhere);
        let scb = self.relation(|one, other| {
            self.po(one, other)
                || around[one][other]
                || (hb[one][other] && self.same_place(one, other))
                || self.mo(one, other)
                || self.rb(one, other)
        });
        let is_fence = |at: usize| self.events[at].is_fence() && self.events[at].is_seq_cst();
        let is_access = |at: usize| !self.events[at].is_fence() && self.events[at].is_seq_cst();
        let is_or_hb = |one: usize, other: usize| one == other || hb[one][other];
        let first = self.relation(|one, other| {
            (is_access(one) && one == other) || (is_fence(one) && is_or_hb(one, other))
        });
        let last = self.relation(|one, other| {
            (is_access(other) && one == other) || (is_fence(other) && is_or_hb(one, other))
        });
        let base = composed(&composed(&first, &scb), &last);
        let between = composed(&composed(hb, eco), hb);
        self.relation(|one, other| {
            base[one][other]
                || (is_fence(one) && is_fence(other) && (hb[one][other] || between[one][other]))
        })
    }

    fn races(&self) -> bool {
        let hb = self.happens_before();
        let all = 0..self.events.len();
        all.clone().any(|one| {
            all.clone().any(|other| {
                let (a, b) = (&self.events[one], &self.events[other]);
                one != other
                    && a.op.is_plain()
                    && b.op.is_plain()
                    && self.same_place(one, other)
                    && (a.written.is_some() || b.written.is_some())
                    && !hb[one][other]
                    && !hb[other][one]
            })
        })
    }
}

/// The transitive closure.
fn closed(mut relation: Relation) -> Relation {
    for middle in 0..relation.len() {
        let from_middle = relation[middle].clone();
        for row in relation.iter_mut().filter(|row| row[middle]) {
            row.iter_mut()
                .zip(&from_middle)
                .for_each(|(holds, via)| *holds |= via);
        }
    }
    relation
}

fn composed(one: &Relation, other: &Relation) -> Relation {
    let all = 0..one.len();
    let via = |a: usize, b: usize| all.clone().any(|middle| one[a][middle] && other[middle][b]);
    all.clone()
        .map(|a| all.clone().map(|b| via(a, b)).collect())
        .collect()
}
