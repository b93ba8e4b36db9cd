//! Finds a task that goes in a circle: it repeats what it has just done, and need not go on as long as another task can. Pure.
//!
//! Let a task come back to the state in which it was ([`super::fingerprint`]), without having changed anything. No other task could
//! notice that it went round: what they have done since, they could have done with the task still where it was before. So whatever can
//! happen from here on can happen without that round, and the search comes to it there. If the task has changed something, that holds
//! where two rounds are the same and nothing else has changed: all is as it was before the second.
//!
//! A task that does the same steps again and finds the same, but is in another state each time, may be counting: how often it goes
//! round can make a difference. It is let go on a few times more, up to a limit that the trace tells of
//! ([`protocol::Step::counting`]).

use protocol::numbered;

/// As many steps as a loop is looked for in.
const RECENT: usize = 16;

/// A task that did only what it had done before, and read so often in a row or did one thing so many times more, goes in a circle if it
/// has come back.
const AT_LEAST: u32 = 3;

/// Something a task did of late.
#[derive(Clone, Copy, Default)]
struct Recent {
    /// Op, object, place and what was found, hashed; 0 for nothing.
    key: u32,
    /// The same without what was found.
    site: u32,
    /// How often the task had changed anything by then.
    changes: u32,
    /// How often it had done something that changes anything or adds up.
    own: u32,
    /// Which of its steps this was.
    number: u32,
    /// How many times more it has done this, nothing new in between.
    times: u32,
    /// In which state the task was; 0 where that is not known, and it may have been in any.
    state: u64,
}

/// A step, as far as it matters here.
#[derive(Clone, Copy)]
pub(crate) struct Done {
    /// As in [`Recent`].
    pub(crate) key: u32,
    pub(crate) site: u32,
    pub(crate) state: u64,
    /// Whether it changed anything that another task can see.
    pub(crate) changes: bool,
    /// Whether doing it once more leads on once more, if only for the task itself: what a lock or a place in memory holds is the same the
    /// second time.
    pub(crate) adds_up: bool,
    /// Whether it told the task anything.
    pub(crate) reads: bool,
}

/// What a task did of late, and what that comes to. All-zero bytes are those of a task that has done nothing. The program may write
/// over the numbers: nothing here relies on them.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Circles {
    recent: [Recent; RECENT],
    recent_at: u32,
    /// How many steps it has done.
    number: u32,
    /// The first of them that came after the last change of another task.
    first_since: u32,
    /// How many steps in a row only read what had been read, and nothing was changed in between.
    read_run: u32,
    /// After how many steps it came back to its state the last time, and how often in a row it was after so many.
    period: u32,
    period_run: u32,
    /// As in [`Recent`].
    own: u32,
    /// How often tasks have changed anything: this one, and the others when it did its last step.
    own_changes: u64,
    others_changes: u64,
    /// How often in a row it has read the same, no task changing anything.
    repeats: u32,
    repeats_at: u64,
    pub(crate) going: Going,
    /// Whether all was as it had been a round before, since it last did something new.
    pub(crate) has_circled: bool,
}

numbered! {
    /// How a task goes on.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) enum Going {
        /// For all that is known, with something new.
        #[default]
        On,
        /// In a circle, for certain.
        InACircle,
        /// With what it has done before, but it may count how often, or find something else.
        Again,
        /// With what it has done before, and it may count how often: it has been let go on as often as it may.
        TooOften,
    }
}

impl Going {
    /// Whether it would lead nowhere, or is taken to.
    pub(crate) fn spins(self) -> bool {
        matches!(self, Going::InACircle | Going::TooOften)
    }
}

impl Circles {
    /// The task has done that. Tasks have changed anything so often, with this; a task that may be counting is let go on until it
    /// has read the same so often in a row.
    pub(crate) fn note(&mut self, done: &Done, changes: u64, limit: u32) {
        self.number = self.number.wrapping_add(1);
        self.own_changes = self.own_changes.wrapping_add(done.changes.into());
        let leaves_a_trace = done.changes || done.adds_up;
        self.own = self.own.wrapping_add(leaves_a_trace.into());
        let others = changes.wrapping_sub(self.own_changes);
        if self.others_changes != others {
            self.others_changes = others;
            self.first_since = self.number;
        }
        if self.repeats_at != changes {
            self.repeats_at = changes;
            self.repeats = 0;
        }
        let new = Recent {
            key: done.key,
            site: done.site,
            changes: self.own_changes as u32,
            own: self.own,
            number: self.number,
            times: 0,
            state: done.state,
        };
        let known = self.recent.iter_mut().find(|recent| recent.key == done.key);
        let Some(recent) = known else {
            self.recent[self.recent_at as usize % RECENT] = new;
            self.recent_at = self.recent_at.wrapping_add(1);
            self.something_new();
            return;
        };
        let known = *recent;
        let times = known.times.wrapping_add(1);
        *recent = Recent { times, ..new };
        if done.reads && !done.changes && known.changes == new.changes {
            self.repeats = self.repeats.wrapping_add(1);
            self.read_run = self.read_run.wrapping_add(1);
        }
        let is_same = done.state != 0 && known.state == done.state && !done.adds_up;
        if is_same {
            let period = new.number.wrapping_sub(known.number);
            self.has_circled |= self.has_come_back(period);
        } else {
            self.period_run = 0;
        }
        self.going = if self.read_run < AT_LEAST && times < AT_LEAST {
            Going::On
        } else if is_same && (known.own == new.own || self.has_circled) {
            Going::InACircle
        } else if done.state == 0 || (!is_same && times >= limit) {
            Going::TooOften
        } else {
            Going::Again
        };
    }

