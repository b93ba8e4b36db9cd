//! One result: what was found of one exercise of one student. A line of `results.jsonl`; docs/schema/grade.json describes it.

use serde::{Deserialize, Serialize};

use super::claims::Claims;
use super::key::Key;
use super::pages;
use super::set::POINTS;
use super::student::Student;
use crate::catalog;
use crate::fixes::Fix;

/// The schema of a line, and its version.
pub const SCHEMA: &str = "racelings/grade/1";

/// A line of `results.jsonl`. If there are several for the same student and exercise, the last one counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GradeLine {
    /// The schema of this object, and its version.
    pub schema: String,
    /// The student: the name of their folder or archive.
    pub student: Student,
    /// The exercise.
    pub exercise: String,
    /// The checked file, below the student's folder; null if there is none.
    pub file: Option<String>,
    /// Whether the learner's part is still the starter's.
    pub starter: bool,
    /// The known fix that the learner's part is, but for comments and spaces; null if it is none.
    pub known_fix: Option<KnownFix>,
    /// What a pass is worth.
    pub points: f64,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// What the finding depends on, as a hash: the text, the exercise, the kit, the compiler and the settings. The same
    /// key is the same text, checked in the same way.
    pub key: Key,
    /// Whether the finding is that of an earlier check with the same key, so nothing was run for it.
    pub kept: bool,
    /// What the student's own folder says about it; null for loose files. It is not verified.
    #[serde(default)]
    pub claims: Option<Claims>,
    /// Who has checked it, and with what.
    pub origin: Origin,
    /// The whole class, of which this may be a part.
    pub class: Extent,
}

/// A known fix of an exercise, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownFix {
    /// Its name.
    pub name: String,
    /// What it does, in a sentence.
    pub summary: String,
}

impl KnownFix {
    /// What is stored of a known fix.
    pub fn of(fix: &Fix) -> KnownFix {
        KnownFix {
            name: fix.name.clone(),
            summary: fix.summary.clone(),
        }
    }
}

/// What a check has found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// Whether the program passes, fails, or was not checked.
    pub verdict: Word,
    /// Which failure, or why it was not checked: as in `run --format json`, and `missing`, `ambiguous`, `check_failed`,
    /// `breaks_check`.
    pub kind: Option<String>,
    /// The verdict in one line, for people.
    pub headline: String,
    /// What is wrong, as a sentence without the exercise's name; for a compile error, the compiler's words.
    pub message: String,
    /// The decisive line, or that of the first error.
    pub line: Option<usize>,
    /// The counterexample in sentences.
    pub sentences: Vec<String>,
    /// The schedule with which `replay` runs the counterexample again.
    pub schedule: Option<String>,
    /// The counterexample as an HTML file, below the folder of the results. All results with the same key have the same.
    #[serde(default)]
    pub page: Option<String>,
    /// The number of executions that were tried.
    pub executions: u64,
    /// The number of preemptions up to which every interleaving was tried.
    pub bound: Option<u32>,
    /// If there are too many threads for a bound: the number of delays up to which every interleaving was tried.
    pub delays: Option<u32>,
    /// Whether the bound that was asked for was reached within the budget.
    pub complete: bool,
    /// The number of real runs.
    pub runs: u32,
    /// How often it was checked: a second and a third time if the ones before were disturbed; 0 if there was nothing to check.
    pub checks: u32,
    /// How long the check took.
    pub seconds: f64,
    /// How long all that it ran was on a processor.
    pub processor_seconds: f64,
}

/// A verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The program passes.
    Passes,
    /// The program fails.
    Fails,
    /// It was not checked.
    NotRun,
}

/// Where a finding comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Origin {
    /// The kit's version, and a hash of its source.
    pub kit: String,
    /// The compiler's version, and its platform.
    pub rustc: String,
    /// The machine's name.
    pub machine: String,
    /// The part of the class that was graded there: `all`, or as in `--partition`.
    pub partition: String,
    /// What the submission's code was contained in.
    pub sandbox: Containment,
}

