//! The memory of a process as it is before its program begins, and how it comes to be so again after each execution.
//!
//! Small parts of memory are mapped anew: privately, from a file in memory that holds what is there. So the kernel knows
//! which pages were written since (proc_pid_pagemap(5)): those that do not belong to the file any more. They are written
//! over with what the file holds, and stay; in the next execution, a write there costs nothing. So are large parts of the
//! program's own file: its statics. The other large parts, in which nothing is yet, are emptied.
//!
//! The first write to a page is a page fault. So after an execution without one, those pages were written at most that were
//! put back the time before: the kernel is asked for the number of page faults, not for the pages.
//! Nothing else makes pages that can be written: the process has no huge pages, which the kernel may also make by itself.

mod copies;
mod faults;
mod maps;
mod pages;
mod scan;
mod taking;

use ::std::num::NonZeroU64;
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

/// So many parts that were written are remembered.
const MOST_WRITTEN: usize = 168;

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

#[derive(Clone, Copy, PartialEq, Eq)]
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
    written: Written,
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

/// The pages that are there because they were written. It is not written while the program runs.
#[repr(C, align(4096))]
struct Written {
    /// How many page faults the process had had when they were put back. They are known only if there are as many now.
    faults: Option<NonZeroU64>,
    count: usize,
    parts: [Piece; MOST_WRITTEN],
}

const _: () = assert!(size_of::<Written>().is_multiple_of(PAGE));

impl Snapshot {
    /// Makes all memory what it was when the snapshot was taken.
    ///
    /// # Errors
    /// What the system refuses. Then the process can only end.
    ///
    /// # Safety
    /// As `take`'s, and nothing relies on what was written since.
    pub(super) unsafe fn put_back(&mut self) -> Result<(), Refused> {
        if self.written.faults.is_some() && self.written.faults == faults::until_now() {
            // SAFETY: the caller's.
            return unsafe { self.written.put_back() };
        }
        self.written.protect(libc::PROT_READ | libc::PROT_WRITE)?;
        self.written.count = 0;
        // SAFETY: the caller's.
        let is_remembered = unsafe {
            if self.kept.can_scan {
                self.put_back_what_is_told()?
            } else {
                self.put_back_what_is_seen()?
            }
        };
        self.written.faults = faults::until_now().filter(|_| is_remembered);
        self.written.protect(libc::PROT_READ)
    }

    /// Whether all that was written is remembered.
    ///
    /// # Safety
    /// As `put_back`'s.
    unsafe fn put_back_what_is_told(&mut self) -> Result<bool, Refused> {
        let Self {
            kept,
            runs,
            written,
            ..
        } = self;
        let mut is_remembered = true;
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
                        let part = piece.part(start, end);
                        is_remembered &= written.remember(part);
                        // SAFETY: the caller's.
                        unsafe { part.put_back()? };
                    }
                }
                at = next;
            }
        }
        Ok(is_remembered)
    }

    /// Whether all that was written is remembered.
    ///
    /// # Safety
    /// As `put_back`'s.
    unsafe fn put_back_what_is_seen(&mut self) -> Result<bool, Refused> {
        let Kept { pagemap, count, .. } = self.kept;
        let mut is_remembered = true;
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
                    let part = piece.part(at, at + PAGE);
                    is_remembered &= self.written.remember(part);
                    // SAFETY: the caller's.
                    unsafe { part.put_back()? };
                }
            }
        }
        Ok(is_remembered)
    }
}

impl Written {
    /// Whether there is room for it.
    fn remember(&mut self, part: Piece) -> bool {
        match self.parts[..self.count].last_mut() {
            Some(last) if last.end == part.start && last.back == part.back => last.end = part.end,
            _ => {
                let Some(room) = self.parts.get_mut(self.count) else {
                    return false;
                };
                *room = part;
                self.count += 1;
            }
        }
        true
    }

    /// # Safety
    /// As [`Snapshot::put_back`]'s.
    unsafe fn put_back(&self) -> Result<(), Refused> {
        let mut parts = self.parts[..self.count].iter();
        // SAFETY: the caller's.
        parts.try_for_each(|part| unsafe { part.put_back() })
    }

    /// Lets the process use it so.
    fn protect(&self, access: i32) -> Result<(), Refused> {
        let at = ptr::from_ref(self) as usize;
        // SAFETY: whole pages of ours.
        ok(unsafe { gate::call(libc::SYS_mprotect, [at, size_of::<Self>(), access as usize]) })?;
        Ok(())
    }
}

impl Piece {
    /// What of it lies between two addresses.
    fn part(&self, start: usize, end: usize) -> Piece {
        Piece {
            start: start.max(self.start),
            end: end.min(self.end),
            back: self.back,
        }
    }

    /// Makes it what it was.
    ///
    /// # Safety
    /// It is this process's, and nothing relies on what was written there.
    unsafe fn put_back(&self) -> Result<(), Refused> {
        let Piece { start, end, back } = *self;
        if start >= end {
            return Ok(());
        }
        let (at, length) = (start as *mut u8, end - start);
        match back {
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
