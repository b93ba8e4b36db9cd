//! Giving way, sleeping in virtual time, parking.

use ::std::panic::Location;
use ::std::time::Duration;

use crate::engine::state::{Caller, Intent};
use crate::engine::{task, turn};
use protocol::Op;

/// Yields.
#[track_caller]
pub fn yield_now() {
    turn::note(Op::Yield, Location::caller());
}

/// Takes any time at all: it orders nothing.
#[track_caller]
pub fn sleep(time: Duration) {
    pass_time(time, Location::caller());
}

#[deprecated = "use sleep"]
#[track_caller]
pub fn sleep_ms(milliseconds: u32) {
    sleep(Duration::from_millis(u64::from(milliseconds)));
}

/// Sleeps until that instant of virtual time.
#[track_caller]
pub fn sleep_until(deadline: crate::time::Instant) {
    let left = deadline.saturating_duration_since(crate::time::Instant::now());
    pass_time(left, Location::caller());
}

#[inline(never)]
fn pass_time(time: Duration, place: Caller) {
    if let Some(mut turn) = turn::take(Intent::new(Op::Sleep, None, place)) {
        turn.sleep(time);
    }
}

/// Waits until another thread unparks this one.
#[track_caller]
pub fn park() {
    wait(None, Location::caller());
}

/// As `park`, and may return at any moment, as if the time were over.
#[track_caller]
pub fn park_timeout(time: Duration) {
    wait(Some(time), Location::caller());
}

#[deprecated = "use park_timeout"]
#[track_caller]
pub fn park_timeout_ms(milliseconds: u32) {
    park_timeout(Duration::from_millis(u64::from(milliseconds)));
}

#[inline(never)]
fn wait(limit: Option<Duration>, place: Caller) {
    let Some(me) = task::current() else { return };
    let op = limit.map_or(Op::Park, |_| Op::ParkTimeout);
    if let Some(mut turn) = turn::take(Intent::new(op, turn::object_of(me), place)) {
        if !turn.task(me).unparked {
            turn.failed();
            turn.sleep(limit.unwrap_or_default());
        }
        turn.task(me).unparked = false;
    }
}
