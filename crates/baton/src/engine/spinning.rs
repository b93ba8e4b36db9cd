//! Finds a task that spins: it comes back to the state that it was in, so it need not go on as long as another task can. Pure.
//!
//! Suppose that a task comes back to its state ([`super::fingerprint`]) and has changed nothing on the way. No other task could notice
//! that iteration: what the others have done since, they could have done before it, too. So whatever can happen from here on can also
//! happen without the iteration, and the search finds it there. If the task has changed something, the same is true once it has done
//! two equal iterations and no other task has changed anything: everything is as it was before the second one.
//!
//! A task that does the same steps and reads the same values, but is in another state each time, may be counting its iterations, and
//! then their number can make a difference. It may go on for a few more iterations, up to a limit. Where it has reached the limit, the
//! trace says so ([`protocol::Step::counting`]).

use ::std::mem;

use protocol::numbered;

/// The number of different steps that a loop can have, at most, to be found.
const RECENT: usize = 32;

/// A task repeats itself once it has read known values so often in a row, or has repeated one step so often, and has done nothing new.
const AT_LEAST: u32 = 3;

/// The last time that the task did a step.
#[derive(Clone, Copy, Default)]
struct Recent {
    /// A hash of the site and of what the step read; 0 where there is no step.
    key: u32,
    /// A hash of the operation, its object, and its place in the program.
    site: u32,
    /// The number of changes that the task had made by then.
    changes: u32,
    /// The number of its steps by then that changed something or add up.
    effects: u32,
    /// Which of the task's steps it was.
    step: u32,
    /// The number of repetitions, without anything new in between.
    times: u32,
    /// The state of the task before it; 0 if that is unknown.
    state: u64,
}

/// A step that a task has done.
#[derive(Clone, Copy)]
pub(crate) struct Done {
    /// As in [`Recent`].
    pub(crate) key: u32,
    pub(crate) site: u32,
    pub(crate) state: u64,
    /// Whether it changed anything that another task can notice.
    pub(crate) changes: bool,
    /// Whether repeating it makes another difference each time, if only to the task itself. Sending a message does, for example. Locking
    /// does not, and neither does writing to memory: after the second time the lock or the memory holds what it held after the first.
    pub(crate) adds_up: bool,
    /// Whether the task learnt anything by it.
    pub(crate) reads: bool,
}

/// The recent steps of a task, and whether it spins. All-zero bytes are valid: a task that has done nothing. The program may overwrite
/// the numbers, so no memory access relies on them.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Spinning {
    recent: [Recent; RECENT],
    /// The number of new steps: where the next one goes, modulo [`RECENT`].
    recent_at: u32,
    /// The number of steps that the task has done.
    steps: u32,
    /// The first of them after the last change by another task.
    first_since: u32,
    /// The number of reads in a row that found what they had found before, with no change of the task's in between.
    read_run: u32,
    /// The number of steps after which the task was back in its state, and how often in a row it took that many.
    period: u32,
    period_run: u32,
    /// As in [`Recent`].
    effects: u32,
    /// The number of changes: by this task, and by the others up to its last step.
    own_changes: u64,
    others_changes: u64,
    /// The number of repeated reads since `repeats_at`, which is the number of changes by all tasks.
    repeats: u32,
    repeats_at: u64,
    pub(crate) going: Going,
    /// Whether an iteration left everything as it was, with nothing new since then.
    pub(crate) has_spun: bool,
}

numbered! {
    /// How a task goes on, as long as no other task changes anything.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) enum Going {
        /// As far as is known, it does something new.
        #[default]
        On,
        /// It comes back to the same state for certain.
        Spins,
        /// It does what it did before, but may be counting its iterations, or about to find something new.
        Repeats,
        /// It does what it did before and may be counting its iterations. It has had as many as it may have.
        MayCount,
    }
}

impl Going {
    /// Whether it need not go on while another task can.
    pub(crate) fn is_passed_over(self) -> bool {
        matches!(self, Going::Spins | Going::MayCount)
    }
}

impl Spinning {
    /// The task has done this step. `changes` is the number of changes that all tasks have made by now, this step included; `limit` is how
    /// often a task that may be counting can repeat a step.
    pub(crate) fn note(&mut self, done: &Done, changes: u64, limit: u32) {
        self.count(done, changes);
        match self.remember(done) {
            Some((before, now)) => self.going = self.going_on(done, &before, &now, limit),
            None => self.begin_anew(),
        }
    }

