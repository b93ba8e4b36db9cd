//! Places that turned out to be shared, once an execution has shown them. Addresses are the same in every execution.

use ::std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::state::State;
use crate::protocol::ObjectKind;

const MOST: usize = 1024;

/// The first `COUNT` are in use. Written by the server before it forks, and never again.
static PLACES: [AtomicUsize; MOST] = [const { AtomicUsize::new(0) }; MOST];
static COUNT: AtomicUsize = AtomicUsize::new(0);

pub(super) fn is_foreseen(address: usize) -> bool {
    PLACES[..COUNT.load(Ordering::Relaxed)]
        .iter()
        .any(|place| place.load(Ordering::Relaxed) == address)
}

/// Remembers what the execution that is over shows to be shared, beside statics; whether any of it is news.
pub(crate) fn foresee(state: &State) -> bool {
    let before = COUNT.load(Ordering::Relaxed);
    for object in &state.objects[..state.object_count as usize] {
        let place = object.number as usize;
        let count = COUNT.load(Ordering::Relaxed);
        let is_static = object.address != 0;
        if object.kind == ObjectKind::Memory && !is_static && count < MOST && !is_foreseen(place) {
            PLACES[count].store(place, Ordering::Relaxed);
            COUNT.store(count + 1, Ordering::Relaxed);
        }
    }
    COUNT.load(Ordering::Relaxed) > before
}
