//! The moments of a program's executions, as `play` and pages show them, on real programs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

#[path = "play/program.rs"]
mod program;

use std::time::Duration;

use protocol::Op;
use racelings::exploration::DEFAULT_BOUND;
use racelings::exploration::actors::ActorId;
use racelings::exploration::budget::Work;
use racelings::exploration::position::{Ended, Failures, Move, Position, Positions, Until, Way};
use racelings::failure::Kind;

use program::Program;

/// The number of the actor of that name.
fn actor(position: &Position, name: &str) -> ActorId {
    let actors = &position.interleaving.actors;
    let mut numbered = ActorId::first(actors.len()).zip(actors);
    let found = numbered.find(|(_, actor)| actor.name == name);
    found
        .unwrap_or_else(|| panic!("no {name} among {actors:?}"))
        .0
}

fn move_of<'a>(position: &'a Position, name: &str) -> &'a Move {
    let actor = actor(position, name);
    let mut moves = position.moves.iter();
    let found = moves.find(|one| one.actor == actor && one.way == Way::Goes);
    found.unwrap_or_else(|| panic!("{name} cannot go: {:?}", position.standings))
}

/// The moment after the next steps of one actor: so many, or `None` for those that are one move.
fn step(positions: &Positions, at: &Position, name: &str, steps: Option<usize>) -> Position {
    let next = move_of(at, name);
    let steps = steps.unwrap_or_else(|| next.stride());
    positions.at(&next.after(steps)).unwrap()
}

fn run_on(positions: &Positions, at: &Position, name: &str) -> Position {
    let prefix = positions.run_on(move_of(at, name), Until::Blocked).unwrap();
    positions.at(&prefix).unwrap()
}

/// Goes on with any actor until the end.
fn finish(positions: &Positions, mut at: Position) -> Position {
    while at.end.is_none() {
        let prefix = positions.run_on(&at.moves[0], Until::Blocked).unwrap();
        at = positions.at(&prefix).unwrap();
    }
    at
}

fn start(positions: &Positions) -> Position {
    positions.at(&positions.start().unwrap()).unwrap()
}

#[test]
fn an_update_between_a_read_and_its_write_is_lost() {
    let program = Program::compile("tests/explore/fails/static_mut.rs");
    let positions = program.positions();
    let begin = start(&positions);
    let [one, other] = ["inc", "dec"];
    let read = step(&positions, &begin, one, Some(2));
    assert_eq!(read.interleaving.events.last().unwrap().op, Op::PlainRead);
    assert!(move_of(&read, other).preempts && !move_of(&read, one).preempts);
    let between = run_on(&positions, &read, other);
    let end = finish(&positions, between);
    assert!(matches!(end.end, Some(Ended::Wrong(_))), "{:?}", end.end);
    assert_eq!(end.interleaving.preemptions.number(), 1);
}

#[test]
fn two_locks_in_two_orders_end_in_a_cycle() {
    let program = Program::compile("tests/explore/fails/two_locks.rs");
    let positions = program.positions();
    let mut at = start(&positions);
    for name in ["there", "back"] {
        at = step(&positions, &at, name, None);
    }
    assert_eq!(
        at.end,
        Some(Ended::Wrong(Kind::Deadlock)),
        "{:?}",
        at.interleaving.waits
    );
    assert_eq!(at.interleaving.cycle.len(), 2);
    assert_eq!(at.moves, []);
}

#[test]
fn a_load_is_offered_the_older_values_that_its_order_allows() {
    let program = Program::compile("tests/explore/fails/message_relaxed.rs");
    let positions = program.positions();
    let begin = start(&positions);
    let written = run_on(&positions, &begin, "writer");
    let seen = step(&positions, &written, "main", None);
    let stale: Vec<&Move> = seen
        .moves
        .iter()
        .filter(|one| one.way == Way::ReadsStale)
        .collect();
    assert_eq!(stale.len(), 1, "{:?}", seen.moves);
    let end = finish(&positions, positions.at(&stale[0].after(1)).unwrap());
    assert!(
        matches!(end.end, Some(Ended::Wrong(Kind::Panic { .. }))),
        "{:?}",
        end.end
    );
}

#[test]
fn a_wait_is_offered_to_end_without_a_notification() {
    let program = Program::compile("tests/explore/fails/lost_notification.rs");
    let positions = program.positions();
    let begin = start(&positions);
    let late = run_on(&positions, &begin, "main");
    let stuck = run_on(&positions, &late, "waiter");
    assert_eq!(stuck.end, Some(Ended::Wrong(Kind::Deadlock)));
    let woken: Vec<Way> = stuck.moves.iter().map(|one| one.way).collect();
    assert_eq!(woken, [Way::WakesSpuriously]);
    let on = finish(&positions, positions.at(&stuck.moves[0].after(1)).unwrap());
    assert_eq!(on.end, Some(Ended::Well));
}

