//! Which places of this process's memory were used, by whom, and how last.
//!
//! A place is a range of bytes that was accessed at once: a number, a field, or a whole value that was copied. Two places
//! can overlap; what is done at one of them is done at the other then, too.

use ::std::ops::Range;

use protocol::{ObjectId, TaskId};

use super::foreseen::is_foreseen;
use crate::engine::state::{Innermost, Stored};

/// The last access of one sort by the only task that has used a place.
#[derive(Clone, Copy)]
pub(super) struct Last {
    /// There was one.
    pub(super) known: bool,
    pub(super) after: u32,
    pub(super) frames: Innermost,
    /// It was no plain write, but released a count of owners.
    pub(super) released: bool,
}

/// A place; of no size where it was forgotten.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) start: usize,
    pub(super) size: usize,
    /// The number plus one of the next in the same row of the index, or of the next free one; 0 at the end.
    next: u16,
    pub(super) object: Option<ObjectId>,
    /// The task that used it first.
    pub(super) owner: Stored<TaskId>,
    pub(super) shared: bool,
    /// It counts the owners of an `Arc`.
    pub(super) counts: bool,
    /// Another execution found it shared.
    pub(super) foreseen: bool,
    pub(super) read: Last,
    pub(super) write: Last,
}

impl Spot {
    fn overlaps(&self, start: usize, end: usize) -> bool {
        self.start < end && start < self.start + self.size
    }

    fn granule(&self) -> usize {
        self.start >> GRANULE
    }
}

impl Last {
    pub(super) const NEVER: Self = Self {
        known: false,
        after: 0,
        frames: [0; 4],
        released: false,
    };
}

const EMPTY: Spot = Spot {
    start: 0,
    size: 0,
    next: 0,
    object: None,
    owner: Stored::FIRST,
    shared: false,
    counts: false,
    foreseen: false,
    read: Last::NEVER,
    write: Last::NEVER,
};

/// Bits of an address inside of a granule, by which the index goes.
const GRANULE: u32 = 3;

/// What is larger is found in the list of wide spots, not by the index.
const NARROW: usize = 16;

/// Room for places. What a task does elsewhere is not kept; where another task comes there, the execution is over.
const SPOTS: usize = 1 << 13;
const SMALL: usize = 1 << 9;
const LARGE: usize = 1 << 15;
const WIDE: usize = 1 << 10;

/// Where this process's accesses went. The spots are dense and the index small while it can be, so that a fresh child
/// touches few pages; all-zero bytes are an empty table.
#[repr(C, align(4096))]
pub(super) struct Spots {
    /// Written before anything is read: so a fresh page is met once, not twice.
    met: bool,
    /// Spots that are or were in use.
    count: usize,
    /// The number plus one of the first free spot among these; 0 where there is none.
    free: u16,
    wide_count: usize,
    /// The size of the widest spot so far.
    widest: usize,
    /// Whether a narrow spot reaches into the next granule.
    crosses: bool,
    /// Numbers plus one of the first spot in each row, by granule.
    small: [u16; SMALL],
    spots: [Spot; SPOTS],
    /// Numbers of the wide spots, by where they start.
    wide: [u16; WIDE],
    large: [u16; LARGE],
}

impl Spots {
    pub(super) const EMPTY: Self = Self {
        met: false,
        count: 0,
        free: 0,
        wide_count: 0,
        widest: 0,
        crosses: false,
        small: [0; SMALL],
        spots: [EMPTY; SPOTS],
        wide: [0; WIDE],
        large: [0; LARGE],
    };

    fn meet(&mut self) {
        // SAFETY: a field of this very table.
        unsafe { (&raw mut self.met).write_volatile(true) };
    }

    fn row(&mut self, granule: usize) -> &mut u16 {
        if self.count < SMALL / 2 {
            &mut self.small[granule % SMALL]
        } else {
            &mut self.large[granule % LARGE]
        }
    }

    /// The spot of exactly these bytes, a new one if need be; `None` when there is no more room.
    pub(super) fn find(&mut self, start: usize, size: usize, owner: TaskId) -> Option<&mut Spot> {
        self.meet();
        let known = if size > NARROW {
            self.find_wide(start, size)
        } else {
            self.find_narrow(start, size)
        };
        let number = match known {
            Some(number) => number,
            None => self.add(start, size, owner)?,
        };
        Some(&mut self.spots[number])
    }

    fn find_narrow(&mut self, start: usize, size: usize) -> Option<usize> {
        let mut next = *self.row(start >> GRANULE);
        while let Some(number) = next.checked_sub(1) {
            let spot = &self.spots[number as usize];
            if spot.start == start && spot.size == size {
                return Some(number as usize);
            }
            next = spot.next;
        }
        None
    }

