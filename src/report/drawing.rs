//! Draws an interleaving: a column for each thread or process, the shared state at the left, and where the baton went.
//! Pure.
//!
//! [`scene`] decides what is shown, [`cells`] which of what is shared has a place at
//! the left, [`state`] follows it, [`words`] says what a step does, [`grid`] lays the
//! rows out, and [`ending`] draws why no thread could proceed.

mod cells;
mod content;
mod ending;
mod glyphs;
mod grid;
mod scene;
mod state;
mod words;

use std::fmt::Write;

use colored::Colorize;
use protocol::Op;

use super::Columns;
use super::prose::{counted, wrapped};
use crate::check::verdict::Kind;
use crate::explore::interleaving::{Event, Interleaving, Switch};
use crate::invocation;

pub use glyphs::Glyphs;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// No line is wider.
    pub width: Columns,
    /// With which signs.
    pub glyphs: Glyphs,
}

/// Draws an interleaving that fails in this way; `None` where nothing is wrong.
pub fn draw(kind: Option<&Kind>, told: &Interleaving, style: Style) -> String {
    let mut text = String::new();
    if told.actors.len() == 1
        && let Some(Kind::WrongResult { expected, got }) = kind
    {
        // There is no other thread: nothing to draw.
        return expected_and_got(expected, got);
    }
    let scene = scene::scene(told, style.glyphs);
    text.push_str(&notes(&scene.before, style));
    text.push_str(&grid::grid(&scene, told, style));
    for part in [
        notes(&scene.after, style),
        ending::ending(kind, told, style),
    ] {
        if !part.is_empty() {
            text.push('\n');
            text.push_str(&part);
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&below(kind, told, style));
    text
}

/// What main does before and after, in sentences.
fn notes(sentences: &[String], style: Style) -> String {
    sentences
        .iter()
        .map(|sentence| wrapped(sentence, style.width))
        .collect()
}

/// Expected and got, how many preemptions, and what runs it again.
fn below(kind: Option<&Kind>, told: &Interleaving, style: Style) -> String {
    let mut text = String::new();
    if let Some(Kind::WrongResult { expected, got }) = kind {
        text.push_str(&expected_and_got(expected, got));
    }
    // A sleep that is over at once counts in a search, but it preempts no thread.
    let preempts = |event: &&Event| event.switch == Switch::Preemption;
    let preemptions = match told.events.iter().filter(preempts).count() {
        0 => "No preemption needed".to_owned(),
        number => counted(number, "preemption"),
    };
    let setting = told.schedule.setting;
    let world = setting
        .world
        .map_or_else(String::new, |world| format!("{world}, "));
    let extra = match setting.extra {
        0 => String::new(),
        extra => format!(", EXTRA={extra}"),
    };
    let line = format!("{preemptions} ({world}ROUNDS={}{extra}).", setting.rounds);
    text.push_str(&wrapped(&line, style.width));
    if let Some(task) = setting.impatient {
        let line = format!(
            "Each sleep of {} ends before any other thread runs, and so does each poll.",
            told.name(task)
        );
        text.push_str(&wrapped(&line, style.width));
    }
    let is_spurious = |event: &Event| event.op == Op::Wake && !event.succeeded;
    if told.events.iter().any(is_spurious) {
        let line = "One wait ends in a spurious wakeup: std allows a wait to return without a notification.";
        text.push_str(&wrapped(line, style.width));
    }
    if told.events.iter().any(|event| event.weak) {
        let line = "One load returns a stale value, which its Ordering allows.";
        text.push_str(&wrapped(line, style.width));
    }
    // In one piece, whatever the width: it is there to be copied.
    let _ = writeln!(
        text,
        "To see it again: {}",
        invocation::command(&["replay", &file_or_name(told), &told.schedule.to_string()]),
    );
    text
}

fn expected_and_got(expected: &str, got: &str) -> String {
    format!(
        "Expected: Counter = {}   Got: Counter = {}\n",
        expected.green(),
        got.red()
    )
}

/// What `replay` is to be given for the program: the exercise's name is enough.
fn file_or_name(told: &Interleaving) -> String {
    let name = told.source.name();
    match name.strip_prefix("exercises/") {
        Some(rest) if !rest.starts_with('.') => rest
            .rsplit('/')
            .next()
            .and_then(|file| file.strip_suffix(".rs"))
            .unwrap_or(name)
            .to_owned(),
        _ => name.to_owned(),
    }
}
