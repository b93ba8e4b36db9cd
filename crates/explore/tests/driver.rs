//! The driver, with toy programs, toy oracles, and executors that misbehave.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::iter;
use std::time::Duration;

use explore::bounded::{self, Query};
use explore::budget::{Budget, Work};
use explore::driver::{self, Conditions, FoundBy, Listener};
use explore::executor::{Answer, Executor};
use explore::known::{Known, Recalling};
use explore::oracle::{Oracle, Outcome};
use explore::search::{Freedom, Measure, Preemptions, Reduction};
use proptest::prelude::*;
use protocol::{End, Limits, Op, Order, Reply, Request, Rules, SwitchAt, TaskId, bare};
use toy::{Act, BruteForce, Program, Toy, by_brute_force, config, cost, outcome};

const BOUND: Preemptions = Preemptions::new(2);

fn query() -> Query {
    Query {
        measure: Measure::Preemptions(Reduction::PartialOrder),
        freedom: None,
        bound: BOUND.into(),
        quick_bound: None,
        budget: Budget::Alone(Work::of(Duration::from_secs(1_000))),
        rules: Rules {
            switch_at: SwitchAt::EveryAccess,
            ..Rules::default()
        },
        limits: Limits::default(),
    }
}

/// Finds one outcome wrong, and all others well.
struct Wrong(String);

impl Oracle for Wrong {
    type Failure = String;
    type Obstacle = &'static str;
    type Error = String;

    fn judge(
        &mut self,
        reply: &Reply,
        _first: Option<&Reply>,
    ) -> Result<Outcome<String, &'static str>, String> {
        match reply.end {
            End::HeldUp => Err("held up".to_owned()),
            End::Diverged { .. } => Ok(Outcome::Unexplorable("diverged")),
            _ if outcome(reply) == self.0 => Ok(Outcome::Wrong(outcome(reply))),
            _ => Ok(Outcome::Well),
        }
    }

    fn nondeterministic(&self, _reply: &Reply, _step: Option<usize>) -> &'static str {
        "nondeterministic"
    }

    fn rank(&self, _failure: &String) -> u32 {
        0
    }
}

fn search(
    executor: &mut impl Executor<Error = String>,
    query: &Query,
    wrong: &str,
) -> Result<FoundBy<Wrong>, String> {
    let mut listener = Listener {
        on_progress: &mut |_, _| (),
        on_reply: &mut |_| (),
    };
    bounded::search(executor, query, &mut Wrong(wrong.to_owned()), &mut listener)
}

/// The same by brute force.
fn search_by_brute_force(toy: &mut Toy, wrong: &str) -> Result<FoundBy<Wrong>, String> {
    let conditions = Conditions {
        rules: query().rules,
        limits: query().limits,
        budget: query().budget,
    };
    let mut listener = Listener {
        on_progress: &mut |_, _| (),
        on_reply: &mut |_| (),
    };
    let mut strategy = BruteForce::new(BOUND, None);
    let mut oracle = Wrong(wrong.to_owned());
    driver::drive(toy, &mut strategy, &conditions, &mut oracle, &mut listener)
}

/// Answers as a toy does, except for some of its executions.
struct Spoilt<F>(Toy, F);

impl<F: FnMut(u64, Reply) -> Reply> Executor for Spoilt<F> {
    type Error = String;

    fn begin(&mut self, number: u64, request: Request) {
        self.0.begin(number, request);
    }

    fn answer(&mut self) -> Result<Answer, String> {
        let Answer { number, reply } = self.0.answer()?;
        let reply = (self.1)(number, reply);
        Ok(Answer { number, reply })
    }
}

/// Runs the first program once, and then the other one.
struct Changing([Toy; 2]);

impl Executor for Changing {
    type Error = String;

    fn begin(&mut self, number: u64, request: Request) {
        self.0[usize::from(number > 0)].begin(number, request);
    }

    fn answer(&mut self) -> Result<Answer, String> {
        let [first, other] = &mut self.0;
        first.answer().or_else(|_| other.answer())
    }
}

fn add() -> Act {
    Act::Add(0, Order::SeqCst)
}

/// A program with more executions than one.
fn adders() -> Program {
    Program {
        threads: vec![vec![], vec![add(), add()], vec![add(), add()]],
        joins: true,
        processes: false,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_failure_that_is_found_has_the_fewest_preemptions(program in toy::program()) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let Some(whole) = by_brute_force(&toy, BOUND, None) else {
            return Ok(());
        };
        let (wrong, least) = whole.outcomes.iter().max_by_key(|(_, cost)| **cost).unwrap();
        let found = search(&mut toy.clone(), &query(), wrong).unwrap();
        let failing = found.failing.unwrap();
        prop_assert_eq!(failing.cost, (*least).into());
        let again = toy.run(&failing.decisions);
        prop_assert_eq!(cost(&again), *least);
        prop_assert_eq!(&outcome(&again), wrong);
    }

    #[test]
    fn what_is_found_does_not_depend_on_the_order_of_the_answers(
        program in toy::program(),
        seed in 1..u64::MAX,
    ) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let Some(whole) = by_brute_force(&toy, BOUND, None) else {
            return Ok(());
        };
        let (wrong, _) = whole.outcomes.last_key_value().unwrap();
        let one = search(&mut toy.clone(), &query(), wrong).unwrap();
        let other = search(&mut toy.answering_in_order(seed), &query(), wrong).unwrap();
        prop_assert_eq!(&one.coverage, &other.coverage);
        let decisions = |found: FoundBy<Wrong>| found.failing.map(|failing| failing.decisions);
        prop_assert_eq!(decisions(one), decisions(other));
    }

    #[test]
    fn what_one_search_has_made_another_finds_without_making_it_again(
        program in toy::program_with_atomics(),
    ) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let with_stale_reads = Query {
            freedom: Some(Freedom::StaleRead),
            ..query()
        };
        let mut known = Known::default();
        let mut made = |query: &Query| {
            let mut made = 0;
            let mut counting = Spoilt(toy.clone(), |_, reply| {
                made += 1;
                reply
            });
            let found = search(&mut Recalling::new(&mut counting, &mut known), query, "");
            (found.unwrap().coverage, made)
        };
        let (first, made_first) = made(&query());
        prop_assert_eq!(made_first, first.executions);
        let (second, made_second) = made(&with_stale_reads);
        let alone = search(&mut toy.clone(), &with_stale_reads, "").unwrap().coverage;
        prop_assert_eq!(&second, &alone);
        prop_assert!(made_second + first.executions <= second.executions);
        prop_assert_eq!(made(&query()), (first, 0));
    }
}