    fn find_wide(&self, start: usize, size: usize) -> Option<usize> {
        let from = self.wide_from(start);
        self.wide[from..self.wide_count]
            .iter()
            .map(|number| *number as usize)
            .take_while(|number| self.spots[*number].start == start)
            .find(|number| self.spots[*number].size == size)
    }

    /// Where in the list of wide spots those begin that start there or behind.
    fn wide_from(&self, start: usize) -> usize {
        self.wide[..self.wide_count]
            .partition_point(|number| self.spots[*number as usize].start < start)
    }

    fn add(&mut self, start: usize, size: usize, owner: TaskId) -> Option<usize> {
        let is_wide = size > NARROW;
        if is_wide && self.wide_count == WIDE {
            return None;
        }
        let number = self.take_free()?;
        self.spots[number] = Spot {
            start,
            size,
            owner: owner.into(),
            foreseen: is_foreseen(start, size),
            ..EMPTY
        };
        if is_wide {
            let at = self.wide_from(start);
            self.wide.copy_within(at..self.wide_count, at + 1);
            self.wide[at] = number as u16;
            self.wide_count += 1;
            self.widest = self.widest.max(size);
        } else {
            self.crosses |= (start + size - 1) >> GRANULE != start >> GRANULE;
            self.enter(number);
        }
        Some(number)
    }

    fn take_free(&mut self) -> Option<usize> {
        if let Some(number) = self.free.checked_sub(1) {
            self.free = self.spots[number as usize].next;
            return Some(number as usize);
        }
        if self.count == SPOTS {
            return None;
        }
        let number = self.count;
        self.count += 1;
        if self.count == SMALL / 2 {
            // From now on the rows are those of the large index.
            for number in 0..number {
                if (1..=NARROW).contains(&self.spots[number].size) {
                    self.enter(number);
                }
            }
        }
        Some(number)
    }

    /// Puts a narrow spot into its row.
    fn enter(&mut self, number: usize) {
        let granule = self.spots[number].granule();
        let row = self.row(granule);
        let next = ::std::mem::replace(row, number as u16 + 1);
        self.spots[number].next = next;
    }

    /// Shows all spots that overlap these bytes.
    pub(super) fn each_overlapping(
        &mut self,
        start: usize,
        size: usize,
        visit: &mut dyn FnMut(&mut Spot),
    ) {
        let end = start + size;
        for at in self.wide_overlapping(start, end) {
            let spot = &mut self.spots[self.wide[at] as usize];
            if spot.overlaps(start, end) {
                visit(spot);
            }
        }
        let granules = self.granules(start, end);
        if granules.end - granules.start > self.count {
            let narrow = self.spots[..self.count].iter_mut();
            narrow
                .filter(|spot| spot.size <= NARROW && spot.overlaps(start, end))
                .for_each(visit);
            return;
        }
        for granule in granules {
            let mut next = *self.row(granule);
            while let Some(number) = next.checked_sub(1) {
                let spot = &mut self.spots[number as usize];
                next = spot.next;
                if spot.granule() == granule && spot.overlaps(start, end) {
                    visit(spot);
                }
            }
        }
    }

    /// Where narrow spots start that can overlap these bytes.
    fn granules(&self, start: usize, end: usize) -> Range<usize> {
        let reach = if self.crosses { NARROW - 1 } else { 0 };
        start.saturating_sub(reach) >> GRANULE..((end - 1) >> GRANULE) + 1
    }

    /// The part of the list of wide spots in which those are that can overlap these bytes.
    fn wide_overlapping(&self, start: usize, end: usize) -> Range<usize> {
        if self.wide_count == 0 {
            return 0..0;
        }
        self.wide_from((start + 1).saturating_sub(self.widest))..self.wide_from(end)
    }

    /// The bytes are freed: the places that lie there are none any more.
    pub(super) fn forget(&mut self, start: usize, size: usize) {
        let end = start + size;
        let wide = self.wide_overlapping(start, end);
        let (first, mut kept) = (wide.start, wide.start);
        for at in first..self.wide_count {
            let number = self.wide[at] as usize;
            if wide.contains(&at) && self.spots[number].overlaps(start, end) {
                self.release(number);
            } else {
                self.wide[kept] = number as u16;
                kept += 1;
            }
        }
        self.wide_count = kept;
        let granules = self.granules(start, end);
        if granules.end - granules.start > self.count {
            for number in 0..self.count {
                let spot = self.spots[number];
                if (1..=NARROW).contains(&spot.size) && spot.overlaps(start, end) {
                    self.forget_in_row(spot.granule(), start, end);
                }
            }
        } else {
            granules.for_each(|granule| self.forget_in_row(granule, start, end));
        }
    }

