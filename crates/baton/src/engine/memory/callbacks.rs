//! What the compiler's passes call: coverage before each plain load and store, memprof in place of each `memcpy`,
//! `memmove` and `memset`.

mod entries;

use ::std::mem::MaybeUninit;
use ::std::ptr;

use super::access::Access;
use super::{private, stacks, step};
use crate::engine::address::{is_constant, is_likely_an_address, peek, poke};
use crate::engine::fingerprint;
use crate::engine::frames;
use crate::engine::state::{Halt, ReadRecord, State, Task};
use crate::engine::task::{self, OpenMisread, OpenStore};
use crate::engine::turn::{self, MOST_TOLD, hash};
use protocol::{Misread, Rules, States, TaskId};

/// A copy of up to so many bytes writes what it has read, even if another task changes the source in between.
const KEPT: usize = 1 << 10;

/// What a callback returns to the instructions that called it, which the program had called.
#[repr(C)]
struct Answer {
    /// What the program's call returns.
    result: usize,
    /// The number of bytes to clear below the program's frame. What a callback leaves there must not be in a later frame of the program,
    /// whose fingerprint it would change.
    cleared: usize,
}

impl Answer {
    #[inline]
    fn new(result: usize, has_states: bool) -> Answer {
        Answer {
            result,
            cleared: if has_states { fingerprint::CLEARED } else { 0 },
        }
    }
}

/// A plain access of a task: its number among the task's accesses, counted from 1, and what the request wants of it if it is no step.
struct Accessing {
    me: TaskId,
    number: u64,
    is_watched: bool,
    misread: Option<Misread>,
    has_states: bool,
}

impl Accessing {
    #[inline]
    fn next(state: &mut State, me: TaskId, access: &Access) -> Self {
        // The program may have written over it.
        state.task(me).accesses = state.task(me).accesses.wrapping_add(1);
        let number = state.task(me).accesses;
        let Rules {
            watched,
            misread,
            states,
            ..
        } = state.rules;
        let has_states = states != States::Unknown;
        if has_states {
            // SAFETY: the program is about to access them itself.
            unsafe { note_access(access, state.task(me)) };
        }
        Self {
            me,
            number,
            is_watched: watched.is_some_and(|watched| {
                watched.task == me && (watched.from..=watched.to).contains(&number)
            }),
            misread: misread.filter(|it| it.task == me && it.access == number),
            has_states,
        }
    }

    fn is_wanted(&self) -> bool {
        self.is_watched || self.misread.is_some()
    }
}

/// Takes the access into the task's fingerprint, and into its state. To be called before the access.
///
/// # Safety
/// What is accessed is readable.
unsafe fn note_access(access: &Access, task: &mut Task) {
    let Access {
        start,
        size,
        write,
        frame,
        ..
    } = *access;
    // SAFETY: the caller's.
    unsafe { fingerprint::access(task, (start, size), write, frame) };
}

/// The task whose access this is; `None` if it is not the program's. The numbers in `what` tell accesses apart.
fn task_at_work<const N: usize>(
    access: &Access,
    what: impl FnOnce() -> [u64; N],
) -> Option<Accessing> {
    let me = task::observed()?;
    task::close_access();
    let accessing = turn::with_state(|state| {
        let goes_on = goes_on(state, what);
        goes_on.then(|| Accessing::next(state, me, access))
    })?;
    Some(accessing.unwrap_or_else(|| turn::over()))
}

/// Counts an access. Whether the execution goes on: its task may have made too many without a step.
#[inline]
fn goes_on<const N: usize>(state: &mut State, what: impl FnOnce() -> [u64; N]) -> bool {
    !(state.repetition.count() && is_over(state, what()))
}

/// Whether the execution ends at this access: it repeats itself without end, or has made too many.
#[cold]
fn is_over<const N: usize>(state: &mut State, what: [u64; N]) -> bool {
    let (steps, most) = (state.step_count, state.limits.accesses);
    let access = u64::from(hash(what.into_iter()));
    let over = state.repetition.look(access, steps, most);
    over.inspect(|halt: &Halt| state.stop(*halt)).is_some()
}

/// Called before each plain access, with the address of the access, the return address of the callback, the frame
/// pointer of its caller, and the kind: bytes, plus 256 for a store.
extern "C" fn on_access(start: usize, back: usize, frame: usize, kind: u32) -> Answer {
    let Some(me) = task::observed() else {
        return Answer::new(0, false);
    };
    let access = Access {
        start,
        size: kind as u8 as usize,
        write: kind >= 256,
        back,
        frame,
    };
    if task::is_open() || !private::is_surely(me, start) {
        return on_any_access(me, &access);
    }
    // Most accesses are such: this is where a program spends its time.
    let cleared = turn::with_state(|state| {
        if !goes_on(state, || access.as_numbers()) {
            return None;
        }
        let has_states = state.rules.states != States::Unknown;
        let task = state.task(me);
        task.accesses = task.accesses.wrapping_add(1);
        let cleared = match has_states {
            true => fingerprint::private_access(task, frame),
            false => 0,
        };
        if access.write {
            stacks::note_private(me, &access, state);
        }
        Some(cleared)
    });
    match cleared {
        Some(Some(cleared)) => Answer { result: 0, cleared },
        Some(None) => turn::over(),
        None => Answer::new(0, false),
    }
}

