//! What the process of a check has answered: the verdict that it has printed, or why there is none. Pure.

use serde::Deserialize;

use super::result::{BREAKS_CHECK, CHECK_FAILED, Finding, TOO_BUSY, Word};
use crate::catalog::Exercise;
use crate::report::{CHECK_SCHEMA, counted};
use crate::supervise::{End, Outcome};

/// Longer texts of a program, and more sentences about it, are not stored.
const LONGEST: usize = 2_000;
const MOST_SENTENCES: usize = 400;

/// What is stored of a text that a program may have made as long as it likes.
fn stored(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push_str(" …");
    }
    text
}

/// What is stored of sentences.
fn stored_sentences(mut sentences: Vec<String>) -> Vec<String> {
    let more = sentences.len().saturating_sub(MOST_SENTENCES);
    if more > 0 {
        sentences.truncate(MOST_SENTENCES);
        sentences.push(format!("{} not shown.", counted(more, "more sentence")));
    }
    sentences.into_iter().map(stored).collect()
}

/// What is read of the line that `run --format json` prints: docs/schema/check.json.
#[derive(Debug, Deserialize)]
struct CheckLine {
    schema: String,
    name: String,
    verdict: Word,
    kind: Option<String>,
    headline: String,
    message: String,
    line: Option<usize>,
    sentences: Vec<String>,
    schedule: Option<String>,
    executions: u64,
    bound: Option<u32>,
    delays: Option<u32>,
    complete: bool,
    runs: u32,
}

/// What a check has answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What it has found.
    pub finding: Finding,
    /// The page of the counterexample, as HTML.
    pub page: Option<String>,
}

impl Answer {
    /// What the end of a check says.
    pub fn of(outcome: &Outcome, exercise: &Exercise) -> Answer {
        let none = |kind, end| Answer::of_none(exercise, kind, &ended(end));
        let answer = match &outcome.end {
            End::Exited { code } => verdict(*code, outcome, exercise),
            end @ End::NotStarted { .. } => none("surroundings", end),
            end @ End::HeldUp => none(TOO_BUSY, end),
            // The kit's own parts have narrower limits, and another try would take as long.
            end @ End::TimeLimit { .. } => none(BREAKS_CHECK, end),
            end => none(CHECK_FAILED, end),
        };
        Answer {
            finding: Finding {
                seconds: rounded(outcome.seconds),
                processor_seconds: rounded(outcome.processor_seconds),
                ..answer.finding
            },
            ..answer
        }
    }

    /// That of a check which was made, and says nothing about the program.
    pub fn of_none(exercise: &Exercise, kind: &str, why: &str) -> Answer {
        Answer::without_page(Finding {
            checks: 1,
            ..Finding::not_run(&exercise.name, kind, why, None)
        })
    }

    /// An answer without a page.
    pub fn without_page(finding: Finding) -> Answer {
        Answer {
            finding,
            page: None,
        }
    }
}

/// What a page begins with.
const PAGE: &str = "<!doctype html>";

/// A larger page is not stored.
const LARGEST_PAGE: usize = 1 << 20;

/// Why an answer that contradicts itself is none.
const CONTRADICTORY: &str = "the check contradicts itself";

/// The line that a check prints, and the page behind it.
fn parted(printed: &str) -> Option<(CheckLine, Option<&str>)> {
    let (line, page) = printed.split_once('\n')?;
    let line = serde_json::from_str(line).ok()?;
    match page {
        "" => Some((line, None)),
        page if page.starts_with(PAGE) => Some((line, Some(page))),
        _ => None,
    }
}

