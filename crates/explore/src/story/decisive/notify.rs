//! Notifications that did not reach the thread that then waits forever. Pure.

use protocol::{ObjectId, Op};

use crate::story::cause::Cause;
use crate::story::steps::{at, changes, is_read, looks};
use crate::story::{Decisive, Event, Story, Wait};

/// One waits forever on a condition variable: its notification came before it waited, or woke another one.
pub(super) fn lost(interleaving: &Story) -> Option<Decisive> {
    let waits = interleaving.waits.iter().filter(|wait| wait.blocked);
    waits
        .filter(|wait| matches!(wait.op, Op::Wake | Op::WakeTimeout))
        .find_map(|wait| {
            too_early(interleaving, wait)
                .or_else(|| wakes_another(interleaving, wait))
                .or_else(|| without_notifying(interleaving, wait))
                .or_else(|| changed_again(interleaving, wait))
        })
}

/// One is parked forever: one of its tokens was made available while there was one already.
pub(super) fn lost_unpark(interleaving: &Story) -> Option<Decisive> {
    let mut waits = interleaving.waits.iter().filter(|wait| wait.blocked);
    waits.find_map(|wait| {
        let of_it = |event: &Event| is_lost_unpark(event) && event.object_id == wait.object_id;
        let lost = interleaving.events.iter().rposition(of_it)?;
        let cause = Cause::LostUnpark { parked: wait.actor };
        (wait.op == Op::Park).then(|| at(interleaving, lost, cause))
    })
}

/// Whether the event unparks a thread whose token is available already.
pub fn is_lost_unpark(event: &Event) -> bool {
    event.op == Op::Unpark && event.reads_number() == Some(1)
}

/// A wait ends without a notification. That may happen, but only where nothing goes wrong otherwise it is tried.
pub(super) fn spurious(interleaving: &Story) -> Option<Decisive> {
    let woken = interleaving
        .events
        .iter()
        .position(|event| event.op.wakes_spuriously() && !event.succeeded)?;
    let cause = match interleaving.events[woken].op {
        Op::Park => Cause::SpuriousPark,
        _ => Cause::SpuriousWakeup,
    };
    Some(at(interleaving, woken, cause))
}

/// What it waits for comes about after it has begun to wait, and is not followed by a notification.
fn without_notifying(interleaving: &Story, wait: &Wait) -> Option<Decisive> {
    let waits = began(interleaving, wait)?;
    let looked_at = looked_at(interleaving, wait, waits);
    let change = (waits..interleaving.events.len()).rev().find(|now| {
        let event = &interleaving.events[*now];
        event.actor != wait.actor && changes(event) && looked_at.contains(&event.object_id)
    })?;
    let event = &interleaving.events[change];
    let is_told = |event: &Event| notifies(event, wait);
    if interleaving.events[change..].iter().any(is_told) {
        return None;
    }
    let own = |one: &Event| one.actor == event.actor;
    let begins = interleaving.events[..change].iter().rposition(|one| {
        own(one) && (one.op == Op::Lock || (changes(one) && one.object_id == event.object_id))
    });
    let before = begins.map_or(0, |begins| {
        // What it does before it acquires the lock belongs to it.
        interleaving.events[..begins]
            .iter()
            .rposition(|one| own(one) && one.op == Op::Unlock)
            .map_or(0, |unlock| unlock + 1)
    });
    let early = (before..change).rev().find(|now| {
        let one = &interleaving.events[*now];
        own(one) && notifies(one, wait)
    });
    let (object, waiter) = (event.object.clone(), wait.actor);
    Some(match early {
        Some(early) => at(interleaving, early, Cause::NotifiesTooEarly { object }),
        None => at(
            interleaving,
            change,
            Cause::DoesNotNotify { object, waiter },
        ),
    })
}

/// It is notified, but what it waited for is no longer so when it has the lock again.
fn changed_again(interleaving: &Story, wait: &Wait) -> Option<Decisive> {
    let own = |event: &&Event| event.actor == wait.actor;
    let waits = began(interleaving, wait)?;
    let woken = interleaving.events[..waits]
        .iter()
        .rposition(|event| own(&event) && event.op == Op::Wake && event.succeeded)?;
    // It has only looked again since.
    if interleaving.events[woken..waits]
        .iter()
        .filter(own)
        .any(changes)
    {
        return None;
    }
    let notified = interleaving.events[..woken]
        .iter()
        .rposition(|event| event.wakes.contains(&wait.actor))?;
    let looked_at = looked_at(interleaving, wait, waits);
    let change = (notified..woken).rev().find(|now| {
        let event = &interleaving.events[*now];
        event.actor != wait.actor && changes(event) && looked_at.contains(&event.object_id)
    })?;
    let cause = Cause::ChangesAgain {
        object: interleaving.events[change].object.clone(),
        waiter: wait.actor,
    };
    Some(at(interleaving, change, cause))
}

