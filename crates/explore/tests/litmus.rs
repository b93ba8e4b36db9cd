//! Litmus tests by the names that the literature has for them: what each may come to under sequential consistency, under RC11,
//! and what no model here allows. The search and the axioms give the same answers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "litmus/orders.rs"]
mod orders;
#[path = "litmus/reads.rs"]
mod reads;
mod toy;

use std::collections::BTreeSet;

use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use protocol::Order::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};
use protocol::SwitchAt;
use toy::{Act, Allowed, Executions, Exhausted, Program, Toy, Value};

/// The variables.
const X: u32 = 0;
const Y: u32 = 1;
const Z: u32 = 2;

/// Whether the outcome that a test is about can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// In no execution.
    Never,
    /// Under RC11, and in no interleaving.
    Weak,
    /// In an interleaving.
    Always,
}
use Answer::{Always, Never, Weak};

fn w(variable: u32, value: u64, order: Order) -> Act {
    Act::Store(variable, order, Value::Constant(value))
}

fn r(variable: u32, order: Order) -> Act {
    Act::Load(variable, order)
}

fn f(order: Order) -> Act {
    Act::Fence(order)
}

/// `fetch_add(1)`
fn add(variable: u32, order: Order) -> Act {
    Act::Add(variable, order)
}

/// `compare_exchange(0, value)`
fn cas(variable: u32, value: u64, order: Order) -> Act {
    Act::Exchange(variable, order, Value::Constant(value))
}

/// `compare_exchange_weak(0, value)`
fn weak(variable: u32, value: u64, order: Order) -> Act {
    Act::Weak(variable, order, Value::Constant(value))
}

/// With so many threads there are too many interleavings with any number of preemptions; two are enough for the outcome.
const MANY: usize = 4;

/// What the program comes to under a model, as the search finds it.
fn found(program: &Program, freedom: Option<Freedom>) -> BTreeSet<String> {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let measure = Measure::Preemptions(Reduction::PartialOrder);
    let is_small = program.threads.len() <= MANY;
    let bound = Preemptions::new(if is_small { 100 } else { 2 });
    let mut search = Search::new(measure, toy.switch_at, bound, freedom);
    let found = Executions::of(&toy, &mut search, usize::MAX).unwrap();
    found.outcomes.into_keys().collect()
}

/// The same with no bound, and how many executions there are.
fn found_in_all(program: &Program, freedom: Option<Freedom>) -> (BTreeSet<String>, u64) {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let found = Exhausted::of(&toy, freedom.into_iter().collect());
    assert!(found.unbounded.is_complete(), "{program:?}");
    (found.outcomes, found.unbounded.interleavings)
}

/// Compares the answers for the outcome: what each thread reads, in the order of the threads, and what the variables are in the end,
/// where that is asked.
fn litmus(name: &str, threads: &[&[Act]], reads: &[&[u64]], end: &[u64], expected: Answer) {
    let others = threads.iter().map(|acts| acts.to_vec());
    let program = Program {
        threads: std::iter::once(Vec::new()).chain(others).collect(),
        joins: true,
        processes: false,
    };
    let reads: Vec<String> = reads.iter().map(|read| format!("{read:?}")).collect();
    let reads = format!("[] {} |", reads.join(" "));
    let end: Vec<String> = end.iter().map(u64::to_string).collect();
    let end = format!("| [{}", end.join(", "));
    let is_it = |outcome: &String| outcome.contains(&reads) && outcome.contains(&end);
    let interleaved = found(&program, None);
    let all = found(&program, Some(Freedom::StaleRead));
    let answer = match (interleaved.iter().any(is_it), all.iter().any(is_it)) {
        (true, _) => Always,
        (false, true) => Weak,
        (false, false) => Never,
    };
    assert_eq!(answer, expected, "{name}: {reads} {end}");
    let Allowed {
        outcomes: allowed,
        executions,
        ..
    } = Allowed::of(&program, usize::MAX).unwrap();
    assert_eq!(allowed.iter().any(is_it), expected != Never, "{name}");
    let with_no_bound = found_in_all(&program, Some(Freedom::StaleRead));
    assert_eq!(with_no_bound, (allowed.clone(), executions), "{name}");
    assert!(
        interleaved.is_subset(&found_in_all(&program, None).0),
        "{name}"
    );
    match threads.len() < MANY {
        true => assert_eq!(all, allowed, "{name}"),
        false => assert!(all.is_subset(&allowed), "{name}"),
    }
}
