//! What is shared, in words. Pure.

use super::cells::Cell;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Interleaving, Wait};
use crate::exploration::shared::{Content, Shared};
use crate::report::value::{self, Whole};
use crate::styled::Glyphs;

/// The text of a lock that no actor holds.
pub const FREE: &str = "-";

/// What a lock is called where it must not be taken for a value or a file of its name: `lock COUNTER`.
pub fn lock_called(name: &str) -> String {
    match name {
        "lock" => name.to_owned(),
        _ => format!("lock {name}"),
    }
}

/// How a lock stands, by the text of its cell: `lock COUNTER is held by inc`.
pub fn of_lock(name: &str, text: &str) -> String {
    let lock = lock_called(name);
    match text {
        FREE => format!("{lock} is free"),
        holders => format!("{lock} is held by {holders}"),
    }
}

/// What something is, by the text of its cell: `COUNTER = 1`.
pub fn of_value(name: &str, text: &str) -> String {
    format!("{name} = {text}")
}

/// The text of a cell at a moment of the interleaving.
pub fn text(cell: Cell, at: &Shared, interleaving: &Interleaving, glyphs: Glyphs) -> String {
    match cell {
        Cell::Value(object) => {
            let value = at.value(object);
            value.map_or_else(String::new, |value| value::in_words(value, glyphs))
        }
        Cell::Content(path) => at.content(path).map_or_else(String::new, content),
        Cell::Lock(lock) => match at.holders(lock)[..] {
            [] => FREE.into(),
            ref holders => names(interleaving, holders).join("+"),
        },
    }
}

/// The contents of a file, in quotes.
fn content(content: &Content) -> String {
    let whole = match content.is_whole() {
        true => Whole::Yes,
        false => Whole::No,
    };
    value::quoted(content.known(), whole)
}

/// The names of actors.
pub fn names<'a>(interleaving: &'a Interleaving, actors: &[ActorId]) -> Vec<&'a str> {
    actors
        .iter()
        .map(|actor| interleaving.name(*actor))
        .collect()
}

/// The names of those that hold what an actor waits for.
pub fn holders_of(interleaving: &Interleaving, wait: &Wait) -> Vec<String> {
    let holders = wait.holders.iter();
    let told_of = |actor: &ActorId| {
        let name = interleaving.name(*actor);
        match interleaving.waits.iter().any(|wait| wait.actor == *actor) {
            true => name.to_owned(),
            false => format!("{name}, which has finished"),
        }
    };
    holders.map(told_of).collect()
}
