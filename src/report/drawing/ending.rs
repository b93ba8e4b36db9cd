//! What stands below the rows: why nobody could go on, or in which way the program is wrong otherwise. Pure.

use std::fmt::Write;

use colored::Colorize;
use protocol::Op;

use super::super::prose::wrapped;
use super::Style;
use super::state::{holders_of, names};
use super::words;
use crate::check::verdict::{Kind, Vacuous};
use crate::explore::interleaving::{Interleaving, Wait};

/// The end in words and, of a deadlock, its cycle.
pub fn ending(kind: Option<&Kind>, told: &Interleaving, style: Style) -> String {
    match kind {
        Some(Kind::Deadlock { .. }) => deadlock(told, style),
        // What the panic left behind: the others are blocked forever.
        Some(Kind::Panic { .. }) if told.is_stuck() => deadlock(told, style),
        Some(Kind::TimeLimit { waiting, .. }) => waiting
            .iter()
            .map(|one| {
                wrapped(
                    &format!("From here on, {} {}.", one.who, one.at),
                    style.width,
                )
            })
            .collect(),
        Some(Kind::Livelock) => livelock(told, style),
        Some(Kind::DataRace(_)) => wrapped(
            "Nothing orders these two accesses: undefined behaviour, even if the number is right.",
            style.width,
        ),
        Some(Kind::UseAfterFree(_)) => wrapped(
            "Freed memory may already hold another value: undefined behaviour, even if the number is right.",
            style.width,
        ),
        Some(Kind::Vacuous(why)) => match vacuous(why, told) {
            Some(line) => wrapped(&line, style.width),
            None => String::new(),
        },
        _ => String::new(),
    }
}

fn livelock(told: &Interleaving, style: Style) -> String {
    let spinning: Vec<u8> = told
        .waits
        .iter()
        .filter(|wait| wait.spins())
        .map(|wait| wait.actor)
        .collect();
    let line = match names(told, &spinning)[..] {
        [] => return String::new(),
        [one] => {
            format!("From here on {one} spins forever: nothing that it reads changes any more.")
        }
        ref many => format!(
            "From here on {} spin forever: each polls what only another thread could change.",
            many.join(" and ")
        ),
    };
    wrapped(&line, style.width)
}

/// What the headline does not say.
fn vacuous(why: &Vacuous, told: &Interleaving) -> Option<String> {
    let extra = told.schedule.setting.extra;
    match why {
        Vacuous::Apart(_)
        | Vacuous::Idle(_)
        | Vacuous::WithoutEffect(_)
        | Vacuous::OneAfterTheOther(_)
        | Vacuous::Unseen
        | Vacuous::Unheeded => None,
        Vacuous::LessThanAsked | Vacuous::EndsBadly | Vacuous::StrictTurns { .. } => Some(format!(
            "This execution ran with EXTRA={extra}: the first worker was asked for {extra} more increments than the second."
        )),
    }
}

fn deadlock(told: &Interleaving, style: Style) -> String {
    let mut text = String::from("Every thread is blocked:\n");
    for wait in told.waits.iter().filter(|wait| wait.blocked) {
        let line = format!("  {}", who_waits(told, wait));
        text.push_str(&wrapped(&line, style.width));
        if let Some(senders) = senders_left(told, wait) {
            text.push_str(&wrapped(&format!("    {senders}"), style.width));
        }
    }
    for panic in &told.panics {
        let line = panic
            .line
            .map_or_else(String::new, |line| format!(" at line {line}"));
        let line = format!("  {} panicked before{line}", told.name(panic.actor));
        text.push_str(&wrapped(&line, style.width));
    }
    if told.cycle.len() > 1 {
        text.push('\n');
        text.push_str(&cycle(told, style));
    }
    text
}

fn who_waits(told: &Interleaving, wait: &Wait) -> String {
    let who = told.name(wait.actor);
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
        _ => holders_of(told, wait),
    };
    format!(
        "{who} is {}{line}",
        words::blocked(wait.op, &wait.object, &holders)
    )
}

/// Why a `recv` does not end although nothing will be sent: somebody still has a sender.
fn senders_left(told: &Interleaving, wait: &Wait) -> Option<String> {
    let of_it = |op: Op| {
        let events = told.events.iter();
        events
            .filter(|event| event.op == op && event.object_id == wait.object_id)
            .count()
    };
    if wait.op != Op::Receive {
        return None;
    }
    let left = (1 + of_it(Op::SenderClone)).checked_sub(of_it(Op::SenderDrop))?;
    // Only one is left that can have it.
    let [alone] = told.waits.as_slice() else {
        return None;
    };
    let who = told.name(alone.actor);
    (left > 0).then(|| {
        format!("{who} still holds a sender: recv() returns an error only when all are dropped")
    })
}

/// `inc ── B ──▶ dec ── A ──`, back to inc, in a box that closes.
fn cycle(told: &Interleaving, style: Style) -> String {
    let [top_left, top_right, bottom_left, bottom_right] = style.glyphs.corners();
    let (rule, arrow) = (style.glyphs.rule(), style.glyphs.to_right());
    let mut line = String::new();
    for actor in &told.cycle {
        let object = told
            .waits
            .iter()
            .find(|wait| wait.actor == *actor)
            .map_or("", |wait| wait.object.as_str());
        let _ = write!(
            line,
            "{arrow} {} {rule}{rule} {object} {rule}{rule}",
            told.name(*actor)
        );
    }
    let width = console::measure_text_width(&line);
    if width + 6 > style.width.0 {
        return String::new();
    }
    let text = format!(
        "  {top_left}{rule}{line}{rule}{top_right}\n  {bottom_left}{}{bottom_right}\n",
        rule.repeat(width + 2)
    );
    text.red().to_string()
}
