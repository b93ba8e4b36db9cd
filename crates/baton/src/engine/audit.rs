//! Whether the state can be believed.
//!
//! It lies in memory that the program's processes can write to, and a program may write where it should not. So before the
//! server reads it as what it should be, all of it is looked at as what it is, bytes: numbers that name no variant, lists
//! longer than they can be, pieces of text that lie outside, pointers that lead elsewhere. Seals between its parts tell of
//! a program that wrote over all of it. What is within bounds and yet a lie can only make the trace one; so it does not have to be
//! consistent, and may have been left in the middle of a change by a task that was killed there.

mod place;

use ::std::ptr::addr_of_mut;

use protocol::{
    Limits, MAX_TASKS, Numbered, ObjectId, Op, Order, Policy, ProcessId, Rules, TaskId, TaskSet,
};

use super::hand_over::Baton;
use super::pipe::{MAX_PIPES, Pipe};
use super::state::{
    self, EarlierRecord, FileLock, Intent, MAX_EARLIER, MAX_FILE_LOCKS, MAX_OBJECTS, MAX_PANICS,
    MAX_PROCESSES, MAX_READS, MAX_STEPS, Object, PanicRecord, Process, Ready, Record, Seal, State,
    TEXT_BYTES, Task, Text,
};
use place::Places;

/// What the server knows of an execution by itself.
#[derive(Clone, Copy, Default)]
pub(crate) struct Known {
    pub(crate) limits: Limits,
    pub(crate) rules: Rules,
    pub(crate) then: Policy,
    pub(crate) decision_count: u32,
    pub(crate) seal: Seal,
    /// How many processes were forked.
    pub(crate) forked: u8,
}

/// The program has written over the state.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damaged;

/// The baton, for the server, if the state can be believed.
///
/// # Errors
/// Where it was written over.
///
/// # Safety
/// As [`Baton::of_server`]'s, except that what lies there may be anything.
pub(crate) unsafe fn audited(known: &Known) -> Result<Baton, Damaged> {
    // SAFETY: the caller's; only what was found to be a state is made a reference.
    unsafe {
        audit(state::pointer(), known)?;
        Ok(Baton::of_server())
    }
}

/// Looks at all of it, and sets right what the server knows anyway.
///
/// # Safety
/// There is room for a state, and nothing else writes there.
pub(super) unsafe fn audit(state: *mut State, known: &Known) -> Result<(), Damaged> {
    // SAFETY: the caller's; these are values of ours, written without a look at what was there.
    unsafe {
        addr_of_mut!((*state).limits).write(known.limits);
        addr_of_mut!((*state).rules).write(known.rules);
        addr_of_mut!((*state).then).write(known.then);
    }
    // SAFETY: the caller's.
    if unsafe { Audit::of(state).is_passed(state, known) } {
        Ok(())
    } else {
        Err(Damaged)
    }
}

/// How long the lists are said to be: what else names an element of them is held against it.
struct Audit {
    tasks: u32,
    processes: u32,
    objects: u32,
    places: Places,
}

/// The first byte of a value, whatever that is.
///
/// # Safety
/// It is mapped.
unsafe fn byte<T>(value: *const T) -> u8 {
    // SAFETY: the caller's.
    unsafe { value.cast::<u8>().read_volatile() }
}

/// Whether the byte is the number of a variant.
///
/// # Safety
/// It is mapped.
unsafe fn names<T: Numbered>(value: *const T) -> bool {
    const { assert!(size_of::<T>() == 1) };
    // SAFETY: the caller's.
    unsafe { byte(value) <= T::LAST }
}

/// # Safety
/// All are mapped.
unsafe fn are_bools<const N: usize>(values: [*const bool; N]) -> bool {
    // SAFETY: the caller's.
    values.iter().all(|value| unsafe { byte(*value) } <= 1)
}

impl Audit {
    /// # Safety
    /// There is room for a state.
    unsafe fn of(state: *const State) -> Self {
        // SAFETY: the caller's; any bytes are numbers.
        unsafe {
            Self {
                tasks: (*state).task_count,
                processes: (*state).process_count,
                objects: (*state).object_count,
                places: Places::new(),
            }
        }
    }

