//! Return addresses: the call stack of the program.

use ::std::iter;

use super::address;
use super::state::{Frames, Innermost};
use super::task;

/// The frame pointer of the function that this is inlined into.
#[inline(always)]
pub(crate) fn frame_pointer() -> usize {
    let frame: usize;
    // SAFETY: reads one register.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        ::core::arch::asm!("mov {}, rbp", out(reg) frame, options(nomem, nostack, preserves_flags));
        #[cfg(target_arch = "aarch64")]
        ::core::arch::asm!("mov {}, x29", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    frame
}

/// The return addresses from a frame on, as far as frame pointers lead. The executor does not decide which of them are the
/// learner's.
#[inline(never)]
pub(crate) fn frames_from(frame: usize) -> Frames {
    collect(offsets_from(frame))
}

/// As `frames_from`, without the innermost ones.
#[inline(never)]
pub(crate) fn frames_above(frame: usize, without: usize) -> Frames {
    collect(offsets_from(frame).skip(without))
}

/// As `frames_from`, after the instruction that made a system call, or after its caller if only that is in the program's
/// image.
pub(crate) fn frames_of_call(instruction: usize, caller: usize, frame: usize) -> Frames {
    let mut innermost = [instruction, caller].into_iter().map(address::image_offset);
    collect(
        innermost
            .find(|offset| *offset != 0)
            .into_iter()
            .chain(offsets_from(frame)),
    )
}

/// As `frames_from`, but only the innermost few, after a return address that is already known.
#[inline(never)]
pub(crate) fn innermost(first: usize, frame: usize) -> Innermost {
    collect(iter::once(address::image_offset(first)).chain(offsets_from(frame)))
}

/// The first two of [`innermost`].
#[inline]
pub(crate) fn innermost_two(first: usize, frame: usize) -> [u32; 2] {
    let next = offsets_from(frame).next();
    [address::image_offset(first), next.unwrap_or(0)]
}

/// As `frames_from`, after a return address that is already known.
#[inline(never)]
pub(crate) fn frames_after(first: usize, frame: usize) -> Frames {
    collect(iter::once(address::image_offset(first)).chain(offsets_from(frame)))
}

/// The innermost return addresses, padded with zeros to the length of all.
pub(crate) fn padded(innermost: Innermost) -> Frames {
    collect(innermost.into_iter())
}

#[inline]
fn collect<const N: usize>(offsets: impl Iterator<Item = u32>) -> [u32; N] {
    let mut frames = [0; N];
    for (slot, offset) in frames.iter_mut().zip(offsets) {
        *slot = offset;
    }
    frames
}

#[inline]
fn offsets_from(mut frame: usize) -> impl Iterator<Item = u32> {
    let (low, high) = task::frames_lie_between();
    iter::from_fn(move || {
        if !frame.is_multiple_of(size_of::<usize>()) || frame < low || frame >= high {
            return None;
        }
        let words = frame as *const usize;
        // SAFETY: aligned and inside of this thread's own stack, which is mapped; the word above it too, because a
        // stack does not end with a saved frame pointer.
        let (next, back) = unsafe { (words.read(), words.add(1).read()) };
        frame = if next > frame { next } else { 0 };
        Some(address::image_offset(back)).filter(|offset| *offset != 0)
    })
}
