//! Panics, and where they come from. Pure.

use protocol::{Op, Reply};

use crate::naming::actors::ActorId;
use crate::naming::legend::MEMORY;
use crate::panics;
use crate::story::cause::Cause;
use crate::story::steps::at;
use crate::story::{Decisive, Event, Panicked, Story};

/// A lock that is poisoned, where the panic that counts comes of an earlier one, which `main` has accepted.
pub(super) fn poisoned(reply: &Reply, interleaving: &Story) -> Option<Decisive> {
    let panic = panics::that_counts(reply)?;
    let first = reply.panics.first()?;
    let before = interleaving.events.get(..panic.after as usize)?;
    let own = |event: &Event| event.actor == panic.task && !event.inside;
    let last = before.iter().rposition(own)?;
    let lock = &before[last];
    let poisons = |event: &Event| {
        let of_lock = event.object_id == lock.object_id && event.poisoned;
        of_lock && event.actor == first.task && matches!(event.op, Op::Unlock | Op::WriteUnlock)
    };
    (panic.task != first.task && lock.poisoned && before.iter().any(poisons)).then(|| {
        let cause = Cause::Poisoned {
            object: lock.object.clone(),
            by: first.task.into(),
        };
        at(interleaving, last, cause)
    })
}

/// The panic that counts, after the last step of its thread.
pub(super) fn panic(reply: &Reply, interleaving: &Story) -> Option<Decisive> {
    let panic = panics::that_counts(reply)?;
    let is_it =
        |one: &&Panicked| (one.actor, one.after) == (panic.task.into(), panic.after as usize);
    let line = interleaving
        .panics
        .iter()
        .find(is_it)
        .and_then(|one| one.line);
    let before = interleaving.events.get(..panic.after as usize)?;
    let event = last_before(before, panic.task.into());
    let first_line = panic.message.lines().next().unwrap_or_default();
    Some(Decisive {
        event,
        line: line.or_else(|| event.and_then(|event| interleaving.events[event].line)),
        cause: Cause::Panics {
            message: first_line.to_owned(),
        },
        first: None,
    })
}

/// The last step of a thread before its panic. Its last step in the panic's own line may be much earlier.
fn last_before(before: &[Event], actor: ActorId) -> Option<usize> {
    let own = |event: &Event| event.actor == actor && !event.inside;
    let is_named = |event: &Event| event.line.is_some() && !event.object.starts_with(MEMORY);
    let last = before
        .iter()
        .rposition(|event| own(event) && is_named(event));
    last.or_else(|| before.iter().rposition(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::decisive::tests::step;

    #[test]
    fn a_panic_comes_after_the_last_step_of_its_thread_in_any_line() {
        let mut unnamed = step(1, Op::PlainRead, 5);
        unnamed.object = MEMORY.to_owned();
        let events = [
            step(1, Op::AtomicLoad, 3),
            step(1, Op::AtomicStore, 4),
            step(2, Op::AtomicStore, 3),
            unnamed,
        ];
        assert_eq!(last_before(&events, ActorId::new(1)), Some(1));
        assert_eq!(last_before(&events, ActorId::MAIN), None);
    }
}
