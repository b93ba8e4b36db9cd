//! What stands below the rows: why no thread could proceed, or what else is wrong. Pure.

use std::fmt::Write;

use protocol::Op;

use super::state::{holders_of, names};
use super::words;
use crate::check::verdict::{Kind, Vacuous};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Interleaving, Wait};
use crate::report::livelock::{back_and_forth, changes_back_and_forth};
use crate::styled::{Look, Role, Text, width_of};

/// The end in words and, of a deadlock, its cycle.
pub fn ending(kind: Option<&Kind>, interleaving: &Interleaving, look: Look) -> Text {
    let mut text = Text::new();
    for Sentence { depth, words } in in_words(kind, interleaving) {
        let indented = format!("{}{words}", "  ".repeat(depth));
        text.append(Text::prose(Role::Plain, &indented, look.width));
    }
    if is_deadlock(kind, interleaving) && interleaving.cycle.len() > 1 {
        text.append_apart(cycle(interleaving, look));
    }
    text
}

/// The end in sentences that need no indentation.
pub fn in_sentences(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<String> {
    let sentences = in_words(kind, interleaving).into_iter();
    let stopped = sentences.map(|Sentence { depth, words }| match depth {
        0 => words,
        _ => words + ".",
    });
    stopped.collect()
}

/// A part of the end in words.
struct Sentence {
    /// Of those that belong to one before them, how far they are indented. They have no full stop.
    depth: usize,
    words: String,
}

impl Sentence {
    fn alone(words: String) -> Sentence {
        Sentence { depth: 0, words }
    }
}

/// The end in words.
fn in_words(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<Sentence> {
    if is_deadlock(kind, interleaving) {
        let mut sentences = deadlock(interleaving);
        if let Some(Kind::Vacuous(why)) = kind {
            sentences.extend(vacuous(why, interleaving).map(Sentence::alone));
        }
        return sentences;
    }
    let words = match kind {
        Some(Kind::TimeLimit { .. }) => interleaving.endless.map(|actor| {
            let who = interleaving.name(actor);
            format!("From here on, {who} runs forever without a step that others could see.")
        }),
        Some(Kind::Livelock) => livelock(interleaving),
        Some(Kind::DataRace(_)) => Some(
            "Neither access happens before the other: undefined behaviour, even if the number is right.".into(),
        ),
        Some(Kind::UseAfterFree(_)) => Some(
            "Freed memory may already hold another value: undefined behaviour, even if the number is right.".into(),
        ),
        Some(Kind::Vacuous(why)) => vacuous(why, interleaving),
        _ => None,
    };
    words.map(Sentence::alone).into_iter().collect()
}

/// Whether it ends with every thread blocked: also after a panic, because of which the others are.
fn is_deadlock(kind: Option<&Kind>, interleaving: &Interleaving) -> bool {
    match kind {
        Some(Kind::Panic { .. }) => interleaving.is_stuck(),
        Some(Kind::Deadlock | Kind::Vacuous(Vacuous::Deadlock)) => true,
        _ => false,
    }
}

fn livelock(interleaving: &Interleaving) -> Option<String> {
    let spinning: Vec<ActorId> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.spins())
        .map(|wait| wait.actor)
        .collect();
    match names(interleaving, &spinning)[..] {
        [] => None,
        [one] => Some(format!(
            "From here on {one} spins forever: nothing that it reads changes any more."
        )),
        ref many => {
            let why = match back_and_forth(interleaving)[..] {
                [] => "each polls what only another thread could change".to_owned(),
                ref some => format!(
                    "{}, and none of them makes progress",
                    changes_back_and_forth(some)
                ),
            };
            Some(format!(
                "From here on {} spin forever: {why}.",
                many.join(" and ")
            ))
        }
    }
}

/// Adds what the headline does not say.
fn vacuous(why: &Vacuous, interleaving: &Interleaving) -> Option<String> {
    let extra = interleaving.schedule.setting.environment.extra;
    match why {
        Vacuous::Apart(_)
        | Vacuous::Idle(_)
        | Vacuous::StopsEarly(_)
        | Vacuous::WithoutEffect(_)
        | Vacuous::RoundsWithoutEffect(_)
        | Vacuous::OneAfterTheOther(_)
        | Vacuous::Unseen
        | Vacuous::Unheeded => None,
        Vacuous::LessThanAsked
        | Vacuous::Deadlock
        | Vacuous::EndsBadly
        | Vacuous::StrictTurns { .. } => Some(format!(
            "This execution ran with EXTRA={extra}: the first worker was asked for {extra} more increments than the second."
        )),
    }
}

fn deadlock(interleaving: &Interleaving) -> Vec<Sentence> {
    let sentence = |depth, words| Sentence { depth, words };
    let mut sentences = vec![sentence(0, "Every thread is blocked:".to_owned())];
    for wait in interleaving.waits.iter().filter(|wait| wait.blocked) {
        sentences.push(sentence(1, waiter(interleaving, wait)));
        if let Some(senders) = senders_left(interleaving, wait) {
            sentences.push(sentence(2, senders));
        }
    }
    for panic in &interleaving.panics {
        let line = panic
            .line
            .map_or_else(String::new, |line| format!(" at line {line}"));
        let who = interleaving.name(panic.actor);
        sentences.push(sentence(1, format!("{who} panicked before{line}")));
    }
    sentences
}

fn waiter(interleaving: &Interleaving, wait: &Wait) -> String {
    let who = interleaving.name(wait.actor);
    let line = wait
        .line
        .map_or_else(String::new, |line| format!(" at line {line}"));
    let own = wait.holders.contains(&wait.actor) && !matches!(wait.op, Op::Join | Op::ProcessWait);
    if own {
        return format!(
            "{who} is blocked on {}{line} and holds it itself",
            wait.object
        );
    }
    let holders = match wait.op {
        Op::Join | Op::ProcessWait => Vec::new(),
        _ => holders_of(interleaving, wait),
    };
    format!(
        "{who} is {}{line}",
        words::blocked(wait.op, &wait.object, &holders)
    )
}

/// Why a `recv` does not end although nothing will be sent: a sender still exists.
fn senders_left(interleaving: &Interleaving, wait: &Wait) -> Option<String> {
    let of_it = |op: Op| {
        let events = interleaving.events.iter();
        events
            .filter(|event| event.op == op && event.object_id == wait.object_id)
            .count()
    };
    if wait.op != Op::Receive {
        return None;
    }
    let left = (1 + of_it(Op::SenderClone)).checked_sub(of_it(Op::SenderDrop))?;
    // Only one is left that can have it.
    let [alone] = interleaving.waits.as_slice() else {
        return None;
    };
    let who = interleaving.name(alone.actor);
    (left > 0).then(|| {
        format!("{who} still holds a sender: recv() returns an error only when all are dropped")
    })
}

/// `inc ── B ──▶ dec ── A ──`, back to inc, in a box that closes.
fn cycle(interleaving: &Interleaving, look: Look) -> Text {
    let [top_left, top_right, bottom_left, bottom_right] = look.glyphs.corners();
    let (rule, arrow) = (look.glyphs.rule(), look.glyphs.to_right());
    let mut line = String::new();
    for actor in &interleaving.cycle {
        let object = interleaving
            .waits
            .iter()
            .find(|wait| wait.actor == *actor)
            .map_or("", |wait| wait.object.as_str());
        let _ = write!(
            line,
            "{arrow} {} {rule}{rule} {object} {rule}{rule}",
            interleaving.name(*actor)
        );
    }
    let width = width_of(&line);
    if width + 6 > look.width.0 {
        return Text::new();
    }
    let text = format!(
        "  {top_left}{rule}{line}{rule}{top_right}\n  {bottom_left}{}{bottom_right}\n",
        rule.repeat(width + 2)
    );
    Text::of(Role::Wrong, &text)
}
