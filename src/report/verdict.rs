//! A verdict in words: first what went wrong, then how it was seen, then what to do next.

use protocol::Policy;

use super::drawing;
use super::prose::counted;
use super::reason::{at, reason, reason_of};
use super::{compiler, obstacle, real_runs, unbounded, vacuous};
use crate::catalog::{Exercise, Mode};
use crate::check::program::ReplayedProgram;
use crate::check::verdict::{
    Checked, Evidence, Failure, NotRun, Note, Obstacle, Passed, Remark, Verdict,
};
use crate::exploration::coverage::{Coverage, Model};
use crate::exploration::interleaving::Interleaving;
use crate::exploration::search::{Delays, Preemptions};
use crate::invocation;
use crate::source::SourceError;
use crate::styled::{Glyphs, Line, Look, Role, Text};

/// The verdict in one line.
pub fn headline(checked: &Checked, glyphs: Glyphs) -> Line {
    let name = &checked.name;
    let (right, wrong) = (glyphs.right(), glyphs.wrong());
    let (role, words) = match &checked.verdict {
        Verdict::Passes(passed) => {
            let words = format!("{right} {name} passes in {}", covered(passed));
            (Role::Passes, words)
        }
        Verdict::Fails(failure) => {
            let words = format!("{wrong} {name} fails: {}", reason(failure));
            (Role::Fails, words)
        }
        Verdict::NotRun(NotRun::Cancelled) => {
            let words = format!("{} {name}: the check was stopped", glyphs.stopped());
            (Role::NotRun, words)
        }
        Verdict::NotRun(why) => {
            let words = format!("! {name} was not checked: {}", why_not(why));
            (Role::NotRun, words)
        }
    };
    Line::of(role, &words)
}

/// The whole verdict on an exercise, for the learner.
pub fn checked(checked: &Checked, exercise: &Exercise, look: Look) -> Text {
    whole_verdict(checked, Some(exercise), look)
}

/// The whole verdict on a program that is no exercise.
pub fn explored(checked: &Checked, look: Look) -> Text {
    whole_verdict(checked, None, look)
}

/// One interleaving that was run again.
pub fn replayed(replayed: &ReplayedProgram, look: Look) -> Text {
    let line = replayed_headline(replayed, look.glyphs);
    let mut text: Text = line.folded(look.width).into_iter().collect();
    let kind = replayed.kind.as_ref();
    text.append_apart(drawing::draw(kind, &replayed.interleaving, look));
    if kind.is_none() {
        let command = command_for_a_verdict(&replayed.interleaving);
        // In one piece, whatever the width: it is there to be copied.
        let words = format!("For the verdict on all interleavings: {command}");
        text.push(Line::of(Role::Plain, &words));
    }
    text
}

/// What gives the verdict on a program of which one interleaving was run again.
fn command_for_a_verdict(interleaving: &Interleaving) -> String {
    let file = interleaving.source.name();
    let what = drawing::file_or_name(interleaving);
    match interleaving.schedule.setting.environment.mode {
        None => invocation::command(&["explore", &what]),
        Some(_) if what != file => invocation::command(&["run", &what]),
        // The schedule does not name the exercise.
        Some(_) => invocation::command(&["run", "NAME", "--file", file]),
    }
}

/// What came of an interleaving that was run again, in one line.
pub fn replayed_headline(replayed: &ReplayedProgram, glyphs: Glyphs) -> Line {
    let interleaving = &replayed.interleaving;
    let shown = drawing::file_or_name(interleaving);
    let (role, words) = match &replayed.kind {
        Some(kind) => {
            let reason = reason_of(kind, Some(interleaving));
            (
                Role::Fails,
                format!("{} {shown} fails: {reason}", glyphs.wrong()),
            )
        }
        None => {
            let right = glyphs.right();
            let end = match interleaving.schedule.setting.then {
                Policy::Default | Policy::Favour(_) => "this interleaving ends well",
                Policy::Stop => "this interleaving goes well as far as it is shown",
            };
            (Role::Passes, format!("{right} {shown}: {end}"))
        }
    };
    Line::of(role, &words)
}

