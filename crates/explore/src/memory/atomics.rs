//! The values of one atomic, in the order in which they were written, and who knows of which.
//!
//! What a load may read is what the memory model of C++20 leaves it, which is Rust's: no value that a task whom the
//! loader knows of has seen replaced (coherence, [intro.races]), and for `SeqCst` loads and fences none that was replaced
//! before them in the single order of all `SeqCst` operations ([atomics.order]). The order of the trace is taken as that
//! single order, and as the modification order of each atomic: what another one would allow shows in another trace.

use super::clock::Clock;
use protocol::TaskId;

/// One value in the modification order.
struct Value {
    /// Unknown where it was not written by an atomic operation.
    bits: Option<u64>,
    /// What an acquire load that reads it gets to know: what the release sequence passes on that it belongs to.
    released: Clock,
}

/// A value was written or read.
struct Use {
    value: usize,
    task: TaskId,
    /// The task's own time.
    time: u32,
    step: usize,
    seq_cst: bool,
}

/// A `SeqCst` fence.
pub(super) struct Fence {
    pub(super) task: TaskId,
    pub(super) step: usize,
    /// What its task knew, itself included.
    pub(super) clock: Clock,
}

impl Fence {
    fn time(&self) -> u32 {
        self.clock.of(self.task)
    }
}

/// A task, and the moment at which it does something.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) task: TaskId,
    pub(super) step: usize,
    pub(super) seq_cst: bool,
    /// What the task knows.
    pub(super) clock: &'a Clock,
}

/// What has become of one atomic until now.
#[derive(Default)]
pub(super) struct History {
    values: Vec<Value>,
    uses: Vec<Use>,
    /// What the first value passes on: it was written before any task read it.
    at_first: Clock,
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
            let released = if self.values.is_empty() {
                std::mem::take(&mut self.at_first)
            } else {
                Clock::default()
            };
            self.uses.clear();
            self.values.clear();
            self.values.push(Value { bits, released });
        }
    }

    /// A load reads the newest value, or the newest of the older ones that is `older`. Returns what that passes on.
    pub(super) fn read(&mut self, older: Option<u64>, at: Moment<'_>) -> &Clock {
        let newest = self.values.len() - 1;
        let value = older
            .and_then(|bits| {
                let is_it = |value: &Value| value.bits == Some(bits);
                self.values[..newest].iter().rposition(is_it)
            })
            .unwrap_or(newest);
        self.note(value, at);
        &self.values[value].released
    }

    /// A new value; `goes_on`: it belongs to the release sequence of the one before, as it was made from it.
    pub(super) fn write(
        &mut self,
        bits: Option<u64>,
        goes_on: bool,
        mut released: Clock,
        at: Moment<'_>,
    ) {
        if let (true, Some(before)) = (goes_on, self.values.last()) {
            released.join(&before.released);
        }
        self.values.push(Value { bits, released });
        self.note(self.values.len() - 1, at);
    }

    fn note(&mut self, value: usize, at: Moment<'_>) {
        let mut uses = self.uses.iter().rev();
        let last = uses.find(|one| one.task == at.task);
        // A task that reads again and again learns nothing new.
        if last.is_some_and(|last| last.value == value && last.seq_cst >= at.seq_cst) {
            return;
        }
        self.uses.push(Use {
            value,
            task: at.task,
            time: at.clock.of(at.task),
            step: at.step,
            seq_cst: at.seq_cst,
        });
    }

    /// The values that a load may read instead of the newest, those that differ from it and from each other, newest first.
    pub(super) fn older(&self, at: Moment<'_>, fences: &[Fence]) -> Vec<u64> {
        let Some((newest, before)) = self.values.split_last() else {
            return Vec::new();
        };
        // Where the load stands in the single order, at least.
        let known_fence = || {
            let mut fences = fences.iter().rev();
            fences.find(|fence| at.clock.of(fence.task) >= fence.time())
        };
        let place = if at.seq_cst {
            Some(at.step)
        } else {
            known_fence().map(|fence| fence.step)
        };
        let oldest = self
            .uses
            .iter()
            .filter(|one| {
                at.clock.of(one.task) >= one.time
                    || place.is_some_and(|place| one.is_before(place, fences))
            })
            .map(|one| one.value)
            .max()
            .unwrap_or(0);
        let mut all = Vec::new();
        for value in before.iter().skip(oldest).rev() {
            if let Some(bits) = value.bits
                && value.bits != newest.bits
                && !all.contains(&bits)
            {
                all.push(bits);
            }
        }
        all
    }
}