#[test]
fn a_counterexample_is_found_from_where_it_is_still_possible() {
    let program = Program::compile("tests/explore/fails/static_mut.rs");
    let positions = program.positions();
    let begin = start(&positions);
    let budget = Work::of(Duration::from_secs(10));
    let from = |at: &Position| {
        let found =
            positions.counterexample_after(&at.prefix, Failures::AtTheEnd, DEFAULT_BOUND, budget);
        found.unwrap()
    };
    let route = from(&begin).unwrap();
    assert!(route.leads_through(&begin.prefix));
    let end = positions.at(&route.first(route.steps())).unwrap();
    assert!(matches!(end.end, Some(Ended::Wrong(_))), "{:?}", end.end);
    assert_eq!(end.interleaving.preemptions.number(), 1);
    let again = positions.route(&end.interleaving.schedule).unwrap();
    assert_eq!(again.first(again.steps()), route.first(route.steps()));
    let [inc, dec] = ["inc", "dec"].map(|name| run_on(&positions, &begin, name));
    assert_eq!([from(&inc), from(&dec)], [None, None]);
}

/// A number that looks random, the same in each run.
fn next(seed: &mut u64) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

#[test]
fn what_is_offered_can_be_done_and_the_same_decisions_give_the_same_moment() {
    for file in [
        "two_locks",
        "condvar_with_if",
        "message_relaxed",
        "file_counter",
        "flag_as_lock",
    ] {
        let program = Program::compile(&format!("tests/explore/fails/{file}.rs"));
        let positions = program.positions();
        for seed in 0..4 {
            let mut seed = seed;
            let mut at = start(&positions);
            for _ in 0..60 {
                let Some(one) = at.moves.get(next(&mut seed) % at.moves.len().max(1)) else {
                    break;
                };
                let steps = 1 + next(&mut seed) % one.events.len();
                let after = positions.at(&one.after(steps)).unwrap();
                let done = &after.interleaving.events[at.prefix.steps()..];
                let what = |event: &racelings::exploration::interleaving::Event| {
                    (event.actor, event.op, event.line, event.stale)
                };
                let offered = one.events[..steps].iter().map(what);
                assert!(
                    offered.eq(done.iter().take(steps).map(what)),
                    "{file}: {one:?}"
                );
                assert_eq!(positions.at(&one.after(steps)).unwrap(), after, "{file}");
                at = after;
            }
        }
    }
}

/// What a game in lines says to these commands, and its exit code.
fn said(arguments: &[&str], commands: &str) -> (Option<i32>, String) {
    let output = assert_cmd::Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["play", "--linear"])
        .args(arguments)
        .write_stdin(commands)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), text)
}

