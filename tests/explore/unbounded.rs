//! All interleavings of a program, with no bound.

use std::fs;
use std::time::Duration;

use protocol::SwitchAt;
use racelings::exploration::budget::Work;
use racelings::exploration::search::Reduction;

use super::survey::Program;

/// Programs that need more are left out.
const BUDGET: Work = Work::of(Duration::from_secs(2));

/// Whether the search without a bound comes to all outcomes that there are within one, if it is finished.
pub fn has_the_outcomes_within(bound: u32, program: &Program) -> Result<(), String> {
    let (all, coverage) = program.survey_unbounded(2, BUDGET);
    if !all.complete {
        return Ok(());
    }
    let within = program.survey(SwitchAt::Synchronisation, Reduction::PartialOrder, bound);
    let missing: Vec<&String> = within
        .outcomes
        .keys()
        .filter(|outcome| !all.outcomes.contains_key(*outcome))
        .collect();
    match missing.is_empty() && (within.racing > 0) <= (all.racing > 0) {
        true => Ok(()),
        false => Err(format!(
            "{missing:?} missing with no bound: {coverage:?}, {all:?}"
        )),
    }
}

/// Threads that do the same, each so often, beside a `main` that spawns and joins them.
fn program(threads: usize, rounds: usize, statement: &str) -> Program {
    let text = format!(
        "
use std::sync::Mutex;
use std::sync::atomic::{{AtomicU64, Ordering::SeqCst}};
use std::thread;

static LOCKED: Mutex<u64> = Mutex::new(0);
static NUMBER: AtomicU64 = AtomicU64::new(0);

fn work() {{
    for _ in 0..{rounds} {{
        {statement}
    }}
}}

fn main() {{
    let threads: Vec<_> = (0..{threads}).map(|_| thread::spawn(work)).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let _ = (&LOCKED, &NUMBER);
}}
"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    Program::compile(&file)
}

/// As GenMC counts them.
#[test]
fn there_are_as_many_inequivalent_interleavings_as_are_known() {
    const LOCKED: &str = "*LOCKED.lock().unwrap() += 1;";
    const UPDATE: &str = "NUMBER.fetch_add(1, SeqCst);";
    const APART: &str = "NUMBER.store(NUMBER.load(SeqCst) + 1, SeqCst);";
    for (threads, rounds, statement, right) in [
        (2, 2, LOCKED, 6),
        (3, 1, LOCKED, 6),
        (3, 2, LOCKED, 90),
        (2, 5, LOCKED, 252),
        (2, 2, UPDATE, 6),
        (2, 2, APART, 34),
        (3, 1, APART, 36),
    ] {
        let program = program(threads, rounds, statement);
        let (survey, coverage) = program.survey_unbounded(1, Work::of(Duration::from_secs(60)));
        let found = (coverage.interleavings, coverage.blocked, survey.complete);
        assert_eq!(found, (right, 0, true), "{threads} x {rounds}: {statement}");
    }
}
