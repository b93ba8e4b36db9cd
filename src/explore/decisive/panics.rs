//! Panics, and where they come from. Pure.

use protocol::{Op, Reply};

use super::at;
use crate::explore::interleaving::{Decisive, Event, Interleaving};
use crate::explore::legend::MEMORY;
use crate::explore::outcome;

/// The panic that counts comes of another one, which main has accepted: a lock is poisoned.
pub(super) fn poisoned(reply: &Reply, told: &Interleaving) -> Option<Decisive> {
    let panic = outcome::panic_that_counts(reply)?;
    let first = reply.panics.first()?;
    let before = told.events.get(..panic.after as usize)?;
    let own = |event: &Event| event.actor == panic.task && !event.inside;
    let last = before.iter().rposition(own)?;
    let lock = &before[last];
    let poisons = |event: &Event| {
        let of_lock = event.object_id == lock.object_id && event.poisoned;
        of_lock && event.actor == first.task && matches!(event.op, Op::Unlock | Op::WriteUnlock)
    };
    (panic.task != first.task && lock.poisoned && before.iter().any(poisons)).then(|| {
        let who = told.name(first.task);
        at(
            told,
            last,
            format!(
                "{} is poisoned: {who} panicked while holding it",
                lock.object
            ),
        )
    })
}

/// The panic that counts, below what its thread did last.
pub(super) fn panic(reply: &Reply, told: &Interleaving) -> Option<Decisive> {
    let panic = outcome::panic_that_counts(reply)?;
    let line = panic
        .place
        .filter(|place| told.source.is_named(&reply.files[place.file as usize]))
        .map(|place| place.line as usize);
    let before = told.events.get(..panic.after as usize)?;
    let event = last_before(before, panic.task);
    let first_line = panic.message.lines().next().unwrap_or_default();
    Some(Decisive {
        event,
        line: line.or_else(|| event.and_then(|event| told.events[event].line)),
        panics: true,
        why: format!("panics: {first_line}"),
        first: None,
    })
}

/// What it did last; what it did in the line of the panic may be long ago.
fn last_before(before: &[Event], actor: u8) -> Option<usize> {
    let own = |event: &Event| event.actor == actor && !event.inside;
    let is_telling = |event: &Event| event.line.is_some() && !event.object.starts_with(MEMORY);
    let last = before
        .iter()
        .rposition(|event| own(event) && is_telling(event));
    last.or_else(|| before.iter().rposition(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::decisive::tests::step;

    #[test]
    fn a_panic_comes_after_what_was_done_last_in_whichever_line() {
        let mut unnamed = step(1, Op::PlainRead, 5);
        unnamed.object = MEMORY.to_owned();
        let events = [
            step(1, Op::AtomicLoad, 3),
            step(1, Op::AtomicStore, 4),
            step(2, Op::AtomicStore, 3),
            unnamed,
        ];
        assert_eq!(last_before(&events, 1), Some(1));
        assert_eq!(last_before(&events, 0), None);
    }
}
