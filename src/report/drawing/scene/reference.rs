//! The step that the mark of the decisive one refers to: in which another thread did what that one disregards. Pure.

use super::{Row, What};
use crate::exploration::cause::Cause;
use crate::exploration::changes;
use crate::exploration::interleaving::{Decisive, FirstAccess, Interleaving};

/// Adds the number of that step to the mark, if it is shown.
pub fn refer(rows: &mut [Row], interleaving: &Interleaving) {
    let decisive = interleaving.decisive.as_ref();
    let Some(event) = decisive.and_then(|decisive| other(decisive, interleaving)) else {
        return;
    };
    let shows_it = |row: &&Row| row.events.contains(&event);
    let Some(number) = rows.iter().find(shows_it).and_then(|row| row.number) else {
        return;
    };
    for row in rows {
        if let What::Decisive { words, .. } = &mut row.what {
            words.push_str(&format!(" (step {number})"));
        }
    }
}

/// What another actor did, by its place among the events.
fn other(decisive: &Decisive, interleaving: &Interleaving) -> Option<usize> {
    if let Some(FirstAccess::Event(at)) = decisive.first {
        return Some(at);
    }
    let at = decisive.event?;
    let own = &interleaving.events.get(at)?.object;
    let (writer, object) = match &decisive.cause {
        Cause::StaleRead { writer, .. }
        | Cause::StaleWrite { writer, .. }
        | Cause::UsesOldValue { writer }
        | Cause::OverwritesOther { writer } => (writer, own),
        Cause::ActsOnOldValue { object, writer } | Cause::ChangedSinceRead { object, writer } => {
            (writer, object)
        }
        Cause::FailsSpuriously
        | Cause::UsesRemovedFile { .. }
        | Cause::GivesUp(_)
        | Cause::ReadsTooEarly { .. }
        | Cause::LeavesTrailingBytes { .. }
        | Cause::LeavesMessages { .. }
        | Cause::OverwritesUnread { .. }
        | Cause::ComesBetween { .. }
        | Cause::Unordered { .. }
        | Cause::Freed { .. }
        | Cause::BlockedForever { .. }
        | Cause::RunsForever
        | Cause::SpinsForever
        | Cause::EndsTheProgram
        | Cause::Exits { .. }
        | Cause::IsKilled
        | Cause::SpuriousWakeup
        | Cause::SpuriousPark
        | Cause::LostWakeup { .. }
        | Cause::LostUnpark { .. }
        | Cause::StolenWakeup { .. }
        | Cause::NotifiesTooEarly { .. }
        | Cause::DoesNotNotify { .. }
        | Cause::ChangesAgain { .. }
        | Cause::WakesAnother { .. }
        | Cause::Poisoned { .. }
        | Cause::Panics { .. } => return None,
    };
    let mut before = interleaving.events[..at].iter();
    before.rposition(|event| event.actor == *writer && event.object == *object && changes(event))
}

#[cfg(test)]
mod tests {
    use protocol::Op;

    use super::*;
    use crate::exploration::actors::ActorId;
    use crate::exploration::interleaving::Event;
    use crate::exploration::value::Value;

    fn stores(actor: u8, object: &str) -> Event {
        Event {
            actor: ActorId::new(actor),
            object: object.to_owned(),
            written: Some(Value::Number(1)),
            ..Event::bare(Op::AtomicStore)
        }
    }

    fn decided(cause: Cause, event: usize, first: Option<FirstAccess>) -> Decisive {
        Decisive {
            event: Some(event),
            line: None,
            cause,
            first,
        }
    }

    #[test]
    fn it_is_the_last_change_of_the_same_by_the_other_thread() {
        let events = [(2, "X"), (2, "X"), (2, "Y"), (1, "X"), (2, "X")];
        let events = events.map(|(actor, object)| stores(actor, object));
        let interleaving = Interleaving::of_events(events.to_vec());
        let writer = ActorId::new(2);
        let of = |cause| other(&decided(cause, 3, None), &interleaving);
        assert_eq!(of(Cause::UsesOldValue { writer }), Some(1));
        let object = "Y".to_owned();
        assert_eq!(of(Cause::ActsOnOldValue { object, writer }), Some(2));
        assert_eq!(of(Cause::SpinsForever), None);
    }

    #[test]
    fn of_a_data_race_it_is_the_first_access() {
        let interleaving = Interleaving::of_events(vec![stores(1, "X"), stores(2, "X")]);
        let cause = Cause::Unordered {
            first: ActorId::new(1),
            writes: true,
            line: None,
        };
        let race = decided(cause, 1, Some(FirstAccess::Event(0)));
        assert_eq!(other(&race, &interleaving), Some(0));
    }
}