fn whole_verdict(checked: &Checked, exercise: Option<&Exercise>, look: Look) -> Text {
    let line = headline(checked, look.glyphs);
    let mut text: Text = line.folded(look.width).into_iter().collect();
    match &checked.verdict {
        Verdict::Passes(passed) => {
            for (_, coverage) in &passed.explored {
                text.append_apart(unbounded::limits(coverage, look));
            }
        }
        Verdict::Fails(failure) => text.append_apart(evidence(failure, look)),
        Verdict::NotRun(why) => text.append_apart(not_run(why, exercise, look)),
    }
    for note in &checked.notes {
        text.append_apart(about_note(note, checked, look));
    }
    text
}

/// What was covered: `all 57 interleavings with up to 2 preemptions, and in 20 real runs under threads`.
fn covered(passed: &Passed) -> String {
    let runs = runs(passed);
    if passed.explored.is_empty() {
        return format!("{runs} alone; its interleavings were not explored");
    }
    let and_in = if passed.runs.is_empty() {
        String::new()
    } else {
        format!(", and in {runs}")
    };
    format!("{}{and_in}", interleavings_of_all(&passed.explored))
}

/// What was explored in all modes together.
pub(super) fn interleavings_of_all(explored: &[(Option<Mode>, Coverage)]) -> String {
    let each = explored.iter().map(|(_, coverage)| coverage.clone());
    let all = each.reduce(|one, other| one.and(&other));
    interleavings(&all.unwrap_or_default())
}

/// What was looked at: for a program that fails, until that was found.
pub fn coverage(verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict::Passes(passed) => Some(format!("It passes in {}.", covered(passed))),
        Verdict::Fails(failure) => match &failure.evidence {
            Evidence::Interleaving { coverage, .. } if coverage.executions > 0 => {
                let tried = counted(coverage.executions as usize, "interleaving");
                Some(format!("The kit found this after {tried}."))
            }
            Evidence::Interleaving { .. } | Evidence::Runs(_) => None,
        },
        Verdict::NotRun(_) => None,
    }
}

/// What was explored: `all 57 interleavings with up to 2 preemptions`.
pub(super) fn interleavings(coverage: &Coverage) -> String {
    let explored = in_which(coverage);
    // Without a bound it is said where it makes a difference.
    match coverage.model == Model::Sc && !coverage.covers_all() {
        true => format!("{explored}, under sequential consistency"),
        false => explored,
    }
}

fn in_which(coverage: &Coverage) -> String {
    let crashes = |most: u32| crashes(coverage, most);
    if let Some(all) = coverage.unbounded.as_ref().filter(|all| all.is_complete()) {
        let all = unbounded::all_of(all, coverage.environments);
        let crashes = match (coverage.exhausted, coverage.bound()) {
            (true, _) if coverage.covers_crashes() => {
                ", and with a crash at every step of each".to_owned()
            }
            (false, Some(bound)) if bound.number() > 0 => crashes(bound.number()),
            _ => String::new(),
        };
        return format!("{all}{crashes}");
    }
    // What was begun of a greater bound does not count as all of it.
    let count = match coverage.complete {
        true if !coverage.within.is_empty() => coverage.within_bound(),
        _ => coverage.executions,
    };
    let interleavings = counted(count as usize, "interleaving");
    let preemptions = |bound: Preemptions| match bound.number() {
        0 => "without a preemption".to_owned(),
        number => format!(
            "with up to {}{}",
            counted(number as usize, "preemption"),
            crashes(number)
        ),
    };
    match (coverage.bound(), coverage.delays) {
        (Some(bound), _) if coverage.complete => {
            format!("all {interleavings} {}", preemptions(bound))
        }
        (Some(bound), _) => format!(
            "{interleavings} within its budget, among them all {}",
            preemptions(bound)
        ),
        (None, Some(delays)) if delays > Delays::NONE => format!(
            "{interleavings} within its budget, among them all with up to {}{}",
            counted(delays.number() as usize, "delay"),
            crashes(delays.number())
        ),
        (None, _) => format!("{interleavings} within its budget, not all without a preemption"),
    }
}

