//! The search, compared with brute force over random toy programs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use explore::strategy::Strategy as _;
use proptest::prelude::*;
use protocol::{Order, SwitchAt};
use toy::{Act, Executions, Program, Toy, Value, by_brute_force, config};

/// More preemptions than any of these programs has room for.
const UNBOUNDED: u32 = 1_000;

/// All executions of a search within the bound, and whether it says that there are no others.
fn searched(
    toy: &Toy,
    reduction: Reduction,
    bound: u32,
    freedom: Option<Freedom>,
) -> (Executions, bool) {
    let measure = Measure::Preemptions(reduction);
    let mut search = Search::new(measure, toy.switch_at, Preemptions::new(bound), freedom);
    let executions = Executions::of(toy, &mut search, usize::MAX).unwrap();
    (executions, search.coverage().exhausted)
}

/// Compares the results of both within a bound.
fn compare(toy: &Toy, bound: u32, freedom: Option<Freedom>) {
    let Some(whole) = by_brute_force(toy, Preemptions::new(bound), freedom) else {
        return;
    };
    let (unreduced, _) = searched(toy, Reduction::None, bound, freedom);
    assert_eq!(unreduced, whole);
    let (program, switch_at) = (toy.program.clone(), toy.switch_at);
    let (reduced, exhausted) = searched(toy, Reduction::PartialOrder, bound, freedom);
    assert_eq!(reduced.racing, whole.racing);
    // A program with a data race has to be searched with a switch at each plain access.
    let is_searchable = switch_at == SwitchAt::EveryAccess || !whole.racing;
    if is_searchable {
        let differ: Vec<_> = whole
            .outcomes
            .iter()
            .map(|(outcome, cost)| (outcome, cost, reduced.outcomes.get(outcome)))
            .filter(|(_, cost, found)| Some(*cost) != *found)
            .collect();
        assert!(
            reduced.outcomes == whole.outcomes,
            "{switch_at:?}, {bound}: {program:?}: {differ:?}"
        );
    }
    assert!(reduced.number <= whole.number);
    if exhausted && let Some(all) = by_brute_force(toy, Preemptions::new(UNBOUNDED), freedom) {
        let differ = !all.outcomes.keys().eq(reduced.outcomes.keys());
        assert!(
            !(differ && is_searchable),
            "{switch_at:?}, {bound}: not exhausted: {program:?}"
        );
        assert_eq!(all.racing, reduced.racing);
    }
}

fn load(atomic: u32) -> Act {
    Act::Load(atomic, Order::SeqCst)
}

fn store(atomic: u32) -> Act {
    Act::Store(atomic, Order::Relaxed, Value::Constant(1))
}

/// Compares the results for the program, up to one preemption.
fn compare_small(threads: Vec<Vec<Act>>, joins: bool, freedom: Option<Freedom>) {
    let program = Program {
        threads,
        joins,
        processes: false,
    };
    for bound in 0..=1 {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        compare(&toy, bound, freedom);
    }
}

#[test]
fn a_task_goes_on_where_it_yields() {
    let yields = || Act::Locked(0, vec![Act::Yield]);
    let tries = Act::TryLocked(0, vec![]);
    let threads = vec![vec![yields()], vec![load(0)], vec![tries], vec![load(0)]];
    compare_small(threads, true, None);
    let waits = Act::Locked(0, vec![Act::Locked(1, vec![load(1)])]);
    let threads = vec![
        vec![],
        vec![store(0), waits],
        vec![load(0), yields()],
        vec![store(1)],
    ];
    compare_small(threads, true, None);
}

#[test]
fn another_task_goes_where_one_yields_or_where_it_began() {
    let tries = Act::TryLocked(0, vec![Act::Locked(1, vec![load(0)])]);
    let threads = vec![vec![Act::Yield], vec![load(0)], vec![tries]];
    compare_small(threads, false, None);
    let writes = Act::TryLocked(0, vec![Act::Write(0, Value::Constant(1))]);
    let threads = vec![
        vec![Act::Locked(0, vec![Act::Read(0)])],
        vec![Act::Read(0)],
        vec![Act::Yield, writes],
    ];
    compare_small(threads, false, None);
}

#[test]
fn what_ends_the_waiting_of_a_task_that_spins_goes_before_the_others() {
    let waits = Act::Await(1, Order::Relaxed);
    let threads = vec![vec![waits], vec![store(0)], vec![load(0)], vec![store(1)]];
    compare_small(threads, false, None);
}

#[test]
fn a_load_is_stale_before_another_has_read_the_newest_value() {
    let relaxed = Act::Load(1, Order::Relaxed);
    let threads = vec![vec![store(1)], vec![load(1)], vec![load(1), relaxed]];
    compare_small(threads, true, Some(Freedom::StaleRead));
}

