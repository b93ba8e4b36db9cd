//! The search by delays over a toy executor: tasks that only make steps, in turn.

use protocol::{Decision, End, MAX_TASKS, Op, Reply, Step, SwitchAt, TaskId, TaskSet, bare};

use super::node::{Node, Point, ROOT};
use super::{Delays, Measure, Search, Strategy, Tally};

/// Runs tasks of two steps each, a load and a store of one counter, and returns the counter at the end. The running task goes
/// on while it can, and then the next one in turn.
fn run(tasks: usize, decisions: &[Decision]) -> (Reply, u8) {
    let mut done = vec![0_u8; tasks];
    let mut seen = done.clone();
    let mut counter = 0;
    let mut running = TaskId::FIRST;
    let mut choices = decisions.iter().map(|decision| match decision {
        Decision::Run(task) => *task,
        other => panic!("{other:?}"),
    });
    let mut steps = Vec::new();
    loop {
        let enabled: TaskSet = TaskId::first(tasks)
            .filter(|task| done[task.index()] < 2)
            .collect();
        if enabled.is_empty() {
            return (reply(steps), counter);
        }
        let in_turn = enabled
            .starting_at(running.index())
            .first()
            .or(enabled.first());
        let chosen = match enabled.len() {
            1 => in_turn,
            _ => choices.next().or(in_turn),
        };
        running = chosen.expect("a task can go");
        steps.push(step(running, enabled));
        let at = running.index();
        match done[at] {
            0 => seen[at] = counter,
            _ => counter = seen[at] + 1,
        }
        done[at] += 1;
    }
}

fn step(task: TaskId, enabled: TaskSet) -> Step {
    Step {
        enabled,
        ..bare::step(task, Op::AtomicLoad)
    }
}

fn reply(steps: Vec<Step>) -> Reply {
    Reply {
        steps,
        ..Reply::without_trace(End::Exited { code: 0 })
    }
}

/// What the counter came to in each execution with at most so many delays.
fn outcomes(tasks: usize, delays: u32) -> Vec<u8> {
    let delays = Delays::new(delays);
    let mut search = Search::new(Measure::Delays, SwitchAt::Synchronisation, delays, None);
    let mut outcomes = Vec::new();
    loop {
        while let Some(attempt) = search.next() {
            let (reply, counter) = run(tasks, &attempt.decisions);
            let learnt = search.learn(&attempt, &reply);
            learnt.expect("it is deterministic");
            outcomes.push(counter);
        }
        if !search.widen() {
            return outcomes;
        }
    }
}

#[test]
fn without_a_delay_there_is_one_execution() {
    assert_eq!(outcomes(16, 0), [16]);
}

#[test]
fn with_one_delay_there_are_as_many_as_there_are_choices() {
    // 16 tasks of two steps; at the last two steps only one can go.
    assert_eq!(outcomes(16, 1).len(), 1 + 30);
}

#[test]
fn what_takes_one_preemption_takes_one_delay_among_however_many() {
    let least = outcomes(16, 1).into_iter().min();
    // The first loads, all others count, and it stores last.
    assert_eq!(least, Some(1));
}

#[test]
fn two_delays_of_two_tasks_are_those_derived_by_hand() {
    // Without a delay aabb, with one bbaa and abba, with two baab and abab. When a task has ended there is no choice.
    let mut all = outcomes(2, 2);
    all.sort_unstable();
    assert_eq!(outcomes(2, 1).len(), 3);
    assert_eq!(all.len(), 5);
}

#[test]
fn the_tasks_that_are_passed_over_are_those_that_sorting_puts_before() {
    let mut random = 1_u64;
    let mut next = || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (random >> 33) as u32
    };
    for _ in 0..300 {
        let mut set = || -> TaskSet {
            TaskId::first(MAX_TASKS)
                .filter(|_| next() % 2 == 0)
                .collect()
        };
        let (yielding, spinning, mut enabled) = (set(), set() & set(), set());
        let in_turn = TaskId::at(next() as usize % MAX_TASKS);
        enabled.insert(in_turn);
        let node = Node {
            parent: ROOT,
            point: Point::Turn {
                enabled,
                yielding,
                spinning,
                in_turn,
            },
            before: Tally::default(),
            delays: Delays::NONE,
            decided: Vec::new(),
        };
        let place = |task: TaskId| {
            let after_turn = (task.index() + MAX_TASKS - in_turn.index()) % MAX_TASKS;
            let last = (spinning.contains(task), yielding.contains(task));
            (after_turn != 0, last, after_turn)
        };
        for task in enabled.iter() {
            let before = enabled.iter().filter(|other| place(*other) < place(task));
            assert_eq!(node.delays_until(task), before.count() as u32);
        }
    }
}