/// What it has read before it waited, since it had the lock.
fn looked_at(interleaving: &Story, wait: &Wait, waits: usize) -> Vec<Option<ObjectId>> {
    let own = |event: &&Event| event.actor == wait.actor;
    let since = interleaving.events[..waits].iter().filter(own).rev();
    since
        .take_while(|event| !matches!(event.op, Op::Lock | Op::Wake | Op::WakeTimeout))
        .filter(|event| is_read(event))
        .map(|event| event.object_id)
        .collect()
}

/// It is sent between the look that says that there is something to wait for, and the wait.
fn too_early(interleaving: &Story, wait: &Wait) -> Option<Decisive> {
    let own = |event: &Event| event.actor == wait.actor;
    let waits = began(interleaving, wait)?;
    let look = interleaving.events[..waits]
        .iter()
        .rposition(|event| own(event) && (looks(event) || event.op == Op::Wait));
    let from = look.map_or(0, |look| look + 1);
    let lost = (from..waits).rev().find(|now| {
        let event = &interleaving.events[*now];
        notifies(event, wait) && !event.succeeded && !own(event)
    })?;
    let waiter = wait.actor;
    Some(at(interleaving, lost, Cause::LostWakeup { waiter }))
}

/// The last one that is sent while it waits is for one thread, and wakes another one.
fn wakes_another(interleaving: &Story, wait: &Wait) -> Option<Decisive> {
    let waits = began(interleaving, wait)?;
    let last = (waits..interleaving.events.len())
        .rev()
        .find(|now| notifies(&interleaving.events[*now], wait))?;
    let event = &interleaving.events[last];
    let [woken] = event.wakes[..] else {
        return None;
    };
    let waiter = wait.actor;
    (event.op == Op::NotifyOne && woken != waiter)
        .then(|| at(interleaving, last, Cause::WakesAnother { woken, waiter }))
}

/// One panics because it does not look again after its wait, which has ended without a notification, or for something that
/// another one has taken since.
pub(super) fn woken_for_nothing(interleaving: &Story) -> Option<Decisive> {
    let panic = interleaving.panics.first()?;
    let before = interleaving.events.get(..panic.after)?;
    let own = |event: &Event| event.actor == panic.actor;
    let woken = before
        .iter()
        .rposition(|event| own(event) && event.op == Op::Wake)?;
    if !before[woken].succeeded {
        return spurious(interleaving);
    }
    let notified = before[..woken]
        .iter()
        .rposition(|event| event.wakes.contains(&panic.actor))?;
    let lock = before[woken].second_id;
    let thief = before[notified..woken].iter().find(|event| {
        let takes = event.op == Op::Lock && event.object_id == lock;
        takes && event.actor != before[notified].actor && !own(event)
    })?;
    let thief = thief.actor;
    Some(at(interleaving, woken, Cause::StolenWakeup { thief }))
}

/// A thread is notified, and continues though what it waited for is not so: another thread has changed it since.
pub(super) fn stolen(interleaving: &Story) -> Option<Decisive> {
    let events = &interleaving.events;
    (0..events.len()).find_map(|woken| {
        let wake = &events[woken];
        if wake.op != Op::Wake || !wake.succeeded {
            return None;
        }
        let object = object_not_awaited(events, woken)?;
        let notified = events[..woken]
            .iter()
            .rposition(|event| event.wakes.contains(&wake.actor))?;
        // The thread that notifies can be the thief, too, if it is the first to acquire the lock again.
        let thief = events[notified..woken].iter().find(|event| {
            event.actor != wake.actor && changes(event) && event.object_id == Some(object)
        })?;
        let thief = thief.actor;
        Some(at(interleaving, woken, Cause::StolenWakeup { thief }))
    })
}

