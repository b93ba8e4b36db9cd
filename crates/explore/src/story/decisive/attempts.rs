//! What a thread tries, in vain, and does not try again. Pure.

use protocol::{ObjectKind, Op};

use crate::naming::actors::ActorId;
use crate::naming::text::SourceText;
use crate::naming::value::Value;
use crate::story::cause::{Cause, FailedAttempt};
use crate::story::steps::{Thing, at, changes};
use crate::story::{Decisive, Event, Story};

/// A thread tries something, fails, and never tries again.
pub(super) fn gives_up(interleaving: &Story) -> Option<Decisive> {
    (0..interleaving.events.len()).find_map(|now| {
        let event = &interleaving.events[now];
        let thing = Thing::of(event);
        let attempt = match event.op {
            _ if event.succeeded => return None,
            Op::AtomicExchange if event.kind == Some(ObjectKind::Count) => return None,
            Op::AtomicExchange => {
                let changed = interleaving.events[..now].iter().rev().find(|one| {
                    one.actor != event.actor && changes(one) && Thing::of(one) == thing
                })?;
                FailedAttempt::ChangedBy(changed.actor)
            }
            op if op.is_acquisition() => FailedAttempt::ToLock(event.object.clone()),
            Op::FileCreate if event.read.is_some() => FailedAttempt::Exists(event.object.clone()),
            Op::PathWrite if creates(event) => FailedAttempt::ToCreate(event.object.clone()),
            Op::TryReceive | Op::ReceiveTimeout => FailedAttempt::NoMessage,
            Op::OnceBegin if is_failed_set(event, &interleaving.source) => FailedAttempt::ToSet {
                object: event.object.clone(),
                by: set_by(&interleaving.events[..now], event)?,
            },
            _ => return None,
        };
        let again = interleaving.events[now + 1..].iter().any(|later| {
            later.actor == event.actor && later.op == event.op && Thing::of(later) == thing
        });
        (!again && event.line.is_some()).then(|| at(interleaving, now, Cause::GivesUp(attempt)))
    })
}

/// Whether the event fails to set a `OnceLock`, and does not only ask for the value.
pub fn is_failed_set(event: &Event, source: &SourceText) -> bool {
    let receiver = event
        .line
        .and_then(|line| source.receiver_at(line, ".set("));
    event.op == Op::OnceBegin && !event.succeeded && receiver.is_some()
}

/// The actor that has initialised what the event is about.
fn set_by(before: &[Event], event: &Event) -> Option<ActorId> {
    let mut before = before.iter();
    let set = before.rfind(|one| one.op == Op::OnceEnd && one.object_id == event.object_id)?;
    (set.actor != event.actor).then_some(set.actor)
}

/// Whether it creates a folder, or a link.
fn creates(event: &Event) -> bool {
    event.op == Op::PathWrite && event.read == Some(Value::Number(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::decisive::tests::step;

    /// The step of two others that the threads 1 and 2 do.
    fn found(events: Vec<Event>, lines: &str) -> Option<(Option<usize>, Cause)> {
        let story = Story {
            source: SourceText::new("a.rs", lines),
            ..Story::of_events(events)
        };
        gives_up(&story).map(|one| (one.event, one.cause))
    }

    fn fails(event: Event) -> Event {
        Event {
            succeeded: false,
            ..event
        }
    }

    #[test]
    fn a_set_that_finds_a_value_is_an_attempt_and_a_get_or_init_is_none() {
        let events = || vec![step(2, Op::OnceEnd, 1), fails(step(1, Op::OnceBegin, 1))];
        let cause = Cause::GivesUp(FailedAttempt::ToSet {
            object: "X".into(),
            by: ActorId::new(2),
        });
        assert_eq!(found(events(), "let _ = x.set(1);"), Some((Some(1), cause)));
        assert_eq!(found(events(), "x.get_or_init(|| 1)"), None);
    }

    #[test]
    fn that_an_arc_has_other_owners_is_no_failed_attempt() {
        let count = |event| Event {
            kind: Some(ObjectKind::Count),
            ..event
        };
        let events = |of: fn(Event) -> Event| {
            let changes = step(2, Op::AtomicUpdate, 1);
            let written = Some(Value::Number(1));
            let changes = Event { written, ..changes };
            vec![of(changes), of(fails(step(1, Op::AtomicExchange, 1)))]
        };
        assert!(found(events(|event| event), "").is_some());
        assert_eq!(found(events(count), ""), None);
    }
}
