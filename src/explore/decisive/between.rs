//! What another thread does where one is preempted. Pure.

use protocol::Op;

use super::{Thing, at, changes, looks};
use crate::explore::interleaving::{Decisive, Event, Interleaving, Switch};

/// What another one does where one is preempted for the last time, before it goes on.
pub(super) fn comes_in_between(told: &Interleaving) -> Option<Decisive> {
    let switch = (1..told.events.len())
        .rev()
        .find(|at| told.events[*at].switch == Switch::Preemption)?;
    let preempted = told.events[switch - 1].actor;
    let own = |event: &&Event| event.actor == preempted;
    let goes_on = told.events[switch..]
        .iter()
        .position(|event| event.actor == preempted)
        .map_or(told.events.len(), |at| switch + at);
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
        things(&told.events[..switch]),
        things(&told.events[goes_on..]),
    );
    let used = |at: &usize| {
        let event = &told.events[*at];
        let is_used = |thing: &Thing| thing.is_touched_by(event);
        comes(event) && (before.iter().any(is_used) || after.iter().any(is_used))
    };
    let all = || switch..goes_on;
    // What it changes says more than what it looks at; and a file is emptied so that something is written.
    let changes_one = |at: &usize| used(at) && changes(&told.events[*at]);
    let event = all()
        .find(|at| changes_one(at) && told.events[*at].op != Op::FileSetLen)
        .or_else(|| all().find(changes_one))
        .or_else(|| all().find(used))
        .or_else(|| all().find(|at| comes(&told.events[*at])))?;
    let who = told.name(preempted);
    let line = |event: Option<&Event>| event.and_then(|event| event.line);
    let works = |one: &&Event| own(one) && one.line.is_some() && one.op != Op::Spawn;
    let last = line(told.events[..switch].iter().rfind(works));
    let next = line(told.events[goes_on..].iter().find(works));
    let why = match (last, next) {
        (Some(last), Some(next)) if last == next => {
            format!("runs in the middle of {who}'s line {last}")
        }
        (Some(last), Some(next)) => format!("runs between {who}'s lines {last} and {next}"),
        _ => format!("runs while {who} is preempted"),
    };
    Some(at(told, event, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::decisive::tests::step;

    #[test]
    fn what_changes_a_value_in_between_is_decisive_and_not_a_look_at_it() {
        let mut load = step(2, Op::AtomicLoad, 7);
        load.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::AtomicLoad, 4);
        goes_on.switch = Switch::Ended;
        let told = Interleaving::of_events(vec![
            step(1, Op::AtomicLoad, 3),
            load,
            step(2, Op::AtomicStore, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&told).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
        assert_eq!(decisive.why, "runs between inc's lines 3 and 4");
    }

    #[test]
    fn what_is_written_is_decisive_and_not_that_the_file_was_emptied_before() {
        let mut emptied = step(2, Op::FileSetLen, 7);
        emptied.switch = Switch::Preemption;
        let mut goes_on = step(1, Op::FileRead, 4);
        goes_on.switch = Switch::Ended;
        let told = Interleaving::of_events(vec![
            step(1, Op::FileRead, 3),
            emptied,
            step(2, Op::FileWrite, 8),
            goes_on,
        ]);
        let decisive = comes_in_between(&told).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
    }
}
