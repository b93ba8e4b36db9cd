//! Which places of this process's memory were used, by whom, and how last.

use super::foreseen::is_foreseen;
use crate::engine::state::Innermost;

/// The last access of one sort by the only task that has used a place; of no size if there was none.
#[derive(Clone, Copy)]
pub(super) struct Last {
    pub(super) size: u8,
    pub(super) after: u32,
    pub(super) frames: Innermost,
}

/// A place, known by its address; 0 where it was forgotten.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) address: usize,
    /// The object's number plus one; 0 while it has none.
    pub(super) object: u32,
    pub(super) owner: u8,
    pub(super) shared: bool,
    /// Another execution found it shared.
    pub(super) foreseen: bool,
    pub(super) read: Last,
    pub(super) write: Last,
}

const NEVER: Last = Last {
    size: 0,
    after: 0,
    frames: [0; 4],
};
const EMPTY: Spot = Spot {
    address: 0,
    object: 0,
    owner: 0,
    shared: false,
    foreseen: false,
    read: NEVER,
    write: NEVER,
};

/// Room for places; programs that use more memory than that are only watched where they use it together.
const SPOTS: usize = 1 << 13;
const SMALL: usize = 1 << 9;
const LARGE: usize = 1 << 15;

/// Where this process's accesses went. The spots are dense and the index small while it can be, so that a fresh child
/// touches few pages; all-zero bytes are an empty table.
#[repr(C, align(4096))]
pub(super) struct Spots {
    /// Written before anything is read: so a fresh page is met once, not twice.
    met: bool,
    count: usize,
    /// Numbers of spots plus one, by hash of the address.
    small: [u16; SMALL],
    spots: [Spot; SPOTS],
    large: [u16; LARGE],
}

impl Spots {
    pub(super) const EMPTY: Self = Self {
        met: false,
        count: 0,
        small: [0; SMALL],
        spots: [EMPTY; SPOTS],
        large: [0; LARGE],
    };

    fn index(&mut self) -> &mut [u16] {
        if self.count < SMALL / 2 {
            &mut self.small
        } else {
            &mut self.large
        }
    }

    /// The spot of that address, a new one if need be; `None` when there is no more room.
    pub(super) fn find(&mut self, address: usize, owner: u8) -> Option<&mut Spot> {
        // SAFETY: a field of this very table.
        unsafe { (&raw mut self.met).write_volatile(true) };
        let granule = address >> 3;
        let mut at = granule;
        loop {
            let index = self.index();
            at %= index.len();
            let number = index[at] as usize;
            if number == 0 {
                break;
            }
            if self.spots[number - 1].address == address {
                return Some(&mut self.spots[number - 1]);
            }
            at += 1;
        }
        if self.count == SPOTS {
            return None;
        }
        let number = self.count;
        self.index()[at] = number as u16 + 1;
        self.count += 1;
        if self.count == SMALL / 2 {
            self.move_to_large_index();
        }
        self.spots[number] = Spot {
            address,
            owner,
            foreseen: is_foreseen(address),
            ..EMPTY
        };
        Some(&mut self.spots[number])
    }

    fn move_to_large_index(&mut self) {
        for number in 0..self.count {
            let mut at = (self.spots[number].address >> 3) % LARGE;
            while self.large[at] != 0 {
                at = (at + 1) % LARGE;
            }
            self.large[at] = number as u16 + 1;
        }
    }

    fn forget_granule(&mut self, granule: usize) {
        let mut at = granule;
        loop {
            let index = self.index();
            at %= index.len();
            let number = index[at] as usize;
            if number == 0 {
                return;
            }
            if self.spots[number - 1].address >> 3 == granule {
                self.spots[number - 1].address = 0;
            }
            at += 1;
        }
    }

    pub(super) fn forget(&mut self, address: usize, size: usize) {
        let (first, last) = (address >> 3, (address + size - 1) >> 3);
        if last - first < self.count {
            (first..=last).for_each(|granule| self.forget_granule(granule));
            return;
        }
        for spot in &mut self.spots[..self.count] {
            if (first..=last).contains(&(spot.address >> 3)) {
                spot.address = 0;
            }
        }
    }
}