#[test]
fn a_game_in_lines_reads_words_and_answers_in_sentences() {
    let file = "tests/explore/fails/two_locks.rs";
    let (code, text) = said(&[file], "there\nnobody\nback\nundo\nstate\n");
    for part in [
        "1. there locks ACCOUNTS[0]",
        "\"nobody\" is no command and no thread",
        "You broke it with 1 preemption (par 1): deadlock: every thread is blocked.",
        "Back.",
        "lock ACCOUNTS[0] is held by there",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn a_game_in_lines_numbers_the_players_moves_and_starts_again_from_everywhere() {
    let commands = [
        "2",
        "undo",
        "2",
        "undo",
        "undo",
        "undo",
        "1",
        "2",
        "start again",
        "start again",
        "run 2",
        "run 3",
        "draw",
    ];
    let (code, text) = said(
        &["tests/explore/passes/atomic_add.rs"],
        &format!("{}\n", commands.join("\n")),
    );
    let lines: Vec<&str> = text.lines().collect();
    let moves = lines
        .iter()
        .filter(|line| line.contains(" in one step, finishes (line"));
    let numbers = moves.map(|line| line.split(". ").next().unwrap());
    assert_eq!(
        numbers.collect::<Vec<_>>(),
        ["1", "1", "1", "1", "2"],
        "{text}"
    );
    for said in [
        "main spawns inc (line 18).",
        "Back where the game began.",
        "This is where the game began.",
    ] {
        assert!(lines.contains(&said), "{said} is not in:\n{text}");
    }
    // What ended well is drawn, too.
    assert!(text.contains("1. inc, line 18"), "{text}");
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn how_the_kits_lock_locks_is_not_said() {
    let (_, text) = said(&["locks1"], "run dec\nstate\n");
    for part in [
        "2, dec: at line 43 locks LOCK.",
        "1. dec locks LOCK, reads 0 from JAR",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(!text.contains("lock LOCK.held"), "{text}");
}

#[test]
fn locks_of_one_name_in_two_processes_are_told_apart() {
    let file = "tests/explore/fails/mutex_between_processes.rs";
    let (_, text) = said(&[file], "2\n3\n");
    let parts = [
        "lock -1:LOCK is free, lock 1:LOCK is free.",
        "1. 1 locks LOCK (line 15).\nlock 1:LOCK is held by 1.\n",
        "2. -1 locks LOCK (line 15). That was a preemption.\nlock -1:LOCK is held by -1.\n",
    ];
    for part in parts {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(!text.contains("lock LOCK "), "{text}");
}

#[test]
fn what_only_other_interleavings_share_is_on_the_board_too() {
    let file = "exercises/.originals/03_processes/processes2.rs";
    let (_, text) = said(&[file], "2\n2\n");
    assert!(
        text.contains("first.txt is not known, second.txt is not known."),
        "{text}"
    );
    assert!(text.contains("\nfirst.txt = \"|\""), "{text}");
}

#[test]
fn the_lock_of_a_file_that_replaces_another_is_there_once_it_is_used() {
    let file = "exercises/.originals/06_process_locks/process_locks3.rs";
    let (_, text) = said(&[file, "--rounds", "2"], &("2\n".repeat(9) + "state\n"));
    let (before, after) = text.split_once("removes counter.lock (line").unwrap();
    assert!(!before.contains("counter.lock#2"), "{text}");
    assert!(after.contains("lock counter.lock#2 is free"), "{text}");
}

#[test]
fn a_schedule_of_another_program_is_refused() {
    let file = "tests/explore/fails/two_locks.rs";
    let (code, text) = said(&[file, "--schedule", "1-:cbbbbbbbbbbbbb9"], "");
    assert!(text.contains("does not fit"), "{text}");
    assert_eq!(code, Some(2), "{text}");
}

#[test]
fn what_a_program_does_to_the_kit_ends_the_game_at_its_beginning() {
    let file = "tests/explore/faults/stops_the_executor.rs";
    let (code, text) = said(&[file], "hint\n");
    assert!(
        text.contains("You broke it") && text.contains("SIGSTOP"),
        "{text}"
    );
    assert!(text.contains("The execution has ended"), "{text}");
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn of_several_stale_values_each_has_a_number() {
    let file = "tests/play/newest_of_three.rs";
    let (_, text) = said(
        &[file],
        "run writer\nreader\nstale reader\nstale reader 3\n",
    );
    for part in [
        "; or stale reader 1: at line 16 reads 1 from STAGE (stale)",
        "; or stale reader 2: at line 16 reads 0 from STAGE (stale)",
        "Which one? stale reader 1 to stale reader 2: state says what each reads.",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let seen = |number| {
        let commands = format!("run writer\nreader\nstale reader {number}\nreader\nrun main\n");
        said(&[file], &commands).1
    };
    assert!(seen(1).contains("all or nothing"), "{}", seen(1));
    assert!(
        seen(2).contains("This interleaving ends well"),
        "{}",
        seen(2)
    );
}

#[test]
fn a_hint_names_the_command_that_follows_it() {
    let file = "tests/play/newest_of_three.rs";
    let (_, text) = said(
        &[file],
        "run writer\nreader\nhint\nundo\nundo\nreader\nhint\n",
    );
    for hint in [
        "Hint: let reader read the stale value.\nTo do that: stale reader 1.\n",
        "undo 1 move.\nTo do that: undo.\n",
    ] {
        assert!(text.contains(hint), "{text}");
    }
}

#[test]
fn a_process_is_killed_by_the_name_of_any_of_its_threads_where_that_is_asked_for() {
    let file = "tests/play/leaves_its_file_empty.rs";
    let commands = "child\nchild: saver\nstate\nkill child: saver\n";
    let (code, text) = said(&[file, "--crashes"], commands);
    for part in [
        "2, child: at line 11 spawns child: saver; or kill child: is killed.",
        "2, child: blocked joining child: saver; or kill child: is killed.",
        "3. child is killed.\nYou broke it without a preemption",
        "torn: \"\"",
        "The process child is killed before line 12.",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    // What it was about to do when it was killed is not said to block it.
    assert!(!text.contains("blocked on child"), "{text}");
    assert_eq!(code, Some(0), "{text}");
    let (_, text) = said(&[file], "kill child\n");
    assert!(text.contains("That is not possible here."), "{text}");
    let (code, _) = said(&["stale_lock1", "--crashes"], "");
    assert_eq!(code, Some(2));
}

#[test]
fn a_worker_of_an_exercise_with_crashes_is_killed_by_its_name() {
    let (_, text) = said(&["stale_lock1"], "dec\ndec\nkill dec\nrun inc\n");
    for part in [
        "dec creates counter.lock (line",
        "3. dec is killed.\n",
        "spins forever",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}
