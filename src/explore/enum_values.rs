//! The values of enums: which variant it is, and what that holds, are read and written in two steps; one of them tells
//! both. Pure.

use protocol::Op;

use super::interleaving::{Event, Interleaving};

/// Makes one value out of the two: `Some(1)`.
pub(super) fn join(told: &mut Interleaving) {
    for at in 1..told.events.len() {
        let (before, behind) = told.events.split_at_mut(at);
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

/// `held` is left to speak for itself where it is only a part of what the variant holds.
fn join_two(number: &mut Event, held: &mut Event) {
    let (value, of_it) = match number.op {
        Op::PlainRead => (&mut number.read, &held.read),
        _ => (&mut number.written, &held.written),
    };
    let Some(value) = value.as_mut().filter(|value| is_variant(value)) else {
        return;
    };
    let Some(place) = held
        .object
        .strip_prefix(number.object.as_str())
        .and_then(|rest| rest.strip_prefix('.'))
    else {
        return;
    };
    let variant = value.strip_suffix("(…)").unwrap_or(value);
    if place == variant {
        if let Some(of_it) = of_it {
            *value = format!("{variant}({of_it})");
        }
        held.inside = true;
    } else if place.split('.').next() != Some(variant) {
        // What lies where another variant would hold something says nothing.
        held.inside = true;
    }
}

fn is_variant(value: &str) -> bool {
    value.starts_with(|c: char| c.is_uppercase())
}
