//! Real runs in words: the values, who was at what, and what the failing run printed.

use super::prose::counted;
use super::reason::bytes;
use super::{tasks, verdict};
use crate::check::verdict::{Kind, Output, Runs};
use crate::styled::{Columns, Glyphs, Line, Look, Role, Text};

/// Values beyond so many are only counted.
const VALUES_SHOWN: usize = 12;

/// Lines of a program's output beyond so many are left out of its middle.
const OUTPUT_LINES: usize = 8;

/// How a failure was seen in real runs.
pub(super) fn of_runs(kind: &Kind, seen: &Runs, look: Look) -> Text {
    let prose = |text: &str| Text::prose(Role::Plain, text, look.width);
    let mut text = Text::new();
    let values = listed(&seen.values, VALUES_SHOWN, look.glyphs);
    if !values.is_empty() {
        let runs = counted(seen.values.len(), "run");
        text.append(prose(&format!("The counter after {runs}: {values}")));
    }
    text.append(prose(&format!(
        "Seen in run {} under {}, with ROUNDS={}.",
        seen.runs, seen.mode, seen.rounds
    )));
    if let Some(killed) = &seen.killed {
        text.append(prose(&format!(
            "In that run the kit killed process {}, {} ms after the start.",
            killed.process,
            killed.after.as_millis()
        )));
    }
    if !seen.explored.is_empty() {
        let interleavings = verdict::interleavings_of_all(&seen.explored);
        text.append(prose(&format!(
            "With fewer rounds, it passes in {interleavings}."
        )));
    }
    match kind {
        Kind::Deadlock | Kind::TimeLimit { .. } => {
            let words = tasks::stopped(&seen.tasks);
            text.append(under("When it was stopped:", &words, look.width));
        }
        Kind::LeftRunning => {
            let words = tasks::left_running(&seen.tasks);
            text.append(under(
                "Still running when main had ended:",
                &words,
                look.width,
            ));
            text.append(prose("Wait for everything that you start."));
        }
        Kind::Panic { message, .. } if message.lines().count() > 1 => {
            text.append(printed("The panic's message", &whole(message), look));
        }
        Kind::NoResult => {
            text.append(prose(
                "Something above the check line ends the program, and the check with it.",
            ));
        }
        Kind::WrongResult { .. }
        | Kind::Panic { .. }
        | Kind::ExitCode(_)
        | Kind::Signal(_)
        | Kind::StackOverflow { .. }
        | Kind::Stopped(_)
        | Kind::WildWrite
        | Kind::OutputLimit { .. }
        | Kind::MemoryLimit { .. }
        | Kind::ProcessLimit { .. }
        | Kind::FileLimit { .. }
        | Kind::KilledSupervisor { .. }
        | Kind::StoppedSupervisor { .. }
        | Kind::DataRace(_)
        | Kind::UseAfterFree(_)
        | Kind::Livelock
        | Kind::Vacuous(_) => {}
    }
    text.append(printed("It printed", &seen.stdout, look));
    if !matches!(kind, Kind::WrongResult { .. }) {
        text.append(printed("On standard error", &seen.stderr, look));
    }
    text
}

fn under(title: &str, sentences: &[String], width: Columns) -> Text {
    let mut text = Text::new();
    if sentences.is_empty() {
        return text;
    }
    text.push(Line::of(Role::Plain, title));
    for sentence in sentences {
        text.append(Text::prose(Role::Plain, &format!("  {sentence}"), width));
    }
    text
}

fn printed(title: &str, output: &Output, look: Look) -> Text {
    let mut text = Text::new();
    if output.head.trim().is_empty() && output.tail.trim().is_empty() {
        return text;
    }
    let all: Vec<&str> = output.head.lines().chain(output.tail.lines()).collect();
    text.push(Line::of(Role::Plain, &format!("{title}:")));
    let quoted = |line: &&str| quoted(line, look);
    if all.len() <= OUTPUT_LINES && output.left_out() == 0 {
        text.extend(all.iter().map(quoted));
        return text;
    }
    let half = OUTPUT_LINES / 2;
    let end = all.len().saturating_sub(half).max(half.min(all.len()));
    text.extend(all.iter().take(half).map(quoted));
    let ellipsis = look.glyphs.ellipsis();
    let gap = format!(
        "  {ellipsis} {} in all; only the beginning and the end are shown {ellipsis}",
        bytes(output.total_bytes)
    );
    text.push(Line::of(Role::Quiet, &gap));
    text.extend(all[end..].iter().map(quoted));
    text
}

fn whole(message: &str) -> Output {
    Output {
        head: message.into(),
        tail: String::new(),
        total_bytes: message.len() as u64,
    }
}

/// A line of the program's output, without the colours and other codes that it may have.
fn quoted(line: &str, look: Look) -> Line {
    let plain = console::strip_ansi_codes(line);
    let visible: String = plain.chars().filter(|c| !c.is_control()).collect();
    Line::of(
        Role::Plain,
        &format!("  {} {visible}", look.glyphs.border()),
    )
    .cut(look.width, look.glyphs)
}

/// The last values, at most so many, joined by commas.
pub(super) fn listed(values: &[String], most: usize, glyphs: Glyphs) -> String {
    let last = values[values.len().saturating_sub(most)..].join(", ");
    match values.len() > most {
        true => format!("{}, {last}", glyphs.under_way()),
        false => last,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::catalog::Mode;
    use crate::styled::Form;
    use crate::supervise::Killed;

    #[test]
    fn a_run_in_which_a_worker_was_killed_says_which_one_and_when() {
        let seen = |killed| {
            let runs = Runs {
                mode: Mode::Processes,
                rounds: 300,
                values: Vec::new(),
                runs: 4,
                tasks: Vec::new(),
                killed,
                explored: Vec::new(),
                stdout: Output::default(),
                stderr: Output::default(),
            };
            let look = Look {
                width: Columns(80),
                glyphs: Glyphs::Ascii,
                form: Form::Drawing,
            };
            let text = of_runs(&Kind::NoResult, &runs, look);
            let lines = text.lines().iter().map(Line::plain);
            lines.take(2).collect::<Vec<_>>()
        };
        let killed = Killed {
            process: "inc".into(),
            after: Duration::from_micros(12_345),
        };
        assert_eq!(
            seen(Some(killed)),
            [
                "Seen in run 4 under processes, with ROUNDS=300.",
                "In that run the kit killed process inc, 12 ms after the start."
            ]
        );
        assert_eq!(
            seen(None)[1],
            "Something above the check line ends the program, and the check with it."
        );
    }
}
