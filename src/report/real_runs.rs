//! Real runs in words: the values, who was at what, and what the failing run printed.

use std::fmt::Write;

use colored::Colorize;

use super::Columns;
use super::prose::{counted, wrapped};
use super::reason::bytes;
use crate::check::verdict::{Kind, Output, Runs, Waiting};

/// Values beyond so many are only counted.
const VALUES_SHOWN: usize = 12;

/// Lines of a program's output beyond so many are left out of its middle.
const OUTPUT_LINES: usize = 8;

/// How a failure was seen in real runs.
pub(super) fn of_runs(kind: &Kind, seen: &Runs, width: Columns) -> String {
    let mut text = String::from("\n");
    let values = listed(&seen.values);
    if !values.is_empty() {
        let runs = counted(seen.values.len(), "run");
        text.push_str(&wrapped(
            &format!("The counter after {runs}: {values}"),
            width,
        ));
    }
    let where_seen = format!(
        "Seen in run {} under {}, with ROUNDS={}.",
        seen.runs, seen.world, seen.rounds
    );
    text.push_str(&wrapped(&where_seen, width));
    match kind {
        Kind::Deadlock { waiting } | Kind::TimeLimit { waiting, .. } => {
            text.push_str(&who_waits("When it was stopped:", waiting, width));
        }
        Kind::LeftRunning { left } => {
            text.push_str(&who_waits("Still there when main had ended:", left, width));
            text.push_str(&wrapped("Wait for all that you start.", width));
        }
        Kind::Panic { message, .. } if message.lines().count() > 1 => {
            text.push_str(&printed("The panic's message", &whole(message), width));
        }
        Kind::NoResult => {
            text.push_str(&wrapped(
                "Something above the check line ends the program, and the check with it.",
                width,
            ));
        }
        _ => {}
    }
    text.push_str(&printed("It printed", &seen.stdout, width));
    if !matches!(kind, Kind::WrongResult { .. }) {
        text.push_str(&printed("On standard error", &seen.stderr, width));
    }
    text
}

fn who_waits(title: &str, waiting: &[Waiting], width: Columns) -> String {
    if waiting.is_empty() {
        return String::new();
    }
    let mut text = format!("{title}\n");
    for Waiting { who, at } in waiting {
        text.push_str(&wrapped(&format!("  {who} {at}"), width));
    }
    text
}

fn printed(title: &str, output: &Output, width: Columns) -> String {
    if output.head.trim().is_empty() && output.tail.trim().is_empty() {
        return String::new();
    }
    let head: Vec<&str> = output.head.lines().collect();
    let tail: Vec<&str> = output.tail.lines().collect();
    let all: Vec<&str> = head.iter().chain(&tail).copied().collect();
    let mut text = format!("{title}:\n");
    if all.len() <= OUTPUT_LINES && output.left_out() == 0 {
        all.iter()
            .for_each(|line| text.push_str(&quoted(line, width)));
        return text;
    }
    let half = OUTPUT_LINES / 2;
    let end = all.len().saturating_sub(half).max(half.min(all.len()));
    all.iter()
        .take(half)
        .for_each(|line| text.push_str(&quoted(line, width)));
    let gap = format!(
        "… {} in all, shown are its beginning and its end …",
        bytes(output.total_bytes)
    );
    let _ = writeln!(text, "  {}", gap.dimmed());
    all[end..]
        .iter()
        .for_each(|line| text.push_str(&quoted(line, width)));
    text
}

fn whole(message: &str) -> Output {
    Output {
        head: message.into(),
        tail: String::new(),
        total_bytes: message.len() as u64,
    }
}

/// A line of the program's output. What could steer the terminal is taken out.
fn quoted(line: &str, width: Columns) -> String {
    let plain = console::strip_ansi_codes(line);
    let visible: String = plain.chars().filter(|c| !c.is_control()).collect();
    let cut = console::truncate_str(&visible, width.0.saturating_sub(4), "…");
    format!("  │ {cut}\n")
}

/// The last values, joined by commas.
pub(super) fn listed(values: &[String]) -> String {
    let from = values.len().saturating_sub(VALUES_SHOWN);
    let gap = if from > 0 { "…, " } else { "" };
    format!("{gap}{}", values[from..].join(", "))
}