#[test]
fn any_strategy_can_be_driven() {
    let toy = Toy::new(&adders(), SwitchAt::EveryAccess);
    let whole = by_brute_force(&toy, BOUND, None).unwrap();
    let (wrong, _) = whole.outcomes.last_key_value().unwrap();
    let found = search_by_brute_force(&mut toy.clone(), wrong).unwrap();
    assert_eq!(found.failing.unwrap().kind, *wrong);
    let none = search_by_brute_force(&mut toy.clone(), "").unwrap();
    assert!(none.failing.is_none() && none.coverage.complete);
    assert_eq!(none.coverage.executions, whole.number as u64);
}

#[test]
fn a_program_that_is_another_one_later_is_nondeterministic() {
    let mut other = adders();
    other.threads[1].insert(0, Act::Yield);
    let toys = [adders(), other].map(|program| Toy::new(&program, SwitchAt::EveryAccess));
    let found = search(&mut Changing(toys), &query(), "").unwrap();
    assert_eq!(
        (found.over, found.why_not),
        (true, Some("nondeterministic"))
    );
}

#[test]
fn a_decision_that_cannot_be_followed_ends_the_search() {
    let toy = Toy::new(&adders(), SwitchAt::EveryAccess);
    let mut spoilt = Spoilt(toy, |number, reply| match number {
        0 => reply,
        _ => Reply {
            end: End::Diverged { at: 0 },
            ..reply
        },
    });
    let found = search(&mut spoilt, &query(), "").unwrap();
    assert_eq!((found.over, found.why_not), (true, Some("diverged")));
}

#[test]
fn a_busy_machine_takes_back_no_failure_that_was_found() {
    let toy = Toy::new(&adders(), SwitchAt::EveryAccess);
    let wrong = outcome(&toy.run(&[]));
    let held_up = |number, reply| match number {
        0 => reply,
        _ => Reply::without_trace(End::HeldUp),
    };
    let found = search(&mut Spoilt(toy.clone(), held_up), &query(), &wrong).unwrap();
    assert_eq!(found.failing.unwrap().kind, wrong);
    let none = search(&mut Spoilt(toy, held_up), &query(), "");
    assert_eq!(none.unwrap_err(), "held up");
}

#[test]
fn after_a_failure_of_many_steps_no_shorter_one_is_looked_for() {
    let toy = Toy::new(&adders(), SwitchAt::EveryAccess);
    let wrong = outcome(&toy.run(&[]));
    let of_so_many_steps = |more: usize| {
        let mut longer = Spoilt(toy.clone(), |_, mut reply: Reply| {
            let step = bare::step(TaskId::FIRST, Op::Sleep);
            reply.steps.extend(iter::repeat_n(step, more));
            reply
        });
        let found = search(&mut longer, &query(), &wrong).unwrap();
        assert_eq!(found.failing.unwrap().kind, wrong);
        found.coverage.executions
    };
    assert!(of_so_many_steps(0) > 1);
    assert_eq!(of_so_many_steps(20_000), 1);
}

#[test]
fn the_first_execution_is_made_whatever_the_budget() {
    let mut toy = Toy::new(&adders(), SwitchAt::EveryAccess);
    let query = Query {
        budget: Budget::Alone(Work::default()),
        ..query()
    };
    let found = search(&mut toy, &query, "").unwrap();
    assert_eq!(found.coverage.executions, 1);
    assert!(!found.coverage.complete && !found.coverage.is_enough());
}

#[test]
fn where_the_budget_runs_out_depends_on_no_machine() {
    let many = || vec![add(), add(), add(), add()];
    let program = Program {
        threads: vec![vec![], many(), many()],
        ..adders()
    };
    let covered = |slow: u64| {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let took = |number: u64, reply: Reply| Reply {
            processor_micros: if number.is_multiple_of(3) { slow } else { 100 },
            ..reply
        };
        let query = Query {
            budget: Budget::Alone(Work::of(Duration::from_millis(10))),
            ..query()
        };
        let found = search(&mut Spoilt(toy, took), &query, "").unwrap();
        found.coverage
    };
    let coverage = covered(100);
    assert!(
        coverage.executions > 8 && !coverage.complete,
        "{coverage:?}"
    );
    for slow in [1_000, 3_500] {
        assert_eq!(covered(slow), coverage);
    }
}

#[test]
fn a_search_that_finds_no_other_execution_covers_all() {
    let threads = vec![vec![], vec![add()], vec![Act::Add(1, Order::SeqCst)]];
    let program = Program {
        threads,
        joins: true,
        processes: false,
    };
    let found = search(&mut Toy::new(&program, SwitchAt::EveryAccess), &query(), "");
    let coverage = found.unwrap().coverage;
    assert!(coverage.exhausted && coverage.complete);
    assert_eq!((coverage.executions, coverage.within), (1, vec![1]));
}