    /// Nothing of what it did before counts as repeated.
    fn something_new(&mut self) {
        (self.read_run, self.period_run) = (0, 0);
        (self.going, self.has_circled) = (Going::On, false);
        for recent in &mut self.recent {
            recent.times = 0;
        }
    }

    /// Whether all is as it was so many steps ago, when it was in the same state: what it changed in one round it has changed to the same
    /// in the next one, and no other task has changed anything.
    fn has_come_back(&mut self, period: u32) -> bool {
        self.period_run = match self.period == period {
            true => self.period_run.wrapping_add(1),
            false => 1,
        };
        self.period = period;
        let since = self.number.wrapping_sub(self.first_since).wrapping_add(1);
        self.period_run >= period && since >= period.saturating_mul(2)
    }

    /// How it goes on if it does something at that site next: its loop may also just have ended.
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

    /// Whether another task has changed anything since its last step, where tasks have changed anything so often.
    pub(crate) fn is_over(&self, changes: u64) -> bool {
        self.others_changes != changes.wrapping_sub(self.own_changes)
    }

    /// How often in a row it has read the same, no task changing anything, where tasks have changed anything so often.
    pub(crate) fn repeats(&self, changes: u64) -> u32 {
        match self.repeats_at == changes {
            true => self.repeats,
            false => 0,
        }
    }

    /// Time went by for it: waiting for a moment is no circle.
    pub(crate) fn forget(&mut self) {
        self.repeats = 0;
        self.something_new();
    }
}

#[cfg(test)]
mod tests {
    use super::{Circles, Done, Going};

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

    /// After how many of these steps the task goes in a circle, and how. Nothing else changes.
    fn first(steps: impl Iterator<Item = Done>) -> Option<(usize, Going)> {
        let mut circles = Circles::default();
        let mut changes = 0;
        for (number, done) in (1..).zip(steps.take(200)) {
            changes += u64::from(done.changes);
            circles.note(&done, changes, LIMIT);
            let going = circles.goes_on_at(|| done.site);
            if going.spins() {
                return Some((number, going));
            }
        }
        None
    }

    #[test]
    fn who_reads_the_same_in_the_same_state_goes_in_a_circle() {
        let steps = std::iter::repeat(read(1, 7));
        assert_eq!(first(steps), Some((4, Going::InACircle)));
    }

    #[test]
    fn who_reads_the_same_in_another_state_may_be_counting() {
        let steps = (1..).map(|state| read(1, state));
        assert_eq!(first(steps), Some((4, Going::TooOften)));
    }

    #[test]
    fn who_reads_something_else_goes_on() {
        assert_eq!(first((1..).map(|key| read(key, 7))), None);
    }

    #[test]
    fn where_the_state_is_not_known_it_may_be_counting() {
        let steps = std::iter::repeat(read(1, 0));
        assert_eq!(first(steps), Some((4, Going::TooOften)));
    }

    #[test]
    fn what_is_changed_to_the_same_in_two_rounds_is_a_circle() {
        let round = [change(1, 1), read(2, 2), change(3, 3)];
        let (number, going) = first(round.into_iter().cycle()).unwrap();
        assert_eq!(going, Going::InACircle);
        assert!(number > 2 * round.len(), "{number}");
    }

    #[test]
    fn what_adds_up_is_no_circle() {
        let send = Done {
            adds_up: true,
            ..change(1, 1)
        };
        let steps = [send, read(2, 2)].into_iter().cycle();
        assert_eq!(first(steps).unwrap().1, Going::TooOften);
    }

    #[test]
    fn what_adds_up_for_the_task_alone_is_no_circle_either() {
        let reads_on = Done {
            adds_up: true,
            ..read(1, 1)
        };
        let steps = [reads_on, read(2, 2)].into_iter().cycle();
        assert_eq!(first(steps).unwrap().1, Going::TooOften);
    }

    #[test]
    fn a_change_of_another_task_ends_it() {
        let mut circles = Circles::default();
        for _ in 0..4 {
            circles.note(&read(1, 7), 0, LIMIT);
        }
        assert!(!circles.is_over(0));
        assert!(circles.is_over(1));
    }

    #[test]
    fn who_changes_nothing_goes_in_a_circle_whatever_others_change() {
        let mut circles = Circles::default();
        for round in 0..3 {
            circles.note(&read(1, 1), 2 * round, LIMIT);
            circles.note(&read(2, 2), 2 * round + 1, LIMIT);
        }
        assert_eq!(circles.goes_on_at(|| 1), Going::InACircle);
    }

    #[test]
    fn who_changes_something_is_no_circle_as_long_as_others_do() {
        let mut circles = Circles::default();
        for round in 0..9 {
            circles.note(&change(1, 1), 3 * round + 1, LIMIT);
            circles.note(&read(2, 2), 3 * round + 1, LIMIT);
            circles.note(&change(3, 3), 3 * round + 3, LIMIT);
            assert!(!circles.goes_on_at(|| 1).spins());
        }
    }

    #[test]
    fn who_has_gone_in_a_circle_is_let_go_one_step_after_a_change() {
        let mut circles = Circles::default();
        for done in [read(1, 1), read(2, 2)].iter().cycle().take(9) {
            circles.note(done, 0, LIMIT);
        }
        assert_eq!(circles.goes_on_at(|| 2), Going::InACircle);
        circles.note(&read(2, 2), 1, LIMIT);
        assert_eq!(circles.goes_on_at(|| 1), Going::InACircle);
        circles.note(&read(3, 3), 2, LIMIT);
        assert_eq!(circles.goes_on_at(|| 1), Going::On);
    }
}
