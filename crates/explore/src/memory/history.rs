//! The values of one atomic, in their modification order, and who has read or written them.

use super::clock::Clock;
use protocol::{StaleRead, Step, TaskId};

/// The moment of a task.
pub(super) type Time = (TaskId, u32);

/// One value in the modification order.
pub(super) struct Value {
    /// Unknown where it was not written by an atomic operation.
    pub(super) bits: Option<u64>,
    /// What an acquire load that reads it gets to know: what the release sequence passes on that it belongs to.
    pub(super) released: Clock,
    /// Who wrote it; none for the first value.
    pub(super) writer: Option<Time>,
    /// Whether it was made from the one before in one step: nothing comes between the two.
    pub(super) is_update: bool,
    /// What comes before the writing of it in each interleaving that explains the execution.
    pub(super) written_after: Clock,
    /// The same, of those who have read it.
    pub(super) read_after: Clock,
}

impl Value {
    fn first(bits: Option<u64>, released: Clock) -> Value {
        Value {
            bits,
            released,
            writer: None,
            is_update: false,
            written_after: Clock::default(),
            read_after: Clock::default(),
        }
    }
}

/// A value was written or read.
#[derive(Clone)]
pub(super) struct Use {
    pub(super) by: Time,
    /// The place of the value in the modification order.
    pub(super) place: Place,
    pub(super) writes: bool,
    pub(super) seq_cst: bool,
    /// What its task knows with it.
    pub(super) clock: Clock,
    /// What its task knew before it.
    pub(super) before: Clock,
    /// What its task knew when it came to this atomic from elsewhere.
    pub(super) arrived: Clock,
    /// The time at which its task was elsewhere for the first time after it.
    pub(super) left: Option<u32>,
}

impl Use {
    /// Whether that clock knows of it.
    pub(super) fn is_known_to(&self, clock: &Clock) -> bool {
        clock.of(self.by.0) >= self.by.1
    }
}

/// A place in the modification order: of a value, or behind one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(usize);

impl Place {
    /// That of the value with this index.
    pub(super) fn of(value: usize) -> Place {
        Place(2 * value)
    }

    /// Right behind that value.
    pub(super) fn behind(value: usize) -> Place {
        Place(2 * value + 1)
    }
}

/// What has become of one atomic until now.
#[derive(Default)]
pub(super) struct History {
    /// In modification order.
    pub(super) values: Vec<Value>,
    pub(super) uses: Vec<Use>,
    /// What the first value passes on: it was written before any task read it.
    at_first: Clock,
    /// Who wrote what was there before it got a new value past all atomic operations, or was another atomic.
    pub(super) over: Vec<Vec<Time>>,
}

impl History {
    /// A task that was alone with it until then released it.
    pub(super) fn was_released(&mut self, clock: &Clock) {
        self.at_first = clock.clone();
    }

    /// What it holds now. If that is not what was written last, it has got a new value past all atomic operations, or is
    /// another atomic at the same place: the task that did that had it alone, so no load can read anything older any more.
    pub(super) fn newest_is(&mut self, bits: Option<u64>) {
        if self.values.last().is_none_or(|value| value.bits != bits) {
            let released = match self.values.is_empty() {
                true => std::mem::take(&mut self.at_first),
                false => Clock::default(),
            };
            self.over
                .extend(Some(self.writers()).filter(|all| !all.is_empty()));
            self.uses.clear();
            self.values.clear();
            self.values.push(Value::first(bits, released));
        }
    }

    /// Who wrote its values, in modification order.
    pub(super) fn writers(&self) -> Vec<Time> {
        let values = self.values.iter();
        values.filter_map(|value| value.writer).collect()
    }

    /// The index of the newest value.
    pub(super) fn newest(&self) -> usize {
        self.values.len() - 1
    }

    /// The index of the value that the step goes by.
    pub(super) fn gone_by(&self, step: &Step) -> usize {
        let newest = self.newest();
        let is_it = |at: &usize| self.values[*at].bits == step.read;
        let nth = (step.which as usize).checked_sub(1);
        let older = nth.filter(|_| step.stale);
        let older = older.and_then(|nth| (0..newest).rev().filter(is_it).nth(nth));
        older.unwrap_or(newest)
    }

    /// Which of the older values with its bits this one is: 0 for the newest value.
    pub(super) fn which(&self, value: usize) -> u32 {
        let bits = self.values[value].bits;
        let alike = |other: &&Value| other.bits == bits;
        let newer = self.values[value..self.newest()].iter();
        newer.filter(alike).count() as u32
    }

    /// The oldest value that a task may go by that knows so much: it knows of none that is newer (coherence, [intro.races]).
    pub(super) fn oldest_for(&self, clock: &Clock) -> usize {
        let known = self.uses.iter().filter(|one| one.is_known_to(clock));
        known.map(|one| one.place.0 / 2).max().unwrap_or(0)
    }

    /// The value is read or written: what is known of that later.
    pub(super) fn note(&mut self, one: Use) {
        let mut uses = self.uses.iter_mut().rev();
        // A task that reads again and again learns nothing new.
        if let Some(last) = uses.find(|last| last.by.0 == one.by.0)
            && (last.place, last.seq_cst) == (one.place, one.seq_cst)
            && !one.writes
            && last.left.is_none()
            && last.clock.knows_as_much_as(&one.clock, one.by.0)
        {
            return;
        }
        self.uses.push(one);
    }

    /// A new value right behind that one. Returns its index.
    pub(super) fn insert(&mut self, behind: usize, value: Value) -> usize {
        let at = behind + 1;
        self.values.insert(at, value);
        for one in self
            .uses
            .iter_mut()
            .filter(|one| one.place >= Place::of(at))
        {
            one.place.0 += 2;
        }
        at
    }
}

/// A decision that makes an operation go by that value.
pub(super) fn read_from(
    history: &History,
    step: protocol::StepId,
    value: usize,
) -> Option<StaleRead> {
    Some(StaleRead {
        step,
        value: history.values[value].bits?,
        which: history.which(value),
        fails: false,
    })
}
