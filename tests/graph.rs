//! The graph of a program's moments is the program: a path along it shows what an execution shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

#[path = "play/program.rs"]
mod program;

use std::time::Duration;

use racelings::exploration::DEFAULT_BOUND;
use racelings::exploration::budget::Work;
use racelings::exploration::position::{Ended, Failures, Limits, Position};
use racelings::exploration::schedule::Schedule;

use program::Program;

const LIMITS: Limits = Limits {
    moments: 400,
    steps: 100,
};

/// What a player can see of a moment.
fn seen(position: &Position) -> String {
    let moves = position.moves.iter().map(|one| {
        let events = one.events[..one.first_telling()].iter();
        let events = events.map(|event| (event.op, event.line, &event.read, &event.written));
        format!("{:?} {:?} {:?}", one.actor, one.way, Vec::from_iter(events))
    });
    let waits = position.interleaving.waits.iter();
    let waits = waits.map(|wait| (wait.actor, wait.op, wait.line, wait.blocked, &wait.holders));
    format!(
        "{:?}\n{:?}\n{:#?}\n{:?}",
        position.standings,
        Vec::from_iter(waits),
        Vec::from_iter(moves),
        position.end
    )
}

/// A number that looks random, the same in each run.
fn next(seed: &mut u64) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

#[test]
fn a_walk_along_the_graph_is_an_execution() {
    for file in [
        "static_mut",
        "two_locks",
        "condvar_with_if",
        "message_relaxed",
        "file_counter",
    ] {
        let program = Program::compile(&format!("tests/explore/fails/{file}.rs"));
        let positions = program.positions();
        let graph = positions.graph(LIMITS, None, seen).unwrap();
        for seed in 0..6 {
            let mut seed = seed;
            let mut node = 0;
            let mut at = positions.at(&positions.start().unwrap()).unwrap();
            loop {
                assert_eq!(graph.nodes[node].view, seen(&at), "{file}");
                let to = graph.nodes[node].to.iter().enumerate();
                let known: Vec<(usize, usize)> = to
                    .filter_map(|(number, to)| Some((number, (*to)?)))
                    .collect();
                let Some((number, to)) = known.get(next(&mut seed) % known.len().max(1)) else {
                    break;
                };
                let one = &at.moves[*number];
                at = positions.at(&one.after(one.first_telling())).unwrap();
                node = *to;
            }
        }
    }
}

#[test]
fn a_small_program_is_whole_and_has_right_and_wrong_ends() {
    let program = Program::compile("tests/explore/fails/two_locks.rs");
    let positions = program.positions();
    let graph = positions
        .graph(LIMITS, None, |position| position.end.clone())
        .unwrap();
    let moves = || graph.nodes.iter().flat_map(|node| &node.to);
    assert!(moves().all(Option::is_some), "nothing is left out");
    let ends = || graph.nodes.iter().filter_map(|node| node.view.as_ref());
    assert!(ends().any(|end| *end == Ended::Well));
    assert!(ends().any(|end| *end != Ended::Well));
    let few = Limits {
        moments: 5,
        ..LIMITS
    };
    let cut = positions.graph(few, None, |_| ()).unwrap();
    assert_eq!(cut.nodes.len(), 5);
    assert!(cut.nodes.iter().any(|node| node.to.contains(&None)));
}

#[test]
fn what_is_known_to_go_wrong_is_in_a_graph_that_is_cut() {
    for file in ["check_then_act", "message_relaxed", "file_counter"] {
        let program = Program::compile(&format!("tests/explore/fails/{file}.rs"));
        let positions = program.positions();
        let start = positions.start().unwrap();
        let budget = Work::of(Duration::from_secs(20));
        let route =
            positions.counterexample_after(&start, Failures::AtTheEnd, DEFAULT_BOUND, budget);
        let route = route.unwrap().unwrap();
        let few = Limits {
            moments: 2 * route.steps(),
            ..LIMITS
        };
        let goes_wrong = |first: Option<&Schedule>| {
            let graph = positions.graph(few, first, |position| position.end.clone());
            let nodes = graph.unwrap().nodes.into_iter();
            let ends: Vec<Ended> = nodes.filter_map(|node| node.view).collect();
            ends.iter().any(|end| matches!(end, Ended::Wrong(_)))
        };
        let whole = route.first(route.steps());
        assert!(goes_wrong(Some(whole.schedule())), "{file}");
        assert!(!goes_wrong(None), "{file}: it is found in any case");
    }
}
