//! The values of enums. The discriminant and what the variant holds are read or written in two steps, of which only one is
//! shown, with both. Pure.

use protocol::Op;

use super::Event;
use crate::naming::value::{Held, Value};

/// Joins the two steps of each such access: `Some(1)`.
pub(super) fn join(events: &mut [Event]) {
    for at in 1..events.len() {
        let (before, behind) = events.split_at_mut(at);
        if let (Some(number), Some(held)) = (before.last_mut(), behind.first_mut())
            && are_of_one_access(number, held)
        {
            join_two(number, held);
        }
    }
}

fn are_of_one_access(number: &Event, held: &Event) -> bool {
    (number.actor, number.op, number.line) == (held.actor, held.op, held.line)
        && matches!(number.op, Op::PlainRead | Op::PlainWrite)
        && !number.inside
}

/// Leaves `held` shown where it is only a part of what the variant holds.
fn join_two(number: &mut Event, held: &mut Event) {
    let (value, of_it) = match number.op {
        Op::PlainRead => (&mut number.read, &held.read),
        _ => (&mut number.written, &held.written),
    };
    let Some(Value::Variant(variant)) = value else {
        return;
    };
    let Some(place) = held
        .object
        .strip_prefix(number.object.as_str())
        .and_then(|rest| rest.strip_prefix('.'))
    else {
        return;
    };
    if place == variant.name {
        if let Some(of_it) = of_it {
            variant.holds = Held::Value(Box::new(of_it.clone()));
        }
        held.inside = true;
    } else if place.split('.').next() != Some(variant.name.as_str()) {
        // These bytes belong to another variant, and mean nothing in this one.
        held.inside = true;
    }
}
