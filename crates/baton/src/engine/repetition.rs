//! Tells a task that goes on without end from one that computes for long, by what it accesses between two steps.
//!
//! A loop that ends changes something in each iteration: a number that it counts up, a place that it goes on to. One that makes the
//! same few accesses millions of times, and finds the same values there each time, has no way to end. Which of the two it is
//! is found by counting, so it is the same on every machine.

use super::records::Halt;

/// A task that makes so many accesses without a step is looked at.
const LONG: u64 = 1 << 20;

/// So many in a row that are among a few go on without end.
const ENDLESS: u64 = 1 << 21;

/// So many different ones are a few.
const FEW: u32 = 1 << 10;

/// Room for them, so that most are found at once.
const ROOM: usize = 1 << 12;

/// All accesses of an execution, counted; of those that are looked at, which ones there were.
#[repr(C)]
pub(crate) struct Repetition {
    accesses: u64,
    /// The count at which an access is looked at next.
    due: u64,
    /// How many steps there were when one was looked at last.
    steps: u32,
    known_count: u32,
    /// The count when an access was looked at that was not among the known ones.
    since: u64,
    /// Numbers of accesses, each where it or the first free place behind that is; 0 is a free place.
    known: [u64; ROOM],
}

impl Repetition {
    /// How many accesses there were, while others may be counted.
    ///
    /// # Safety
    /// There is one there.
    pub(crate) unsafe fn accesses(repetition: *const Self) -> u64 {
        // SAFETY: the caller's; any bytes are a number.
        unsafe { (&raw const (*repetition).accesses).read_volatile() }
    }

    /// As at first, for an execution that begins, with at most so many accesses.
    pub(crate) fn clear(&mut self, most: u64) {
        self.accesses = 0;
        self.due = LONG.min(most);
        self.steps = 0;
        self.forget();
    }

    /// Counts one more. Returns whether it is to be looked at.
    #[inline]
    pub(crate) fn count(&mut self) -> bool {
        // The program may have written over it.
        self.accesses = self.accesses.wrapping_add(1);
        self.accesses >= self.due
    }

    /// Looks at the access, which is known by this number; `steps` is how many steps there were. Why the execution ends here,
    /// if it does.
    pub(crate) fn look(&mut self, access: u64, steps: u32, most: u64) -> Option<Halt> {
        if self.accesses >= most {
            return Some(Halt::AccessLimit);
        }
        if ::std::mem::replace(&mut self.steps, steps) != steps {
            self.look_later(most);
            return None;
        }
        self.due = 0;
        if self.is_known(access.max(1)) {
            let is_endless = self.accesses.saturating_sub(self.since) >= ENDLESS;
            return is_endless.then_some(Halt::Repeats);
        }
        self.since = self.accesses;
        self.known_count = self.known_count.saturating_add(1);
        if self.known_count > FEW {
            self.look_later(most);
        }
        None
    }

    /// Whether it is; from now on it is, if there is room.
    fn is_known(&mut self, access: u64) -> bool {
        let first = access as usize % ROOM;
        let places = (0..ROOM).map(|further| (first + further) % ROOM);
        for place in places {
            match &mut self.known[place] {
                free @ 0 => {
                    *free = access;
                    return false;
                }
                known if *known == access => return true,
                _ => {}
            }
        }
        false
    }

    fn forget(&mut self) {
        if self.known_count > 0 {
            self.known_count = 0;
            self.known.fill(0);
        }
    }

    fn look_later(&mut self, most: u64) {
        self.forget();
        self.due = self.accesses.saturating_add(LONG).min(most);
    }
}

#[cfg(test)]
mod tests {
    use super::{ENDLESS, FEW, Halt, LONG, ROOM, Repetition};

    const MOST: u64 = 2 * ENDLESS;

    /// After how many of these accesses, and why, an execution ends in which a step comes after each number that is said.
    fn end_of(access: impl Fn(u64) -> u64, step_each: u64) -> Option<(u64, Halt)> {
        let mut repetition = Repetition {
            accesses: 0,
            due: LONG,
            steps: 0,
            known_count: 0,
            since: 0,
            known: [0; ROOM],
        };
        (1..=MOST).find_map(|number| {
            let steps = (number / step_each) as u32;
            let is_due = repetition.count();
            let halt = is_due.then(|| repetition.look(access(number), steps, MOST))?;
            halt.map(|halt| (number, halt))
        })
    }

    #[test]
    fn the_same_few_accesses_go_on_without_end() {
        for few in [1, 7, u64::from(FEW)] {
            let (number, halt) = end_of(|number| number % few, MOST + 1).unwrap();
            assert!(halt == Halt::Repeats, "{few}");
            assert!(number <= LONG + ENDLESS + 2 * few, "{few}");
        }
    }

    #[test]
    fn accesses_one_of_which_is_another_each_time_are_counted_to_the_limit() {
        let counts_up = |number| {
            if number % 10 == 0 {
                number
            } else {
                number % 10
            }
        };
        assert!(end_of(counts_up, MOST + 1) == Some((MOST, Halt::AccessLimit)));
        let counts_seldom = |number| number / (ENDLESS / 4);
        assert!(end_of(counts_seldom, MOST + 1) == Some((MOST, Halt::AccessLimit)));
        let many = |number| number % (2 * u64::from(FEW));
        assert!(end_of(many, MOST + 1) == Some((MOST, Halt::AccessLimit)));
    }

    #[test]
    fn a_task_that_comes_to_a_step_now_and_then_does_not_go_on_without_one() {
        assert!(end_of(|_| 1, LONG / 2) == Some((MOST, Halt::AccessLimit)));
    }
}
