//! Giving way, sleeping in virtual time, parking.

use ::std::panic::Location;
use ::std::time::Duration;

use crate::engine::state::{Caller, Intent};
use crate::engine::{task, turn};
use crate::protocol::{NO_OBJECT, Op};

/// Lets others go first.
#[track_caller]
pub fn yield_now() {
    turn::note(Op::Yield, NO_OBJECT, Location::caller());
}

/// Takes any time at all: it orders nothing.
#[track_caller]
pub fn sleep(time: Duration) {
    pass_time(Op::Sleep, time, Location::caller());
}

/// Sleeps until that instant of virtual time.
#[track_caller]
pub fn sleep_until(deadline: crate::time::Instant) {
    let left = deadline.saturating_duration_since(crate::time::Instant::now());
    pass_time(Op::Sleep, left, Location::caller());
}

#[inline(never)]
fn pass_time(op: Op, time: Duration, place: Caller) {
    if let Some(mut turn) = turn::take(Intent::new(op, NO_OBJECT, place)) {
        let me = turn.me();
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        turn.task(me).nanoseconds = turn.task(me).nanoseconds.saturating_add(nanoseconds);
    }
}

/// Waits until somebody unparks this thread.
#[track_caller]
pub fn park() {
    wait(Op::Park, Location::caller());
}

/// As `park`, and may return at any moment, as if the time were over.
#[track_caller]
pub fn park_timeout(_time: Duration) {
    wait(Op::ParkTimeout, Location::caller());
}

#[inline(never)]
fn wait(op: Op, place: Caller) {
    let Some(me) = task::current() else { return };
    if let Some(mut turn) = turn::take(Intent::new(op, turn::object_of(me), place)) {
        if !turn.task(me).unparked {
            turn.failed();
        }
        turn.task(me).unparked = false;
    }
}
