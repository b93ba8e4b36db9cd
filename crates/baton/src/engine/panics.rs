//! The panics of the program: each one is in the trace, whatever hook the program sets, and with it whether it was caught.

use ::std::any::Any;
use ::std::panic::{self, PanicHookInfo};
use ::std::sync::{Arc, PoisonError, RwLock};

use crate::print::{self, Stream};

use super::frames;
use super::hand_over::Baton;
use super::state::{MAX_PANICS, PanicRecord, State};
use super::task;

/// A panic hook of the program's own.
pub(crate) type Hook = dyn Fn(&PanicHookInfo<'_>) + Sync + Send;

/// What the program wants to be called; without it, panics are printed.
static HOOK: RwLock<Option<Arc<Hook>>> = RwLock::new(None);

/// From now on panics are recorded, and then handed to the program's hook.
pub(crate) fn observe() {
    panic::set_hook(Box::new(|info| {
        record(info);
        match hook() {
            Some(hook) => hook(info),
            None => print(info),
        }
    }));
}

fn hook() -> Option<Arc<Hook>> {
    HOOK.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Sets the program's hook, or none, and returns the one that was set before.
pub(crate) fn replace_hook(hook: Option<Arc<Hook>>) -> Option<Arc<Hook>> {
    let mut current = HOOK.write().unwrap_or_else(PoisonError::into_inner);
    ::std::mem::replace(&mut *current, hook)
}

/// What std prints, but for the number of the thread.
pub(crate) fn print(info: &PanicHookInfo<'_>) {
    let message = payload_text(info.payload());
    let thread = crate::thread::current();
    let name = thread.name().unwrap_or("<unnamed>");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let text = format!("\nthread '{name}' panicked at {place}:\n{message}\n");
    print::write(Stream::Stderr, text.as_bytes());
}

/// The frames between a panic and its record: those of std that lead to the hook.
const OF_STD: usize = 5;

fn record(info: &PanicHookInfo<'_>) {
    let (Some(me), Some(mut state)) = (task::current(), Baton::of_this_task()) else {
        return;
    };
    state.task(me).panicked = true;
    let Some(place) = free_record(&mut state) else {
        return;
    };
    let message = state.add_text(payload_text(info.payload()).as_bytes());
    let file = state.add_text(info.location().map_or("", |place| place.file()).as_bytes());
    state.panics[place] = PanicRecord {
        task: me.into(),
        message,
        file,
        line: info.location().map_or(0, |place| place.line()),
        column: info.location().map_or(0, |place| place.column()),
        frames: frames::frames_above(frames::frame_pointer(), OF_STD),
        after: state.step_count,
        caught: false,
    };
}

/// Where the next panic goes: when all is full, in the place of the last one that was caught.
fn free_record(state: &mut State) -> Option<usize> {
    let count = state.panic_count as usize;
    if count < MAX_PANICS {
        state.panic_count += 1;
        return Some(count);
    }
    state.panics.iter().rposition(|panic| panic.caught)
}

/// The running task has caught its last panic.
#[inline(never)]
pub(crate) fn caught() {
    set_last(true);
}

/// The running task goes on with its last panic, which it had caught.
#[inline(never)]
pub(crate) fn resumed() {
    set_last(false);
}

fn set_last(caught: bool) {
    let (Some(me), Some(mut state)) = (task::current(), Baton::of_this_task()) else {
        return;
    };
    state.task(me).panicked = !caught;
    let count = state.panic_count as usize;
    let last = state.panics[..count]
        .iter_mut()
        .rfind(|panic| panic.task.get() == me);
    if let Some(panic) = last {
        panic.caught = caught;
    }
}

fn payload_text(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "Box<dyn Any>"
    }
}