    fn forget_in_row(&mut self, granule: usize, start: usize, end: usize) {
        let mut kept = 0;
        let mut next = ::std::mem::take(self.row(granule));
        while let Some(number) = next.checked_sub(1) {
            let number = number as usize;
            let spot = &mut self.spots[number];
            next = spot.next;
            if spot.granule() == granule && spot.overlaps(start, end) {
                self.release(number);
            } else {
                spot.next = kept;
                kept = number as u16 + 1;
            }
        }
        *self.row(granule) = kept;
    }

    /// Keeps the spot for the next one that is needed.
    fn release(&mut self, number: usize) {
        self.spots[number] = Spot {
            next: self.free,
            ..EMPTY
        };
        self.free = number as u16 + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{NARROW, SMALL, Spots, TaskId};

    fn table() -> Box<Spots> {
        // SAFETY: all-zero bytes are an empty table; it is too large for a test's stack.
        unsafe { Box::<Spots>::new_zeroed().assume_init() }
    }

    fn add(table: &mut Spots, start: usize, size: usize) {
        table.find(start, size, TaskId::FIRST).unwrap();
    }

    fn overlapping(table: &mut Spots, start: usize, size: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        table.each_overlapping(start, size, &mut |spot| found.push((spot.start, spot.size)));
        found.sort_unstable();
        found
    }

    #[test]
    fn a_place_is_found_again() {
        let mut table = table();
        let [first, other] = [3, 4].map(TaskId::new);
        table.find(0x1000, 8, first).unwrap().shared = true;
        let known = table.find(0x1000, 8, other).unwrap();
        assert_eq!((known.owner.get(), known.shared), (first, true));
        assert!(!table.find(0x1000, 4, other).unwrap().shared);
    }

    #[test]
    fn fields_overlap_the_whole_and_not_each_other() {
        let mut table = table();
        add(&mut table, 0x1000, 56);
        add(&mut table, 0x1008, 8);
        add(&mut table, 0x1010, 4);
        add(&mut table, 0x1014, 4);
        let all = [(0x1000, 56), (0x1008, 8), (0x1010, 4), (0x1014, 4)];
        assert_eq!(overlapping(&mut table, 0x1000, 56), all);
        assert_eq!(overlapping(&mut table, 0x1008, 8), [all[0], all[1]]);
        assert_eq!(overlapping(&mut table, 0x1014, 4), [all[0], all[3]]);
        assert_eq!(overlapping(&mut table, 0x1037, 1), [all[0]]);
        assert_eq!(overlapping(&mut table, 0x1038, 8), []);
    }

    #[test]
    fn an_unaligned_number_reaches_into_the_next_granule() {
        let mut table = table();
        add(&mut table, 0x1006, 4);
        assert_eq!(overlapping(&mut table, 0x1008, 8), [(0x1006, 4)]);
        assert_eq!(overlapping(&mut table, 0x1000, 4), []);
    }

    #[test]
    fn what_overlaps_is_what_a_plain_comparison_says() {
        let mut table = table();
        let mut known: Vec<(usize, usize)> = Vec::new();
        let mut random = 1_usize;
        let mut next = |below: usize| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (random >> 33) % below
        };
        for _ in 0..3 * SMALL {
            let (start, size) = (0x1000 + next(4000), 1 + next(3 * NARROW));
            if next(8) == 0 {
                table.forget(start, 4 * size);
                known.retain(|(at, of)| *at >= start + 4 * size || start >= at + of);
            }
            add(&mut table, start, size);
            known.push((start, size));
            known.sort_unstable();
            known.dedup();
            let (start, size) = (0x1000 + next(4000), 1 + next(100));
            let expected: Vec<_> = known
                .iter()
                .copied()
                .filter(|(at, of)| *at < start + size && start < at + of)
                .collect();
            assert_eq!(overlapping(&mut table, start, size), expected);
        }
    }

    #[test]
    fn what_was_freed_makes_room() {
        let mut table = table();
        for _ in 0..10_000 {
            add(&mut table, 0x1000, 8);
            add(&mut table, 0x2000, 80);
            table.forget(0x1000, 16);
            table.forget(0x2000, 80);
        }
        assert!(table.count <= 2);
        assert_eq!(overlapping(&mut table, 0x1000, 0x2000), []);
    }
}
