//! Litmus tests by the names that the literature has for them: what each may come to under sequential consistency, under RC11,
//! and what no model here allows. The search and the axioms give the same answers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::BTreeSet;

use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use protocol::Order::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};
use protocol::SwitchAt;
use toy::{Act, Allowed, Executions, Program, Toy, Value};

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
    let allowed = Allowed::of(&program, usize::MAX).unwrap().outcomes;
    assert_eq!(allowed.iter().any(is_it), expected != Never, "{name}");
    match threads.len() < MANY {
        true => assert_eq!(all, allowed, "{name}"),
        false => assert!(all.is_subset(&allowed), "{name}"),
    }
}

#[test]
fn store_buffering() {
    let sb = |name, one: [Order; 2], other: [Order; 2], expected| {
        let threads: [&[Act]; 2] = [
            &[w(X, 1, one[0]), r(Y, one[1])],
            &[w(Y, 1, other[0]), r(X, other[1])],
        ];
        litmus(name, &threads, &[&[0], &[0]], &[], expected);
    };
    sb("SB", [Relaxed; 2], [Relaxed; 2], Weak);
    sb("SB+rel+acq", [Release, Acquire], [Release, Acquire], Weak);
    sb("SB+sc", [SeqCst; 2], [SeqCst; 2], Never);
    sb("SB+sc stores", [SeqCst, Relaxed], [SeqCst, Relaxed], Weak);
    sb("SB+sc loads", [Relaxed, SeqCst], [Relaxed, SeqCst], Weak);
    sb("SB+sc in one", [SeqCst; 2], [Release, Acquire], Weak);
    let fenced = |name, one: Order, other: Option<Order>, expected| {
        let plain = vec![w(Y, 1, Relaxed), r(X, Relaxed)];
        let other = other.map_or(plain, |order| {
            vec![w(Y, 1, Relaxed), f(order), r(X, Relaxed)]
        });
        let threads: [&[Act]; 2] = [&[w(X, 1, Relaxed), f(one), r(Y, Relaxed)], &other];
        litmus(name, &threads, &[&[0], &[0]], &[], expected);
    };
    fenced("SB+scfences", SeqCst, Some(SeqCst), Never);
    fenced("SB+acqrelfences", AcqRel, Some(AcqRel), Weak);
    fenced("SB+scfence in one", SeqCst, None, Weak);
    let mixed: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, SeqCst), r(X, SeqCst)],
    ];
    litmus("SB+scfence+sc", &mixed, &[&[0], &[0]], &[], Never);
    let swapped: [&[Act]; 2] = [
        &[add(X, AcqRel), r(Y, Acquire)],
        &[add(Y, AcqRel), r(X, Acquire)],
    ];
    litmus("SB+rmws", &swapped, &[&[0, 0], &[0, 0]], &[], Weak);
    let updates: [&[Act]; 2] = [
        &[w(X, 1, Release), add(Y, AcqRel)],
        &[w(Y, 2, Release), add(X, AcqRel)],
    ];
    litmus("SB+rmw loads", &updates, &[&[0], &[0]], &[], Weak);
}

#[test]
fn message_passing() {
    let mp = |name: &str, writer: &[Act], reader: &[Act], expected| {
        litmus(name, &[writer, reader], &[&[], &[1, 0]], &[], expected);
    };
    let (data, flag) = (w(X, 1, Relaxed), |order| w(Y, 1, order));
    let (seen, read) = (|order| r(Y, order), r(X, Relaxed));
    for (one, other, expected) in [
        (Relaxed, Relaxed, Weak),
        (Release, Relaxed, Weak),
        (Relaxed, Acquire, Weak),
        (Release, Acquire, Never),
        (SeqCst, SeqCst, Never),
    ] {
        let name = format!("MP+{one:?}+{other:?}");
        mp(
            &name,
            &[data.clone(), flag(one)],
            &[seen(other), read.clone()],
            expected,
        );
    }
    for (one, other, expected) in [
        (Release, Acquire, Never),
        (SeqCst, SeqCst, Never),
        (Acquire, Acquire, Weak),
        (Release, Release, Weak),
    ] {
        let writer = [data.clone(), f(one), flag(Relaxed)];
        let reader = [seen(Relaxed), f(other), read.clone()];
        mp(
            &format!("MP+fences {one:?}, {other:?}"),
            &writer,
            &reader,
            expected,
        );
        mp(
            &format!("MP+{one:?} fence in the writer"),
            &writer,
            &[seen(Relaxed), read.clone()],
            Weak,
        );
    }
    // MPU: an update in between goes on with the release sequence, a store does not.
    let published = [data.clone(), flag(Release)];
    let reader = [seen(Acquire), read.clone()];
    let passed_on: [&[Act]; 3] = [&published, &[add(Y, Relaxed)], &reader];
    litmus("MPU", &passed_on, &[&[], &[1], &[2, 0]], &[], Never);
    let ended: [&[Act]; 3] = [&published, &[r(Y, Relaxed), w(Y, 2, Relaxed)], &reader];
    litmus(
        "MP, release sequence ended",
        &ended,
        &[&[], &[1], &[2, 0]],
        &[],
        Weak,
    );
    // Nor does a store of the same thread, since C++20.
    let own: [&[Act]; 2] = [&[data, flag(Release), w(Y, 2, Relaxed)], &reader];
    litmus("MP, own relaxed store", &own, &[&[], &[2, 0]], &[], Weak);
}

