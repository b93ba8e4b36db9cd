//! What the executor does not control: the execution ends there and says so, instead of going on with half of the truth.

use super::state::{Caller, Frames};
use super::{frames, turn};

/// Ends the execution because the program calls `what`. Returns where this thread is no task.
#[inline(never)]
pub(crate) fn stop(what: &str, place: Caller) {
    stop_at(
        what,
        Some(place),
        frames::frames_from(frames::frame_pointer()),
    );
}

/// As `stop`, for a caller that is known by its frames only.
pub(crate) fn stop_at(what: &str, place: Option<Caller>, frames: Frames) {
    let stopped = turn::with_state(|state| state.stop_at_unsupported(what, place, frames));
    if stopped.is_some() {
        turn::over();
    }
}

/// As `stop`, where there is nothing to go on with. Only a task comes here: what it is about was made by one.
pub(crate) fn leave(what: &str, place: Caller) -> ! {
    stop(what, place);
    panic!("{what} outside of an execution");
}
