//! All interleavings of a program, with no bound.

use std::fs;
use std::path::Path;
use std::time::Duration;

use protocol::SwitchAt;
use racelings::catalog::{Catalog, Mode};
use racelings::exploration::budget::Work;
use racelings::exploration::coverage::Rest;
use racelings::exploration::schedule::Environment;
use racelings::exploration::search::{Freedom, Reduction};
use racelings::exploration::survey::Survey;

use racelings::source::{self, CHECK_LINE};
use racelings::{fixes, originals};

use super::survey::Program;

/// Programs that need more are left out.
const BUDGET: Work = Work::of(Duration::from_secs(2));

fn with_rounds(rounds: u64) -> Environment {
    Environment {
        rounds,
        extra: 0,
        mode: None,
    }
}

/// Whether the search without a bound comes to all outcomes that there are within one, if it is finished.
pub fn has_the_outcomes_within(bound: u32, program: &Program) -> Result<(), String> {
    let (all, coverage) = program.survey_unbounded(with_rounds(2), None, BUDGET);
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
use std::hint::spin_loop;
use std::sync::atomic::{{AtomicBool, AtomicU64, Ordering::*}};
use std::thread::{{self, sleep, yield_now}};
use std::time::Duration;

static LOCKED: Mutex<u64> = Mutex::new(0);
static NUMBER: AtomicU64 = AtomicU64::new(0);
static SPINNING: AtomicBool = AtomicBool::new(false);
static NEXT: AtomicU64 = AtomicU64::new(0);
static SERVED: AtomicU64 = AtomicU64::new(0);
static mut PLAIN: u64 = 0;

fn moment() {{
    sleep(Duration::from_millis(1));
    yield_now();
    spin_loop();
}}

fn work() {{
    for _ in 0..{rounds} {{
        {statement}
    }}
}}

fn main() {{
    let threads: Vec<_> = (0..{threads}).map(|_| thread::spawn(work)).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let _ = (&LOCKED, &NUMBER, &SPINNING, &NEXT, &SERVED, moment, unsafe {{ PLAIN }});
}}
"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    Program::compile(&file)
}

/// What a thread comes to beside a `main` that spawns it, does something, and prints that: all that it can be, and how many
/// interleavings there are.
fn printed_of(thread: &str, main: &str) -> (Vec<String>, u64) {
    let text = format!(
        "
use std::sync::Arc;
use std::sync::atomic::{{AtomicU64, Ordering::SeqCst}};
use std::thread;

static NUMBER: AtomicU64 = AtomicU64::new(0);

fn main() {{
    let one = Arc::new(());
    let other = Arc::clone(&one);
    let thread = thread::spawn({thread});
    {main}
    print!(\"{{}}\", thread.join().unwrap());
}}
"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    let budget = Work::of(Duration::from_secs(60));
    let (survey, coverage) = Program::compile(&file).survey_unbounded(with_rounds(1), None, budget);
    assert!(survey.complete, "{thread}");
    let outcomes = survey.outcomes.keys().cloned().collect();
    (outcomes, coverage.interleavings)
}

/// Nothing that is looked at comes behind these reads but the end of the thread.
#[test]
fn a_loop_at_the_end_of_a_thread_has_all_its_interleavings() {
    const READS: &str = "|| {
        let mut seen = 0;
        for _ in 0..2 { seen = 10 * seen + NUMBER.load(SeqCst); }
        seen
    }";
    const TRIES: &str = "|| {
        for tries in 0..6 {
            if NUMBER.fetch_add(0, SeqCst) == 1 { return tries; }
        }
        6
    }";
    const STORES: &str = "for number in 1..5 { NUMBER.store(number, SeqCst); }";
    let pairs = (0..5).flat_map(|one| (one..5).map(move |two| 10 * one + two));
    let mut pairs: Vec<String> = pairs.map(|pair: u32| pair.to_string()).collect();
    pairs.sort();
    assert_eq!(printed_of(READS, STORES), (pairs, 15));
    let tries: Vec<String> = (0..7).map(|tries| tries.to_string()).collect();
    assert_eq!(printed_of(TRIES, "NUMBER.store(1, SeqCst);"), (tries, 7));
}

