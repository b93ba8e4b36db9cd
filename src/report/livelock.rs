//! A livelock in words: who spins forever, on what, and who is blocked because of that. Pure.

use crate::explore::interleaving::{Event, Interleaving, Wait};

/// So many of the last steps are looked at.
const LAST: usize = 200;

/// What is wrong, in one sentence without its full stop.
pub fn words(interleaving: &Interleaving) -> String {
    let spinning: Vec<&Wait> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.spins())
        .collect();
    match spinning.as_slice() {
        [] => "livelock: every thread spins, and nothing changes".into(),
        [one] => {
            let spins = spins(interleaving, one);
            let held = held_by(interleaving, one.actor);
            format!("{}{held}", spins.trim_end())
        }
        many => {
            let all: Vec<String> = many.iter().map(|one| spins(interleaving, one)).collect();
            format!("livelock: {}, and nothing changes", all.join(", "))
        }
    }
}

/// `inc spins forever on FLAG (line 12)`.
fn spins(interleaving: &Interleaving, wait: &Wait) -> String {
    let name = interleaving.name(wait.actor);
    let looks = last_look(interleaving, wait.actor);
    let object = looks.map_or(wait.object.as_str(), |event| event.object.as_str());
    let line = looks.and_then(|event| event.line).or(wait.line);
    let on = match object {
        "" => String::new(),
        object => format!(" on {object}"),
    };
    let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
    format!("{name} spins forever{on}{line}")
}

/// The last step of the actor that read something, or tried in vain.
fn last_look(interleaving: &Interleaving, actor: u8) -> Option<&Event> {
    let from = interleaving.events.len().saturating_sub(LAST);
    interleaving.events[from..].iter().rfind(|event| {
        event.actor == actor && event.line.is_some() && (event.read.is_some() || !event.succeeded)
    })
}

/// ` while it holds LOCK, and dec is blocked on LOCK`.
fn held_by(interleaving: &Interleaving, actor: u8) -> String {
    let blocked: Vec<&Wait> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.blocked && wait.is_for_a_lock() && wait.holders.contains(&actor))
        .collect();
    let Some(first) = blocked.first() else {
        return String::new();
    };
    let all: Vec<String> = blocked
        .iter()
        .map(|wait| {
            format!(
                "{} is blocked on {}",
                interleaving.name(wait.actor),
                wait.object
            )
        })
        .collect();
    format!(" while it holds {}: {}", first.object, all.join(", "))
}