#[inline(never)]
fn on_any_access(me: TaskId, access: &Access) -> Answer {
    task::close_access();
    let next = turn::with_state(|state| {
        if !goes_on(state, || access.as_numbers()) {
            return Next::Over;
        }
        let accessing = Accessing::next(state, me, access);
        let is_done = !accessing.is_wanted() && stacks::books(me, access, state);
        match is_done {
            true => Next::Program(accessing),
            false => Next::Look(accessing),
        }
    });
    let accessing = match next {
        Some(Next::Program(accessing)) => accessing,
        Some(Next::Look(accessing)) => {
            look_closer(&accessing, access);
            accessing
        }
        Some(Next::Over) => turn::over(),
        None => return Answer::new(0, false),
    };
    Answer::new(0, accessing.has_states)
}

/// What happens before the access is made.
enum Next {
    Program(Accessing),
    Look(Accessing),
    Over,
}

/// For an access that may be a step.
fn look_closer(accessing: &Accessing, access: &Access) {
    let Some(mut turn) = step(accessing.me, access) else {
        at_no_step(accessing, access);
        return;
    };
    let start = access.start;
    if access.write {
        task::open_store(OpenStore {
            step: turn.index(),
            address: start,
            size: access.size as u8,
        });
    } else {
        // SAFETY: the program is about to read there itself.
        let mut value = unsafe { peek(start, access.size) };
        if let Some(other) = turn.tampered() {
            // SAFETY: as above, and the place is memory that the program writes to: no constant is a step.
            unsafe { poke(start, access.size, other) };
            value = other;
        }
        turn.read(value);
    }
}

/// For an access that is no step: reports it if it is watched, and makes it read another number if the request says so.
fn at_no_step(accessing: &Accessing, access: &Access) {
    if !accessing.is_wanted()
        || access.write
        || access.size > size_of::<u64>()
        || is_constant(access.start)
    {
        return;
    }
    // SAFETY: the program is about to read there itself.
    let value = unsafe { peek(access.start, access.size) };
    if is_likely_an_address(value) {
        return;
    }
    if accessing.is_watched {
        turn::with_state(|state| tell(state, accessing.number, access));
    }
    if let Some(misread) = accessing.misread {
        task::open_misread(OpenMisread {
            address: access.start,
            size: access.size,
            value,
        });
        let other = value.wrapping_add(misread.added);
        // SAFETY: as above, and the place is no constant. The program may get into trouble with what it reads, as it may
        // by a mistake of its own.
        unsafe { poke(access.start, access.size, other) };
    }
}

/// Reports a read of unshared memory, if there is room.
fn tell(state: &mut State, number: u64, access: &Access) {
    if let Some(record) = state.reads.get_mut(state.read_count as usize) {
        *record = ReadRecord {
            access: number,
            frames: frames::frames_after(access.back, access.frame),
        };
        state.read_count += 1;
    }
}

/// Called in place of `memmove`, and of `memcpy`, whose arguments `memmove` accepts as well.
extern "C" fn on_copy(to: usize, from: usize, size: usize, back: usize, frame: usize) -> Answer {
    let what = || [back, to, from, size].map(|number| number as u64);
    let at = |start, write| Access {
        start,
        size,
        write,
        back,
        frame,
    };
    let (source, target) = (at(from, false), at(to, true));
    let reading = (size > 0).then(|| task_at_work(&source, || with_contents(what(), from, size)));
    let accessing = reading.flatten();
    let Some(Accessing { me, has_states, .. }) = accessing else {
        // SAFETY: the program's own: both are there for that many bytes.
        unsafe { ptr::copy(from as *const u8, to as *mut u8, size) };
        return Answer::new(to, false);
    };
    if has_states {
        // SAFETY: the program's own: they are there for that many bytes.
        turn::with_state(|state| unsafe { note_access(&target, state.task(me)) });
    }
    let mut kept = [const { MaybeUninit::<u8>::uninit() }; KEPT];
    let mut bytes = from;
    if let Some(mut turn) = step(me, &source) {
        // SAFETY: as above; `kept` is as large as what goes there.
        unsafe {
            turn.read_bytes(from, size);
            if size <= KEPT {
                bytes = kept.as_mut_ptr() as usize;
                ptr::copy_nonoverlapping(from as *const u8, bytes as *mut u8, size);
            }
        }
    }
    let turn = step(me, &target);
    // SAFETY: as above.
    unsafe { ptr::copy(bytes as *const u8, to as *mut u8, size) };
    if let Some(mut turn) = turn {
        // SAFETY: it was just written.
        unsafe { turn.written_bytes(to, size) };
    }
    Answer::new(to, has_states)
}

/// The same numbers, with one for the bytes that a copy reads.
fn with_contents([a, b, c, d]: [u64; 4], from: usize, size: usize) -> [u64; 5] {
    // SAFETY: the program's own: the bytes are there, and no other task writes them while this one runs.
    let bytes = unsafe { ::std::slice::from_raw_parts(from as *const u8, size) };
    let contents = hash(bytes.iter().take(MOST_TOLD).map(|byte| u64::from(*byte)));
    [a, b, c, d, contents.into()]
}

/// Called in place of `memset`.
extern "C" fn on_fill(to: usize, byte: usize, size: usize, back: usize, frame: usize) -> Answer {
    let what = || [back, to, size, byte].map(|number| number as u64);
    let access = Access {
        start: to,
        size,
        write: true,
        back,
        frame,
    };
    let writing = (size > 0).then(|| task_at_work(&access, what));
    let accessing = writing.flatten();
    let turn = accessing
        .as_ref()
        .and_then(|Accessing { me, .. }| step(*me, &access));
    // SAFETY: the program's own: it is there for that many bytes.
    unsafe { ptr::write_bytes(to as *mut u8, byte as u8, size) };
    if let Some(mut turn) = turn {
        // SAFETY: it was just written.
        unsafe { turn.written_bytes(to, size) };
    }
    let has_states = accessing.is_some_and(|accessing| accessing.has_states);
    Answer::new(to, has_states)
}
