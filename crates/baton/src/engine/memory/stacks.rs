//! What tasks wrote on their own stacks: no steps while no other task goes there.
//!
//! It is most of what a program does, so little is kept of it: who wrote last, in a shadow that is found by the address.

use ::std::cell::UnsafeCell;
use ::std::io;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use super::access::Access;
use super::foreseen;
use super::private::{self, Private};
use super::table::{Last, Spots};
use crate::engine::arena;
use crate::engine::frames;
use crate::engine::mapping;
use crate::engine::stack;
use crate::engine::state::State;
use crate::engine::task;
use protocol::{MAX_TASKS, Rules, TaskId};

/// So much of each stack has a shadow, from where it begins.
const DEPTH: usize = 256 << 10;

/// Bytes of a stack that share one record.
const UNIT: usize = 4;

const UNITS: usize = DEPTH / UNIT;

/// Bytes of records for each byte of a stack.
const OF_RECORDS: usize = size_of::<Written>() / UNIT;

/// Bytes of address space that the shadows take.
pub(crate) const TOTAL: usize = UNITS * size_of::<Written>() * stack::COUNT;

static SHADOWS: AtomicUsize = AtomicUsize::new(0);

/// The last write; zero bytes are none.
#[repr(C)]
#[derive(Clone, Copy)]
struct Written {
    /// The number of steps before it, plus one.
    after: u32,
    frames: [u32; 2],
    /// Which of the bytes, one bit for each.
    bytes: u32,
}

/// Maps the shadows, before the first fork.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    SHADOWS.store(mapping::map_private(TOTAL)?, Ordering::Relaxed);
    Ok(())
}

/// Where the shadows lie.
pub(crate) fn reserved() -> (usize, usize) {
    let start = SHADOWS.load(Ordering::Relaxed);
    (start, start + TOTAL)
}

/// Leaves only the shadows of the stacks of the first tasks, and of the one that a process begins on.
///
/// # Safety
/// In this process there are no other tasks, nor will be.
pub(crate) unsafe fn leave_first(count: usize) {
    let of = |number| SHADOWS.load(Ordering::Relaxed) + number * UNITS * size_of::<Written>();
    // SAFETY: the caller's.
    unsafe { mapping::close(of(count), of(stack::FIRST_OF_PROCESS)) };
}

/// Those parts of the shadows that nearly each execution uses: `length` bytes of each.
pub(crate) fn used(length: usize) -> impl Iterator<Item = (usize, usize)> {
    let of = |number| SHADOWS.load(Ordering::Relaxed) + number * UNITS * size_of::<Written>();
    let numbers = (1..=arena::PREPARED).chain([stack::FIRST_OF_PROCESS]);
    numbers.map(move |number| (of(number), of(number) + length))
}

/// Shows the records of these bytes, each with the bytes of it that are meant.
#[inline]
fn each_record(start: usize, size: usize, mut visit: impl FnMut(*mut Written, u32)) {
    let Some((number, depth)) = stack::find(start) else {
        return;
    };
    let shadow = SHADOWS.load(Ordering::Relaxed) as *mut Written;
    let (end, top) = (start + size, start + depth);
    let mut first = start / UNIT * UNIT;
    while first < end.min(top) {
        // The first unit of a stack is at its upper end.
        let unit = (top - first - 1) / UNIT;
        if unit < UNITS {
            let [low, high] = [start.max(first) - first, end.min(first + UNIT) - first];
            // SAFETY: there are so many records for each stack.
            let record = unsafe { shadow.add(number * UNITS + unit) };
            visit(record, (1 << high) - (1 << low));
        }
        first += UNIT;
    }
}

impl Written {
    #[inline]
    fn by(access: &Access, state: &State) -> Written {
        Written {
            after: state.step_count + 1,
            frames: frames::innermost_two(access.back, access.frame),
            bytes: 0,
        }
    }
}

/// Keeps a write of the stack's own task.
pub(super) fn note(access: &Access, state: &State) {
    let written = Written::by(access, state);
    each_record(access.start, access.size, |record, bytes| {
        // SAFETY: the record is there for good, and only the holder of the baton uses it.
        unsafe { record.write(Written { bytes, ..written }) };
    });
}

/// Keeps a write to the private part of the task's stack.
#[inline]
pub(super) fn note_private(me: TaskId, access: &Access, state: &State) {
    let Access { start, size, .. } = *access;
    let from = start % UNIT;
    let below = start.wrapping_sub(from).wrapping_mul(OF_RECORDS);
    let record = private::records(me).wrapping_sub(below) as *mut Written;
    let written = Written::by(access, state);
    let with = |bytes| Written { bytes, ..written };
    // SAFETY: each of these bytes has a record, and only the holder of the baton uses it. Higher addresses have lower records.
    unsafe {
        if from + size <= UNIT {
            record.write(with(((1 << size) - 1) << from));
        } else if from == 0 && size == 2 * UNIT {
            record.write(with((1 << UNIT) - 1));
            record.sub(1).write(with((1 << UNIT) - 1));
        } else {
            note(access, state);
        }
    }
}