/// In which of the interleavings with up to so many preemptions or delays, which is one at least, a process is killed as
/// well: a crash costs one of them.
fn crashes(coverage: &Coverage, most: u32) -> String {
    match (coverage.crashes, most) {
        (false, _) => String::new(),
        (true, 1) => ", and with a crash at every step of those without one".into(),
        (true, _) => format!(
            ", and with a crash at every step of those with up to {}",
            most - 1
        ),
    }
}

/// In how many real runs it passed, such as `20 real runs under threads`.
fn runs(passed: &Passed) -> String {
    let each: Vec<String> = passed
        .runs
        .iter()
        .map(|(mode, runs)| format!("{} under {mode}", counted(*runs as usize, "real run")))
        .collect();
    each.join(" and ")
}

/// Why it could not be run, in one sentence without its full stop.
pub fn why_not(why: &NotRun) -> String {
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
        NotRun::UnsafeCode(found) => format!(
            "it has unsafe code that the exercise does not need: {}{}",
            found.what,
            at(found.location.as_ref())
        ),
        NotRun::BadSource {
            file, line, reason, ..
        } => {
            let line = line.map_or_else(String::new, |line| format!(":{line}"));
            format!("{}{line}: {}", file.display(), sentence(reason))
        }
        NotRun::NotExplorable(why) if why.obstacle == Obstacle::OtherProgram => {
            obstacle::in_words(&why.obstacle)
        }
        NotRun::NotExplorable(why) => format!(
            "its interleavings cannot be explored{}: {}",
            at(why.location.as_ref()),
            sentence(&obstacle::in_words(&why.obstacle))
        ),
        NotRun::NotFinished { coverage } => {
            format!("exploring was not finished: {}", interleavings(coverage))
        }
        NotRun::Cancelled => "the check was stopped".into(),
        NotRun::TooBusy { reason } | NotRun::Surroundings { reason } => sentence(reason),
        NotRun::Internal { reason } => format!("internal error: {}", sentence(reason)),
    }
}

fn evidence(failure: &Failure, look: Look) -> Text {
    match &failure.evidence {
        Evidence::Runs(runs) => real_runs::of_runs(&failure.kind, runs, look),
        Evidence::Interleaving { interleaving, .. } => {
            drawing::draw(Some(&failure.kind), interleaving, look)
        }
    }
}

fn not_run(why: &NotRun, exercise: Option<&Exercise>, look: Look) -> Text {
    let prose = |text: &str| Text::prose(Role::Plain, text, look.width);
    match (why, exercise) {
        // The compiler's own drawing is kept as it is; the screen cuts or folds what is too wide.
        (NotRun::DoesNotCompile { rendered, .. }, _) => compiler::drawn(rendered),
        (NotRun::BadSource { file, name, .. }, Some(exercise))
            if !file.ends_with(exercise.path()) =>
        {
            match *name == SourceError::NoCheckLine.name() {
                true => prose(&format!(
                    "Copy the check line and what follows it from {} into this file.",
                    exercise.path().display()
                )),
                false => Text::new(),
            }
        }
        (NotRun::BadSource { .. }, Some(exercise)) => prose(&format!(
            "Save the file as text, or restore the starter: `{}` (keeps a backup of yours).",
            invocation::command(&["reset", &exercise.name])
        )),
        (NotRun::UnsafeCode(_), _) => prose(
            "Write the fix without it. A teacher allows it with `unsafe = true` in the set file.",
        ),
        (NotRun::NotFinished { .. }, _) => prose(
            "None of them breaks it, but too few were explored to say that it passes. Fewer threads, shorter rounds or fewer shared steps make fewer interleavings.",
        ),
        (NotRun::BadSource { .. } | NotRun::Cancelled | NotRun::NotExplorable(_), _) => Text::new(),
        (NotRun::TooBusy { reason } | NotRun::Surroundings { reason }, _) => {
            let (_, advice) = reason.split_once('\n').unwrap_or_default();
            prose(advice)
        }
        (NotRun::Internal { .. }, _) => {
            prose("This is a bug of the kit, not yours. Please report it, with what you did.")
        }
    }
}

