//! Why a receive returns no message: std's error is what it reads. Pure.

use std::collections::HashMap;

use protocol::{ObjectId, Op};

use super::Event;
use crate::naming::value::{Value, Variant};

/// Finds why each of these receives nothing, by the names of std's errors: `Timeout`, `Empty` or `Disconnected`.
pub(super) fn nothing(events: &mut [Event]) {
    let mut senders: HashMap<Option<ObjectId>, i64> = HashMap::new();
    for event in events {
        let left = senders.entry(event.object_id).or_insert(1);
        let error = match event.op {
            Op::SenderClone => {
                *left += 1;
                continue;
            }
            Op::SenderDrop => {
                *left -= 1;
                continue;
            }
            Op::ReceiveTimeout if *left > 0 => "Timeout",
            Op::TryReceive if *left > 0 => "Empty",
            Op::ReceiveTimeout | Op::TryReceive | Op::Receive => "Disconnected",
            _ => continue,
        };
        if !event.succeeded {
            event.read = Some(Value::Variant(Variant::without_fields(error)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::actors::ActorId;

    fn step(actor: u8, op: Op) -> Event {
        Event {
            actor: ActorId::new(actor),
            object_id: Some(ObjectId::new(1)),
            ..Event::bare(op)
        }
    }

    #[test]
    fn a_timeout_an_empty_channel_and_one_without_senders_are_different_errors() {
        let fails = |op| Event {
            succeeded: false,
            ..step(0, op)
        };
        let mut events = [
            step(1, Op::SenderClone),
            fails(Op::ReceiveTimeout),
            step(1, Op::SenderDrop),
            fails(Op::TryReceive),
            step(1, Op::ReceiveTimeout),
            step(1, Op::SenderDrop),
            fails(Op::ReceiveTimeout),
            fails(Op::Receive),
        ];
        nothing(&mut events);
        let errors: Vec<Option<&str>> = events
            .iter()
            .map(|event| match &event.read {
                Some(Value::Variant(variant)) => Some(variant.name.as_str()),
                _ => None,
            })
            .collect();
        let (late, empty, closed) = (Some("Timeout"), Some("Empty"), Some("Disconnected"));
        assert_eq!(
            errors,
            [None, late, None, empty, None, None, closed, closed]
        );
    }
}