    fn count(&mut self, done: &Done, changes: u64) {
        self.steps = self.steps.wrapping_add(1);
        self.own_changes = self.own_changes.wrapping_add(done.changes.into());
        let has_effect = done.changes || done.adds_up;
        self.effects = self.effects.wrapping_add(has_effect.into());
        let others = changes.wrapping_sub(self.own_changes);
        if self.others_changes != others {
            self.others_changes = others;
            self.first_since = self.steps;
        }
        if self.repeats_at != changes {
            self.repeats_at = changes;
            self.repeats = 0;
        }
    }

    /// Puts the step among the recent ones. If it was there already: as it was the last time, and as it is now.
    fn remember(&mut self, done: &Done) -> Option<(Recent, Recent)> {
        let mut now = Recent {
            key: done.key,
            site: done.site,
            changes: self.own_changes as u32,
            effects: self.effects,
            step: self.steps,
            times: 0,
            state: done.state,
        };
        let known = self
            .known()
            .iter_mut()
            .find(|recent| recent.key == done.key);
        if let Some(recent) = known {
            now.times = recent.times.wrapping_add(1);
            return Some((mem::replace(recent, now), now));
        }
        self.recent[self.recent_at as usize % RECENT] = now;
        self.recent_at = self.recent_at.wrapping_add(1);
        None
    }

    /// How the task goes on after a step that it has repeated: as it was the last time, and as it is now.
    fn going_on(&mut self, done: &Done, before: &Recent, now: &Recent, limit: u32) -> Going {
        if done.reads && !done.changes && before.changes == now.changes {
            self.repeats = self.repeats.wrapping_add(1);
            self.read_run = self.read_run.wrapping_add(1);
        }
        let is_same_state = done.state != 0 && before.state == done.state && !done.adds_up;
        if is_same_state {
            self.has_spun |= self.is_second_of_two_equal(now.step.wrapping_sub(before.step));
        } else {
            self.period_run = 0;
        }
        if self.read_run < AT_LEAST && now.times < AT_LEAST {
            Going::On
        } else if is_same_state && (before.effects == now.effects || self.has_spun) {
            Going::Spins
        } else if done.state == 0 || (!is_same_state && now.times >= limit) {
            Going::MayCount
        } else {
            Going::Repeats
        }
    }

    /// The task has done something new, so nothing counts as repeated.
    fn begin_anew(&mut self) {
        (self.read_run, self.period_run) = (0, 0);
        (self.going, self.has_spun) = (Going::On, false);
        for recent in self.known() {
            recent.times = 0;
        }
    }

    /// Those of the recent steps that there are.
    fn known(&mut self) -> &mut [Recent] {
        let count = RECENT.min(self.recent_at as usize);
        &mut self.recent[..count]
    }

    /// Whether the last two iterations, each of `period` steps, were equal, and no other task has changed anything since they began. Then
    /// what the task changed in the first one it has changed to the same in the second.
    fn is_second_of_two_equal(&mut self, period: u32) -> bool {
        self.period_run = match self.period == period {
            true => self.period_run.wrapping_add(1),
            false => 1,
        };
        self.period = period;
        let since = self.steps.wrapping_sub(self.first_since).wrapping_add(1);
        self.period_run >= period && since >= period.saturating_mul(2)
    }

    /// How the task goes on if its next step is at that site. At a site that is not among the recent ones, its loop has ended.
    pub(crate) fn goes_on_at(&self, site: impl FnOnce() -> u32) -> Going {
        if self.going == Going::On {
            return Going::On;
        }
        let site = site();
        match self.recent.iter().any(|recent| recent.site == site) {
            true => self.going,
            false => Going::On,
        }
    }

    /// Whether another task has changed anything since this task's last step. `changes` is the number of changes by all tasks.
    pub(crate) fn is_over(&self, changes: u64) -> bool {
        self.others_changes != changes.wrapping_sub(self.own_changes)
    }

    /// The number of this task's repeated reads since the last change by any task. `changes` is the number of changes by all tasks.
    pub(crate) fn repeats(&self, changes: u64) -> u32 {
        match self.repeats_at == changes {
            true => self.repeats,
            false => 0,
        }
    }

    /// Time has passed for the task. A loop that waits for a moment does not spin: it ends.
    pub(crate) fn forget(&mut self) {
        self.repeats = 0;
        self.begin_anew();
    }
}

#[cfg(test)]
mod tests {
    use super::{Done, Going, Spinning};

    const LIMIT: u32 = 3;