/// The verdict that a check has printed before it ended with that code.
fn verdict(code: i32, outcome: &Outcome, exercise: &Exercise) -> Answer {
    let name = &exercise.name;
    let stdout = &outcome.stdout;
    let none = |why: &str| Answer::of_none(exercise, CHECK_FAILED, why);
    let Some((said, page)) = parted(&stdout.head) else {
        let first = outcome.stderr.head.lines().next().unwrap_or_default();
        let why = match first {
            "" => format!("the check ended with exit code {code}, and without a verdict"),
            first => format!("the check ended with exit code {code}: {first}"),
        };
        return none(&why);
    };
    let fits = match said.verdict {
        Word::Passes => code == 0,
        Word::Fails => code == 1,
        Word::NotRun => code == 2 || code == 3,
    };
    let is_whole = stdout.omitted_bytes == 0;
    if !fits || !is_whole || said.name != *name || said.schema != CHECK_SCHEMA {
        return none(CONTRADICTORY);
    }
    let page = page.filter(|page| said.verdict == Word::Fails && page.len() <= LARGEST_PAGE);
    let page = page.map(str::to_owned);
    let finding = Finding {
        verdict: said.verdict,
        kind: said.kind,
        headline: stored(said.headline),
        message: stored(said.message),
        line: said.line,
        sentences: stored_sentences(said.sentences),
        schedule: said.schedule,
        executions: said.executions,
        bound: said.bound,
        delays: said.delays,
        complete: said.complete,
        runs: said.runs,
        page: None,
        checks: 1,
        seconds: 0.0,
        processor_seconds: 0.0,
    };
    match finding.contradiction() {
        Some(_) => none(CONTRADICTORY),
        None => Answer { finding, page },
    }
}

/// Why a check was ended, in words.
fn ended(end: &End) -> String {
    match end {
        End::Exited { code } => format!("the check ended with exit code {code}"),
        End::Signaled { signal } => format!("the check was ended by signal {signal}"),
        End::TimeLimit { .. } => "the check did not end in the time that it has".into(),
        End::HeldUp => "the machine was too busy for too long".into(),
        End::Deadlock { .. } => "the check came to a standstill".into(),
        End::OutputLimit => "the check printed too much".into(),
        End::MemoryLimit { bytes } => format!("the check used {} MiB of memory", bytes >> 20),
        End::ProcessLimit { count } => format!("the check had {count} processes at once"),
        End::FileLimit => "the check wrote too large a file".into(),
        End::NotStarted { reason } => reason.clone(),
        End::SupervisorKilled { signal } | End::SupervisorStopped { signal } => {
            format!("the supervisor of the check got signal {signal}")
        }
    }
}

