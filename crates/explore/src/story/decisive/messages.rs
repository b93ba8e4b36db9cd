//! Messages that are never received. Pure.

use protocol::Op;

use crate::story::cause::Cause;
use crate::story::steps::at;
use crate::story::{Decisive, Event, Story};

/// A receiver is dropped while there are messages in its channel: the last receive, or else the drop.
pub(super) fn left(interleaving: &Story) -> Option<Decisive> {
    let events = &interleaving.events;
    (0..events.len()).find_map(|now| {
        let dropped = &events[now];
        if dropped.op != Op::ReceiverDrop {
            return None;
        }
        let of_channel = |event: &&Event| event.object_id == dropped.object_id;
        let succeed = |is: fn(&Event) -> bool| {
            let own = events[..now].iter().filter(of_channel);
            own.filter(|event| event.succeeded && is(event)).count()
        };
        let count = succeed(sends).checked_sub(succeed(receives))?;
        let last = events[..now].iter().rposition(|event| {
            of_channel(&event) && event.actor == dropped.actor && receives(event)
        });
        let step = last.unwrap_or(now);
        let object = dropped.object.clone();
        (count > 0 && events[step].line.is_some())
            .then(|| at(interleaving, step, Cause::LeavesMessages { object, count }))
    })
}

fn sends(event: &Event) -> bool {
    matches!(event.op, Op::Send | Op::TrySend)
}

fn receives(event: &Event) -> bool {
    matches!(event.op, Op::Receive | Op::TryReceive | Op::ReceiveTimeout)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::decisive::tests::step;

    #[test]
    fn the_last_receive_is_decisive_if_messages_are_left() {
        let mut steps = vec![
            step(1, Op::Send, 5),
            step(1, Op::Send, 5),
            step(0, Op::TryReceive, 8),
            step(0, Op::ReceiverDrop, 9),
        ];
        let decisive = left(&Story::of_events(steps.clone())).unwrap();
        assert_eq!((decisive.event, decisive.line), (Some(2), Some(8)));
        let object = "X".to_owned();
        assert_eq!(decisive.cause, Cause::LeavesMessages { object, count: 1 });
        steps[1].succeeded = false;
        assert_eq!(left(&Story::of_events(steps)), None);
    }

    #[test]
    fn a_channel_from_which_nothing_is_received_is_decisive_where_its_receiver_is_dropped() {
        let steps = vec![step(1, Op::Send, 5), step(0, Op::ReceiverDrop, 9)];
        assert_eq!(left(&Story::of_events(steps)).unwrap().line, Some(9));
    }
}
