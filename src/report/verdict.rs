//! A verdict in words: first what went wrong, then how it was seen, then what to do next.

use colored::Colorize;

use super::Columns;
use super::drawing::{Glyphs, Style};
use super::prose::{counted, wrapped};
use super::reason::{at, reason, reason_of};
use super::{real_runs, vacuous};
use crate::catalog::Exercise;
use crate::check::program::ReplayedProgram;
use crate::check::verdict::{Checked, Evidence, Failure, Held, NotRun, Note, Remark, Verdict};
use crate::explore::coverage::Coverage;
use crate::invocation;

/// The verdict in one line, without colours.
pub fn headline(checked: &Checked) -> String {
    let name = &checked.name;
    let glyphs = Glyphs::asked_for();
    let (right, wrong) = (glyphs.right(), glyphs.wrong());
    match &checked.verdict {
        Verdict::Holds(held) => format!("{right} {name} holds in {}", covered(held)),
        Verdict::Fails(failure) => format!("{wrong} {name} does not hold: {}", reason(failure)),
        Verdict::NotRun(NotRun::Cancelled) => {
            format!("{} {name}: the check was stopped", glyphs.stopped())
        }
        Verdict::NotRun(why) => format!("! {name} was not run: {}", why_not(why)),
    }
}

/// The whole verdict on an exercise, for the learner.
pub fn checked(checked: &Checked, exercise: &Exercise, width: Columns) -> String {
    whole_verdict(checked, Some(exercise), width)
}

/// The whole verdict on a program that is no exercise.
pub fn explored(checked: &Checked, width: Columns) -> String {
    whole_verdict(checked, None, width)
}

/// One interleaving that was run again.
pub fn replayed(replayed: &ReplayedProgram, width: Columns) -> String {
    let glyphs = Glyphs::asked_for();
    let style = Style { width, glyphs };
    let line = match &replayed.kind {
        Some(kind) => {
            let reason = reason_of(kind, Some(&replayed.interleaving));
            format!("{} {}: {reason}", glyphs.wrong(), replayed.shown)
        }
        None => format!(
            "{} {}: this interleaving ends well",
            glyphs.right(),
            replayed.shown
        ),
    };
    let line = wrapped(&line, width);
    let line = match &replayed.kind {
        Some(_) => line.trim_end().red().bold(),
        None => line.trim_end().green().bold(),
    };
    let drawing = super::drawing::draw(replayed.kind.as_ref(), &replayed.interleaving, style);
    format!("{line}\n\n{drawing}")
}

fn whole_verdict(checked: &Checked, exercise: Option<&Exercise>, width: Columns) -> String {
    let mut text = String::new();
    let line = headline(checked);
    let coloured = |line: &str| match &checked.verdict {
        Verdict::Holds(_) => line.green().bold().to_string(),
        Verdict::Fails(_) => line.red().bold().to_string(),
        Verdict::NotRun(_) => line.yellow().bold().to_string(),
    };
    for line in textwrap::wrap(&line, width.0) {
        text.push_str(&coloured(&line));
        text.push('\n');
    }
    match &checked.verdict {
        Verdict::Holds(_) => {}
        Verdict::Fails(failure) => text.push_str(&evidence(failure, width)),
        Verdict::NotRun(why) => text.push_str(&not_run(why, exercise, width)),
    }
    for note in &checked.notes {
        text.push_str(&about_note(note, checked, width));
    }
    text
}

/// What was covered: `all 57 interleavings with up to 2 preemptions, and in 20 real runs under threads`.
fn covered(held: &Held) -> String {
    let runs = runs(held);
    if held.explored.is_empty() {
        return format!("{runs} alone; its interleavings were not explored");
    }
    let and_in = if held.runs.is_empty() {
        String::new()
    } else {
        format!(", and in {runs}")
    };
    let each = held.explored.iter().map(|(_, coverage)| coverage.clone());
    let all = each.reduce(|one, other| one.and(&other));
    format!("{}{and_in}", interleavings(&all.unwrap_or_default()))
}

/// What was explored: `all 57 interleavings with up to 2 preemptions`.
fn interleavings(coverage: &Coverage) -> String {
    // What was begun of a greater bound does not count as all of it.
    let count = match coverage.complete {
        true if !coverage.within.is_empty() => coverage.within_bound(),
        _ => coverage.executions,
    };
    let interleavings = counted(count as usize, "interleaving");
    let preemptions = |bound: u32| match bound {
        0 => "without a preemption".to_owned(),
        number => format!("with up to {}", counted(number as usize, "preemption")),
    };
    match (coverage.bound(), coverage.delays) {
        _ if coverage.exhausted && count == 1 => "its only interleaving".into(),
        _ if coverage.exhausted => format!("all {interleavings}"),
        (Some(bound), _) if coverage.complete => {
            format!("all {interleavings} {}", preemptions(bound))
        }
        (Some(bound), _) => format!(
            "{interleavings} within its budget, among them all {}",
            preemptions(bound)
        ),
        (None, Some(delays)) if delays > 0 => format!(
            "{interleavings} within its budget, among them all in which threads go in turn but for up to {}",
            counted(delays as usize, "delay")
        ),
        (None, _) => format!("{interleavings} within its budget, not all without a preemption"),
    }
}

