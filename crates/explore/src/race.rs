//! Data races in a trace: two plain accesses, one of them a write, that nothing orders.
//!
//! [`memory`](crate::memory) says what orders them. What is done to a whole value is done to the fields that it covers.
//! Freeing memory is writing it, and every access behind that is wrong, ordered or not.
//!
//! `tests/memory_model.rs` compares what is found here with the axioms of the memory model.

mod overlap;

use std::collections::BTreeMap;
use std::iter;

use protocol::effects::Memory;
use protocol::{FRAMES, ObjectId, Op, Order, Reply, TaskId};

use crate::memory::{Clock, HappensBefore};
pub use overlap::Overlaps;

/// One of the two accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whose it is.
    pub task: TaskId,
    /// Whether it writes.
    pub write: bool,
    /// Whether it frees the memory: every later access, ordered or not, is wrong.
    pub frees: bool,
    /// Whether it is an atomic one.
    pub atomic: bool,
    /// The step of the trace, or for an access of [`Reply::earlier`] the number of steps before it.
    pub step: usize,
    /// Its place in [`Reply::earlier`].
    pub earlier: Option<usize>,
    /// Its return addresses, as in [`protocol::Step::frames`].
    pub frames: [u32; FRAMES],
}

/// Two accesses that nothing orders, in the order of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Race {
    /// What the second one accesses; the first accesses it too, or memory that overlaps it.
    pub object: ObjectId,
    /// The one that comes first in the trace.
    pub first: Access,
    /// The one that comes later.
    pub second: Access,
}

/// The last accesses of one task to one object, each as the task's own time and its place among all accesses.
#[derive(Clone, Default)]
struct Last {
    plain_read: Option<(u32, usize)>,
    plain_write: Option<(u32, usize)>,
    atomic_read: Option<(u32, usize)>,
    atomic_write: Option<(u32, usize)>,
}

/// Finds the data races of one execution, each pair of places once.
pub fn races(reply: &Reply) -> Vec<Race> {
    if !has_plain_accesses(reply) {
        return Vec::new();
    }
    let mut finder = Finder {
        order: HappensBefore::new(reply),
        overlaps: Overlaps::of(reply),
        last: BTreeMap::new(),
        freed: BTreeMap::new(),
        accesses: Vec::new(),
        races: Vec::new(),
        tasks: reply.tasks.len(),
    };
    let mut earlier: Vec<usize> = (0..reply.earlier.len()).collect();
    earlier.sort_by_key(|at| reply.earlier[*at].after);
    let mut earlier = earlier.into_iter().peekable();
    for (number, step) in reply.steps.iter().enumerate() {
        while let Some(at) = earlier.next_if(|at| reply.earlier[*at].after as usize <= number) {
            let access = &reply.earlier[at];
            finder.visit(
                access.object,
                Access {
                    task: access.task,
                    write: access.write,
                    frees: false,
                    atomic: access.order != Order::None,
                    step: access.after as usize,
                    earlier: Some(at),
                    frames: access.frames,
                },
            );
        }
        finder.order.acquire(step);
        if let (Some(memory), Some(object)) = (step.op.effects().memory, step.object) {
            let access = Access {
                task: step.task,
                write: step.op.changes(step.succeeded),
                frees: step.op == Op::Free,
                atomic: memory == Memory::Atomic,
                step: number,
                earlier: None,
                frames: step.frames,
            };
            finder.visit(object, access);
        }
        finder.order.release(step);
    }
    finder.races
}

/// Two atomic accesses are no data race.
fn has_plain_accesses(reply: &Reply) -> bool {
    let mut earlier = reply.earlier.iter();
    earlier.any(|access| access.order == Order::None)
        || reply.steps.iter().any(|step| step.op.is_plain())
}

struct Finder {
    order: HappensBefore,
    overlaps: Overlaps,
    last: BTreeMap<ObjectId, Vec<Last>>,
    freed: BTreeMap<ObjectId, Access>,
    accesses: Vec<Access>,
    races: Vec<Race>,
    tasks: usize,
}

impl Finder {
    fn visit(&mut self, object: ObjectId, access: Access) {
        let now = self.order.clock(access.task);
        let race_after = |first| Race {
            object,
            first,
            second: access,
        };
        for place in iter::once(&object).chain(self.overlaps.with(object)) {
            if let Some(first) = self.freed.get(place).copied() {
                note(&mut self.races, race_after(first));
                continue;
            }
            let last = self.last.get(place).map_or(&[][..], Vec::as_slice);
            for (other, before) in TaskId::first(last.len()).zip(last) {
                if other != access.task {
                    for first in conflicts(before, &access, now, other) {
                        note(&mut self.races, race_after(self.accesses[first]));
                    }
                }
            }
        }
        if access.frees {
            self.freed.insert(object, access);
        }
        let tasks = self.tasks;
        let last = self
            .last
            .entry(object)
            .or_insert_with(|| vec![Last::default(); tasks]);
        let mine = &mut last[access.task.index()];
        let slot = match (access.atomic, access.write) {
            (false, false) => &mut mine.plain_read,
            (false, true) => &mut mine.plain_write,
            (true, false) => &mut mine.atomic_read,
            (true, true) => &mut mine.atomic_write,
        };
        *slot = Some((now.of(access.task), self.accesses.len()));
        self.accesses.push(access);
    }
}

/// Which of another task's last accesses conflict with this one and are not ordered before it.
fn conflicts(
    before: &Last,
    access: &Access,
    now: &Clock,
    other: TaskId,
) -> impl Iterator<Item = usize> {
    let candidates = [
        before.plain_write,
        if access.write {
            before.plain_read
        } else {
            None
        },
        if access.atomic {
            None
        } else {
            before.atomic_write
        },
        if access.atomic || !access.write {
            None
        } else {
            before.atomic_read
        },
    ];
    let known = now.of(other);
    candidates
        .into_iter()
        .flatten()
        .filter(move |(time, _)| *time > known)
        .map(|(_, first)| first)
}

fn note(races: &mut Vec<Race>, race: Race) {
    let same = |known: &Race| {
        known.object == race.object
            && known.first.frames == race.first.frames
            && known.second.frames == race.second.frames
    };
    if !races.iter().any(same) {
        races.push(race);
    }
}