    /// # Safety
    /// There is room for a state, and nothing writes there.
    unsafe fn is_passed(&self, state: *const State, known: &Known) -> bool {
        // SAFETY: the caller's. Numbers and arrays of bytes are read as they are; all else is looked at by its bytes first.
        unsafe {
            self.head_is_sound(state, known)
                && each(&raw const (*state).tasks, self.tasks, |task| {
                    self.task(task)
                })
                && each(&raw const (*state).processes, self.processes, |process| {
                    self.process(process)
                })
                && each(&raw const (*state).objects, self.objects, |object| {
                    self.object(object)
                })
                && each(
                    &raw const (*state).file_locks,
                    (*state).file_lock_count,
                    |lock| file_lock(lock),
                )
                && each(&raw const (*state).pipes, (*state).pipe_count, |pipe| {
                    self.pipe(pipe)
                })
                && each(&raw const (*state).steps, (*state).step_count, |step| {
                    self.step(step)
                })
                && each(
                    &raw const (*state).earlier,
                    (*state).earlier_count,
                    |access| self.earlier(access),
                )
                && each(&raw const (*state).panics, (*state).panic_count, |panic| {
                    self.panic(panic)
                })
        }
    }

    /// # Safety
    /// As `is_passed`.
    unsafe fn head_is_sound(&self, state: *const State, known: &Known) -> bool {
        // SAFETY: the caller's; all that is read as it is are numbers.
        unsafe {
            let seals = [
                (*state).first_seal,
                (*state).second_seal,
                (*state).third_seal,
                (*state).fourth_seal,
                (*state).last_seal,
            ];
            let lists = [
                (self.tasks, MAX_TASKS),
                (self.processes, MAX_PROCESSES),
                (self.objects, MAX_OBJECTS),
                ((*state).step_count, MAX_STEPS),
                ((*state).earlier_count, MAX_EARLIER),
                ((*state).read_count, MAX_READS),
                ((*state).panic_count, MAX_PANICS),
                ((*state).file_lock_count, MAX_FILE_LOCKS),
                ((*state).pipe_count, MAX_PIPES),
                ((*state).text_used, TEXT_BYTES),
            ];
            let ready = (*state).ready;
            seals == [known.seal; 5]
                && lists.iter().all(|(count, most)| *count as usize <= *most)
                && self.tasks > 0
                && self.processes >= u32::from(known.forked)
                && (*state).decision_count == known.decision_count
                && (*state).decisions_at <= known.decision_count
                && self.is_task((*state).current.get())
                && are_bools([&raw const (*state).is_time_seen])
                && names(&raw const (*state).halt)
                && is_text((*state).halt_text)
                && self.places.are_real(&raw const (*state).halt_place)
                && self.are_tasks((*state).alive)
                && self.ready(ready)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn task(&self, task: *const Task) -> bool {
        // SAFETY: the caller's.
        unsafe {
            names(&raw const (*task).life)
                && names(&raw const (*task).going)
                && names(&raw const (*task).spinning.going)
                && are_bools([
                    &raw const (*task).spinning.has_spun,
                    &raw const (*task).unparked,
                    &raw const (*task).panicked,
                    &raw const (*task).cut_off,
                    &raw const (*task).returns_value,
                    &raw const (*task).detached,
                    &raw const (*task).sees_time,
                ])
                && self.is_process((*task).process.get())
                && self.is_object((*task).object.get())
                && is_text((*task).name)
                && self.intent(&raw const (*task).pending)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn process(&self, process: *const Process) -> bool {
        // SAFETY: the caller's.
        unsafe {
            names(&raw const (*process).stage)
                && are_bools([
                    &raw const (*process).exit_logged,
                    &raw const (*process).returned,
                    &raw const (*process).kill_wanted,
                ])
                && (*process).first_task.is_none_or(|task| self.is_task(task))
                && self.is_object((*process).object.get())
                && is_text((*process).arguments)
                && is_text((*process).environment)
                && is_text((*process).folder)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn object(&self, object: *const Object) -> bool {
        // SAFETY: the caller's.
        unsafe {
            names(&raw const (*object).kind)
                && are_bools([&raw const (*object).closed])
                // A process is an object before it is one.
                && (*object).process.get().index() <= self.processes as usize
                && is_text((*object).name)
                && self.places.are_real(&raw const (*object).place)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn pipe(&self, pipe: *const Pipe) -> bool {
        // SAFETY: the caller's.
        unsafe {
            names(&raw const (*pipe).held)
                && are_bools([&raw const (*pipe).drained])
                && self.is_object((*pipe).object.get())
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn step(&self, step: *const Record) -> bool {
        // SAFETY: the caller's.
        unsafe {
            let ready = (*step).ready;
            self.intent(&raw const (*step).intent)
                && self.is_task((*step).task.get())
                && are_bools([
                    &raw const (*step).succeeded,
                    &raw const (*step).stale,
                    &raw const (*step).spurious,
                    &raw const (*step).exchange.weak,
                    &raw const (*step).tampered,
                    &raw const (*step).has_found,
                    &raw const (*step).has_read,
                    &raw const (*step).has_written,
                ])
                && names::<Order>(&raw const (*step).exchange.success)
                && names::<Order>(&raw const (*step).exchange.failure)
                && is_text((*step).text)
                && self.ready(ready)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn intent(&self, intent: *const Intent) -> bool {
        // SAFETY: the caller's.
        unsafe {
            names::<Op>(&raw const (*intent).op)
                && names::<Order>(&raw const (*intent).order)
                && (*intent).object.is_none_or(|id| self.is_object(id))
                && (*intent).second.is_none_or(|id| self.is_object(id))
                && self.places.are_real(&raw const (*intent).place)
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn earlier(&self, access: *const EarlierRecord) -> bool {
        // SAFETY: the caller's.
        unsafe {
            are_bools([&raw const (*access).write])
                && self.is_task((*access).task.get())
                && self.is_object((*access).object.get())
        }
    }

    /// # Safety
    /// It is mapped, and nothing writes there.
    unsafe fn panic(&self, panic: *const PanicRecord) -> bool {
        // SAFETY: the caller's.
        unsafe {
            self.is_task((*panic).task.get())
                && are_bools([&raw const (*panic).caught])
                && is_text((*panic).message)
                && is_text((*panic).file)
        }
    }

    fn is_task(&self, task: TaskId) -> bool {
        task.index() < self.tasks as usize
    }

    fn is_process(&self, process: ProcessId) -> bool {
        process.index() < self.processes as usize
    }

    fn is_object(&self, id: ObjectId) -> bool {
        id.index() < self.objects as usize
    }

    fn ready(&self, ready: Ready) -> bool {
        let going = ready.enabled | ready.yielding | ready.spinning | ready.counting;
        self.are_tasks(going | ready.wakeable | ready.killable)
    }

    fn are_tasks(&self, set: TaskSet) -> bool {
        set.starting_at(self.tasks as usize).is_empty()
    }
}

/// # Safety
/// It is mapped, and nothing writes there.
unsafe fn file_lock(lock: *const FileLock) -> bool {
    // SAFETY: the caller's.
    unsafe { are_bools([&raw const (*lock).exclusive]) }
}

/// A text may lie beyond those of this execution, where a task was killed while it added it.
fn is_text(text: Text) -> bool {
    text.range().is_some_and(|range| range.end <= TEXT_BYTES)
}

/// Whether the first so many of a list are sound.
fn each<T, const N: usize>(
    list: *const [T; N],
    count: u32,
    is_sound: impl Fn(*const T) -> bool,
) -> bool {
    let first = list.cast::<T>();
    (0..count as usize)
        .take(N)
        // An element of the list: `take` sees to it.
        .all(|number| is_sound(first.wrapping_add(number)))
}

#[cfg(test)]
mod tests;