#[test]
fn a_fence_before_a_load_and_one_after_another_load_order_nothing() {
    let fence = || Act::Fence(Order::SeqCst);
    let relaxed = Act::Load(0, Order::Relaxed);
    let program = Program {
        threads: vec![
            vec![],
            vec![store(0), load(1), fence()],
            vec![store(1), fence(), relaxed],
        ],
        joins: true,
        processes: false,
    };
    let toy = Toy::new(&program, SwitchAt::EveryAccess);
    let both_are_old = |found: &Executions| {
        let mut outcomes = found.outcomes.keys();
        outcomes.any(|outcome| outcome.contains("[] [0] [0]"))
    };
    let freedom = Some(Freedom::StaleRead);
    let reduction = Reduction::PartialOrder;
    assert!(!both_are_old(&searched(&toy, reduction, 0, freedom).0));
    assert!(both_are_old(&searched(&toy, reduction, 1, freedom).0));
    compare(&toy, 2, freedom);
}

#[test]
fn two_threads_may_see_two_stores_in_different_orders() {
    let relaxed = |variable| Act::Load(variable, Order::Relaxed);
    let program = Program {
        threads: vec![
            vec![Act::Store(0, Order::Relaxed, Value::Constant(1))],
            vec![Act::Store(1, Order::Relaxed, Value::Constant(1))],
            vec![relaxed(0), relaxed(1)],
            vec![relaxed(1), relaxed(0)],
        ],
        joins: true,
        processes: false,
    };
    let toy = Toy::new(&program, SwitchAt::EveryAccess);
    compare(&toy, 2, Some(Freedom::StaleRead));
}

#[test]
fn each_wait_can_be_the_one_that_wakes_spuriously() {
    let waits = |condvar, mutex| vec![Act::Locked(mutex, vec![Act::Wait(condvar, mutex)])];
    let threads = vec![vec![], waits(1, 0), waits(0, 1)];
    compare_small(threads, true, Some(Freedom::SpuriousWakeup));
}

#[test]
fn a_process_is_killed_where_it_is_blocked_before_what_others_do_only_then() {
    let add = |atomic| Act::Add(atomic, Order::SeqCst);
    let waits = Act::FileLocked(1, vec![load(0)]);
    let program = Program {
        threads: vec![
            vec![],
            vec![Act::FileLocked(1, vec![add(0), add(1)])],
            vec![Act::FileLocked(0, vec![add(0), waits])],
            vec![Act::FileLocked(0, vec![load(0), load(1)])],
        ],
        joins: true,
        processes: true,
    };
    // The second waits for the first. While it does, only its death lets the third go on, before the first does.
    let toy = Toy::new(&program, SwitchAt::Synchronisation);
    let found = searched(&toy, Reduction::PartialOrder, 2, Some(Freedom::Crash)).0;
    let mut outcomes = found.outcomes.keys();
    assert!(outcomes.any(|outcome| outcome.contains("[0, 0] killed [2, 0]")));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_reduced_search_finds_what_brute_force_finds(program in toy::program()) {
        for bound in 0..=2 {
            for switch_at in [SwitchAt::EveryAccess, SwitchAt::Synchronisation] {
                compare(&Toy::new(&program, switch_at), bound, None);
            }
        }
    }

    #[test]
    fn it_does_so_with_a_stale_read(program in toy::program_with_atomics()) {
        for bound in 0..=2 {
            let toy = Toy::new(&program, SwitchAt::EveryAccess);
            compare(&toy, bound, Some(Freedom::StaleRead));
        }
    }

    #[test]
    fn it_does_so_with_a_spurious_wakeup(program in toy::program_with_waits()) {
        for bound in 0..=2 {
            let toy = Toy::new(&program, SwitchAt::EveryAccess);
            compare(&toy, bound, Some(Freedom::SpuriousWakeup));
        }
    }

    #[test]
    fn it_does_so_with_a_park_that_returns_spuriously(program in toy::program_with_parks()) {
        for bound in 0..=2 {
            let toy = Toy::new(&program, SwitchAt::EveryAccess);
            compare(&toy, bound, Some(Freedom::SpuriousWakeup));
            compare(&toy, bound, None);
        }
    }

    #[test]
    fn it_does_so_with_a_crash(program in toy::program_with_processes()) {
        for bound in 0..=2 {
            let toy = Toy::new(&program, SwitchAt::EveryAccess);
            compare(&toy, bound, Some(Freedom::Crash));
            compare(&toy, bound, None);
        }
    }
}
