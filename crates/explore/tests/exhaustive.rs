//! The exhaustive search beside brute force, over random toy programs.
//!
//! `PROPTEST_CASES=100000 cargo test --release -p explore --test exhaustive` tries as many of each kind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use explore::coverage::Unbounded;
use explore::dependence::{self, Plain, Way};
use explore::exhaustive::Exhaustive;
use explore::race;
use explore::search::{Freedom, Preemptions};
use explore::strategy::Strategy as _;
use proptest::prelude::*;
use protocol::Order::{Relaxed, SeqCst};
use protocol::{Reply, Step, SwitchAt, TaskId};
use toy::{Act, BruteForce, Program, Repeats, Spin, Toy, Value, config, executions, outcome};

/// Programs with more executions than this are skipped: brute force takes too long.
const MOST: usize = 2_000;

/// What executions came to.
#[derive(Default)]
struct All {
    outcomes: BTreeSet<String>,
    classes: BTreeSet<Vec<(TaskId, Way, Vec<u32>)>>,
    executions: usize,
}

impl All {
    fn add(&mut self, reply: &Reply, toy: &Toy) {
        let plain = match toy.switch_at {
            SwitchAt::EveryAccess => Plain::Steps,
            SwitchAt::Synchronisation => Plain::Ordered,
        };
        self.executions += 1;
        self.outcomes.insert(outcome(reply));
        self.classes
            .insert(dependence::class(&without_failures(reply, toy), plain));
    }
}

/// The execution without what tasks read only to read it again.
fn without_failures(reply: &Reply, toy: &Toy) -> Reply {
    let code = toy.program.code();
    let is_kept = |step: &&Step| {
        let instruction = toy.instruction_of(&code, step);
        instruction.repeats != Repeats::WhileZero || step.read != Some(0)
    };
    Reply {
        steps: reply.steps.iter().filter(is_kept).cloned().collect(),
        ..reply.clone()
    }
}

/// All that the search finds. Those that it calls blocked are not among them.
fn searched(toy: &Toy, freedom: Option<Freedom>) -> (All, Unbounded) {
    let all = searched_up_to(50_000, toy, freedom);
    all.unwrap_or_else(|| panic!("no end: {:?}", toy.program))
}

/// The same; none if it takes more executions than that.
fn searched_up_to(most: usize, toy: &Toy, freedom: Option<Freedom>) -> Option<(All, Unbounded)> {
    let mut search = Exhaustive::new(toy.switch_at, &freedom.into_iter().collect());
    let mut all = All::default();
    let mut made = 0;
    // One that is learnt from once others have shown what its loops do.
    let mut held = None;
    while let Some(attempt) = search.next() {
        let before = search.found().clone();
        let reply = toy.run_each(&attempt, &search);
        search.learn(&attempt, &reply).unwrap();
        let now = search.found();
        let is_blocked = now.blocked > before.blocked;
        match now.interleavings.cmp(&before.interleavings) {
            Ordering::Greater if is_blocked => all.add(&held.take().unwrap(), toy),
            Ordering::Greater => all.add(&reply, toy),
            Ordering::Equal if is_blocked => {}
            Ordering::Equal => held = Some(reply),
            // It began again.
            Ordering::Less => all = All::default(),
        }
        made += 1;
        if made > most {
            return None;
        }
    }
    Some((all, search.coverage().unbounded.unwrap()))
}

/// All that there are; none if they are too many.
fn by_brute_force(toy: &Toy, freedom: Option<Freedom>) -> Option<All> {
    let mut all = All::default();
    let mut brute = BruteForce::new(Preemptions::new(1_000), freedom);
    for (_, reply) in executions(toy, &mut brute) {
        all.add(&reply, toy);
        if all.executions > MOST {
            return None;
        }
    }
    Some(all)
}

fn compare(program: &Program) {
    compare_with(program, None);
}

fn compare_with(program: &Program, freedom: Option<Freedom>) {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let Some(whole) = by_brute_force(&toy, freedom) else {
        return;
    };
    let (found, coverage) = searched(&toy, freedom);
    assert_eq!(found.outcomes, whole.outcomes, "{program:?}");
    assert_eq!(found.classes.len(), whole.classes.len(), "{program:?}");
    assert_eq!(
        found.classes.len(),
        found.executions,
        "made twice: {program:?}"
    );
    assert!(coverage.is_complete(), "{program:?}");
}

