//! The driver, with toy programs, toy oracles, and executors that misbehave.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::BTreeSet;
use std::iter;
use std::time::Duration;

use explore::bounded::{self, Query};
use explore::budget::{Budget, Work};
use explore::driver::{self, Conditions, FoundBy, Listener};
use explore::executor::{Answer, Executor};
use explore::exhaustive::Exhaustive;
use explore::known::{Known, Recalling};
use explore::oracle::{Oracle, Outcome};
use explore::search::{Freedom, Measure, Preemptions, Reduction};
use explore::strategy::Strategy;
use proptest::prelude::*;
use protocol::{End, Limits, Op, Order, Reply, Request, Rules, SwitchAt, TaskId, bare};
use toy::{Act, BruteForce, Program, Toy, Value, by_brute_force, config, cost, outcome};

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

/// The same with another strategy.
fn search_by(
    executor: &mut impl Executor<Error = String>,
    strategy: &mut impl Strategy,
    rules: Rules,
    wrong: &str,
) -> Result<FoundBy<Wrong>, String> {
    let conditions = Conditions {
        rules,
        limits: query().limits,
        budget: query().budget,
    };
    let mut listener = Listener {
        on_progress: &mut |_, _| (),
        on_reply: &mut |_| (),
    };
    let mut oracle = Wrong(wrong.to_owned());
    driver::drive(executor, strategy, &conditions, &mut oracle, &mut listener)
}

fn search_by_brute_force(toy: &mut Toy, wrong: &str) -> Result<FoundBy<Wrong>, String> {
    let mut strategy = BruteForce::new(BOUND, None);
    search_by(toy, &mut strategy, query().rules, wrong)
}

fn search_with_no_bound(
    executor: &mut impl Executor<Error = String>,
    wrong: &str,
) -> Result<FoundBy<Wrong>, String> {
    let rules = Rules {
        every_step: true,
        ..query().rules
    };
    let mut strategy = Exhaustive::new(rules.switch_at, &BTreeSet::new());
    search_by(executor, &mut strategy, rules, wrong)
}

/// Answers as a toy does, except for some of its executions.
struct Spoilt<F>(Toy, F);

impl<F: FnMut(u64, Reply) -> Reply> Executor for Spoilt<F> {
    type Error = String;

    fn at_once(&self) -> usize {
        self.0.at_once()
    }

    fn begin(&mut self, number: u64, request: Request) {
        self.0.begin(number, request);
    }

    fn answer(&mut self) -> Result<Answer, String> {
        let Answer { number, reply } = self.0.answer()?;
        let reply = (self.1)(number, reply);
        Ok(Answer { number, reply })
    }
}

/// Counts the executions that are under way at once.
struct Crowded {
    toy: Toy,
    under_way: usize,
    most: usize,
}

impl Executor for Crowded {
    type Error = String;

    fn at_once(&self) -> usize {
        self.toy.at_once()
    }

    fn begin(&mut self, number: u64, request: Request) {
        self.toy.begin(number, request);
        self.under_way += 1;
        self.most = self.most.max(self.under_way);
    }

    fn answer(&mut self) -> Result<Answer, String> {
        self.under_way -= 1;
        self.toy.answer()
    }
}

/// Runs the first program once, and then the other one.
struct Changing([Toy; 2]);

impl Executor for Changing {
    type Error = String;

    fn at_once(&self) -> usize {
        1
    }

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

/// Searches with one executor, and with so many that answer in some order.
fn finds_the_same(
    toy: &Toy,
    at_once: usize,
    seed: u64,
    search: impl Fn(&mut Toy) -> FoundBy<Wrong>,
) {
    let one = search(&mut toy.clone());
    let other = search(&mut toy.clone().making(at_once).answering_in_order(seed));
    assert_eq!(one.coverage, other.coverage);
    let decisions = |found: FoundBy<Wrong>| found.failing.map(|failing| failing.decisions);
    assert_eq!(decisions(one), decisions(other));
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
    fn what_is_found_depends_neither_on_the_number_of_executors_nor_on_the_order_of_their_answers(
        program in toy::program_with_atomics(),
        at_once in 2..33_usize,
        seed in 1..u64::MAX,
    ) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let Some(whole) = by_brute_force(&toy, BOUND, None) else {
            return Ok(());
        };
        let (wrong, _) = whole.outcomes.last_key_value().unwrap();
        let with_stale_reads = Query {
            freedom: Some(Freedom::StaleRead),
            ..query()
        };
        let cut = Query {
            budget: Budget::Alone(Work::of(Duration::from_millis(2))),
            ..query()
        };
        for (query, wrong) in [(query(), wrong.as_str()), (with_stale_reads, ""), (cut, "")] {
            finds_the_same(&toy, at_once, seed, |toy| search(toy, &query, wrong).unwrap());
        }
    }

    #[test]
    fn with_no_bound_neither(
        program in toy::program_with_messages(),
        at_once in 2..33_usize,
        seed in 1..u64::MAX,
    ) {
        let toy = Toy::new(&program, SwitchAt::EveryAccess);
        let Some(whole) = by_brute_force(&toy, BOUND, None) else {
            return Ok(());
        };
        let (wrong, _) = whole.outcomes.last_key_value().unwrap();
        for wrong in [wrong, ""] {
            finds_the_same(&toy, at_once, seed, |toy| search_with_no_bound(toy, wrong).unwrap());
        }
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
fn the_more_executions_are_made_at_once_the_more_are_under_way() {
    let apart = || {
        let store = || Act::Store(0, Order::SeqCst, Value::NextOfSeen);
        let acts = (0..3).flat_map(|_| [Act::Load(0, Order::SeqCst), store()]);
        acts.collect()
    };
    let program = Program {
        threads: vec![vec![], apart(), apart()],
        ..adders()
    };
    let most_under_way = |at_once, with_no_bound| {
        let mut crowded = Crowded {
            toy: Toy::new(&program, SwitchAt::EveryAccess).making(at_once),
            under_way: 0,
            most: 0,
        };
        let found = match with_no_bound {
            true => search_with_no_bound(&mut crowded, ""),
            false => search(&mut crowded, &query(), ""),
        };
        assert!(found.unwrap().coverage.executions > 50);
        crowded.most
    };
    let most = [1, 2, 11].map(|at_once| most_under_way(at_once, false));
    assert!(most.is_sorted_by(|one, two| one < two), "{most:?}");
    assert!(most[2] > 22, "{most:?}");
    // What comes of one execution decides more of what is made next.
    let most = most_under_way(2, true);
    assert!(most > 2, "{most}");
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
