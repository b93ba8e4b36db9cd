//! A verdict in words: first what went wrong, then how it was seen, then what to do next.

use std::fmt::Write;

use colored::Colorize;

use super::Columns;
use super::drawing::{Glyphs, Style};
use super::prose::{counted, wrapped};
use super::{livelock, vacuous};
use crate::catalog::Exercise;
use crate::check::program::ReplayedProgram;
use crate::check::verdict::{
    Checked, DataRace, Evidence, Failure, Held, Kind, Location, NotRun, Note, Output, RaceAccess,
    Remark, Runs, Verdict, Waiting,
};
use crate::explore::coverage::Coverage;
use crate::explore::interleaving::Interleaving;

/// Values beyond so many are only counted.
const VALUES_SHOWN: usize = 12;

/// Lines of a program's output beyond so many are left out of its middle.
const OUTPUT_LINES: usize = 8;

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

/// What went wrong, in one sentence without its full stop.
pub(super) fn reason(failure: &Failure) -> String {
    let told = match &failure.evidence {
        Evidence::Interleaving { interleaving, .. } => Some(&**interleaving),
        Evidence::Runs(_) => None,
    };
    reason_of(&failure.kind, told)
}

fn reason_of(kind: &Kind, told: Option<&Interleaving>) -> String {
    match kind {
        Kind::WrongResult { expected, got } => {
            format!("the counter ended at {got}, it should be {expected}")
        }
        Kind::NoResult => "the program ended before the check had finished".into(),
        Kind::Panic { message, location } => {
            let first = message.lines().next().unwrap_or_default();
            format!("it panicked{}: {first}", at(location.as_ref()))
        }
        Kind::Deadlock { .. } => "deadlock: every thread is blocked".into(),
        Kind::TimeLimit { limit, .. } => {
            format!("it was not done after {} s", limit.as_secs_f64())
        }
        // What std's own panic handling ends a program with; its message names the line.
        Kind::ExitCode(101) => {
            "it ended with exit code 101, as after a panic, but printed no panic message".into()
        }
        Kind::ExitCode(code) => format!("it ended with exit code {code}"),
        Kind::StackOverflow { thread } => format!(
            "the stack of thread {thread} overflowed; does a function call itself without end?"
        ),
        Kind::Signal(signal) => format!("signal {signal}{} ended it", signal_name(*signal)),
        Kind::Stopped(signal) => {
            format!(
                "signal {signal}{} stopped it, and it never went on",
                signal_name(*signal)
            )
        }
        Kind::WildWrite => "it wrote over memory that is not its own: the kit's".into(),
        Kind::OutputLimit { limit } => {
            format!("it printed more than {} and was stopped", bytes(*limit))
        }
        Kind::MemoryLimit { limit } => {
            format!("it asked for more than {} of memory", bytes(*limit))
        }
        Kind::ProcessLimit { limit } => {
            format!("it had more than {limit} processes at once and was stopped")
        }
        Kind::FileLimit { limit } => {
            format!("it wrote more than {} into one file", bytes(*limit))
        }
        Kind::StoppedSupervisor { signal } => {
            format!(
                "it stopped the kit's process that runs it, with signal {signal}{}",
                signal_name(*signal)
            )
        }
        Kind::KilledSupervisor { signal } => {
            format!(
                "it killed the kit's process that runs it, with signal {signal}{}",
                signal_name(*signal)
            )
        }
        Kind::LeftRunning { .. } => "it ended while something it had started still ran".into(),
        Kind::DataRace(race) => data_race(race),
        Kind::UseAfterFree(race) => use_after_free(race),
        Kind::Livelock => told.map_or_else(
            || "livelock: every thread spins, and nothing changes".into(),
            livelock::words,
        ),
        Kind::Vacuous(vacuous) => vacuous::headline(vacuous),
    }
}

fn data_race(race: &DataRace) -> String {
    let (first, second) = (access(&race.first), access(&race.second));
    let object = &race.object;
    format!("data race on {object}: {first}, {second}, and nothing orders the two")
}

fn use_after_free(race: &DataRace) -> String {
    let what = if race.second.frees {
        "double free"
    } else {
        "use after free"
    };
    let (first, second) = (access(&race.first), access(&race.second));
    format!("{what} of {}: {first}, then {second}", race.object)
}

/// `inc writes it (line 12)`.
fn access(access: &RaceAccess) -> String {
    let verb = match (access.frees, access.writes) {
        (true, _) => "frees",
        (false, true) => "writes",
        (false, false) => "reads",
    };
    let location = access.location.as_ref();
    let line = location.map_or_else(String::new, |location| format!(" (line {})", location.line));
    format!("{} {verb} it{line}", access.who)
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
        Evidence::Runs(runs) => of_runs(&failure.kind, runs, width),
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

fn of_runs(kind: &Kind, seen: &Runs, width: Columns) -> String {
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

fn not_run(why: &NotRun, exercise: Option<&Exercise>, width: Columns) -> String {
    let mut text = String::from("\n");
    match why {
        // The compiler's own drawing is kept as it is; the screen cuts or folds what is too wide.
        NotRun::DoesNotCompile { rendered, .. } => text.push_str(&plain_or_coloured(rendered)),
        NotRun::BadSource { .. } => {
            if let Some(exercise) = exercise {
                let advice = format!(
                    "Save the file as text, or start anew: `racelings reset {}` (keeps what is there in a backup).",
                    exercise.name
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

pub(super) fn listed(values: &[String]) -> String {
    let from = values.len().saturating_sub(VALUES_SHOWN);
    let gap = if from > 0 { "…, " } else { "" };
    format!("{gap}{}", values[from..].join(", "))
}

fn at(location: Option<&Location>) -> String {
    location.map_or_else(String::new, |location| format!(" at {location}"))
}

fn bytes(number: u64) -> String {
    match number {
        0..=9_999 => format!("{number} bytes"),
        10_000..=9_999_999 => format!("{} KiB", number >> 10),
        10_000_000..=1_000_000_000 => format!("{} MiB", number >> 20),
        _ => format!("{:.1} GiB", number as f64 / f64::from(1 << 30)),
    }
}

/// What people know a signal by; signal(7).
fn signal_name(signal: i32) -> &'static str {
    match signal {
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        19 => " (SIGSTOP)",
        20 => " (SIGTSTP)",
        21 => " (SIGTTIN)",
        22 => " (SIGTTOU)",
        25 => " (SIGXFSZ: a file grew too large)",
        _ => "",
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
