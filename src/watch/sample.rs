//! A small catalog and results to test with.

use std::path::Path;

use crate::catalog::{Catalog, Mode};
use crate::check::verdict::{
    Checked, Evidence, Failure, Kind, NotRun, Output, Passed, Runs, Verdict,
};
use crate::exploration::coverage::{Coverage, Model};
use crate::exploration::interleaving::Interleaving;
use crate::progress::{Change, Moment, Progress};

const INFO: &str = r#"format_version = 1
welcome_message = "Welcome! Edit the file, save it, and watch."
final_message = "You have fixed every race."
exercises = [
  { name = "intro1", dir = "01_intro", modes = ["threads"], minutes = 5, difficulty = 1, hints = ["Look at it.", "Look again: the sum."] },
  { name = "intro2", dir = "01_intro", modes = ["threads"], hints = [] },
  { name = "threads1", dir = "02_threads", modes = ["threads"], minutes = 15, difficulty = 2, hints = ["One.", "Two.", "Three."], card = { why = "The addition is one atomic step, so no step of the other thread can come in between.", question = "What would happen if the counter were loaded and stored instead?", answer = "Both threads can load the same number. Then the later store overwrites the earlier one.", costs = ["Atomic: the threads pass the memory of the counter to and fro, which is slow.", "Mutex: one thread waits while the other holds it."] } },
  { name = "locks1", dir = "03_locks", modes = ["threads", "processes"], hints = ["A lock."] },
]
"#;

/// Four exercises in three chapters.
pub fn catalog() -> Catalog {
    Catalog::parse(INFO, Path::new("/kit")).unwrap()
}

/// Any moment.
pub fn moment() -> Moment {
    Moment::from_second(1_700_000_000)
}

/// The progress of someone who has done these.
pub fn done(names: &[&str]) -> Progress {
    let mut progress = Progress::default();
    for name in names {
        progress.apply(&Change::Passed {
            name: (*name).into(),
            at: moment(),
        });
    }
    progress
}

/// An exercise's result with this verdict.
pub fn checked(exercise: usize, verdict: Verdict) -> Checked {
    let exercise = &catalog().exercises[exercise];
    Checked {
        name: exercise.name.clone(),
        file: exercise.path().display().to_string(),
        is_starter: false,
        verdict,
        notes: Vec::new(),
        seconds: 0.5,
    }
}

/// It passed.
pub fn passes() -> Verdict {
    Verdict::Passes(Passed {
        explored: vec![(
            Some(Mode::Threads),
            Coverage {
                environments: 1,
                executions: 57,
                within: vec![10, 24, 57],
                delays: None,
                complete: true,
                counting: None,
                exhausted: false,
                unbounded: None,
                model: Model::Rc11,
                crashes: false,
            },
        )],
        runs: vec![(Mode::Threads, 20)],
        rounds: vec![(Mode::Threads, 1000)],
        values: vec!["0".into(); 20],
    })
}

/// It ended at another value, after printing this.
pub fn fails(stdout: &str) -> Verdict {
    Verdict::Fails(Box::new(Failure {
        kind: Kind::WrongResult {
            expected: "0".into(),
            got: "-39".into(),
        },
        evidence: Evidence::Runs(Runs {
            mode: Mode::Threads,
            rounds: 100_000,
            values: vec!["0".into(), "-39".into()],
            runs: 2,
            tasks: Vec::new(),
            killed: None,
            explored: Vec::new(),
            stdout: Output {
                head: stdout.into(),
                tail: String::new(),
                total_bytes: stdout.len() as u64,
            },
            stderr: Output::default(),
        }),
    }))
}

/// It ended at another value in an interleaving of two workers, which can be drawn.
pub fn fails_in_an_interleaving() -> Verdict {
    Verdict::Fails(Box::new(Failure {
        kind: Kind::WrongResult {
            expected: "0".into(),
            got: "1".into(),
        },
        evidence: Evidence::Interleaving {
            interleaving: Box::new(Interleaving::of_events(Vec::new())),
            coverage: Coverage::default(),
        },
    }))
}

/// The compiler refused it.
pub fn does_not_compile() -> Verdict {
    Verdict::NotRun(NotRun::DoesNotCompile {
        rendered: "error: mismatched types".into(),
        message: "mismatched types".into(),
        location: None,
    })
}