    fn read(key: u32, state: u64) -> Done {
        Done {
            key,
            site: key,
            state,
            changes: false,
            adds_up: false,
            reads: true,
        }
    }

    fn change(key: u32, state: u64) -> Done {
        Done {
            changes: true,
            reads: false,
            ..read(key, state)
        }
    }

    /// After how many of these steps the task is passed over, and how it goes on then. No other task changes anything.
    fn first(steps: impl Iterator<Item = Done>) -> Option<(usize, Going)> {
        let mut spinning = Spinning::default();
        let mut changes = 0;
        for (number, done) in (1..).zip(steps.take(200)) {
            changes += u64::from(done.changes);
            spinning.note(&done, changes, LIMIT);
            let going = spinning.goes_on_at(|| done.site);
            if going.is_passed_over() {
                return Some((number, going));
            }
        }
        None
    }

    #[test]
    fn a_task_that_reads_the_same_in_the_same_state_spins() {
        let steps = std::iter::repeat(read(1, 7));
        assert_eq!(first(steps), Some((4, Going::Spins)));
    }

    #[test]
    fn a_task_that_reads_the_same_in_another_or_an_unknown_state_may_count() {
        let in_others = (1..).map(|state| read(1, state));
        assert_eq!(first(in_others), Some((4, Going::MayCount)));
        let in_unknown = std::iter::repeat(read(1, 0));
        assert_eq!(first(in_unknown), Some((4, Going::MayCount)));
    }

    #[test]
    fn an_iteration_can_have_many_steps() {
        let iteration: Vec<Done> = (1..=30).map(|key| read(key, key.into())).collect();
        let (number, going) = first(iteration.iter().copied().cycle()).unwrap();
        assert_eq!(going, Going::Spins);
        assert!(number < 2 * iteration.len(), "{number}");
    }

    #[test]
    fn a_task_that_reads_something_else_goes_on() {
        assert_eq!(first((1..).map(|key| read(key, 7))), None);
    }

    #[test]
    fn a_task_that_changes_the_same_in_two_iterations_spins() {
        let iteration = [change(1, 1), read(2, 2), change(3, 3)];
        let (number, going) = first(iteration.into_iter().cycle()).unwrap();
        assert_eq!(going, Going::Spins);
        assert!(number > 2 * iteration.len(), "{number}");
    }

    #[test]
    fn a_task_may_count_by_what_adds_up_for_all_or_for_itself_alone() {
        for done in [change(1, 1), read(1, 1)] {
            let adds_up = Done {
                adds_up: true,
                ..done
            };
            let steps = [adds_up, read(2, 2)].into_iter().cycle();
            assert_eq!(first(steps).unwrap().1, Going::MayCount);
        }
    }

    #[test]
    fn spinning_is_over_when_another_task_changes_something() {
        let mut spinning = Spinning::default();
        for _ in 0..4 {
            spinning.note(&read(1, 7), 0, LIMIT);
        }
        assert!(!spinning.is_over(0));
        assert!(spinning.is_over(1));
    }

    #[test]
    fn a_task_that_changes_nothing_spins_whatever_others_change() {
        let mut spinning = Spinning::default();
        for iteration in 0..3 {
            spinning.note(&read(1, 1), 2 * iteration, LIMIT);
            spinning.note(&read(2, 2), 2 * iteration + 1, LIMIT);
        }
        assert_eq!(spinning.goes_on_at(|| 1), Going::Spins);
    }

    #[test]
    fn a_task_that_changes_something_does_not_spin_as_long_as_others_do_too() {
        let mut spinning = Spinning::default();
        for iteration in 0..9 {
            spinning.note(&change(1, 1), 3 * iteration + 1, LIMIT);
            spinning.note(&read(2, 2), 3 * iteration + 1, LIMIT);
            spinning.note(&change(3, 3), 3 * iteration + 3, LIMIT);
            assert!(!spinning.goes_on_at(|| 1).is_passed_over());
        }
    }

    #[test]
    fn a_task_that_has_spun_goes_on_once_it_reads_something_new() {
        let mut spinning = Spinning::default();
        for done in [read(1, 1), read(2, 2)].iter().cycle().take(9) {
            spinning.note(done, 0, LIMIT);
        }
        assert_eq!(spinning.goes_on_at(|| 2), Going::Spins);
        spinning.note(&read(2, 2), 1, LIMIT);
        assert_eq!(spinning.goes_on_at(|| 1), Going::Spins);
        spinning.note(&read(3, 3), 2, LIMIT);
        assert_eq!(spinning.goes_on_at(|| 1), Going::On);
    }
}
