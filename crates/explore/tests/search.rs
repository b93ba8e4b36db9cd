//! The search beside brute force, over toy programs made up at random.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use explore::race;
use explore::search::{Bound, Freedom, Measure, Reduction, Search, Tally};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use protocol::{Decision, End, Order, Reply, StepId, SwitchAt, TaskId, TaskSet};
use toy::{Act, Program, Toy, Value, outcome};

/// Programs with more executions than this are left out: brute force takes too long.
const MOST: usize = 1_000;

/// What all executions within a bound came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    /// The fewest preemptions that each outcome takes.
    outcomes: BTreeMap<String, Bound>,
    /// Whether any had a data race.
    racing: bool,
    executions: usize,
}

/// More preemptions than any of these programs has room for.
const UNBOUNDED: Bound = 1_000;

impl Found {
    fn add(&mut self, reply: &Reply, cost: Bound) {
        self.executions += 1;
        self.racing |= !race::races(reply).is_empty();
        let least = self.outcomes.entry(outcome(reply)).or_insert(cost);
        *least = cost.min(*least);
    }
}

/// All executions within the bound, each one by all decisions that lead to it. `None`: there are too many.
fn by_brute_force(toy: &Toy, bound: Bound, freedom: Option<Freedom>) -> Option<Found> {
    let mut found = Found::default();
    let mut open: Vec<Vec<Decision>> = vec![Vec::new()];
    while let Some(decisions) = open.pop() {
        let reply = toy.run(&decisions);
        found.add(&reply, cost(&reply));
        if found.executions > MOST {
            return None;
        }
        open.extend(others(&reply, &decisions, bound, freedom));
    }
    Some(found)
}

/// The preemptions of an execution; a spurious wakeup or a stale read counts as one.
fn cost(reply: &Reply) -> Bound {
    let mut tally = Tally::default();
    let mut others = 0;
    for step in &reply.steps {
        tally = tally.after(step.enabled, step.yielding, step.task);
        others += Bound::from(step.stale || step.is_spurious_wakeup());
    }
    tally.preemptions + others
}

/// All decisions that differ from those of the execution in the last one only, behind those that were given.
fn others(
    reply: &Reply,
    given: &[Decision],
    bound: Bound,
    freedom: Option<Freedom>,
) -> Vec<Vec<Decision>> {
    let used = given.iter().any(|decision| decision.step().is_some());
    let freedom = freedom.filter(|_| !used);
    let stale_reads = match freedom {
        Some(Freedom::StaleRead) => race::stale_reads(reply),
        Some(Freedom::SpuriousWakeup) | None => Vec::new(),
    };
    let mut others = Vec::new();
    let mut tally = Tally::default();
    let before = Bound::from(used);
    for (number, step) in reply.steps.iter().enumerate() {
        let id = StepId::new(number as u32);
        let decided = reply.decisions_before(number);
        let after = |task: TaskId| tally.after(step.enabled, step.yielding, task.number());
        let mut add = |decided: &[Decision], last: Decision, cost: Bound| {
            if decided.len() >= given.len() && cost <= bound {
                others.push(decided.iter().copied().chain([last]).collect());
            }
        };
        if step.was_choice() {
            let tasks = step.enabled - step.spinning - TaskSet::of(step.task);
            for task in tasks.iter().map(TaskId::new) {
                add(
                    &decided,
                    Decision::Run(task),
                    after(task).preemptions + before,
                );
            }
        }
        if freedom == Some(Freedom::SpuriousWakeup) {
            for task in step.wakeable.iter().map(TaskId::new) {
                let wake = Decision::Wake { step: id, task };
                add(&decided, wake, after(task).preemptions + 1);
            }
        }
        tally = after(TaskId::new(step.task));
        let decided = reply.decisions_before(number + 1);
        for read in stale_reads.iter().filter(|read| read.step == id) {
            add(&decided, Decision::ReadFrom(*read), tally.preemptions + 1);
        }
    }
    if freedom == Some(Freedom::SpuriousWakeup) && cost(reply) < bound {
        let step = StepId::new(reply.steps.len() as u32);
        for task in woken_instead_of_the_end(reply).iter().map(TaskId::new) {
            let wake = Decision::Wake { step, task };
            others.push(reply.decisions().into_iter().chain([wake]).collect());
        }
    }
    others
}

