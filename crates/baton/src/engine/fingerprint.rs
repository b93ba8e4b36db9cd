//! Two hashes of what a task keeps for itself, computed before each of its steps: its fingerprint and its state.
//!
//! The fingerprint ([`protocol::Step::fingerprint`]) covers the bytes on the task's stack, and the history of its plain accesses to all
//! other memory, with the values that it found. So every such access changes the fingerprint for good, whatever it writes. Changing
//! the current folder counts as an access.
//!
//! The state covers the bytes on the stack, too. Of other memory it covers only the values that the task has written there, and the
//! blocks that it has allocated and not freed. So a task that restores a value, or frees a block, is in its earlier state again. A
//! value that the task has read counts only if the task keeps it.
//!
//! The program is compiled without optimisation, so none of its values is in a register across a call. The frames of this crate leave
//! bytes on the stack that depend on other tasks: they are not hashed, and are cleared before a frame of the program can
//! lie there. Neither hash covers what the standard library's compiled code writes elsewhere than on the stack.

use ::std::sync::atomic::AtomicU64;

use super::address;
use super::frames;
use super::state::{self, Task};
use super::task;

/// The number of bytes that are cleared below the program's frames. A larger frame keeps what was there, so its fingerprints can differ
/// without need.
pub(crate) const CLEARED: usize = 2 << 10;

/// Hashed with the address of a block that is in use.
const IN_USE: u64 = 1 << 32;

/// Hashed with the hash of the current folder.
const FOLDER: u64 = 1 << 33;

/// The hash of a sequence, with one more word at its end.
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 32)
}

/// To be called before the task accesses these bytes, in a function with this frame pointer.
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

/// To be called before the task writes these bytes: takes their old contents out of the state.
///
/// # Safety
/// They are readable, and stay so until [`close`].
unsafe fn open(task: &mut Task, bytes: (usize, usize)) {
    // SAFETY: the caller's.
    task.kept.memory ^= unsafe { contents(bytes) };
    task.kept.open = bytes;
}

/// Takes the bytes that the task has written since [`open`] into the state.
fn close(task: &mut Task) {
    let written = ::std::mem::take(&mut task.kept.open);
    // SAFETY: the program has just written them, and freed nothing since: freeing comes here first.
    task.kept.memory ^= unsafe { contents(written) };
}

/// A hash of these bytes and of their addresses. The exclusive or of several is the hash of all of them, in any order.
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

/// Clears the stack below the caller's frame. To be called before the program's first function is called from there.
#[inline(never)]
pub(crate) fn clear() {
    ::std::hint::black_box([0_u8; CLEARED]);
}

/// To be called when the task has allocated this block of memory, of that size.
pub(crate) fn allocated(block: usize, size: usize) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, size as u64);
        change(task, block);
    }
}

/// To be called before the task frees this block of memory.
pub(crate) fn frees(block: usize) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, block as u64);
        change(task, block);
    }
}

/// The block is in use from now on, or no longer in use.
fn change(task: &mut Task, block: usize) {
    close(task);
    task.kept.memory ^= mix(block as u64, IN_USE);
}

/// To be called before the task changes this count of owners, which no other task knows of.
pub(crate) fn counts(count: *const AtomicU64) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(task.kept.elsewhere, count as u64);
        close(task);
        // SAFETY: the program's own count, of something that it owns.
        unsafe { open(task, (count as usize, size_of::<u64>())) };
    }
}

/// To be called when the task has changed the current folder of its process. The numbers are hashes of the folders. A folder counts like
/// a value in memory.
pub(crate) fn changes_folder(before: u64, now: u64) {
    if let Some(task) = observed() {
        task.kept.elsewhere = mix(mix(task.kept.elsewhere, before), now);
        task.kept.memory ^= mix(before, FOLDER) ^ mix(now, FOLDER);
    }
}

/// The running task; `None` during its steps and in code of this crate.
fn observed() -> Option<&'static mut Task> {
    let me = task::observed()?;
    // SAFETY: the thread holds the baton, and has it not in hand.
    Some(unsafe { &mut (*state::pointer()).tasks[me.index()] })
}

/// To be called before a step of the task, in a function of this crate with that frame pointer. Sets the task's state, and its
/// fingerprint if the trace is to have it.
pub(crate) fn before_step(task: &mut Task, frame: usize, is_traced: bool) {
    close(task);
    let on_stack = on_stack(task, frame);
    // Not 0, which stands for an unknown state.
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

/// A hash of the stack of this thread's task. The frame pointer is that of a function of this crate that the program called.
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

/// The frames from this frame pointer on, innermost first: the frame pointer of each, and the return address of its function.
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
