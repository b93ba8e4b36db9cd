//! Two hashes of what a task keeps for itself, computed before each of its steps: its fingerprint and its state.
//!
//! The fingerprint ([`protocol::Step::fingerprint`]) covers the bytes on the task's stack, and the history of its plain accesses to all
//! other memory, with the values that it found. So every such access changes the fingerprint for good, whatever it writes. Changing
//! the current folder counts as an access, and so does returning something from a thread's outermost function.
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

/// The number of bytes that are cleared below the program's frames after an operation. A larger frame keeps what was there, so its
/// fingerprints can differ without need.
pub(crate) const CLEARED: usize = 2 << 10;

/// The same after an access to the private part of the task's own stack: for that, the executor uses no more. Both are multiples of
/// 64.
pub(crate) const CLEARED_AFTER_PRIVATE: usize = 384;

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
    comes_from(task, frame);
    // Behind this access, all of it is cleared.
    task.kept.littered = 0;
    if task::owns_stack_at(start) || address::is_constant(start) {
        return;
    }
    if task.kept.resumed == 0 {
        task.kept.resumed = mix(on_stack(task, frames::frame_pointer()), task.kept.elsewhere) | 1;
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

/// As [`access`], for one to the private part of the task's own stack. Returns how many bytes are to be cleared behind it.
#[inline]
pub(crate) fn private_access(task: &mut Task, frame: usize) -> usize {
    comes_from(task, frame);
    match ::std::mem::take(&mut task.kept.littered) {
        0 => CLEARED_AFTER_PRIVATE,
        _ => CLEARED,
    }
}

/// The function with this frame pointer accesses something.
#[inline]
fn comes_from(task: &mut Task, frame: usize) {
    close(task);
    let (low, bottom) = task::own_frames();
    let mut callers = callers(frame, low, bottom);
    task.kept.innermost = ::std::array::from_fn(|_| callers.next().unwrap_or_default());
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
#[inline]
fn close(task: &mut Task) {
    if task.kept.open.1 > 0 {
        close_open(task);
    }
}

#[cold]
fn close_open(task: &mut Task) {
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

/// To be called when the outermost function of a thread has returned this: its frame, which is gone, no longer tells.
pub(crate) fn returned<T>(value: &T) {
    // SAFETY: a value of that size is there.
    unsafe { returned_bytes((&raw const *value as usize, size_of::<T>())) };
}

/// As `returned`. Apart from it, as what depends on types is compiled like the program: its accesses are seen.
///
/// # Safety
/// They are readable.
#[inline(never)]
unsafe fn returned_bytes(bytes: (usize, usize)) {
    if let Some(task) = observed() {
        // SAFETY: the caller's.
        task.kept.elsewhere = mix(task.kept.elsewhere, unsafe { contents(bytes) });
    }
}

/// The running task, in a function of this crate that the program called; `None` during its steps and in code of this crate.
fn observed() -> Option<&'static mut Task> {
    let me = task::observed()?;
    // SAFETY: the thread holds the baton, and has it not in hand.
    let task = unsafe { &mut (*state::pointer()).tasks[me.index()] };
    task.kept.littered = 1;
    Some(task)
}

/// To be called before a step of the task, in a function of this crate with that frame pointer. Sets the task's state, and its
/// fingerprint if the trace is to have it.
pub(crate) fn before_step(task: &mut Task, frame: usize, is_traced: bool) {
    close(task);
    task.kept.littered = 1;
    let on_stack = on_stack(task, frame);
    // Not 0, which stands for what is not known.
    task.state = mix(on_stack, task.kept.memory) | 1;
    if !is_traced {
        return;
    }
    task.fingerprint = mix(on_stack, task.kept.elsewhere) | 1;
    task.resumed = match ::std::mem::take(&mut task.kept.resumed) {
        0 => task.fingerprint,
        resumed => resumed,
    };
}

/// A hash of the stack of this thread's task. The frame pointer is that of a function of this crate that the program called.
///
/// Of a function that has accessed nothing yet, only the place is hashed from which it was called: its frame has what another one left
/// there. If none of them has accessed anything, all frames are hashed. Words that are 0, saved frame pointers and return addresses are left out, so it makes no difference from when on the frame
/// is hashed.
fn on_stack(task: &Task, frame: usize) -> u64 {
    let (low, bottom) = task::own_frames();
    let is_used = |frame| task.kept.innermost.contains(&frame);
    let first_used = callers(frame, low, bottom).position(is_used).unwrap_or(0);
    let inner = callers(frame, low, bottom);
    let outer = callers(frame, low, bottom).skip(1);
    let (mut calls, mut words) = (0, 0);
    for (place, ((inner, back), (outer, _))) in (1..).zip(inner.zip(outer)) {
        calls = mix(calls, back as u64);
        if place >= first_used {
            words ^= words_between(inner + 2 * size_of::<usize>(), outer);
        }
    }
    mix(calls, words)
}

/// A hash of the words there that are not 0.
fn words_between(start: usize, end: usize) -> u64 {
    let mut hash = 0;
    for address in (start..end).step_by(size_of::<u64>()) {
        // SAFETY: between two frames of this thread's own stack, and aligned as they are.
        let word = unsafe { (address as *const u64).read() };
        if word != 0 {
            hash ^= mix(address as u64, word);
        }
    }
    hash
}

/// The frames from this frame pointer on, innermost first: the frame pointer of each, and the return address of its function.
#[inline]
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
