//! How a snapshot is taken.

use protocol::TaskId;

use super::copies::Copies;
use super::maps::{self, Area};
use super::pages::{PRESENT, Refused, SWAPPED, close, look, ok, open, read_all};
use super::{Back, Kept, LARGE, Piece, Snapshot, TEXT, scan};
use crate::engine::arena::{PAGE, PREPARED};
use crate::engine::{gate, memory, regions, sandbox, stack};
use crate::fixed::Way;

/// So much of each stack is looked at after an execution. What lies deeper is emptied.
const STACK_LOOKED_AT: usize = 16 * PAGE;

/// So much of the heap of each task.
const HEAP_LOOKED_AT: usize = 16 * PAGE;

/// Pieces that are not further apart are scanned together.
const CLOSE: usize = 1 << 20;

impl Snapshot {
    /// Takes it, of all memory that is this process's alone.
    ///
    /// # Errors
    /// Where that cannot be done. The process is as it was then, but for how its memory is mapped.
    ///
    /// # Safety
    /// This runs on a stack that is no part of the snapshot, and the process has no other thread.
    pub(crate) unsafe fn take(&mut self) -> Result<(), Refused> {
        let maps = open(c"/proc/self/maps")?;
        let length = read_all(maps, &mut self.text)?;
        close(maps);
        self.kept.pagemap = open(c"/proc/self/pagemap")?;
        let text = ::std::mem::replace(&mut self.text, [0; TEXT]);
        let areas = || maps::private_areas(&text[..length]).flat_map(|area| area.parts(LARGE));
        let is_small = |area: &Area| area.length() <= LARGE && !area.is_stack;
        let small: usize = areas().filter(is_small).map(|area| area.length()).sum();
        let mut copies = Copies::make(small + LARGE)?;
        for area in areas() {
            if is_small(&area) {
                self.take_small(&area, &mut copies)?;
            } else {
                self.take_large(&area, &mut copies)?;
            }
        }
        copies.finish();
        self.find_spans()?;
        let kept = (&raw const self.kept) as usize;
        let read = libc::PROT_READ as usize;
        // SAFETY: whole pages of ours, which are only read from now on.
        ok(unsafe { gate::call(libc::SYS_mprotect, [kept, size_of::<Kept>(), read]) })?;
        Ok(())
    }

    fn find_spans(&mut self) -> Result<(), Refused> {
        let Kept {
            spans,
            span_count,
            pieces,
            count,
            ..
        } = &mut self.kept;
        for piece in &pieces[..*count] {
            match spans[..*span_count].last_mut() {
                Some((_, end)) if piece.start - *end <= CLOSE => *end = piece.end,
                _ => {
                    *spans.get_mut(*span_count).ok_or(Refused)? = (piece.start, piece.end);
                    *span_count += 1;
                }
            }
        }
        let (low, high) = spans[0];
        self.kept.can_scan = sandbox::way() != Way::Unscanned
            && scan::written(self.kept.pagemap, low, high, &mut self.runs).is_some();
        Ok(())
    }

    /// Maps it anew, from the file.
    fn take_small(&mut self, area: &Area, copies: &mut Copies) -> Result<(), Refused> {
        let looked_at = look(self.kept.pagemap, area.start, area.end, &mut self.looked_at)?;
        let is_empty = |page: &u64| page & (PRESENT | SWAPPED) == 0;
        if !area.is_of_a_file && looked_at.iter().all(is_empty) {
            return self.add(area.start, area.end, Back::Emptied);
        }
        let (offset, copy) = copies.reserve(area.length())?;
        for (number, page) in looked_at.iter().enumerate() {
            if area.is_of_a_file || !is_empty(page) {
                let at = area.start + number * PAGE;
                copies.write(at, at + PAGE, offset + number * PAGE)?;
            }
        }
        let how = libc::MAP_PRIVATE | libc::MAP_FIXED | libc::MAP_NORESERVE;
        // SAFETY: what was there is in the file, and nothing has written to it since.
        ok(unsafe {
            gate::call(
                libc::SYS_mmap,
                [
                    area.start,
                    area.length(),
                    (libc::PROT_READ | libc::PROT_WRITE) as usize,
                    how as usize,
                    copies.file,
                    offset,
                ],
            )
        })?;
        let above = copy.wrapping_sub(area.start);
        self.add(area.start, area.end, Back::Copied(above))
    }

