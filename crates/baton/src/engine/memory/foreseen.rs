//! Places that turned out to be shared, once an execution has shown them. Addresses are the same in every execution.

use ::std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::stack;
use crate::engine::state::State;

const MOST: usize = 1024;

struct Place {
    start: AtomicUsize,
    size: AtomicUsize,
}

/// A place that turned out to be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreseen {
    start: usize,
    size: usize,
}

/// The first `COUNT` are in use. Written by the server alone, before it forks.
static PLACES: [Place; MOST] = [const {
    Place {
        start: AtomicUsize::new(0),
        size: AtomicUsize::new(0),
    }
}; MOST];
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Between which addresses those lie that are on a stack.
static LOWEST: AtomicUsize = AtomicUsize::new(usize::MAX);
static HIGHEST: AtomicUsize = AtomicUsize::new(0);

fn places() -> impl Iterator<Item = (usize, usize)> {
    PLACES[..COUNT.load(Ordering::Relaxed)].iter().map(|place| {
        (
            place.start.load(Ordering::Relaxed),
            place.size.load(Ordering::Relaxed),
        )
    })
}

pub(super) fn is_foreseen(start: usize, size: usize) -> bool {
    places().any(|place| place == (start, size))
}

/// Whether these bytes of a stack are foreseen to be shared.
#[inline]
pub(super) fn on_a_stack(start: usize, size: usize) -> bool {
    let end = start + size;
    start < HIGHEST.load(Ordering::Relaxed)
        && end > LOWEST.load(Ordering::Relaxed)
        && places().any(|(place, of)| place < end && start < place + of)
}

/// Where the lowest of those begins that are foreseen between these addresses.
pub(super) fn first_between(low: usize, high: usize) -> Option<usize> {
    let overlapping = places().filter(|(start, size)| *start < high && start + size > low);
    overlapping.map(|(start, _)| start).min()
}

/// All places that are foreseen now.
pub(crate) fn foreseen() -> Vec<Foreseen> {
    places()
        .map(|(start, size)| Foreseen { start, size })
        .collect()
}

/// Foresees these places, and no others.
pub(crate) fn foresee_only(places: &[Foreseen]) {
    COUNT.store(0, Ordering::Relaxed);
    LOWEST.store(usize::MAX, Ordering::Relaxed);
    HIGHEST.store(0, Ordering::Relaxed);
    for place in places {
        remember(place.start, place.size);
    }
}

/// Remembers what the steps of the execution that is over show to be shared, beside statics; whether any of it is news.
pub(crate) fn foresee(state: &State) -> bool {
    let before = COUNT.load(Ordering::Relaxed);
    for step in &state.steps[..state.step_count as usize] {
        let id = step.intent.object;
        let Some(object) = id.and_then(|id| state.objects.get(id.index())) else {
            continue;
        };
        let is_static = object.address != 0;
        if object.kind.is_memory() && !is_static {
            remember(object.number as usize, object.limit as usize);
        }
    }
    COUNT.load(Ordering::Relaxed) > before
}

fn remember(start: usize, size: usize) {
    let count = COUNT.load(Ordering::Relaxed);
    if count == MOST || is_foreseen(start, size) {
        return;
    }
    PLACES[count].start.store(start, Ordering::Relaxed);
    PLACES[count].size.store(size, Ordering::Relaxed);
    COUNT.store(count + 1, Ordering::Relaxed);
    if stack::find(start).is_some() {
        LOWEST.fetch_min(start, Ordering::Relaxed);
        HIGHEST.fetch_max(start + size, Ordering::Relaxed);
    }
}
