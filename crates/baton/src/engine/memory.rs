//! Memory: which places more than one task has used, and accesses to them as steps.
//!
//! Most accesses are to memory that one task alone uses. They are no steps: only the owner's last read and last write are
//! kept, and reported ([`protocol::Earlier`]) when a second task comes. From then on each access is a step. Statics are
//! steps as soon as the process has two tasks. This loses no data race and no order that matters: until a second task comes,
//! no task can tell when the owner's accesses happened; and if one of them was not ordered with the second task's first,
//! that itself is a data race. What it could lose is an outcome: the owner cannot be preempted between accesses that are no
//! steps. So places that a first execution found shared ([`foreseen`]) are steps from the start.
//!
//! What a task writes on its own stack is kept apart ([`stacks`]), until another task comes there.

mod access;
mod callbacks;
mod counts;
mod foreseen;
mod private;
mod stacks;
mod table;

use ::std::cell::UnsafeCell;
use ::std::io;

use protocol::{ObjectId, ObjectKind, Op, Order, ProcessId, TaskId};

use super::address::{is_constant, is_static, static_offset};
use super::frames;
use super::hand_over::Baton;
use super::regions;
use super::state::{EarlierRecord, Intent, MAX_EARLIER, State};
use super::task;
use super::turn::{self, Turn};
use access::Access;
use table::{Last, Spot, Spots};

pub(crate) use foreseen::{Foreseen, foresee, foresee_only, foreseen, keep_from_the_program};
pub(crate) use stacks::{
    TOTAL as SHADOWS, leave_first as leave_first_shadows, reserved as shadows, used as used_shadows,
};

/// Maps what belongs to it, before the first fork.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    stacks::reserve()?;
    foreseen::reserve()
}

struct Table(UnsafeCell<Spots>);

// SAFETY: touched by the holder of the baton only, and each process has its own.
unsafe impl Sync for Table {}

static TABLE: Table = Table(UnsafeCell::new(Spots::EMPTY));

/// What is done with the table and the state, which have to be used together. `None` where this thread is no task.
fn with_table<T>(act: impl FnOnce(&mut Spots, &mut State) -> T) -> Option<T> {
    let mut baton = Baton::of_this_task()?;
    // SAFETY: each process has its own, which is used only here, with the baton in hand.
    let table = unsafe { &mut *TABLE.0.get() };
    Some(act(table, &mut baton))
}

/// The step that a plain access is, if it is one. Accesses to a task's own stack are none, until another task has
/// been there.
fn step(me: TaskId, access: &Access) -> Option<Turn> {
    let Access { start, size, .. } = *access;
    if is_constant(start) {
        return None;
    }
    let object = with_table(|table, state| {
        if task::owns_stack_at(start)
            && !foreseen::on_a_stack(start, size)
            && !stacks::are_shared(table, me, start, size)
        {
            if access.write {
                stacks::note(access, state);
            }
            return None;
        }
        visit(table, state, me, (start, size), &Sort::Plain(access))
    })??;
    let op = if access.write {
        Op::PlainWrite
    } else {
        Op::PlainRead
    };
    turn::take(Intent {
        size: u8::try_from(size).unwrap_or(u8::MAX),
        frames: frames::padded(frames::innermost(access.back, access.frame)),
        ..Intent::bare(op, object)
    })
}

/// What an access is.
enum Sort<'a> {
    Plain(&'a Access),
    /// One of the program's own atomics.
    Atomic,
    /// A count of owners.
    Count(Order),
}

/// The task that used these bytes first, as far as is known. The program's values also come from code that makes no callbacks, so
/// who allocated counts as who wrote first, and so does whose stack it is.
fn first_user(state: &State, address: usize) -> Option<TaskId> {
    regions::owner(address).or_else(|| stacks::owner(state, address))
}

/// Books an access in the table; the object, where it is to be a step.
fn visit(
    table: &mut Spots,
    state: &mut State,
    me: TaskId,
    (start, size): (usize, usize),
    sort: &Sort<'_>,
) -> Option<ObjectId> {
    let process = task::process();
    let owner = first_user(state, start).unwrap_or(me);
    let two_tasks = state.processes[process.index()].alive > 1;
    let Some(spot) = table.find(start, size, owner) else {
        // What is not kept of a task's own places does not matter until another task comes there.
        if matches!(sort, Sort::Atomic) || owner != me || (two_tasks && is_static(start)) {
            state.stop_at_limit("places in memory");
        }
        return None;
    };
    spot.counts |= matches!(sort, Sort::Count(_));
    let mut visible =
        matches!(sort, Sort::Atomic) || (two_tasks && (spot.foreseen || is_static(start)));
    table.each_overlapping(start, size, &mut |spot| {
        visible |= spot.shared || spot.owner.get() != me;
    });
    if !visible {
        keep(state, table.find(start, size, owner)?, sort);
        return None;
    }
    table.each_overlapping(start, size, &mut |spot| {
        if !spot.shared {
            share(state, process, spot);
        }
    });
    table.find(start, size, owner)?.object
}

