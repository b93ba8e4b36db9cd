//! What follows the decisive step and adds nothing to it. Pure.

use std::ops::Range;

use protocol::{ObjectId, Op};

use crate::exploration::actors::ActorId;
use crate::exploration::cause::Cause;
use crate::exploration::changes;
use crate::exploration::interleaving::{Decisive, Event, Interleaving};
use crate::exploration::shared::Shared;
use crate::report::drawing::cells::Cell;

/// Fewer steps than this are drawn rather than counted.
const FEW: usize = 3;

/// The decisive step, its place among the events, and the events in `span` behind it.
fn decisive<'a>(
    interleaving: &'a Interleaving,
    span: &Range<usize>,
) -> Option<(&'a Decisive, usize, Range<usize>)> {
    let decisive = interleaving.decisive.as_ref()?;
    let at = decisive.event.filter(|at| span.contains(at))?;
    Some((decisive, at, at + 1..span.end))
}

/// Where the drawing ends before the end of `span`: at the panic that the decisive step leads to. What the other threads do
/// after that changes nothing about it, unless they then wait forever.
pub fn end_at_panic(interleaving: &Interleaving, span: &Range<usize>) -> Option<usize> {
    let (decisive, at, behind) = decisive(interleaving, span)?;
    let mut behind_it = interleaving.panics.iter().filter(|panic| panic.after > at);
    let actor = interleaving.events[at].actor;
    let last = match decisive.cause {
        // Another thread may have to panic as well before the program fails.
        Cause::Panics { .. } => behind_it.rfind(|panic| panic.actor != ActorId::MAIN),
        Cause::Poisoned { .. }
        | Cause::StolenWakeup { .. }
        | Cause::SpuriousWakeup
        | Cause::SpuriousPark => behind_it.find(|panic| panic.actor == actor),
        Cause::StaleRead { .. }
        | Cause::StaleWrite { .. }
        | Cause::FailsSpuriously
        | Cause::UsesOldValue { .. }
        | Cause::ActsOnOldValue { .. }
        | Cause::ChangedSinceRead { .. }
        | Cause::UsesRemovedFile { .. }
        | Cause::GivesUp(_)
        | Cause::ReadsTooEarly { .. }
        | Cause::LeavesTrailingBytes { .. }
        | Cause::LeavesMessages { .. }
        | Cause::OverwritesUnread { .. }
        | Cause::OverwritesOther { .. }
        | Cause::ComesBetween { .. }
        | Cause::Unordered { .. }
        | Cause::Freed { .. }
        | Cause::BlockedForever { .. }
        | Cause::RunsForever
        | Cause::SpinsForever
        | Cause::EndsTheProgram
        | Cause::Exits { .. }
        | Cause::IsKilled
        | Cause::LostWakeup { .. }
        | Cause::LostUnpark { .. }
        | Cause::NotifiesTooEarly { .. }
        | Cause::DoesNotNotify { .. }
        | Cause::ChangesAgain { .. }
        | Cause::WakesAnother { .. } => None,
    };
    let end = last.filter(|_| interleaving.waits.is_empty())?.after;
    (behind.end.saturating_sub(end) >= FEW).then_some(end)
}

/// The steps that are only counted: after a value is lost, those of other threads than main that do not touch it, change
/// nothing that has a column, and unlock nothing that was locked then.
pub fn counted(
    interleaving: &Interleaving,
    span: &Range<usize>,
    cells: &[(Cell, String)],
) -> Vec<usize> {
    let Some((decisive, at, behind)) = decisive(interleaving, span) else {
        return Vec::new();
    };
    if !matches!(
        decisive.cause,
        Cause::UsesOldValue { .. } | Cause::OverwritesOther { .. } | Cause::OverwritesUnread { .. }
    ) {
        return Vec::new();
    }
    let lost = &interleaving.events[at];
    let path = |event: &Event| event.file.as_ref().map(|file| file.path);
    let belongs = |event: &Event| {
        event.object_id == lost.object_id
            || (path(event).is_some() && path(event) == path(lost))
            || (lost.line.is_some() && (event.actor, event.line) == (lost.actor, lost.line))
    };
    let unlocks = unlocks_after(interleaving, at);
    let shows = |cell: Option<Cell>| cells.iter().any(|(shown, _)| Some(*shown) == cell);
    let changes_a_column = |event: &Event| {
        let value = event.object_id.map(Cell::Value);
        changes(event) && (shows(value) || shows(path(event).map(Cell::Content)))
    };
    let is_counted =
        |event: &Event| event.actor != ActorId::MAIN && !belongs(event) && !changes_a_column(event);
    let counted: Vec<usize> = behind
        .filter(|at| is_counted(&interleaving.events[*at]) && !unlocks.contains(at))
        .collect();
    match counted.len() < FEW {
        true => Vec::new(),
        false => counted,
    }
}