/// The object that a woken thread finds as it was when the thread began to wait, if the thread continues anyway.
fn object_not_awaited(events: &[Event], woken: usize) -> Option<ObjectId> {
    let own = |event: &&Event| event.actor == events[woken].actor;
    let is_known = |event: &&Event| is_read(event) && event.read.is_some();
    let after = events[woken + 1..].iter().filter(own);
    let mut after = after.take_while(|event| event.op != Op::Unlock);
    if after.clone().any(|event| event.op == Op::Wait) {
        return None;
    }
    let waits = events[..woken]
        .iter()
        .rposition(|event| own(&event) && event.op == Op::Wait)?;
    let before = events[..waits].iter().rev().filter(own);
    let before = before.take_while(|event| !matches!(event.op, Op::Lock | Op::Wake));
    let now = after.find(is_known)?;
    let same = |before: &Event| before.object_id == now.object_id && before.read == now.read;
    let mut before = before.filter(is_known);
    now.object_id.filter(|_| before.any(same))
}

/// Where it has begun to wait.
fn began(interleaving: &Story, wait: &Wait) -> Option<usize> {
    interleaving
        .events
        .iter()
        .rposition(|event| event.actor == wait.actor && event.op == Op::Wait)
}

fn notifies(event: &Event, wait: &Wait) -> bool {
    matches!(event.op, Op::NotifyOne | Op::NotifyAll) && event.object_id == wait.object_id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::actors::ActorId;
    use crate::naming::value::Value;
    use crate::story::Panicked;
    use crate::story::decisive::tests::step;

    /// Thread 1 waits for another number than 0, thread 2 notifies it, and `main` sets the number to 0 before thread 1 has the
    /// lock again. What thread 1 then does.
    fn after_a_stolen_wakeup(then: Vec<Event>) -> Story {
        let reads = |line| Event {
            read: Some(Value::Number(0)),
            ..step(1, Op::PlainRead, line)
        };
        let notifies = Event {
            wakes: vec![ActorId::new(1)],
            ..step(2, Op::NotifyOne, 7)
        };
        let mut steps = vec![
            step(1, Op::Lock, 2),
            reads(3),
            step(1, Op::Wait, 4),
            notifies,
            step(0, Op::PlainWrite, 9),
            step(1, Op::Wake, 4),
            reads(5),
        ];
        steps.extend(then);
        Story::of_events(steps)
    }

    #[test]
    fn a_thread_that_continues_after_a_stolen_wakeup_is_decisive_where_it_is_woken() {
        let story = after_a_stolen_wakeup(vec![step(1, Op::PlainWrite, 5), step(1, Op::Unlock, 6)]);
        let decisive = stolen(&story).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(5), Some(4)));
        assert_eq!(
            decisive.cause,
            Cause::StolenWakeup {
                thief: ActorId::new(0)
            }
        );
    }

    #[test]
    fn a_thread_that_panics_after_its_wakeup_names_the_thief_unless_the_wakeup_is_spurious() {
        let notifies = Event {
            wakes: vec![ActorId::new(1)],
            ..step(2, Op::NotifyOne, 7)
        };
        let wakes = Event {
            second_id: Some(ObjectId::new(1)),
            ..step(1, Op::Wake, 4)
        };
        let mut story = Story::of_events(vec![
            step(1, Op::Lock, 2),
            step(1, Op::Wait, 4),
            notifies,
            step(0, Op::Lock, 9),
            wakes,
        ]);
        story.panics.push(Panicked {
            actor: ActorId::new(1),
            after: 5,
            line: Some(5),
            message: "empty".into(),
        });
        let decisive = woken_for_nothing(&story).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(4), Some(4)));
        let thief = ActorId::new(0);
        assert_eq!(decisive.cause, Cause::StolenWakeup { thief });
        story.events[4].succeeded = false;
        let decisive = woken_for_nothing(&story).unwrap();
        assert_eq!(decisive.cause, Cause::SpuriousWakeup);
    }

    #[test]
    fn a_thread_that_waits_again_lets_no_wakeup_be_stolen() {
        let story = after_a_stolen_wakeup(vec![step(1, Op::Wait, 4), step(1, Op::Unlock, 6)]);
        assert_eq!(stolen(&story), None);
    }

    #[test]
    fn a_thread_that_finds_what_it_waited_for_lets_no_wakeup_be_stolen() {
        let mut story = after_a_stolen_wakeup(vec![step(1, Op::Unlock, 6)]);
        story.events[6].read = Some(Value::Number(1));
        assert_eq!(stolen(&story), None);
    }
}