/// The tasks that a spurious wakeup can free where no task can go on.
fn woken_instead_of_the_end(reply: &Reply) -> TaskSet {
    let pending = reply.pending.iter().filter(|pending| pending.wakeable);
    match reply.end {
        End::Deadlock | End::Livelock => pending.map(|pending| pending.task).collect(),
        _ => TaskSet::EMPTY,
    }
}

/// All executions of a search within the bound, and whether it says that there are no others.
fn searched(
    toy: &Toy,
    reduction: Reduction,
    bound: Bound,
    freedom: Option<Freedom>,
) -> (Found, bool) {
    let measure = Measure::Preemptions(reduction);
    let mut search = Search::new(measure, toy.switch_at, bound, freedom);
    let mut found = Found::default();
    let mut made = BTreeSet::new();
    for within in 0..=bound {
        while let Some(job) = search.next(within) {
            let reply = toy.run(&job.decisions);
            assert_eq!(cost(&reply), job.cost);
            found.add(&reply, job.cost);
            search.take_in(&job, &reply).unwrap();
            let is_new = made.insert(reply.decisions());
            assert!(is_new, "made twice: {:?}", job.decisions);
        }
    }
    (found, search.is_exhausted())
}

/// Compares what both find within a bound.
fn compare(toy: &Toy, bound: Bound, freedom: Option<Freedom>) {
    let Some(whole) = by_brute_force(toy, bound, freedom) else {
        return;
    };
    let (unreduced, _) = searched(toy, Reduction::None, bound, freedom);
    assert_eq!(unreduced, whole);
    let (program, switch_at) = (toy.program.clone(), toy.switch_at);
    let (reduced, exhausted) = searched(toy, Reduction::PartialOrder, bound, freedom);
    assert_eq!(reduced.racing, whole.racing);
    // A program that races has to be searched with a switch at each plain access.
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
    assert!(reduced.executions <= whole.executions);
    if exhausted && let Some(all) = by_brute_force(toy, UNBOUNDED, freedom) {
        let differ = !all.outcomes.keys().eq(reduced.outcomes.keys());
        assert!(
            !(differ && is_searchable),
            "{switch_at:?}, {bound}: not exhausted: {program:?}"
        );
        assert_eq!(all.racing, reduced.racing);
    }
}

/// The same hundred programs each time, unless `PROPTEST_CASES` or `PROPTEST_RNG_SEED` ask for others.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: match env::var_os("PROPTEST_CASES") {
            Some(_) => default.cases,
            None => 100,
        },
        failure_persistence: None,
        rng_seed: match default.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0),
            fixed @ RngSeed::Fixed(_) => fixed,
        },
        ..default
    }
}

fn load(atomic: u32) -> Act {
    Act::Load(atomic, Order::SeqCst)
}

fn store(atomic: u32) -> Act {
    Act::Store(atomic, Order::Relaxed, Value::Constant(1))
}

/// Compares what is found of the program, up to one preemption.
fn compare_small(threads: Vec<Vec<Act>>, joins: bool, freedom: Option<Freedom>) {
    let program = Program { threads, joins };
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
fn the_order_of_two_fences_says_what_a_load_may_read() {
    let fence = || Act::Fence(Order::SeqCst);
    let relaxed = Act::Load(0, Order::Relaxed);
    let program = Program {
        threads: vec![
            vec![],
            vec![store(0), load(1), fence()],
            vec![store(1), fence(), relaxed],
        ],
        joins: true,
    };
    let toy = Toy::new(&program, SwitchAt::EveryAccess);
    let both_are_old = |found: &Found| {
        let mut outcomes = found.outcomes.keys();
        outcomes.any(|outcome| outcome.contains("[] [0] [0]"))
    };
    let freedom = Some(Freedom::StaleRead);
    let reduction = Reduction::PartialOrder;
    assert!(!both_are_old(&searched(&toy, reduction, 1, freedom).0));
    assert!(both_are_old(&searched(&toy, reduction, 2, freedom).0));
    compare(&toy, 2, freedom);
}

#[test]
fn each_wait_can_be_the_one_that_wakes_spuriously() {
    let waits = |condvar, mutex| vec![Act::Locked(mutex, vec![Act::Wait(condvar, mutex)])];
    let threads = vec![vec![], waits(1, 0), waits(0, 1)];
    compare_small(threads, true, Some(Freedom::SpuriousWakeup));
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
}
