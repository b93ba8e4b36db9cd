//! How many executions programs have, beside what GenMC counts: Miri's tests of it print the number of executions of each of its
//! programs, with loops as they are ("Miri's GenMC mode", tests/genmc/pass of rust-lang/miri). These programs are written anew.

#[path = "counts/litmus.rs"]
mod litmus;

use std::fs;
use std::time::Duration;

use racelings::exploration::budget::Work;
use racelings::exploration::schedule::Environment;
use racelings::exploration::search::Freedom;

use super::survey::Program;
use litmus::LITMUS;

/// How many executions the program has under RC11, and how many were begun in vain.
fn counted(text: &str) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    let environment = Environment {
        rounds: 1,
        extra: 0,
        mode: None,
    };
    let budget = Work::of(Duration::from_secs(120));
    let (survey, coverage) =
        Program::compile(&file).survey_unbounded(environment, Some(Freedom::StaleRead), budget);
    assert!(survey.complete, "{coverage:?}: {text}");
    (coverage.interleavings, coverage.blocked)
}

/// A program of these threads, which `main` joins.
fn litmus(threads: &[&str]) -> String {
    let spawned: String = threads
        .iter()
        .map(|thread| format!("        scope.spawn(|| {{ {thread} }});\n"))
        .collect();
    format!(
        "
use std::sync::atomic::{{AtomicU64, Ordering::*, fence}};
use std::thread;

static W: AtomicU64 = AtomicU64::new(0);
static X: AtomicU64 = AtomicU64::new(0);
static Y: AtomicU64 = AtomicU64::new(0);
static Z: AtomicU64 = AtomicU64::new(0);

fn main() {{
    thread::scope(|scope| {{
{spawned}    }});
    let _ = (fence, &W, &X, &Y, &Z);
}}
"
    )
}

#[test]
fn litmus_programs_have_as_many_executions_as_genmc_counts() {
    let counts = LITMUS
        .iter()
        .map(|(name, threads, _)| (*name, counted(&litmus(threads))));
    let found: Vec<_> = counts.collect();
    for (name, (executions, blocked)) in &found {
        println!("{name}: {executions}, {blocked} blocked");
    }
    let found: Vec<_> = found.iter().map(|(name, (all, _))| (*name, *all)).collect();
    let right: Vec<_> = LITMUS
        .iter()
        .map(|(name, _, right)| (*name, *right))
        .collect();
    assert_eq!(found, right);
}

/// A reader of one number, and writers of one each.
fn with_writers(writers: usize, start: &str, reader: &str, text: &str) -> String {
    format!(
        "
use std::ptr;
use std::sync::atomic::{{AtomicPtr, Ordering::*}};
use std::thread;

{text}
fn main() {{
    {start}
    thread::scope(|scope| {{
        scope.spawn(|| {{ {reader}(); }});
        for writer in 1..={writers} {{
            scope.spawn(move || write(writer));
        }}
    }});
}}
"
    )
}

/// Treiber's stack; what is popped is leaked.
const STACK: &str = "
struct Node {
    number: u64,
    below: AtomicPtr<Node>,
}

static TOP: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

fn write(number: u64) {
    let node = Box::leak(Box::new(Node { number, below: AtomicPtr::new(ptr::null_mut()) }));
    loop {
        let top = TOP.load(Acquire);
        node.below.store(top, Relaxed);
        if TOP.compare_exchange(top, node, Release, Relaxed).is_ok() {
            return;
        }
    }
}

fn read() -> u64 {
    loop {
        let top = TOP.load(Acquire);
        let Some(node) = (unsafe { top.as_ref() }) else { return 0 };
        let below = node.below.load(Relaxed);
        if TOP.compare_exchange(top, below, Release, Relaxed).is_ok() {
            return node.number;
        }
    }
}
";

/// The queue of Michael and Scott; what is taken out is leaked.
const QUEUE: &str = "
struct Node {
    number: u64,
    next: AtomicPtr<Node>,
}

static HEAD: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());
static TAIL: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

fn node(number: u64) -> *mut Node {
    Box::into_raw(Box::new(Node { number, next: AtomicPtr::new(ptr::null_mut()) }))
}

fn write(number: u64) {
    let node = node(number);
    let tail = loop {
        let tail = TAIL.load(Acquire);
        let next = unsafe { &(*tail).next };
        let behind = next.load(Acquire);
        if tail != TAIL.load(Acquire) {
            continue;
        }
        if !behind.is_null() {
            let _ = TAIL.compare_exchange(tail, behind, Release, Relaxed);
        } else if next.compare_exchange(behind, node, Release, Relaxed).is_ok() {
            break tail;
        }
    };
    let _ = TAIL.compare_exchange(tail, node, Release, Relaxed);
}