#[test]
fn a_loop_that_reads_how_many_owners_there_are_has_all_its_interleavings() {
    const OWNERS: &str = "move || {
        for tries in 0..8 {
            if Arc::strong_count(&other) == 1 { return tries; }
            thread::yield_now();
        }
        8
    }";
    let (outcomes, _) = printed_of(OWNERS, "drop(one);");
    assert_eq!(outcomes.len(), 9, "{outcomes:?}");
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
        let (survey, coverage) =
            program.survey_unbounded(with_rounds(1), None, Work::of(Duration::from_secs(60)));
        let found = (coverage.interleavings, coverage.blocked, survey.complete);
        assert_eq!(found, (right, 0, true), "{threads} x {rounds}: {statement}");
    }
}

/// Processes that each lock a file so often, and count up what is in another one, or only print.
fn file_lock(processes: usize, rounds: usize) -> Program {
    let text = format!(
        "
use std::env;
use std::fs::{{self, File}};
use std::process::{{Child, Command}};

use fs2::FileExt;

fn main() {{
    if env::args().len() > 1 {{
        for _ in 0..{rounds} {{
            let lock = File::open(\"lock\").unwrap();
            FileExt::lock_exclusive(&lock).unwrap();
            let count: u64 = fs::read_to_string(\"count\").unwrap().parse().unwrap();
            fs::write(\"count\", (count + 1).to_string()).unwrap();
        }}
        return;
    }}
    fs::write(\"lock\", \"\").unwrap();
    fs::write(\"count\", \"0\").unwrap();
    let start = |_| Command::new(env::current_exe().unwrap()).arg(\"child\").spawn().unwrap();
    let mut children: Vec<Child> = (0..{processes}).map(start).collect();
    for child in &mut children {{
        assert!(child.wait().unwrap().success());
    }}
    print!(\"{{}}\", fs::read_to_string(\"count\").unwrap());
}}
"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    Program::compile(&file)
}

/// Opening the lock's file commutes with all that another process does there: there are as many as for a `Mutex`.
#[test]
fn there_are_as_many_interleavings_of_a_file_lock_as_of_a_mutex() {
    for (processes, rounds, right) in [(2, 1, 2), (2, 2, 6), (3, 1, 6)] {
        let program = file_lock(processes, rounds);
        let budget = Work::of(Duration::from_secs(60));
        let (survey, coverage) = program.survey_unbounded(with_rounds(1), None, budget);
        let printed = survey.outcomes.keys().cloned().collect::<Vec<_>>();
        assert_eq!(printed, [(processes * rounds).to_string()]);
        let found = (coverage.interleavings, coverage.blocked, survey.complete);
        assert_eq!(found, (right, 0, true), "{processes} x {rounds}");
    }
}

/// What that file does with random numbers.
fn random_program(file: &str) -> Program {
    let read = |file| fs::read_to_string(Path::new("tests/explore/random").join(file)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join(file);
    fs::write(&whole, read(file) + &read("numbers.rs")).unwrap();
    Program::compile(&whole)
}

/// Compares the outcomes of random programs, by their seeds, with those of the search with a bound that none of them reaches. How
/// many were compared: others take both too long.
fn compared(file: &str, seeds: impl IntoIterator<Item = u64>, freedom: Option<Freedom>) -> u64 {
    let program = random_program(file);
    let mut compared = 0;
    for seed in seeds {
        let (all, coverage) = program.survey_unbounded(with_rounds(seed), freedom, BUDGET);
        assert_ne!(coverage.rest, Rest::Unknown, "{seed}");
        if !all.complete {
            continue;
        }
        let bounded = program.survey_within(with_rounds(seed), freedom, 1_000, BUDGET);
        let outcomes = |survey: &Survey| survey.outcomes.keys().cloned().collect::<Vec<_>>();
        println!(
            "{seed}: {}, {} blocked; {} with a bound: {}",
            coverage.interleavings, coverage.blocked, bounded.executions, bounded.complete
        );
        if !bounded.complete {
            continue;
        }
        let (mut all, bounded) = (outcomes(&all), outcomes(&bounded));
        if freedom == Some(Freedom::StaleRead) {
            // The search with a bound tries one at a time.
            all.retain(|outcome| bounded.contains(outcome));
        }
        assert_eq!(all, bounded, "{seed}: {freedom:?}");
        compared += 1;
    }
    compared
}

#[test]
fn random_programs_of_processes_come_to_the_same_with_a_bound_and_without() {
    assert!(compared("processes.rs", 0..12, None) > 6);
    assert!(compared("processes.rs", 0..6, Some(Freedom::Crash)) > 0);
}

#[test]
fn random_programs_of_threads_come_to_the_same_with_a_bound_and_without() {
    // In the last two, two owners let go of what the last of them drops.
    assert!(compared("threads.rs", (0..60).chain([900, 1_197]), None) > 50);
}

#[test]
fn random_loops_come_to_the_same_with_a_bound_and_without() {
    assert!(compared("loops.rs", 30..42, None) > 6);
}

#[test]
fn random_loops_under_rc11_come_to_all_that_one_stale_read_leads_to() {
    assert!(compared("loops.rs", 1_000..1_012, Some(Freedom::StaleRead)) > 6);
}

/// Compares the outcomes of loops that try something so many times at the most with those of the same tries one after the other. How
/// many were compared, and how many were not because the search left out what a loop that counts may do.
fn compared_with_unrolled(seeds: impl IntoIterator<Item = u64>) -> (u64, u64) {
    let program = random_program("tries.rs");
    let (mut compared, mut left_out) = (0, 0);
    for seed in seeds {
        let all = |rounds| program.survey_unbounded(with_rounds(rounds), None, BUDGET);
        let ((in_loops, coverage), (one_by_one, unrolled)) = (all(2 * seed), all(2 * seed + 1));
        assert_ne!(coverage.rest, Rest::Unknown, "{seed}");
        assert_eq!(unrolled.counting, None, "{seed}");
        if !in_loops.complete || !one_by_one.complete {
            continue;
        }
        if coverage.counting.is_some() {
            left_out += 1;
            continue;
        }
        let outcomes = |survey: &Survey| survey.outcomes.keys().cloned().collect::<Vec<_>>();
        assert_eq!(outcomes(&in_loops), outcomes(&one_by_one), "{seed}");
        let numbers = (coverage.interleavings, unrolled.interleavings);
        assert_eq!(numbers.0, numbers.1, "{seed}");
        compared += 1;
    }
    println!("{compared} compared, {left_out} left out");
    (compared, left_out)
}

#[test]
fn random_tries_come_to_the_same_in_a_loop_and_one_after_the_other() {
    let (compared, left_out) = compared_with_unrolled(0..40);
    assert!(compared > 30, "{left_out}");
}

#[test]
#[ignore = "some minutes"]
fn many_random_programs_come_to_the_same_with_a_bound_and_without() {
    println!("{}", compared("processes.rs", 0..400, None));
    println!("{}", compared("processes.rs", 0..100, Some(Freedom::Crash)));
    println!("{}", compared("threads.rs", 0..2_000, None));
    println!("{}", compared("loops.rs", 0..400, None));
    let weak = compared("loops.rs", 1_000..1_400, Some(Freedom::StaleRead));
    println!("{weak}");
    compared_with_unrolled(0..400);
}

/// What a known fix comes to within a bound it comes to without one, and in how many interleavings.
fn of_a_known_fix(program: &Program, rounds: u64) -> String {
    let environment = Environment {
        rounds,
        extra: 0,
        mode: Some(Mode::Processes),
    };
    let budget = Work::of(Duration::from_secs(10));
    let (all, coverage) = program.survey_unbounded(environment, None, budget);
    if !all.complete {
        return format!("{} and more ({:?})", coverage.interleavings, coverage.rest);
    }
    let within = program.survey_within(environment, None, 2, budget);
    for outcome in within.outcomes.keys() {
        assert!(
            all.outcomes.contains_key(outcome),
            "{outcome:?}: {coverage:?}"
        );
    }
    format!("{}, {} blocked", coverage.interleavings, coverage.blocked)
}

#[test]
#[ignore = "some minutes"]
fn known_fixes_with_processes_come_to_the_same_with_a_bound_and_without() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalog = Catalog::find(root).unwrap();
    let with_processes = catalog.exercises.iter();
    for exercise in with_processes.filter(|one| one.modes.contains(&Mode::Processes)) {
        let starter = originals::read(root, exercise).unwrap();
        for fix in fixes::of(root, exercise) {
            let part = format!("{}{CHECK_LINE}\n", fix.part);
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("program.rs");
            fs::write(&file, source::compose(&part, &starter).unwrap().text).unwrap();
            let program = Program::compile(&file);
            for rounds in [1, 2] {
                let found = of_a_known_fix(&program, rounds);
                println!("{}, {rounds}: {found}", fix.shown);
            }
        }
    }
}

/// Loops that wait, with the interleavings of 2 x 1, 2 x 2 and 3 x 1.
#[test]
fn a_loop_that_waits_has_as_many_interleavings_as_a_mutex() {
    const LOOPS: [&str; 7] = [
        "while SPINNING.swap(true, SeqCst) { spin_loop(); } SPINNING.store(false, SeqCst);",
        "while SPINNING.swap(true, SeqCst) {} SPINNING.store(false, SeqCst);",
        "while SPINNING.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {}
         unsafe { PLAIN += 1; }
         SPINNING.store(false, Release);",
        "while SPINNING.swap(true, SeqCst) { moment(); } SPINNING.store(false, SeqCst);",
        "while SPINNING.compare_exchange_weak(false, true, SeqCst, SeqCst).is_err() { yield_now(); }
         SPINNING.store(false, SeqCst);",
        "loop {
            if let Ok(_held) = LOCKED.try_lock() { break; }
            sleep(Duration::from_millis(1));
        }",
        "let mine = NEXT.fetch_add(1, SeqCst);
         while SERVED.load(SeqCst) != mine { spin_loop(); }
         SERVED.store(mine + 1, SeqCst);",
    ];
    for statement in LOOPS {
        for (threads, rounds, right) in [(2, 1, 2), (2, 2, 6), (3, 1, 6)] {
            let program = program(threads, rounds, statement);
            let (survey, coverage) =
                program.survey_unbounded(with_rounds(1), None, Work::of(Duration::from_secs(60)));
            let found = (coverage.interleavings, survey.complete);
            assert_eq!(
                found,
                (right, true),
                "{threads} x {rounds}: {statement} {coverage:?}"
            );
        }
    }
}

/// The memory that the lock lies in is freed in the end.
#[test]
fn a_lock_on_the_heap_that_spins_has_as_many_interleavings_as_a_mutex() {
    const TEXT: &str = "
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

fn main() {
    let lock = Arc::new(AtomicBool::new(false));
    let work = |lock: Arc<AtomicBool>| {
        move || {
            for _ in 0..2 {
                while lock.swap(true, SeqCst) {
                    thread::yield_now();
                }
                lock.store(false, SeqCst);
            }
        }
    };
    let threads = [0, 1].map(|_| thread::spawn(work(lock.clone())));
    threads.map(|thread| thread.join().unwrap());
}
";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, TEXT).unwrap();
    let budget = Work::of(Duration::from_secs(60));
    let (survey, coverage) = Program::compile(&file).survey_unbounded(with_rounds(1), None, budget);
    let found = (coverage.interleavings, survey.complete);
    assert_eq!(found, (6, true), "{coverage:?}");
}

/// A thread may find the lock held once, twice, or three times, and then it goes on without it.
#[test]
fn a_loop_that_counts_its_attempts_is_no_loop_that_waits() {
    const ATTEMPTS: &str = "
        let mut attempts = 0;
        while SPINNING.swap(true, SeqCst) {
            attempts += 1;
            if attempts == 3 {
                println!(\"none\");
                return;
            }
        }
        println!(\"{attempts}\");
        SPINNING.store(false, SeqCst);";
    let program = program(2, 1, ATTEMPTS);
    let (survey, coverage) =
        program.survey_unbounded(with_rounds(1), None, Work::of(Duration::from_secs(60)));
    assert!(survey.complete, "{coverage:?}");
    let found: Vec<&str> = survey.outcomes.keys().map(String::as_str).collect();
    // The one that holds the lock prints before it releases it.
    let right = ["0 | 0", "0 | 1", "0 | 2", "0 | none", "none | 0"];
    assert_eq!(found, right, "{coverage:?}");
}