/// What the code of submissions is contained in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Containment {
    /// A sandbox, made by bubblewrap.
    Bubblewrap,
    /// Nothing: the teacher has chosen `--no-sandbox`.
    None,
}

/// How large a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Extent {
    /// The number of students.
    pub students: usize,
    /// The number of exercises that each of them has to solve.
    pub exercises: usize,
}

/// The kinds of `not_run` that say something about the machine or the kit, and nothing about the program.
const OF_THE_MACHINE: [&str; 5] = [
    TOO_BUSY,
    "surroundings",
    "internal",
    "cancelled",
    CHECK_FAILED,
];

/// Those of them that a program can bring about: by filling the disk, say, or by starting thousands of processes.
const BROUGHT_ABOUT: [&str; 3] = ["surroundings", "cancelled", CHECK_FAILED];

/// A check for which the machine had no time.
pub const TOO_BUSY: &str = "too_busy";

/// A program whose check never comes to a verdict, while those of others do.
pub const BREAKS_CHECK: &str = "breaks_check";

/// A check that was ended, or that gave no verdict.
pub const CHECK_FAILED: &str = "check_failed";

/// A file that was not handed in.
pub const MISSING: &str = "missing";

impl Finding {
    /// What is said of an exercise for which nothing is run.
    pub fn not_run(exercise: &str, kind: &str, why: &str, line: Option<usize>) -> Finding {
        Finding {
            verdict: Word::NotRun,
            kind: Some(kind.to_owned()),
            headline: format!("! {exercise} was not checked: {why}"),
            message: why.to_owned(),
            line,
            sentences: Vec::new(),
            schedule: None,
            page: None,
            executions: 0,
            bound: None,
            delays: None,
            complete: false,
            runs: 0,
            checks: 0,
            seconds: 0.0,
            processor_seconds: 0.0,
        }
    }

    /// Whether the next check of the same text would find the same. If not, the machine or the kit was in the way.
    pub fn is_lasting(&self) -> bool {
        match (self.verdict, &self.kind) {
            (Word::Passes | Word::Fails, _) => true,
            (Word::NotRun, Some(kind)) => !OF_THE_MACHINE.contains(&kind.as_str()),
            (Word::NotRun, None) => false,
        }
    }

    /// The same, as what came of a check after another one of the same text.
    pub fn after(self, before: &Finding) -> Finding {
        Finding {
            checks: self.checks + before.checks,
            seconds: self.seconds + before.seconds,
            processor_seconds: self.processor_seconds + before.processor_seconds,
            ..self
        }
    }

    /// The verdict on a program that was in the way of each of its checks.
    pub fn as_its_doing(self, exercise: &str) -> Finding {
        let why = format!(
            "it breaks its own check: {} checks gave no verdict, and one of another program in between did: {}",
            self.checks, self.message
        );
        Finding {
            checks: 0,
            seconds: 0.0,
            processor_seconds: 0.0,
            ..Finding::not_run(exercise, BREAKS_CHECK, &why, None)
        }
        .after(&self)
    }

    /// Whether what was in the way of the check may be the program's doing.
    pub fn may_be_its_doing(&self) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default();
        self.verdict == Word::NotRun && BROUGHT_ABOUT.contains(&kind)
    }

    /// What contradicts itself in it.
    pub fn contradiction(&self) -> Option<&'static str> {
        if self.passes() != self.kind.is_none() {
            return Some("the verdict and its kind contradict each other");
        }
        let is_word = |kind: &String| {
            let is_of_it =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            !kind.is_empty() && kind.bytes().all(is_of_it)
        };
        if !self.kind.as_ref().is_none_or(is_word) {
            return Some("the kind is no word");
        }
        let has_counterexample = self.schedule.is_some() || self.page.is_some();
        (self.passes() && has_counterexample).then_some("it passes, and has a counterexample")
    }

    /// Whether the program passes.
    pub fn passes(&self) -> bool {
        self.verdict == Word::Passes
    }

    /// Whether there was no file.
    pub fn is_missing(&self) -> bool {
        self.kind.as_deref() == Some(MISSING)
    }

    /// Whether the two say the same about a program.
    pub fn agrees_with(&self, other: &Finding) -> bool {
        let said = |finding: &Finding| (finding.verdict, finding.kind.clone(), finding.line);
        said(self) == said(other)
    }
}