#[test]
fn load_buffering_is_never_shown() {
    let lb: [&[Act]; 2] = [
        &[r(Y, Relaxed), w(X, 1, Relaxed)],
        &[r(X, Relaxed), w(Y, 1, Relaxed)],
    ];
    litmus("LB", &lb, &[&[1], &[1]], &[], Never);
}

#[test]
fn independent_reads_of_independent_writes() {
    let iriw = |name, stores: Order, loads: Order, between: Option<Order>, expected| {
        let reader = |one, other| {
            let fence = between.map(f).into_iter();
            let first = std::iter::once(r(one, loads));
            first
                .chain(fence)
                .chain([r(other, loads)])
                .collect::<Vec<_>>()
        };
        let threads: [&[Act]; 4] = [
            &[w(X, 1, stores)],
            &[w(Y, 1, stores)],
            &reader(X, Y),
            &reader(Y, X),
        ];
        litmus(name, &threads, &[&[], &[], &[1, 0], &[1, 0]], &[], expected);
    };
    iriw("IRIW", Relaxed, Relaxed, None, Weak);
    iriw("IRIW+rel+acq", Release, Acquire, None, Weak);
    iriw("IRIW+sc", SeqCst, SeqCst, None, Never);
    iriw("IRIW+acq-sc", SeqCst, Acquire, None, Weak);
    iriw("IRIW+scfences", Relaxed, Relaxed, Some(SeqCst), Never);
    iriw("IRIW+acqrelfences", Relaxed, Relaxed, Some(AcqRel), Weak);
}

#[test]
fn two_stores_of_two_threads() {
    let two = |name, first: Order, second: Order, fence: Option<Order>, expected| {
        let thread = |one, other| {
            let fence = fence.map(f).into_iter();
            let store = std::iter::once(w(one, 1, first));
            store
                .chain(fence)
                .chain([w(other, 2, second)])
                .collect::<Vec<_>>()
        };
        litmus(
            name,
            &[&thread(X, Y), &thread(Y, X)],
            &[&[], &[]],
            &[1, 1],
            expected,
        );
    };
    two("2+2W", Relaxed, Relaxed, None, Weak);
    two("2+2W+rel", Release, Release, None, Weak);
    two("2+2W+sc", SeqCst, SeqCst, None, Never);
    two("2+2W+sc first", SeqCst, Release, None, Weak);
    two("2+2W+scfences", Relaxed, Relaxed, Some(SeqCst), Never);
    two("2+2W+acqrelfences", Relaxed, Relaxed, Some(AcqRel), Weak);
    let updates: [&[Act]; 2] = [
        &[w(X, 5, Relaxed), add(Y, Relaxed)],
        &[w(Y, 5, Relaxed), add(X, Relaxed)],
    ];
    litmus("2+2W with updates", &updates, &[&[0], &[0]], &[5, 5], Weak);
    let seen: [&[Act]; 3] = [
        &[w(X, 1, Relaxed), w(Y, 2, Relaxed)],
        &[w(Y, 1, Relaxed), w(X, 2, Relaxed)],
        &[r(X, Relaxed), r(X, Relaxed)],
    ];
    litmus(
        "2+2W, seen by another",
        &seen,
        &[&[], &[], &[2, 1]],
        &[1, 1],
        Weak,
    );
}