/// Executions in which a loop has another iteration count as those without it, so only outcomes are compared.
fn compare_outcomes(program: &Program) {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let Some(whole) = by_brute_force(&toy, None) else {
        return;
    };
    let (found, coverage) = searched(&toy, None);
    assert_eq!(found.outcomes, whole.outcomes, "{program:?}");
    assert!(coverage.is_complete(), "{program:?}");
}

/// Whether there is a data race in any execution is found out where tasks change places at synchronisation only.
fn compare_races(program: &Program) {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let mut brute = BruteForce::new(Preemptions::new(1_000), None);
    let mut all = executions(&toy, &mut brute);
    let whole: Vec<bool> = all
        .by_ref()
        .take(MOST)
        .map(|(_, reply)| !race::races(&reply).is_empty())
        .collect();
    if whole.len() == MOST {
        return;
    }
    let toy = Toy::new(program, SwitchAt::Synchronisation);
    let mut search = Exhaustive::new(toy.switch_at, &BTreeSet::new());
    let mut racing = false;
    while let Some(attempt) = search.next() {
        let reply = toy.run_each(&attempt, &search);
        racing |= !race::races(&reply).is_empty();
        search.learn(&attempt, &reply).unwrap();
    }
    let complete = search.coverage().unbounded.unwrap().is_complete();
    assert_eq!(
        (racing, complete),
        (whole.contains(&true), true),
        "{program:?}"
    );
}

/// How many inequivalent interleavings threads have that do the same so often, beside a `main` that joins them.
fn number(threads: usize, rounds: usize, acts: &[Act]) -> (u64, u64) {
    let each: Vec<Act> = (0..rounds).flat_map(|_| acts.to_vec()).collect();
    let mut all = vec![Vec::new()];
    all.extend((0..threads).map(|_| each.clone()));
    let program = Program {
        threads: all,
        joins: true,
        processes: false,
    };
    let (_, coverage) = searched(&Toy::new(&program, SwitchAt::EveryAccess), None);
    assert!(coverage.is_complete());
    (coverage.interleavings, coverage.blocked)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_class_is_found_once(program in toy::program()) {
        compare(&program);
    }

    #[test]
    fn each_class_is_found_once_with_atomics(program in toy::program_with_atomics()) {
        compare(&program);
    }

    #[test]
    fn each_class_is_found_once_with_waits(program in toy::program_with_waits()) {
        compare(&program);
    }

    #[test]
    fn each_class_is_found_once_with_processes(program in toy::program_with_processes()) {
        compare(&program);
    }

    #[test]
    fn each_class_is_found_once_with_a_crash(program in toy::program_with_processes()) {
        compare_with(&program, Some(Freedom::Crash));
    }

    #[test]
    fn each_class_is_found_once_with_a_spurious_wakeup(program in toy::program_with_waits()) {
        compare_with(&program, Some(Freedom::SpuriousWakeup));
    }

    #[test]
    fn each_class_is_found_once_with_parks(program in toy::program_with_parks()) {
        compare(&program);
    }

    #[test]
    fn each_class_is_found_once_with_a_park_that_returns_spuriously(program in toy::program_with_parks()) {
        compare_with(&program, Some(Freedom::SpuriousWakeup));
    }

    #[test]
    fn each_class_is_found_once_with_messages_and_attempts(program in toy::program_with_messages()) {
        compare(&program);
    }

    #[test]
    fn loops_that_wait_come_to_all_that_they_can(program in toy::program_with_loops()) {
        compare_outcomes(&program);
    }

    #[test]
    fn loops_that_wait_hide_no_data_race(program in toy::program_with_loops_and_memory()) {
        compare_races(&program);
    }
}

/// Each of two threads may receive the only message. That the other one receives it first is tried, and where that cannot be
/// done, what it stood for is not lost.
#[test]
fn a_reversal_that_cannot_be_done_hides_no_other_interleaving() {
    let receive = || Act::Receive(0);
    compare(&Program {
        threads: vec![
            vec![],
            vec![Act::Send(0, Value::Constant(1)), receive()],
            vec![receive()],
            vec![Act::Await(0, Relaxed)],
        ],
        joins: true,
        processes: false,
    });
}