impl GradeLine {
    /// The student and the exercise.
    pub fn cell(&self) -> (&Student, &String) {
        (&self.student, &self.exercise)
    }

    /// The points that the student has for it; none if nothing is known of the program.
    pub fn score(&self) -> Option<f64> {
        match self.finding.passes() {
            true => Some(self.points),
            false => self.finding.is_lasting().then_some(0.0),
        }
    }

    /// What contradicts itself in a line that was not stored by `grade`.
    pub fn contradiction(&self) -> Option<&'static str> {
        if !catalog::is_name(&self.exercise) {
            return Some("no exercise has this name");
        }
        if let Some(why) = self.finding.contradiction() {
            return Some(why);
        }
        if !POINTS.contains(&self.points) {
            return Some("points is a number from 0 to 1000000");
        }
        let is_its_own = |page: &String| *page == pages::place(&self.key);
        let page = self.finding.page.as_ref();
        (!page.is_none_or(is_its_own)).then_some("the page is that of another result")
    }

    /// The line as it is stored, with its newline.
    pub fn to_json(&self) -> String {
        let line = serde_json::to_string(self).expect("strings and numbers are always JSON");
        crate::styled::printable::json(&line) + "\n"
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::ffi::OsStr;

    use super::*;

    /// A line of a class with two students and two exercises.
    pub fn line(student: &str, exercise: &str, verdict: Word, text: &str) -> GradeLine {
        let kind = match verdict {
            Word::Passes => None,
            Word::Fails => Some("deadlock".to_owned()),
            Word::NotRun => Some("does_not_compile".to_owned()),
        };
        GradeLine {
            schema: SCHEMA.into(),
            student: Student::of(OsStr::new(student)),
            exercise: exercise.into(),
            file: Some(format!("{exercise}.rs")),
            starter: false,
            known_fix: None,
            points: 1.0,
            finding: Finding {
                verdict,
                kind,
                ..Finding::not_run(exercise, "", "", None)
            },
            key: Key::of_nothing(exercise, "", text),
            kept: false,
            claims: None,
            origin: Origin {
                kit: "0.1.0 (1)".into(),
                rustc: "rustc 1.95.0".into(),
                machine: "here".into(),
                partition: "all".into(),
                sandbox: Containment::Bubblewrap,
            },
            class: Extent {
                students: 2,
                exercises: 2,
            },
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let line = line("eve\n\u{1b}", "threads1", Word::Fails, "text");
        let text = line.to_json();
        assert_eq!(text.matches('\n').count(), 1);
        assert!(!text.contains('\u{1b}'));
        assert_eq!(serde_json::from_str::<GradeLine>(&text).unwrap(), line);
    }

    #[test]
    fn what_the_machine_was_in_the_way_of_does_not_last() {
        let lasts = |kind| Finding::not_run("threads1", kind, "why", None).is_lasting();
        for kind in [
            "too_busy",
            "surroundings",
            "internal",
            "cancelled",
            "check_failed",
        ] {
            assert!(!lasts(kind), "{kind}");
        }
        for kind in [
            "missing",
            "does_not_compile",
            "unsafe_code",
            "not_explorable",
            "not_utf8",
            "breaks_check",
        ] {
            assert!(lasts(kind), "{kind}");
        }
    }

    #[test]
    fn the_schema_is_that_of_what_is_stored() {
        let schema = schemars::schema_for!(GradeLine);
        crate::report::schema::assert_current("grade", SCHEMA, schema);
    }
}