    /// Copies the few pages that there are.
    fn take_large(&mut self, area: &Area, copies: &mut Copies) -> Result<(), Refused> {
        let mut start = area.start;
        while start < area.end {
            let empty = empty_ones().into_iter().filter(|(_, end)| *end > start);
            let (low, high) = empty.min().unwrap_or((area.end, area.end));
            if low <= start {
                let end = high.min(area.end);
                self.add_empty(start, end)?;
                start = end;
            } else {
                let end = low.min(area.end).min(start + LARGE);
                self.take_pages(start, end, area.is_stack, copies)?;
                start = end;
            }
        }
        Ok(())
    }

    fn take_pages(
        &mut self,
        start: usize,
        end: usize,
        is_stack: bool,
        copies: &mut Copies,
    ) -> Result<(), Refused> {
        let mut at = start;
        while at < end {
            let looked_at = look(self.kept.pagemap, at, end, &mut self.looked_at)?;
            let is_there = |page: &u64| page & (PRESENT | SWAPPED) != 0;
            let Some(run) = looked_at
                .chunk_by(|one, two| is_there(one) == is_there(two))
                .next()
            else {
                return Err(Refused);
            };
            let (is_there, next) = (is_there(&run[0]), at + run.len() * PAGE);
            if is_there {
                let (offset, copy) = copies.reserve(next - at)?;
                copies.write(at, next, offset)?;
                let above = copy.wrapping_sub(at);
                self.add(at, next, Back::Copied(above))?;
            } else if is_stack {
                // The next frames lie here.
                let used = next.saturating_sub(STACK_LOOKED_AT).max(at);
                self.add(at, used, Back::Emptied)?;
                self.add(used, next, Back::Zeros)?;
            } else {
                self.add(at, next, Back::Emptied)?;
            }
            at = next;
        }
        Ok(())
    }

    /// A part in which nothing is. Where executions use it from one end on, that end is looked at.
    fn add_empty(&mut self, mut start: usize, end: usize) -> Result<(), Refused> {
        for (low, high, back) in used_ones() {
            let (low, high) = (low.max(start), high.min(end));
            if low < high {
                self.add(start, low, Back::Emptied)?;
                if let Some(back) = back {
                    self.add(low, high, back)?;
                }
                start = high;
            }
        }
        self.add(start, end, Back::Emptied)
    }

    fn add(&mut self, start: usize, end: usize, back: Back) -> Result<(), Refused> {
        if start == end {
            return Ok(());
        }
        let Kept { count, pieces, .. } = &mut self.kept;
        if let (Some(last), Back::Emptied) = (pieces[..*count].last_mut(), back)
            && last.end == start
            && matches!(last.back, Back::Emptied)
        {
            last.end = end;
            return Ok(());
        }
        *pieces.get_mut(*count).ok_or(Refused)? = Piece { start, end, back };
        *count += 1;
        Ok(())
    }
}

/// The large parts of memory in which nothing is before the first execution.
fn empty_ones() -> [(usize, usize); 3] {
    [stack::reserved(), regions::reserved(), memory::shadows()]
}

/// What nearly each execution uses of them, and what no execution can use, in each of them in the order of the addresses.
fn used_ones() -> impl Iterator<Item = (usize, usize, Option<Back>)> {
    let of_stacks = stack::shared().flat_map(|(low, high)| {
        let guard = (low, low + PAGE, None);
        [guard, (high - STACK_LOOKED_AT, high, Some(Back::Zeros))]
    });
    let of_heap = (0..=PREPARED).map(|number| regions::of(TaskId::at(number)));
    let of_heap = of_heap.map(|low| (low, low + HEAP_LOOKED_AT));
    let of_shadows = memory::used_shadows(STACK_LOOKED_AT);
    let others = of_heap.chain(of_shadows);
    of_stacks.chain(others.map(|(low, high)| (low, high, Some(Back::Zeros))))
}