#[test]
fn coherence() {
    let one = |name, threads: &[&[Act]], reads: &[&[u64]], end: &[u64]| {
        litmus(name, threads, reads, end, Never);
    };
    let relaxed = || r(X, Relaxed);
    one(
        "CoRR",
        &[&[w(X, 1, Relaxed)], &[relaxed(), relaxed()]],
        &[&[], &[1, 0]],
        &[],
    );
    let writers: [&[Act]; 4] = [
        &[w(X, 1, Relaxed)],
        &[w(X, 2, Relaxed)],
        &[relaxed(), relaxed()],
        &[relaxed(), relaxed()],
    ];
    one("CoRR2", &writers, &[&[], &[], &[1, 2], &[2, 1]], &[]);
    one("CoRW", &[&[relaxed(), w(X, 1, Relaxed)]], &[&[1]], &[]);
    one(
        "CoRW2",
        &[&[relaxed(), w(X, 1, Relaxed)], &[w(X, 2, Relaxed)]],
        &[&[2], &[]],
        &[2],
    );
    one(
        "CoWR",
        &[&[w(X, 1, Relaxed), relaxed()], &[w(X, 2, Relaxed)]],
        &[&[2], &[]],
        &[1],
    );
    one("CoWR, own", &[&[w(X, 1, Relaxed), relaxed()]], &[&[0]], &[]);
    one(
        "CoWW",
        &[&[w(X, 1, Relaxed), w(X, 2, Relaxed)]],
        &[&[]],
        &[1],
    );
    let updates: [&[Act]; 2] = [&[add(X, Relaxed)], &[add(X, Relaxed)]];
    one("two updates", &updates, &[&[0], &[0]], &[]);
    let between: [&[Act]; 2] = [&[add(X, Relaxed)], &[w(X, 5, Relaxed)]];
    litmus(
        "a store behind an update",
        &between,
        &[&[0], &[]],
        &[5],
        Always,
    );
    // Nothing comes between an update and what it was made from: 1 would be a store lost in the middle.
    litmus(
        "a store within an update",
        &between,
        &[&[0], &[]],
        &[1],
        Never,
    );
}

#[test]
fn a_store_and_a_read_in_the_wrong_order() {
    let write = |name, first: [Order; 2], second: [Order; 2], fences: Option<Order>, expected| {
        let fence = || fences.map(f).into_iter();
        let one: Vec<Act> = std::iter::once(w(X, 1, first[0]))
            .chain(fence())
            .chain([w(Y, 1, first[1])])
            .collect();
        let r_other: Vec<Act> = std::iter::once(w(Y, 2, second[0]))
            .chain(fence())
            .chain([r(X, second[1])])
            .collect();
        litmus(name, &[&one, &r_other], &[&[], &[0]], &[1, 2], expected);
    };
    write("R", [Relaxed; 2], [Relaxed; 2], None, Weak);
    write("R+rel+acq", [Release; 2], [Release, Acquire], None, Weak);
    write("R+sc", [SeqCst; 2], [SeqCst; 2], None, Never);
    write(
        "R+scfences",
        [Relaxed; 2],
        [Relaxed; 2],
        Some(SeqCst),
        Never,
    );
    let s = |name, store: Order, load: Order, fences: [Option<Order>; 2], expected| {
        let one: Vec<Act> = std::iter::once(w(X, 2, Relaxed))
            .chain(fences[0].map(f))
            .chain([w(Y, 1, store)])
            .collect();
        let other: Vec<Act> = std::iter::once(r(Y, load))
            .chain(fences[1].map(f))
            .chain([w(X, 1, Relaxed)])
            .collect();
        litmus(name, &[&one, &other], &[&[], &[1]], &[2], expected);
    };
    s("S", Relaxed, Relaxed, [None; 2], Weak);
    s("S+rel", Release, Relaxed, [None; 2], Weak);
    s("S+rel+acq", Release, Acquire, [None; 2], Never);
    s(
        "S+fences",
        Relaxed,
        Relaxed,
        [Some(Release), Some(Acquire)],
        Never,
    );
}

