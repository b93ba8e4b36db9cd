//! A fingerprint of all that a task keeps for itself: see [`protocol::Rules::fingerprints`].
//!
//! It is of the bytes on the task's stack, and of its plain accesses to all other memory, with what it found there: each of them
//! makes another one, whatever it wrote. The program is compiled without optimisation, so across a call nothing of it is in
//! registers. What this crate's own frames leave behind on the stack depends on other tasks: it is left out, and cleared
//! before the program can take it into a frame of its own.

use super::address;
use super::frames;
use super::state::{self, Task};
use super::task;

/// So many bytes are cleared below the program's frames. A frame that is deeper than that keeps what was there: then fingerprints
/// differ that need not.
pub(crate) const CLEARED: usize = 2 << 10;

fn mix(hash: u64, word: u64) -> u64 {
    let hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 32)
}

/// The task is about to access these bytes, from a function with this frame pointer.
///
/// # Safety
/// They are readable.
pub(crate) unsafe fn access(task: &mut Task, (start, size): (usize, usize), frame: usize) {
    let (low, bottom) = task::own_frames();
    let mut callers = callers(frame, low, bottom);
    task.kept.innermost = ::std::array::from_fn(|_| callers.next().unwrap_or_default());
    if task::owns_stack_at(start) || address::is_constant(start) {
        return;
    }
    if task.kept.resumed == 0 {
        task.kept.resumed = of(task, frames::frame_pointer());
    }
    let mut hash = mix(mix(task.kept.elsewhere, start as u64), size as u64);
    for at in (0..size).step_by(size_of::<u64>()) {
        // SAFETY: the caller's.
        hash = mix(hash, unsafe {
            address::peek(start + at, (size - at).min(size_of::<u64>()))
        });
    }
    task.kept.elsewhere = hash;
}

/// Clears what is left below the caller's frame, before the program's first function is called from there.
#[inline(never)]
pub(crate) fn clear() {
    ::std::hint::black_box([0_u8; CLEARED]);
}

/// The task allocates or frees memory, or counts owners that no other task knows of.
pub(crate) fn change(what: usize) {
    let Some(me) = task::observed() else { return };
    // SAFETY: the thread holds the baton, and has it not in hand.
    let task = unsafe { &mut (*state::pointer()).tasks[me.index()] };
    task.kept.elsewhere = mix(task.kept.elsewhere, what as u64);
}

/// The task is about to do a step, in a function of this crate with that frame pointer.
pub(crate) fn before_step(task: &mut Task, frame: usize) {
    task.fingerprint = of(task, frame);
    task.resumed = match ::std::mem::take(&mut task.kept.resumed) {
        0 => task.fingerprint,
        resumed => resumed,
    };
}

/// The fingerprint of this thread's task, seen from a function of this crate that the program called, with that frame pointer.
fn of(task: &Task, frame: usize) -> u64 {
    let mut hash = task.kept.elsewhere;
    let (low, bottom) = task::own_frames();
    let mut frames = callers(frame, low, bottom);
    let Some((first, mut back)) = frames.next() else {
        return hash;
    };
    let mut below = first;
    // A function that did nothing since then may have returned, and one of its callers goes on.
    let mut start = None;
    for (frame, next_back) in frames {
        hash = mix(hash, back as u64);
        if start.is_none() && task.kept.innermost.contains(&(frame, next_back)) {
            start = Some(below + 2 * size_of::<usize>());
        }
        (below, back) = (frame, next_back);
    }
    let words = (start.unwrap_or(first)..below).step_by(size_of::<u64>());
    words.fold(hash, |hash, address| {
        // SAFETY: between two frames of this thread's own stack, and aligned as they are.
        mix(hash, unsafe { (address as *const u64).read() })
    })
}

/// Frame pointers from this one on, each with the return address of its function.
fn callers(mut frame: usize, low: usize, bottom: usize) -> impl Iterator<Item = (usize, usize)> {
    ::std::iter::from_fn(move || {
        if !frame.is_multiple_of(size_of::<usize>()) || frame < low || frame >= bottom {
            return None;
        }
        let words = frame as *const usize;
        // SAFETY: aligned and inside of this thread's own stack, which is mapped; the word above it too, because a
        // stack does not end with a saved frame pointer.
        let (next, back) = unsafe { (words.read(), words.add(1).read()) };
        let here = frame;
        frame = if next > frame { next } else { 0 };
        Some((here, back))
    })
}