impl Use {
    /// Whether it stands before that place in the single order: itself, or a fence that knows of it.
    fn is_before(&self, place: usize, fences: &[Fence]) -> bool {
        let knows = |fence: &Fence| fence.step < place && fence.clock.of(self.task) >= self.time;
        (self.seq_cst && self.step < place) || fences.iter().any(knows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [u64; 0] = [];

    /// A clock that knows so much of tasks 0, 1, ...
    fn knows(times: &[u32]) -> Clock {
        let mut clock = Clock::default();
        for (task, time) in TaskId::first(times.len()).zip(times) {
            for _ in 0..*time {
                clock.tick(task);
            }
        }
        clock
    }

    fn moment(task: u8, step: usize, seq_cst: bool, clock: &Clock) -> Moment<'_> {
        Moment {
            task: TaskId::new(task),
            step,
            seq_cst,
            clock,
        }
    }

    fn beginning_with(value: u64) -> History {
        let mut history = History::default();
        history.newest_is(Some(value));
        history
    }

    /// 0 at first; task 0 has written 1 at its time 1 and 2 at its time 2, at steps 1 and 2.
    fn written_twice(seq_cst: bool) -> History {
        let mut history = beginning_with(0);
        for time in 1..=2 {
            let clock = knows(&[time]);
            let at = moment(0, time as usize, seq_cst, &clock);
            history.write(Some(u64::from(time)), false, clock.clone(), at);
        }
        history
    }

    fn older(history: &History, seq_cst: bool, clock: &Clock, fences: &[Fence]) -> Vec<u64> {
        history.older(moment(1, 9, seq_cst, clock), fences)
    }

    #[test]
    fn a_task_that_knows_nothing_may_read_any_value_before() {
        let all = older(&written_twice(false), false, &knows(&[0, 1]), &[]);
        assert_eq!(all, [1, 0]);
    }

    #[test]
    fn a_task_that_knows_of_a_value_reads_none_before_it() {
        let history = written_twice(false);
        assert_eq!(older(&history, false, &knows(&[1, 1]), &[]), [1]);
        assert_eq!(older(&history, false, &knows(&[2, 1]), &[]), NONE);
    }

    #[test]
    fn a_task_that_has_read_a_value_reads_none_before_it() {
        let mut history = written_twice(false);
        let clock = knows(&[0, 1]);
        history.read(None, moment(1, 3, false, &clock));
        assert_eq!(older(&history, false, &clock, &[]), NONE);
    }

    #[test]
    fn what_was_read_when_it_was_old_may_be_read_again() {
        let mut history = written_twice(false);
        let clock = knows(&[0, 1]);
        history.read(Some(1), moment(1, 3, false, &clock));
        assert_eq!(older(&history, false, &clock, &[]), [1]);
    }

    #[test]
    fn what_another_atomic_held_at_the_same_place_is_not_read() {
        let mut history = written_twice(false);
        history.newest_is(Some(2));
        assert_eq!(older(&history, false, &knows(&[0, 1]), &[]), [1, 0]);
        history.newest_is(Some(5));
        let clock = knows(&[3]);
        history.write(
            Some(6),
            false,
            Clock::default(),
            moment(0, 4, false, &clock),
        );
        assert_eq!(older(&history, false, &knows(&[2, 1]), &[]), [5]);
    }

    #[test]
    fn an_older_value_that_is_the_same_is_none() {
        let mut history = beginning_with(7);
        let clock = knows(&[1]);
        history.write(
            Some(7),
            false,
            Clock::default(),
            moment(0, 1, false, &clock),
        );
        assert_eq!(older(&history, false, &knows(&[0, 1]), &[]), NONE);
    }

    #[test]
    fn among_seq_cst_operations_the_newest_is_read() {
        let clock = knows(&[0, 1]);
        assert_eq!(older(&written_twice(true), true, &clock, &[]), NONE);
        // One of the two is not enough.
        assert_eq!(older(&written_twice(true), false, &clock, &[]), [1, 0]);
        assert_eq!(older(&written_twice(false), true, &clock, &[]), [1, 0]);
    }

    #[test]
    fn a_fence_after_the_store_and_one_before_the_load_make_it_seen() {
        let after_the_stores = Fence {
            task: TaskId::new(0),
            step: 3,
            clock: knows(&[3]),
        };
        let before_the_load = Fence {
            task: TaskId::new(1),
            step: 4,
            clock: knows(&[0, 1]),
        };
        let history = written_twice(false);
        let clock = knows(&[0, 2]);
        let fences = [after_the_stores, before_the_load];
        assert_eq!(older(&history, false, &clock, &fences), NONE);
        assert_eq!(older(&history, false, &clock, &fences[..1]), [1, 0]);
        assert_eq!(older(&history, false, &clock, &fences[1..]), [1, 0]);
        // A `SeqCst` load needs no fence of its own.
        assert_eq!(older(&history, true, &clock, &fences[..1]), NONE);
    }

    #[test]
    fn an_update_passes_on_what_the_store_before_it_released_and_a_store_does_not() {
        for goes_on in [true, false] {
            let mut history = beginning_with(0);
            let (one, two) = (knows(&[1]), knows(&[0, 1]));
            history.write(Some(1), false, one.clone(), moment(0, 1, false, &one));
            history.write(
                Some(2),
                goes_on,
                Clock::default(),
                moment(1, 2, false, &two),
            );
            let reader = knows(&[0, 0, 1]);
            let passed_on = history.read(None, moment(2, 3, false, &reader));
            assert_eq!(passed_on.of(TaskId::FIRST), u32::from(goes_on));
        }
    }
}