/// How often it held, such as `20 real runs under threads`.
fn runs(held: &Held) -> String {
    let each: Vec<String> = held
        .runs
        .iter()
        .map(|(world, runs)| format!("{} under {world}", counted(*runs as usize, "real run")))
        .collect();
    each.join(" and ")
}

/// Why it could not be run, in one sentence without its full stop.
pub(super) fn why_not(why: &NotRun) -> String {
    let sentence = |reason: &str| {
        let first = reason.lines().next().unwrap_or_default();
        first.trim_end_matches('.').to_owned()
    };
    match why {
        NotRun::DoesNotCompile {
            location: Some(location),
            ..
        } => format!("it does not compile at {location}"),
        NotRun::DoesNotCompile {
            location: None,
            message,
            ..
        } => format!("it does not compile: {}", sentence(message)),
        NotRun::BadSource {
            file, line, reason, ..
        } => {
            let line = line.map_or_else(String::new, |line| format!(":{line}"));
            format!("{}{line}: {}", file.display(), sentence(reason))
        }
        NotRun::NotExplorable { reason, location } => format!(
            "its interleavings cannot be explored{}: {}",
            at(location.as_ref()),
            sentence(reason)
        ),
        NotRun::NotFinished { coverage } => {
            format!("exploring was not finished: {}", interleavings(coverage))
        }
        NotRun::Cancelled => "the check was stopped".into(),
        NotRun::Surroundings { reason } => sentence(reason),
        NotRun::Internal { reason } => format!("internal error: {}", sentence(reason)),
    }
}

fn evidence(failure: &Failure, width: Columns) -> String {
    match &failure.evidence {
        Evidence::Runs(runs) => real_runs::of_runs(&failure.kind, runs, width),
        Evidence::Interleaving { interleaving, .. } => {
            let style = Style {
                width,
                glyphs: Glyphs::asked_for(),
            };
            format!(
                "\n{}",
                super::drawing::draw(Some(&failure.kind), interleaving, style)
            )
        }
    }
}

fn not_run(why: &NotRun, exercise: Option<&Exercise>, width: Columns) -> String {
    let mut text = String::from("\n");
    match why {
        // The compiler's own drawing is kept as it is; the screen cuts or folds what is too wide.
        NotRun::DoesNotCompile { rendered, .. } => text.push_str(&plain_or_coloured(rendered)),
        NotRun::BadSource { .. } => {
            if let Some(exercise) = exercise {
                let advice = format!(
                    "Save the file as text, or start anew: `{}` (keeps what is there in a backup).",
                    invocation::command(&["reset", &exercise.name])
                );
                text.push_str(&wrapped(&advice, width));
            }
        }
        NotRun::NotFinished { .. } => text.push_str(&wrapped(
            "None of them breaks it, but that is too little to say that it passes. Fewer threads, shorter rounds or fewer shared steps make fewer interleavings.",
            width,
        )),
        NotRun::Cancelled | NotRun::NotExplorable { .. } => {}
        NotRun::Surroundings { reason } => {
            for line in reason.lines().skip(1) {
                text.push_str(&wrapped(line, width));
            }
        }
        NotRun::Internal { .. } => text.push_str(&wrapped(
            "This is a bug of the kit, not yours. Please report it, with what you did.",
            width,
        )),
    }
    text
}

fn about_note(note: &Note, checked: &Checked, width: Columns) -> String {
    match note {
        Note::CheckPartEdited => {
            let text = format!(
                "Note: {} was edited below its check line. That part is the kit's own: your edits there change nothing.",
                checked.file
            );
            let lines = wrapped(&text, width);
            format!("\n{}\n", lines.trim_end().dimmed())
        }
        Note::NotExplored { why } => {
            let text = format!("Note: {why}. The verdict rests on real runs alone.");
            format!("\n{}", wrapped(&text, width))
        }
        Note::Remark(remark) => {
            format!(
                "\n{}",
                wrapped(&format!("Note: {}.", remark_in_words(remark)), width)
            )
        }
        Note::Warnings(rendered) => {
            format!("\nThe compiler warns:\n{}", plain_or_coloured(rendered))
        }
    }
}

/// What the program does that is no failure, in one sentence without its full stop.
pub(super) fn remark_in_words(remark: &Remark) -> String {
    match remark {
        Remark::NothingAtOnce(apart) => vacuous::apart(*apart),
        Remark::UnnoticedPanic {
            who,
            message,
            location,
        } => {
            let first = message.lines().next().unwrap_or_default();
            format!(
                "{who} panicked{}: {first}; the program ended well all the same",
                at(location.as_ref())
            )
        }
    }
}

/// The compiler has drawn with colours; where there are none, they go.
fn plain_or_coloured(rendered: &str) -> String {
    if colored::control::SHOULD_COLORIZE.should_colorize() {
        rendered.to_owned()
    } else {
        console::strip_ansi_codes(rendered).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::World;

    #[test]
    fn the_first_line_says_what_rests_on_real_runs_alone() {
        let held = Held {
            explored: Vec::new(),
            runs: vec![(World::Threads, 20)],
            rounds: Vec::new(),
            values: Vec::new(),
        };
        assert_eq!(
            covered(&held),
            "20 real runs under threads alone; its interleavings were not explored"
        );
    }
}