/// Below a millisecond it is noise.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::catalog::Catalog;
    use crate::supervise::Captured;

    fn exercise() -> Exercise {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        catalog.get("threads1").unwrap().clone()
    }

    fn outcome(end: End, stdout: &str) -> Outcome {
        Outcome {
            end,
            stdout: Captured {
                head: stdout.into(),
                total_bytes: stdout.len() as u64,
                ..Captured::default()
            },
            stderr: Captured::default(),
            seconds: 1.5,
            processor_seconds: 2.5,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        }
    }

    /// What `run` prints for this verdict.
    fn line(name: &str, verdict: &str, kind: Option<&str>) -> String {
        let line = serde_json::json!({
            "schema": "racelings/check/1", "name": name, "verdict": verdict, "kind": kind, "message": "",
            "headline": "headline", "file": "a.rs", "line": 3, "runs": 20, "values": [], "executions": 57,
            "bound": 2, "delays": null, "complete": true, "preemptions": null, "schedule": null,
            "sentences": ["1. inc, line 3."], "trace": [], "cycle": [], "not_explored": null, "notes": [], "seconds": 1.0,
        });
        line.to_string() + "\n"
    }

    /// The kind of what lasts, or of what is to be tried again.
    fn kind(end: End, stdout: &str) -> Result<Option<String>, String> {
        let judged = Answer::of(&outcome(end, stdout), &exercise()).finding;
        match judged.is_lasting() {
            true => Ok(judged.kind),
            false => Err(judged.kind.unwrap()),
        }
    }

    fn exited(code: i32) -> End {
        End::Exited { code }
    }

    #[test]
    fn a_verdict_is_taken_over_with_all_that_feedback_needs() {
        let stdout = line("threads1", "fails", Some("deadlock"));
        let finding = Answer::of(&outcome(exited(1), &stdout), &exercise()).finding;
        assert_eq!(finding.verdict, Word::Fails);
        assert_eq!((finding.line, finding.executions), (Some(3), 57));
        assert_eq!(finding.sentences, ["1. inc, line 3."]);
        assert_eq!((finding.seconds, finding.processor_seconds), (1.5, 2.5));
    }

    #[test]
    fn what_a_program_makes_endlessly_long_is_cut_and_said_to_be_cut() {
        let mut line: serde_json::Value =
            serde_json::from_str(&line("threads1", "fails", Some("panic"))).unwrap();
        line["message"] = "ä".repeat(1 << 20).into();
        line["sentences"] = vec!["x".repeat(1 << 16); 1000].into();
        let printed = line.to_string() + "\n";
        let finding = Answer::of(&outcome(exited(1), &printed), &exercise()).finding;
        assert!(finding.message.ends_with("ä …") && finding.message.len() < 5_000);
        assert_eq!(finding.sentences.len(), MOST_SENTENCES + 1);
        assert_eq!(
            finding.sentences[MOST_SENTENCES],
            "600 more sentences not shown."
        );
        assert!(finding.sentences[0].len() < 3_000);
    }

    #[test]
    fn a_page_comes_behind_the_verdict_and_a_pass_has_none() {
        let page = |code, line: &str, page: &str| {
            Answer::of(
                &outcome(exited(code), &format!("{line}{page}")),
                &exercise(),
            )
        };
        let fails = line("threads1", "fails", Some("deadlock"));
        let html = "<!doctype html>\n<html></html>\n";
        assert_eq!(page(1, &fails, html).page.as_deref(), Some(html));
        assert_eq!(page(1, &fails, "").page, None);
        let large = format!("{html}{}", " ".repeat(LARGEST_PAGE));
        let answer = page(1, &fails, &large);
        assert_eq!(answer.page, None);
        assert_eq!(answer.finding.verdict, Word::Fails);
        let other = page(1, &fails, "no page").finding.kind;
        assert_eq!(other.as_deref(), Some(CHECK_FAILED));
        let passes = line("threads1", "passes", None);
        assert_eq!(page(0, &passes, html).page, None);
    }

    #[test]
    fn what_says_something_about_the_program_is_not_tried_again() {
        let does_not_compile = line("threads1", "not_run", Some("does_not_compile"));
        assert_eq!(
            kind(exited(2), &does_not_compile).unwrap().unwrap(),
            "does_not_compile"
        );
        assert_eq!(kind(exited(0), &line("threads1", "passes", None)), Ok(None));
    }

    #[test]
    fn a_check_without_a_verdict_of_its_own_is_never_a_pass_nor_a_failure() {
        let passes = line("threads1", "passes", None);
        let ends = [
            End::Signaled { signal: 9 },
            End::MemoryLimit { bytes: 1 << 33 },
            End::ProcessLimit { count: 2000 },
            End::OutputLimit,
            End::FileLimit,
            End::SupervisorKilled { signal: 9 },
            End::Deadlock { tasks: Vec::new() },
        ];
        for end in ends {
            assert_eq!(kind(end, &passes).unwrap_err(), CHECK_FAILED);
        }
        assert_eq!(kind(End::HeldUp, &passes).unwrap_err(), "too_busy");
        let endless = End::TimeLimit { tasks: Vec::new() };
        assert_eq!(kind(endless, &passes).unwrap().unwrap(), BREAKS_CHECK);
        let twice = passes.clone() + &passes;
        let garbled = ["", "{}", &passes[..passes.len() / 2], &twice];
        for stdout in garbled {
            assert_eq!(
                kind(exited(0), stdout).unwrap_err(),
                CHECK_FAILED,
                "{stdout}"
            );
        }
    }

    #[test]
    fn a_check_that_contradicts_itself_is_no_pass() {
        let passes = line("threads1", "passes", None);
        for code in [1, 2, 3, 101] {
            assert_eq!(kind(exited(code), &passes).unwrap_err(), CHECK_FAILED);
        }
        let other = line("threads2", "passes", None);
        assert_eq!(kind(exited(0), &other).unwrap_err(), CHECK_FAILED);
        let fails = line("threads1", "fails", Some("deadlock"));
        assert_eq!(kind(exited(0), &fails).unwrap_err(), CHECK_FAILED);
        for (code, word, of) in [(0, "passes", Some("deadlock")), (1, "fails", None)] {
            let line = line("threads1", word, of);
            assert_eq!(kind(exited(code), &line).unwrap_err(), CHECK_FAILED);
        }
    }

    #[test]
    fn what_the_machine_was_in_the_way_of_is_tried_again() {
        for word in ["too_busy", "surroundings", "internal", "cancelled"] {
            let stdout = line("threads1", "not_run", Some(word));
            assert_eq!(kind(exited(2), &stdout).unwrap_err(), word);
        }
    }
}