/// A process that is killed while it waits for a lock on a file.
#[test]
fn a_crash_behind_an_attempt_to_lock_a_file_is_found() {
    let program = Program {
        threads: vec![
            vec![],
            vec![Act::FileTryLocked(1, vec![])],
            vec![Act::FileLocked(1, vec![Act::Load(0, Relaxed)])],
        ],
        joins: true,
        processes: true,
    };
    compare_with(&program, Some(Freedom::Crash));
}

/// That one wait ends spuriously hides no execution in which another one does: only one of them can.
#[test]
fn each_of_two_waits_can_be_the_one_that_ends_spuriously() {
    let waits = |condvar, mutex| vec![Act::Locked(mutex, vec![Act::Wait(condvar, mutex)])];
    for joins in [false, true] {
        let program = Program {
            threads: vec![vec![], waits(1, 0), waits(0, 1)],
            joins,
            processes: false,
        };
        compare_with(&program, Some(Freedom::SpuriousWakeup));
    }
}

/// A crash that commutes with other steps stands for none of those in which the process goes on.
#[test]
fn a_crash_hides_no_execution_without_one() {
    let program = Program {
        threads: vec![
            vec![Act::Store(0, Relaxed, Value::Constant(1))],
            vec![Act::Load(0, Relaxed)],
            vec![Act::Exchange(0, Relaxed, Value::Constant(1))],
        ],
        joins: true,
        processes: true,
    };
    compare_with(&program, Some(Freedom::Crash));
}

/// A loop that reads two things has a further iteration only after something has changed: without that change, there is none that could
/// be moved.
#[test]
fn a_loop_that_reads_two_things_has_an_end() {
    let store = |value| Act::Store(0, SeqCst, Value::Constant(value));
    let program = Program {
        threads: vec![
            vec![],
            vec![
                Act::Add(1, SeqCst),
                Act::AwaitBoth(1, 0),
                Act::AwaitNoting(0),
                store(2),
            ],
            vec![store(2), Act::Spinlocked(0, Spin::Swap, vec![])],
        ],
        joins: true,
        processes: false,
    };
    compare_outcomes(&program);
}

const UPDATE: [Act; 1] = [Act::Add(0, SeqCst)];
const APART: [Act; 2] = [
    Act::Load(0, SeqCst),
    Act::Store(0, SeqCst, Value::NextOfSeen),
];

/// Threads and rounds, and how many there are, as GenMC counts them.
fn assert_there_are(known: &[(usize, usize, u64)], acts: &[Act]) {
    for &(threads, rounds, right) in known {
        let found = number(threads, rounds, acts);
        assert_eq!(found, (right, 0), "{threads} x {rounds}: {acts:?}");
    }
}

#[test]
fn there_are_as_many_as_are_known() {
    let locked = [Act::Locked(
        0,
        vec![Act::Read(0), Act::Write(0, Value::NextOfSeen)],
    )];
    assert_there_are(&[(2, 2, 6), (2, 5, 252), (3, 1, 6), (3, 2, 90)], &locked);
    assert_there_are(&[(2, 2, 6)], &UPDATE);
    assert_there_are(&[(2, 2, 34), (3, 1, 36)], &APART);
}

/// A lock in a loop that waits is as good as a mutex.
#[test]
fn there_are_as_many_with_a_lock_that_spins_as_with_a_mutex() {
    for spin in [Spin::Swap, Spin::Exchange, Spin::YieldAfter] {
        let locked = [Act::Spinlocked(
            0,
            spin,
            vec![Act::Read(0), Act::Write(0, Value::NextOfSeen)],
        )];
        for (threads, rounds, right) in [(2, 2, 6), (2, 5, 252), (3, 1, 6), (3, 2, 90)] {
            let (interleavings, _) = number(threads, rounds, &locked);
            assert_eq!(interleavings, right, "{threads} x {rounds}: {spin:?}");
        }
    }
}

#[test]
#[ignore = "some minutes without optimisation"]
fn there_are_as_many_as_are_known_where_they_are_many() {
    assert_there_are(&[(2, 4, 3334), (3, 2, 7134)], &APART);
}
