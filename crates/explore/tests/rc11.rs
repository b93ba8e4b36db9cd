//! The exhaustive search under RC11 beside the axioms of the memory model, over random toy programs: the same outcomes, and as many
//! executions.
//!
//! `PROPTEST_CASES=100000 PROPTEST_MAX_LOCAL_REJECTS=1000000 cargo test --release -p explore --test rc11` tries as many.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::BTreeSet;

use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use proptest::prelude::*;
use protocol::Order::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use protocol::SwitchAt;
use toy::{Act, Allowed, Executions, Exhausted, Program, Toy, Value, config};

/// Programs with more executions than this are skipped.
const MOST: usize = 20_000;

fn exhausted(program: &Program) -> Exhausted {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    Exhausted::of(&toy, BTreeSet::from([Freedom::StaleRead]))
}

fn compare(program: &Program) {
    let Some(allowed) = Allowed::of(program, MOST) else {
        return;
    };
    let found = exhausted(program);
    assert!(found.unbounded.is_complete(), "{program:?}");
    assert_eq!(found.racing, allowed.racing, "{program:?}");
    // What a program with a data race comes to is undefined.
    if !found.racing {
        assert_eq!(found.outcomes, allowed.outcomes, "{program:?}");
        let executions = (found.unbounded.interleavings, allowed.executions);
        assert_eq!(executions.0, executions.1, "{}: {program:?}", found.made);
    }
    if std::env::var_os("SHOW_COUNTS").is_some() {
        println!("{} in {} executions", allowed.executions, found.made);
    }
}

/// What a search with a bound finds is among what the one without finds, also of programs that lock, wait and send.
fn has_all_within_a_bound(program: &Program) {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let measure = Measure::Preemptions(Reduction::PartialOrder);
    let freedom = Some(Freedom::StaleRead);
    let mut search = Search::new(measure, toy.switch_at, Preemptions::new(3), freedom);
    let Some(within) = Executions::of(&toy, &mut search, 2_000) else {
        return;
    };
    let all = exhausted(program);
    let mut outcomes = within.outcomes.keys();
    let missing = outcomes.find(|outcome| !all.outcomes.contains(*outcome));
    assert_eq!(missing, None, "{program:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * 20, ..config() })]

    #[test]
    fn each_execution_that_the_axioms_allow_is_found(program in toy::program_of_accesses()) {
        compare(&program);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * 10, ..config() })]

    #[test]
    fn loops_that_wait_come_to_what_the_axioms_allow(
        program in toy::program_of_accesses_and_loops()
    ) {
        compare(&program);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * 2, ..config() })]

    #[test]
    fn all_within_a_bound_are_found_with_none(program in toy::program_without_awaits()) {
        has_all_within_a_bound(&program);
    }
}

fn number(threads: &[&[Act]]) -> (u64, usize) {
    let others = threads.iter().map(|acts| acts.to_vec());
    let program = Program {
        threads: std::iter::once(Vec::new()).chain(others).collect(),
        joins: true,
        processes: false,
    };
    compare(&program);
    let found = exhausted(&program);
    (found.unbounded.interleavings, found.made)
}

/// Store buffering: three interleavings, and one execution that none of them shows. It can be made in two ways, as either load can
/// be the stale one.
#[test]
fn an_execution_that_can_be_made_in_two_ways_counts_once() {
    let thread = |one, other, order| {
        [
            Act::Store(one, order, Value::Constant(1)),
            Act::Load(other, order),
        ]
    };
    let both = |order| number(&[&thread(0, 1, order), &thread(1, 0, order)]);
    assert_eq!(both(Relaxed), (4, 5));
    assert_eq!(both(SeqCst), (3, 3));
}

