//! Virtual time: it goes by when a task sleeps, and a little whenever a task looks.

use ::std::ops::{Add, AddAssign, Sub, SubAssign};

use crate::engine::hand_over::Baton;
use crate::engine::task;

pub use ::std::time::*;

/// How much time goes by whenever a task asks for it: so a loop that waits for a moment ends.
const LOOK: u64 = 1_000_000;

/// A moment of the task's virtual time, as std's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// The task's own clock. It starts at the time of the task that spawned it; joining a task moves it on to that task's
    /// end.
    #[inline(never)]
    pub fn now() -> Self {
        let (Some(me), Some(mut state)) = (task::current(), Baton::of_this_task()) else {
            return Self(Duration::ZERO);
        };
        state.is_time_seen = true;
        let task = state.task(me);
        task.nanoseconds = task.nanoseconds.saturating_add(LOOK);
        task.sees_time = true;
        task.spinning.forget();
        Self(Duration::from_nanos(task.nanoseconds))
    }

    pub fn duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    pub fn checked_add(&self, time: Duration) -> Option<Instant> {
        self.0.checked_add(time).map(Self)
    }

    pub fn checked_sub(&self, time: Duration) -> Option<Instant> {
        self.0.checked_sub(time).map(Self)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, time: Duration) -> Instant {
        Self(self.0 + time)
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, time: Duration) {
        self.0 += time;
    }
}

impl Sub<Duration> for Instant {
    type Output = Instant;

    fn sub(self, time: Duration) -> Instant {
        Self(self.0 - time)
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, time: Duration) {
        self.0 -= time;
    }
}

impl Sub<Instant> for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }
}