fn read() -> Option<u64> {
    loop {
        let head = HEAD.load(Acquire);
        let tail = TAIL.load(Acquire);
        let next = unsafe { (*head).next.load(Acquire) };
        if HEAD.load(Acquire) != head {
            continue;
        }
        if head != tail {
            let number = unsafe { (*next).number };
            if HEAD.compare_exchange(head, next, Release, Relaxed).is_ok() {
                return Some(number);
            }
        } else if next.is_null() {
            return None;
        } else {
            let _ = TAIL.compare_exchange(tail, next, Release, Relaxed);
        }
    }
}
";

#[test]
fn a_stack_and_a_queue_have_as_many_executions_as_genmc_counts() {
    let start = "let first = node(0); HEAD.store(first, Relaxed); TAIL.store(first, Relaxed);";
    let mut found = Vec::new();
    for (writers, right) in [(1, 2), (2, 22), (3, 1_002)] {
        let (executions, blocked) = counted(&with_writers(writers, "", "read", STACK));
        println!("a stack, {writers}: {executions}, {blocked} blocked");
        found.push((executions, right));
    }
    for (writers, right) in [(1, 4), (2, 188)] {
        let (executions, blocked) = counted(&with_writers(writers, start, "read", QUEUE));
        println!("a queue, {writers}: {executions}, {blocked} blocked");
        found.push((executions, right));
    }
    assert!(
        found.iter().all(|(found, right)| found == right),
        "{found:?}"
    );
}

/// Loops that wait until `X` is 1, each the whole body of a thread, or before more of it.
const LOOPS: [&str; 9] = [
    "while X.load(Relaxed) == 0 {}",
    "while X.load(SeqCst) == 0 {} assert_eq!(X.load(SeqCst), 1);",
    "while X.load(Relaxed) == 0 { thread::sleep(Duration::from_millis(1)); } assert_eq!(X.load(Relaxed), 1);",
    "while X.compare_exchange(1, 1, Acquire, Relaxed).is_err() {}",
    "while X.compare_exchange(1, 1, SeqCst, SeqCst).is_err() { spin_loop(); } assert_eq!(X.load(SeqCst), 1);",
    "waits(&X);",
    "waits(&X); assert_eq!(X.load(SeqCst), 1);",
    "until(|| X.load(Acquire) == 1);",
    "let before = Y.load(SeqCst); until(|| X.load(SeqCst) == 1); assert_eq!(before, 0);",
];

#[test]
fn a_loop_that_waits_for_one_store_has_one_execution() {
    for waits in LOOPS {
        let text = format!(
            "
use std::hint::spin_loop;
use std::sync::atomic::{{AtomicU64, Ordering::*}};
use std::thread;
use std::time::Duration;

static X: AtomicU64 = AtomicU64::new(0);
static Y: AtomicU64 = AtomicU64::new(0);

fn waits(on: &AtomicU64) {{
    while on.load(SeqCst) == 0 {{
        thread::yield_now();
    }}
}}

fn until(is_true: impl Fn() -> bool) {{
    while !is_true() {{
        thread::yield_now();
    }}
}}

fn main() {{
    let thread = thread::spawn(|| {{ {waits} }});
    X.store(1, SeqCst);
    thread.join().unwrap();
    let _ = (spin_loop, Duration::ZERO, waits, until(|| true), &Y);
}}
"
        );
        assert_eq!(counted(&text).0, 1, "{waits}");
    }
}

/// Who drops an `Arc` last drops what it holds; in which order the others do makes no difference.
#[test]
fn each_owner_can_be_the_last() {
    for owners in 1..=4 {
        let text = format!(
            "
use std::sync::Arc;
use std::sync::atomic::{{AtomicU64, Ordering::SeqCst}};
use std::thread;

static DROPPED: AtomicU64 = AtomicU64::new(0);

struct Owned;

impl Drop for Owned {{
    fn drop(&mut self) {{
        DROPPED.fetch_add(1, SeqCst);
    }}
}}

fn main() {{
    let owners = vec![Arc::new(Owned); {owners}];
    let threads: Vec<_> = owners
        .into_iter()
        .map(|owned| thread::spawn(move || drop(owned)))
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(DROPPED.load(SeqCst), 1);
}}
"
        );
        assert_eq!(counted(&text).0, owners, "{owners}");
    }
}