/// Where each load reads the newest value, fences change nothing: their order is no other interleaving.
#[test]
fn fences_add_no_interleavings() {
    let thread = |one, other| {
        let fence = || Act::Fence(SeqCst);
        let store = Act::Store(one, Relaxed, Value::Constant(1));
        vec![fence(), store, fence(), Act::Load(other, Relaxed)]
    };
    let program = Program {
        threads: vec![vec![], thread(0, 1), thread(1, 0)],
        joins: true,
        processes: false,
    };
    let toy = Toy::new(&program, SwitchAt::EveryAccess);
    let under_sc = Exhausted::of(&toy, BTreeSet::new()).unbounded;
    assert_eq!(under_sc.interleavings, 3);
    assert_eq!(exhausted(&program).unbounded.interleavings, 3);
}

/// Each of two exchanges may fail spuriously, whatever the other does.
#[test]
fn that_a_task_sleeps_does_not_hide_that_it_can_go_on_in_another_way() {
    let weak = |atomic| Act::Weak(atomic, Relaxed, Value::Constant(1));
    let store = Act::Store(0, Relaxed, Value::Constant(1));
    assert_eq!(number(&[&[weak(0)], &[weak(1), store]]).0, 6);
}

/// One stores 1 in both atomics, the other waits for the second one, and then for the first.
fn waits_for_both(waits: fn(u32) -> Act) -> Program {
    let store = |atomic| Act::Store(atomic, Relaxed, Value::Constant(1));
    Program {
        threads: vec![
            vec![],
            [0, 1].map(store).to_vec(),
            [1, 0].map(waits).to_vec(),
        ],
        joins: true,
        processes: false,
    }
}

/// A loop that a stale value keeps going ends: no execution reads it for ever.
#[test]
fn a_loop_that_remembers_reads_the_same_stale_value_a_few_times_only() {
    let found = exhausted(&waits_for_both(Act::AwaitNoting));
    assert!(found.unbounded.is_complete() && found.unbounded.repeats_left_out);
    assert!(found.made < 20, "{}", found.made);
}

#[test]
fn what_a_loop_that_waits_reads_in_vain_is_no_other_execution() {
    let program = waits_for_both(|atomic| Act::Await(atomic, Relaxed));
    compare(&program);
    let found = exhausted(&program).unbounded;
    assert_eq!(found.interleavings, 1);
    assert!(!found.repeats_left_out);
}

/// The second thread knows of a store that it may exchange something before, and can only do so where it would wait.
/// Where another order of the steps shows the same, going by an older one is not tried: that would take 49 executions.
#[test]
fn who_waits_for_the_newest_value_can_still_go_by_an_older_one() {
    let store = |atomic, order, number| Act::Store(atomic, order, Value::Constant(number));
    let first = [
        store(0, Release, 1),
        store(1, Relaxed, 3),
        Act::Await(1, Relaxed),
        Act::Load(1, Relaxed),
    ];
    let second = [Act::Add(1, AcqRel), Act::Acquire(0, Release, false)];
    let third = [Act::Await(0, SeqCst)];
    assert_eq!(number(&[&first, &second, &third]), (12, 41));
}

/// A lock made of a `compare_exchange_weak`: one owner after the other, whatever failed before.
#[test]
fn a_spin_lock_has_as_many_executions_as_orders_of_its_owners() {
    let owner = [
        Act::Acquire(0, Acquire, true),
        Act::Add(1, Relaxed),
        Act::Store(0, Release, Value::Constant(0)),
    ];
    assert_eq!(number(&[&owner, &owner]).0, 2);
    assert_eq!(number(&[&owner, &owner, &owner]).0, 6);
}

/// The load was explored before the second addition, and is independent of the exchange that fails spuriously. So this exchange has
/// to be tried with the load after the addition, too.
#[test]
fn another_way_is_tried_with_what_comes_after_it() {
    let one = || Value::Constant(1);
    let program = Program {
        threads: vec![
            vec![],
            vec![
                Act::Exchange(0, Relaxed, one()),
                Act::Weak(1, Relaxed, one()),
            ],
            vec![Act::Add(0, Relaxed), Act::Add(0, Relaxed)],
            vec![Act::Load(0, Relaxed)],
        ],
        joins: true,
        processes: false,
    };
    compare(&program);
}