/// What the only task that has used the place so far did there.
fn keep(state: &State, spot: &mut Spot, sort: &Sort<'_>) {
    match sort {
        Sort::Plain(access) if access.write => spot.write = access.last(state),
        Sort::Plain(access) => spot.read = access.last(state),
        Sort::Count(order) if order.releases() => {
            spot.write = Last {
                known: true,
                after: state.step_count,
                released: true,
                ..Last::NEVER
            };
        }
        // What passes nothing on leaves what was passed on before.
        Sort::Count(_) | Sort::Atomic => {}
    }
}

/// From now on each access there is a step.
fn share(state: &mut State, process: ProcessId, spot: &mut Spot) {
    let kind = if spot.counts {
        ObjectKind::Count
    } else {
        ObjectKind::Memory
    };
    let Some(object) = state.add_object(kind, process, None) else {
        return;
    };
    state.object(object).address = static_offset(spot.start);
    state.object(object).number = spot.start as u64;
    state.object(object).limit = u32::try_from(spot.size).unwrap_or(u32::MAX);
    spot.object = Some(object);
    spot.shared = true;
    if stacks::share(spot.owner.get(), spot.start, spot.size) && !spot.write.known {
        spot.write = stacks::last_write(spot.start, spot.size);
    }
    tell_earlier(state, spot);
}

/// What the only one so far did there.
fn tell_earlier(state: &mut State, spot: &Spot) {
    let Some(object) = spot.object else { return };
    for (write, last) in [(false, spot.read), (true, spot.write)] {
        let count = state.earlier_count as usize;
        if last.known && count < MAX_EARLIER {
            state.earlier[count] = EarlierRecord {
                task: spot.owner,
                write,
                size: u8::try_from(spot.size).unwrap_or(u8::MAX),
                object: object.into(),
                after: last.after,
                frames: last.frames,
                order: if last.released {
                    Order::Release
                } else {
                    Order::None
                },
            };
            state.earlier_count += 1;
        }
    }
}

/// The object that an atomic at this address is.
pub(crate) fn atomic_object(me: TaskId, address: usize, size: usize) -> Option<ObjectId> {
    with_table(|table, state| visit(table, state, me, (address, size), &Sort::Atomic))?
}

/// Called when memory is freed. Returns whether other tasks know of it: then it must not be allocated again, so that a use
/// after the free shows.
pub(crate) fn free(address: usize, size: usize) -> bool {
    if task::is_in_hand() {
        // Memory of an operation of ours.
        return false;
    }
    task::close_access();
    let me = task::observed();
    let object = with_table(|table, state| {
        let freed = me.and_then(|me| freed(table, state, me, (address, size)));
        if freed.is_none() {
            table.forget(address, size);
        }
        freed
    });
    let Some(object) = object.flatten() else {
        return false;
    };
    drop(turn::take(Intent::bare(Op::Free, object)));
    true
}

/// The block as a place, if other tasks know of it: a part of it is shared, or another task allocated it. So later
/// executions foresee that a task frees what another has allocated: there, freeing the block is a step for every task.
fn freed(
    table: &mut Spots,
    state: &mut State,
    me: TaskId,
    (start, size): (usize, usize),
) -> Option<ObjectId> {
    let process = task::process();
    let two_tasks = state.processes[process.index()].alive > 1;
    let owner = first_user(state, start)?;
    let block = table.find(start, size, owner)?;
    let mut shared = owner != me || (two_tasks && block.foreseen);
    table.each_overlapping(start, size, &mut |spot| {
        shared |= spot.shared || (two_tasks && spot.foreseen);
    });
    if !shared {
        return None;
    }
    table.each_overlapping(start, size, &mut |spot| {
        if !spot.shared {
            share(state, process, spot);
        }
    });
    table.find(start, size, owner)?.object
}
