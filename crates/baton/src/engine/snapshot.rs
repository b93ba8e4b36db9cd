//! The memory of a process as it is before its program begins, and how it comes to be so again after each execution.
//!
//! Small parts of memory are mapped anew: privately, from a file in memory that holds what is there. So the kernel knows
//! which pages were written since (proc_pid_pagemap(5)): those that do not belong to the file any more. They are written
//! over with what the file holds, and stay; in the next execution, a write there costs nothing. The large parts, in which
//! nothing is yet, are emptied.

mod copies;
mod maps;
mod pages;
mod scan;
mod taking;

use ::std::ptr;

use super::arena::PAGE;
use super::gate;
use pages::{OF_A_FILE, PRESENT, Refused, SWAPPED, look, ok};

/// Parts that are larger are not mapped anew.
const LARGE: usize = 4 << 20;

/// The list of the parts of memory is not longer.
const TEXT: usize = 64 << 10;

/// So many pieces can be put back.
const MOST_PIECES: usize = 256;

/// So many spans are scanned at most.
const MOST_SPANS: usize = 32;

/// So many bytes are faster emptied than filled with zeros.
const LONG: usize = 64 * PAGE;

/// So many pages are looked at in one go.
const AT_ONCE: usize = LARGE / PAGE;

/// Adjacent pages that are put back in the same way.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    back: Back,
}

#[derive(Clone, Copy)]
enum Back {
    /// Zeros, on many pages: where the kernel cannot say which pages were written, all are taken away.
    Emptied,
    /// Those that were written are filled with zeros.
    Zeros,
    /// Those that were written get what was there: it lies so many bytes above.
    Copied(usize),
}

/// Room for a snapshot, in memory that is no part of it. All-zero bytes are an empty one.
#[repr(C, align(4096))]
pub(super) struct Snapshot {
    /// What pagemap says of some pages.
    looked_at: [u64; AT_ONCE],
    runs: [scan::Run; 64],
    text: [u8; TEXT],
    kept: Kept,
}

/// What is not written after the snapshot is taken.
#[repr(C, align(4096))]
struct Kept {
    pagemap: usize,
    /// Whether the kernel tells which pages were written, in one call.
    can_scan: bool,
    /// Between which addresses that is asked: pieces close together, and what lies between.
    spans: [(usize, usize); MOST_SPANS],
    span_count: usize,
    count: usize,
    pieces: [Piece; MOST_PIECES],
}

impl Snapshot {
    /// Makes all memory what it was when the snapshot was taken.
    ///
    /// # Errors
    /// What the system refuses. Then the process can only end.
    ///
    /// # Safety
    /// As `take`'s, and nothing relies on what was written since.
    pub(super) unsafe fn put_back(&mut self) -> Result<(), Refused> {
        // SAFETY: the caller's.
        unsafe {
            if self.kept.can_scan {
                self.put_back_what_is_told()
            } else {
                self.put_back_what_is_seen()
            }
        }
    }

    /// # Safety
    /// As `put_back`'s.
    unsafe fn put_back_what_is_told(&mut self) -> Result<(), Refused> {
        let Self { kept, runs, .. } = self;
        let pieces = &kept.pieces[..kept.count];
        let mut first = 0;
        for (low, high) in &kept.spans[..kept.span_count] {
            let mut at = *low;
            while at < *high {
                let (runs, next) = scan::written(kept.pagemap, at, *high, runs).ok_or(Refused)?;
                for run in runs {
                    let (start, end) = (run.start as usize, run.end as usize);
                    first += pieces[first..]
                        .iter()
                        .take_while(|piece| piece.end <= start)
                        .count();
                    for piece in pieces[first..].iter().take_while(|piece| piece.start < end) {
                        // SAFETY: the caller's.
                        unsafe { piece.put_back(start.max(piece.start), end.min(piece.end))? };
                    }
                }
                at = next;
            }
        }
        Ok(())
    }

    /// # Safety
    /// As `put_back`'s.
    unsafe fn put_back_what_is_seen(&mut self) -> Result<(), Refused> {
        let Kept { pagemap, count, .. } = self.kept;
        for piece in &self.kept.pieces[..count] {
            let Piece { start, end, back } = *piece;
            if let Back::Emptied = back {
                // SAFETY: the caller's.
                unsafe { empty(start, end)? };
                continue;
            }
            let looked_at = look(pagemap, start, end, &mut self.looked_at)?;
            for (number, page) in looked_at.iter().enumerate() {
                if page & (PRESENT | SWAPPED) != 0 && page & OF_A_FILE == 0 {
                    let at = start + number * PAGE;
                    // SAFETY: the caller's.
                    unsafe { piece.put_back(at, at + PAGE)? };
                }
            }
        }
        Ok(())
    }
}

impl Piece {
    /// Makes a part of it what it was.
    ///
    /// # Safety
    /// It is this process's, and nothing relies on what was written there.
    unsafe fn put_back(&self, start: usize, end: usize) -> Result<(), Refused> {
        if start >= end {
            return Ok(());
        }
        let (at, length) = (start as *mut u8, end - start);
        match self.back {
            Back::Copied(above) => {
                // SAFETY: the caller's; as many bytes lie that far above.
                unsafe { ptr::copy_nonoverlapping(at.wrapping_add(above), at, length) };
            }
            Back::Zeros | Back::Emptied if length <= LONG => {
                // SAFETY: the caller's.
                unsafe { ptr::write_bytes(at, 0, length) };
            }
            // SAFETY: the caller's.
            Back::Zeros | Back::Emptied => unsafe { empty(start, end)? },
        }
        Ok(())
    }
}

/// Takes the pages away; they are zeros when they are used again.
///
/// # Safety
/// As [`Piece::put_back`]'s.
unsafe fn empty(start: usize, end: usize) -> Result<(), Refused> {
    let how = libc::MADV_DONTNEED as usize;
    // SAFETY: the caller's.
    ok(unsafe { gate::call(libc::SYS_madvise, [start, end - start, how]) })?;
    Ok(())
}