#[test]
fn causality_through_a_third_thread() {
    let wrc = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed)],
            &[r(X, Relaxed), w(Y, 1, store)],
            &[r(Y, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[1], &[1, 0]], &[], expected);
    };
    wrc("WRC", Relaxed, Relaxed, Weak);
    wrc("WRC+rel", Release, Relaxed, Weak);
    wrc("WRC+rel+acq", Release, Acquire, Never);
    let isa2 = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed), w(Y, 1, store)],
            &[r(Y, load), w(Z, 1, store)],
            &[r(Z, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[1], &[1, 0]], &[], expected);
    };
    isa2("ISA2", Relaxed, Relaxed, Weak);
    isa2("ISA2+rel+acq", Release, Acquire, Never);
    let rwc: [&[Act]; 3] = [
        &[w(X, 1, Relaxed)],
        &[r(X, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, Relaxed), f(SeqCst), r(X, Relaxed)],
    ];
    litmus("RWC+scfences", &rwc, &[&[], &[1, 0], &[0]], &[], Never);
    let mixed: [&[Act]; 3] = [
        &[w(X, 1, Relaxed)],
        &[r(X, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, SeqCst), r(X, SeqCst)],
    ];
    litmus("RWC+scfence+sc", &mixed, &[&[], &[1, 0], &[0]], &[], Weak);
    let w_rwc: [&[Act]; 3] = [
        &[w(X, 1, Relaxed), w(Y, 1, Release)],
        &[r(Y, Acquire), f(SeqCst), r(Z, Relaxed)],
        &[w(Z, 1, Relaxed), f(SeqCst), r(X, Relaxed)],
    ];
    litmus("W+RWC", &w_rwc, &[&[], &[1, 0], &[0]], &[], Never);
}

#[test]
fn seq_cst_among_weaker_accesses() {
    let z6 = |name, update: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, SeqCst), w(Y, 1, Release)],
            &[add(Y, update), r(Y, Relaxed)],
            &[w(Y, 5, SeqCst), r(X, SeqCst)],
        ];
        litmus(name, &threads, &[&[], &[1, 5], &[0]], &[], expected);
    };
    // A store happens before another one, and comes after it in the order of the `SeqCst` operations.
    z6("Z6.U", SeqCst, Weak);
    z6("Z6.U+acqrel", AcqRel, Weak);
    let z6_3 = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed), w(Y, 1, store)],
            &[w(Y, 2, store), w(Z, 1, store)],
            &[r(Z, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[], &[1, 0]], &[1, 2, 1], expected);
    };
    z6_3("Z6.3", Relaxed, Relaxed, Weak);
    z6_3("Z6.3+rel+acq", Release, Acquire, Weak);
    z6_3("Z6.3+sc", SeqCst, SeqCst, Weak);
    let all_sc: [&[Act]; 3] = [
        &[w(X, 1, SeqCst), w(Y, 1, SeqCst)],
        &[w(Y, 2, SeqCst), w(Z, 1, SeqCst)],
        &[r(Z, SeqCst), r(X, SeqCst)],
    ];
    litmus(
        "Z6.3, all sc",
        &all_sc,
        &[&[], &[], &[1, 0]],
        &[1, 2, 1],
        Never,
    );
}

#[test]
fn exchanges() {
    // The first exchanges, so the second fails; what it reads says nothing of what came before.
    let lock = |name, first: Order, second: Order, expected| {
        let threads: [&[Act]; 2] = [
            &[w(X, 1, Relaxed), cas(Y, 1, first)],
            &[cas(Y, 2, second), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[0], &[1, 0]], &[], expected);
    };
    lock("MP over a failing exchange", Release, Relaxed, Weak);
    lock("MP over a failing exchange+acq", Release, Acquire, Never);
    let stale: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), w(Y, 2, Relaxed)],
        &[r(Y, Relaxed), cas(X, 3, Relaxed)],
    ];
    litmus(
        "an exchange of a stale value",
        &stale,
        &[&[], &[2, 0]],
        &[1],
        Weak,
    );
    let fails: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), w(X, 0, Relaxed), w(Y, 1, Relaxed)],
        &[r(Y, Relaxed), cas(X, 3, Relaxed)],
    ];
    litmus(
        "an exchange that fails on a stale value",
        &fails,
        &[&[], &[1, 1]],
        &[0],
        Weak,
    );
    litmus(
        "a weak exchange",
        &[&[weak(X, 1, SeqCst)]],
        &[&[0]],
        &[0],
        Weak,
    );
    litmus(
        "a strong exchange",
        &[&[cas(X, 1, SeqCst)]],
        &[&[0]],
        &[0],
        Never,
    );
    // It fails spuriously on a stale value, where an exchange would have to come between an update and what that was made from.
    let both: [&[Act]; 2] = [
        &[add(X, Relaxed), w(Y, 1, Relaxed)],
        &[r(Y, Relaxed), weak(X, 3, Relaxed)],
    ];
    litmus(
        "a weak exchange of a stale value",
        &both,
        &[&[0], &[1, 0]],
        &[1],
        Weak,
    );
}
