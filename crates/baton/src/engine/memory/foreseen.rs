//! Places that turned out to be shared, once an execution has shown them. Addresses are the same in every execution.

use ::std::io;
use ::std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use crate::engine::state::State;
use crate::engine::{mapping, stack, system};

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

/// Written by the server alone, between executions. All-zero bytes are an empty list.
#[repr(C, align(4096))]
struct Places {
    /// So many are in use.
    count: AtomicUsize,
    /// Between which addresses those lie that are on a stack; both 0 where there are none.
    lowest: AtomicUsize,
    highest: AtomicUsize,
    places: [Place; MOST],
}

/// Those of a process that has no server.
static OWN: Places = Places {
    count: AtomicUsize::new(0),
    lowest: AtomicUsize::new(0),
    highest: AtomicUsize::new(0),
    places: [const {
        Place {
            start: AtomicUsize::new(0),
            size: AtomicUsize::new(0),
        }
    }; MOST],
};

static PLACES: AtomicPtr<Places> = AtomicPtr::new((&raw const OWN).cast_mut());

#[inline]
fn known() -> &'static Places {
    // SAFETY: a static, or a mapping that lives as long as the process; all its bytes are atomic.
    unsafe { &*PLACES.load(Ordering::Relaxed) }
}

/// Maps them, before the first fork: a resident process gets to know what is foreseen after it was forked.
///
/// # Errors
/// What mmap(2) says.
pub(super) fn reserve() -> io::Result<()> {
    let places = mapping::map_shared(size_of::<Places>())?;
    PLACES.store(places as *mut Places, Ordering::Relaxed);
    Ok(())
}

/// In a fresh child: the program cannot write what the server relies on.
pub(crate) fn keep_from_the_program() {
    let places = PLACES.load(Ordering::Relaxed) as usize;
    let read = libc::PROT_READ as usize;
    // SAFETY: whole pages of ours, which only the server writes to.
    unsafe { system::call(libc::SYS_mprotect, [places, size_of::<Places>(), read]) };
}

fn places() -> impl Iterator<Item = (usize, usize)> {
    let known = known();
    let places = known
        .places
        .iter()
        .take(known.count.load(Ordering::Relaxed));
    places.map(|place| {
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
    start < known().highest.load(Ordering::Relaxed)
        && end > known().lowest.load(Ordering::Relaxed)
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
    known().count.store(0, Ordering::Relaxed);
    known().lowest.store(0, Ordering::Relaxed);
    known().highest.store(0, Ordering::Relaxed);
    for place in places {
        remember(place.start, place.size);
    }
}

/// Remembers what the steps of the execution that is over show to be shared, beside statics; whether any of it is news.
pub(crate) fn foresee(state: &State) -> bool {
    let before = known().count.load(Ordering::Relaxed);
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
    known().count.load(Ordering::Relaxed) > before
}

fn remember(start: usize, size: usize) {
    let known = known();
    let count = known.count.load(Ordering::Relaxed);
    if count == MOST || is_foreseen(start, size) {
        return;
    }
    known.places[count].start.store(start, Ordering::Relaxed);
    known.places[count].size.store(size, Ordering::Relaxed);
    known.count.store(count + 1, Ordering::Relaxed);
    if stack::find(start).is_some() {
        let lowest = known.lowest.load(Ordering::Relaxed);
        let is_first = known.highest.fetch_max(start + size, Ordering::Relaxed) == 0;
        let lowest = if is_first { start } else { lowest.min(start) };
        known.lowest.store(lowest, Ordering::Relaxed);
    }
}