fn about_note(note: &Note, checked: &Checked, look: Look) -> Text {
    let prose = |role: Role, text: &str| Text::prose(role, text, look.width);
    match note {
        Note::CheckPartEdited => prose(
            Role::Quiet,
            &format!(
                "Note: {} was edited below its check line. That part is the kit's own: your edits there change nothing.",
                checked.file
            ),
        ),
        Note::NotExplored { why } => prose(
            Role::Plain,
            &format!("Note: {why}. The verdict rests on real runs alone."),
        ),
        Note::Remark(remark) => prose(Role::Plain, &format!("Note: {}.", remark_in_words(remark))),
        Note::Warnings(rendered) => {
            let mut text = Text::of(Role::Plain, "The compiler warns:");
            text.append(compiler::drawn(rendered));
            text
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
        Remark::LeftRunning { who, location } => format!(
            "process {who}, spawned{}, may still run when main ends: wait for every process that you spawn",
            at(location.as_ref())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::coverage::{Counting, Rest, Unbounded};

    #[test]
    fn a_pass_says_up_to_how_many_equal_iterations_were_tried() {
        let unbounded = Unbounded {
            interleavings: 17,
            rest: Rest::Nothing,
            counting: Some(Counting { iterations: 16 }),
            ..Unbounded::default()
        };
        let coverage = Coverage {
            unbounded: Some(unbounded),
            ..Coverage::of_one_environment()
        };
        assert_eq!(
            interleavings(&coverage),
            "all 17 interleavings with up to 16 equal iterations of a loop"
        );
    }

    #[test]
    fn a_pass_says_that_crashes_were_tried_and_where() {
        let said = |within: &[u64], exhausted: bool, crashes| {
            let all = Unbounded {
                interleavings: within.last().copied().unwrap_or_default(),
                rest: Rest::Nothing,
                ..Unbounded::default()
            };
            interleavings(&Coverage {
                unbounded: exhausted.then_some(all),
                within: within.to_vec(),
                executions: 99,
                exhausted,
                complete: true,
                crashes,
                ..Coverage::of_one_environment()
            })
        };
        assert_eq!(
            said(&[2, 7, 40], false, true),
            "all 40 interleavings with up to 2 preemptions, and with a crash at every step of those with up to 1"
        );
        assert_eq!(
            said(&[2, 7], false, true),
            "all 7 interleavings with up to 1 preemption, and with a crash at every step of those without one"
        );
        assert_eq!(
            said(&[2, 7], true, true),
            "all 7 interleavings, and with a crash at every step of each"
        );
        assert_eq!(said(&[1], true, false), "its only interleaving");
        // A crash costs as much as a preemption.
        assert_eq!(
            said(&[2], false, true),
            "all 2 interleavings without a preemption"
        );
        assert_eq!(
            said(&[2, 7, 40], false, false),
            "all 40 interleavings with up to 2 preemptions"
        );
    }

    #[test]
    fn the_first_line_says_what_rests_on_real_runs_alone() {
        let passed = Passed {
            explored: Vec::new(),
            runs: vec![(Mode::Threads, 20)],
            rounds: Vec::new(),
            values: Vec::new(),
        };
        assert_eq!(
            covered(&passed),
            "20 real runs under threads alone; its interleavings were not explored"
        );
    }
}