/// Finds, once, the private part of the stack of the task that runs. It has none if the request asks for single accesses.
fn look_for_private(me: TaskId, state: &State) {
    if private::is_known(me) {
        return;
    }
    let Rules {
        watched, misread, ..
    } = state.rules;
    let is_asked_for = watched.is_some() || misread.is_some();
    let (low, high) = task::stack();
    let found = match stack::find(low) {
        Some((number, depth)) if !is_asked_for && (low + depth).is_multiple_of(UNIT) => {
            let top = low + depth;
            let low = low.max(top.saturating_sub(DEPTH));
            let visited = Some(visited(me)).filter(|(_, end)| *end > 0);
            let ends = [
                visited.map(|(start, _)| start),
                foreseen::first_between(low, high),
            ];
            let high = ends.into_iter().flatten().fold(high, usize::min);
            // The first unit of a stack is at its upper end.
            let first = SHADOWS.load(Ordering::Relaxed) + number * UNITS * size_of::<Written>();
            Private::between(low, high, first + (top - UNIT) * OF_RECORDS)
        }
        _ => Private::NONE,
    };
    private::set(me, found);
}

/// Books an access, if it is to the task's own stack and far from where other tasks come.
/// Returns whether it is.
pub(super) fn books(me: TaskId, access: &Access, state: &State) -> bool {
    let Access { start, size, .. } = *access;
    let is_private = task::owns_stack_at(start)
        && !foreseen::on_a_stack(start, size)
        && !is_visited(me, start, size);
    if is_private {
        look_for_private(me, state);
    }
    if is_private && access.write {
        note(access, state);
    }
    is_private
}

/// The last write of the stack's own task to any of these bytes.
pub(super) fn last_write(start: usize, size: usize) -> Last {
    let mut last: Option<Written> = None;
    each_record(start, size, |record, bytes| {
        // SAFETY: as above.
        let written = unsafe { record.read() };
        let is_later = last.is_none_or(|last| written.after >= last.after);
        if written.bytes & bytes != 0 && is_later {
            last = Some(written);
        }
    });
    match last {
        Some(written) => Last {
            known: true,
            after: written.after - 1,
            frames: [written.frames[0], written.frames[1], 0, 0],
            released: false,
        },
        None => Last::NEVER,
    }
}

/// The task on whose stack the address lies.
pub(super) fn owner(state: &State, address: usize) -> Option<TaskId> {
    let (number, _) = stack::find(address)?;
    if number == stack::FIRST_OF_PROCESS {
        return state.processes[task::process().index()].first_task;
    }
    Some(TaskId::at(number))
}

/// Between which addresses other tasks have come to a task's stack.
struct Visited(UnsafeCell<[(usize, usize); MAX_TASKS]>);

// SAFETY: touched by the holder of the baton only, and each process has its own.
unsafe impl Sync for Visited {}

static VISITED: Visited = Visited(UnsafeCell::new([(0, 0); MAX_TASKS]));

/// Notes that another task has come there; whether it is a stack.
pub(super) fn share(owner: TaskId, start: usize, size: usize) -> bool {
    if stack::find(start).is_none() {
        return false;
    }
    private::end_at(owner, start);
    // SAFETY: called with the baton in hand; the reference ends here.
    let visited = unsafe { &mut (*VISITED.0.get())[owner.index()] };
    let (low, high) = *visited;
    *visited = if high == 0 {
        (start, start + size)
    } else {
        (low.min(start), high.max(start + size))
    };
    true
}

fn visited(me: TaskId) -> (usize, usize) {
    // SAFETY: called with the baton in hand; the value is copied.
    unsafe { (*VISITED.0.get())[me.index()] }
}

/// Whether other tasks have come to a task's own stack below these bytes, and above.
#[inline]
fn is_visited(me: TaskId, start: usize, size: usize) -> bool {
    let (low, high) = visited(me);
    start < high && start + size > low
}

/// Whether another task has come to these bytes of a task's own stack.
#[inline]
pub(super) fn are_shared(table: &mut Spots, me: TaskId, start: usize, size: usize) -> bool {
    if !is_visited(me, start, size) {
        return false;
    }
    let mut shared = false;
    table.each_overlapping(start, size, &mut |spot| shared |= spot.shared);
    shared
}