/// Where the locks are unlocked that are held after the step at that place.
fn unlocks_after(interleaving: &Interleaving, at: usize) -> Vec<usize> {
    let events = &interleaving.events;
    let mut state = Shared::new(&interleaving.actors);
    events[..=at].iter().for_each(|event| state.apply(event));
    let held = ActorId::first(interleaving.actors.len())
        .flat_map(|actor| state.held_by(actor).map(move |lock| (actor, lock)));
    let unlock = |(actor, lock): (ActorId, ObjectId)| {
        (at + 1..events.len()).find(|at| {
            let event = &events[*at];
            event.actor == actor
                && event.object_id == Some(lock)
                && matches!(
                    event.op,
                    Op::Unlock | Op::ReadUnlock | Op::WriteUnlock | Op::FileUnlock
                )
        })
    };
    held.filter_map(unlock).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::interleaving::Panicked;

    fn step(actor: u8, object_id: u32) -> Event {
        Event {
            actor: ActorId::new(actor),
            object_id: Some(ObjectId::new(object_id)),
            ..Event::bare(Op::AtomicStore)
        }
    }

    fn decided(events: Vec<Event>, at: usize, cause: Cause) -> Interleaving {
        let mut interleaving = Interleaving::of_events(events);
        interleaving.story.decisive = Some(Decisive {
            event: Some(at),
            line: None,
            cause,
            first: None,
        });
        interleaving
    }

    fn panic(actor: u8, after: usize) -> Panicked {
        Panicked {
            actor: ActorId::new(actor),
            after,
            line: None,
            message: String::new(),
        }
    }

    #[test]
    fn after_a_lost_value_steps_of_the_others_on_anything_else_are_counted() {
        let lost = Cause::UsesOldValue {
            writer: ActorId::new(2),
        };
        let events = [(1, 7), (1, 8), (2, 8), (1, 7), (2, 9), (0, 9)];
        let events = events.map(|(actor, object)| step(actor, object)).to_vec();
        let interleaving = decided(events.clone(), 0, lost.clone());
        assert_eq!(counted(&interleaving, &(0..6), &[]), [1, 2, 4]);
        let interleaving = decided(events, 2, lost);
        assert_eq!(counted(&interleaving, &(0..6), &[]), [0; 0]);
    }

    #[test]
    fn a_step_that_changes_a_column_is_not_only_counted() {
        let writer = ActorId::new(2);
        let load = Event {
            op: Op::AtomicLoad,
            ..step(2, 8)
        };
        let stores = [(1, 7), (1, 8), (2, 9), (2, 10)].map(|(actor, object)| step(actor, object));
        let mut events = stores.to_vec();
        events.extend([load.clone(), load]);
        let interleaving = decided(events, 0, Cause::UsesOldValue { writer });
        let column = (Cell::Value(ObjectId::new(8)), "HELD".to_owned());
        assert_eq!(counted(&interleaving, &(0..6), &[column]), [2, 3, 4, 5]);
    }

    #[test]
    fn the_unlock_of_a_lock_that_was_held_then_is_not_only_counted() {
        let lost = Cause::UsesOldValue {
            writer: ActorId::new(2),
        };
        let of_lock = |op, actor| Event {
            op,
            ..step(actor, 9)
        };
        let events = vec![
            of_lock(Op::Lock, 1),
            step(1, 7),
            of_lock(Op::Unlock, 1),
            of_lock(Op::Lock, 2),
            step(2, 8),
            of_lock(Op::Unlock, 2),
        ];
        let interleaving = decided(events, 1, lost);
        assert_eq!(counted(&interleaving, &(0..6), &[]), [3, 4, 5]);
    }

    #[test]
    fn after_the_panic_nothing_is_drawn_unless_others_then_wait() {
        let message = String::new();
        let events: Vec<Event> = [1, 1, 2, 2, 2, 2].map(|actor| step(actor, 7)).to_vec();
        let mut interleaving = decided(events, 1, Cause::Panics { message });
        interleaving.story.panics = vec![panic(1, 2), panic(0, 6)];
        assert_eq!(end_at_panic(&interleaving, &(0..6)), Some(2));
        // The panic of another thread is drawn, too.
        interleaving.story.panics.insert(1, panic(2, 5));
        assert_eq!(end_at_panic(&interleaving, &(0..6)), None);
        assert_eq!(end_at_panic(&interleaving, &(0..8)), Some(5));
    }
}
