//! What a task keeps for itself, as a number: its fingerprint, and the state that it is in.
//!
//! The fingerprint ([`protocol::Step::fingerprint`]) is of the bytes on the task's stack, and of its plain accesses to all other memory, with what it found there: each of them
//! makes another one, whatever it wrote. The program is compiled without optimisation, so across a call nothing of it is in
//! registers. What this crate's own frames leave behind on the stack depends on other tasks: it is left out, and cleared
//! before the program can take it into a frame of its own.
//!
//! The state is of the bytes on the stack, too, but of other memory of what the task has made it hold, and of the blocks that it has
//! allocated and not freed: a task that writes what was there before, or frees what it allocated, is in the same state again. What it
//! read counts only if it keeps it. Like fingerprints, it does not see what the standard library's own code, which is
//! compiled already, writes elsewhere than on the stack.

use ::std::sync::atomic::AtomicU64;

use super::address;
use super::frames;
use super::state::{self, Task};
use super::task;

/// So many bytes are cleared below the program's frames. A frame that is deeper than that keeps what was there: then fingerprints
/// differ that need not.
pub(crate) const CLEARED: usize = 2 << 10;

/// Beside the address of a block that is in use.
const IN_USE: u64 = 1 << 32;

pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 32)
}

/// The task is about to access these bytes, from a function with this frame pointer.
///
/// # Safety
/// They are readable.
pub(crate) unsafe fn access(
    task: &mut Task,
    (start, size): (usize, usize),
    writes: bool,
    frame: usize,
) {
    close(task);
    let (low, bottom) = task::own_frames();
    let mut callers = callers(frame, low, bottom);
    task.kept.innermost = ::std::array::from_fn(|_| callers.next().unwrap_or_default());
    if task::owns_stack_at(start) || address::is_constant(start) {
        return;
    }
    if task.kept.resumed == 0 {
        task.kept.resumed = mix(on_stack(task, frames::frame_pointer()), task.kept.elsewhere);
    }
    if writes {
        // SAFETY: the caller's.
        unsafe { open(task, (start, size)) };
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

/// The task is about to write these bytes.
///
/// # Safety
/// They are readable, and stay so until [`close`].
unsafe fn open(task: &mut Task, bytes: (usize, usize)) {
    // SAFETY: the caller's.
    task.kept.memory ^= unsafe { contents(bytes) };
    task.kept.open = bytes;
}

/// What the task was about to write is written.
fn close(task: &mut Task) {
    let written = ::std::mem::take(&mut task.kept.open);
    // SAFETY: the program has just written them, and freed nothing since: freeing comes here first.
    task.kept.memory ^= unsafe { contents(written) };
}

/// A number for what these bytes hold, there. Those of several pieces of memory go together by exclusive or, in any order.
///
/// # Safety
/// They are readable.
unsafe fn contents((start, size): (usize, usize)) -> u64 {
    // SAFETY: the caller's.
    let byte = |address: usize| mix(address as u64, unsafe { address::peek(address, 1) });
    (start..start.saturating_add(size))
        .map(byte)
        .fold(0, |all, one| all ^ one)
}

/// Clears what is left below the caller's frame, before the program's first function is called from there.
#[inline(never)]
pub(crate) fn clear() {
    ::std::hint::black_box([0_u8; CLEARED]);
}

/// The task has allocated this block of memory, of that size.
pub(crate) fn allocated(block: usize, size: usize) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, size as u64);
        change(task, block);
    }
}

/// The task is about to free this block of memory.
pub(crate) fn frees(block: usize) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, block as u64);
        change(task, block);
    }
}

/// The block is in use from now on, or no longer.
fn change(task: &mut Task, block: usize) {
    close(task);
    task.kept.memory ^= mix(block as u64, IN_USE);
}

/// The task counts owners that no other task knows of.
pub(crate) fn counts(count: *const AtomicU64) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, count as u64);
        close(task);
        // SAFETY: the program's own count, of something that it owns.
        unsafe { open(task, (count as usize, size_of::<u64>())) };
    }
}

/// The task that runs, between its steps.
fn observed() -> Option<&'static mut Task> {
    let me = task::observed()?;
    // SAFETY: the thread holds the baton, and has it not in hand.
    Some(unsafe { &mut (*state::pointer()).tasks[me.index()] })
}

/// The task is about to do a step, in a function of this crate with that frame pointer. Its fingerprint is for the trace.
pub(crate) fn before_step(task: &mut Task, frame: usize, is_traced: bool) {
    close(task);
    let on_stack = on_stack(task, frame);
    // Never 0: that is where it is not known.
    task.state = mix(on_stack, task.kept.memory) | 1;
    if !is_traced {
        return;
    }
    task.fingerprint = mix(on_stack, task.kept.elsewhere);
    task.resumed = match ::std::mem::take(&mut task.kept.resumed) {
        0 => task.fingerprint,
        resumed => resumed,
    };
}

/// A hash of what this thread's task keeps on its stack, seen from a function of this crate that the program called, with that frame
/// pointer.
fn on_stack(task: &Task, frame: usize) -> u64 {
    let mut hash = 0;
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
