//! What another thread does while one is preempted, or yields. Pure.

use protocol::Op;

use crate::story::cause::Cause;
use crate::story::steps::{Thing, at, changes, looks};
use crate::story::{Decisive, Event, Story, Switch};

/// The step of another thread at the last preemption, before the preempted thread goes on.
pub(super) fn comes_in_between(interleaving: &Story) -> Option<Decisive> {
    comes_after(interleaving, Switch::Preemption)
}

/// The step of another thread after the last time that a thread yielded, before that thread goes on.
pub(super) fn comes_during_a_yield(interleaving: &Story) -> Option<Decisive> {
    comes_after(interleaving, Switch::Yielded)
}

fn comes_after(interleaving: &Story, switch: Switch) -> Option<Decisive> {
    let switch = (1..interleaving.events.len())
        .rev()
        .find(|at| interleaving.events[*at].switch == switch)?;
    let preempted = interleaving.events[switch - 1].actor;
    let own = |event: &&Event| event.actor == preempted;
    let goes_on = interleaving.events[switch..]
        .iter()
        .position(|event| event.actor == preempted)
        .map_or(interleaving.events.len(), |at| switch + at);
    let things = |events: &[Event]| -> Vec<Thing> {
        let uses = |event: &&Event| changes(event) || looks(event);
        events
            .iter()
            .filter(own)
            .filter(uses)
            .map(Thing::of)
            .collect()
    };
    let comes = |event: &Event| (changes(event) || looks(event)) && event.line.is_some();
    let (before, after) = (
        things(&interleaving.events[..switch]),
        things(&interleaving.events[goes_on..]),
    );
    let used = |at: &usize| {
        let event = &interleaving.events[*at];
        let is_used = |thing: &Thing| thing.is_touched_by(event);
        comes(event) && (before.iter().any(is_used) || after.iter().any(is_used))
    };
    let all = || switch..goes_on;
    // A change says more than a read; and a write says more than that the file was emptied for it.
    let changes_one = |at: &usize| used(at) && changes(&interleaving.events[*at]);
    let event = all()
        .find(|at| changes_one(at) && interleaving.events[*at].op != Op::FileSetLen)
        .or_else(|| all().find(changes_one))
        .or_else(|| all().find(used))
        .or_else(|| all().find(|at| comes(&interleaving.events[*at])))?;
    let line = |event: Option<&Event>| event.and_then(|event| event.line);
    let works = |one: &&Event| own(one) && one.line.is_some() && one.op != Op::Spawn;
    let last = line(interleaving.events[..switch].iter().rfind(works));
    let next = line(interleaving.events[goes_on..].iter().find(works));
    let cause = Cause::ComesBetween {
        preempted,
        lines: last.zip(next),
    };
    Some(at(interleaving, event, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::actors::ActorId;
    use crate::story::decisive::tests::step;

    #[test]
    fn a_store_in_between_is_decisive_and_not_a_load() {
        let mut load = step(2, Op::AtomicLoad, 7);
        load.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::AtomicLoad, 4);
        goes_on.switch = Switch::Ended;
        let interleaving = Story::of_events(vec![
            step(1, Op::AtomicLoad, 3),
            load,
            step(2, Op::AtomicStore, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&interleaving).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
        let lines = Some((3, 4));
        let preempted = 1;
        assert_eq!(
            decisive.cause,
            Cause::ComesBetween {
                preempted: ActorId::new(preempted),
                lines
            }
        );
    }

    #[test]
    fn a_write_to_a_file_is_decisive_and_not_that_the_file_was_emptied_for_it() {
        let mut emptied = step(2, Op::FileSetLen, 7);
        emptied.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::FileRead, 4);
        goes_on.switch = Switch::Ended;
        let interleaving = Story::of_events(vec![
            step(1, Op::FileRead, 3),
            emptied,
            step(2, Op::FileWrite, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&interleaving).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
    }
}
