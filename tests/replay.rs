//! `replay` shows the execution of a verdict again, and reports a schedule that does not fit the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

mod installed;

use std::process::Output;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn racelings(arguments: &[&str]) -> Output {
    installed::racelings()
        .current_dir(ROOT)
        .args(arguments)
        .output()
        .unwrap()
}

/// The output from the beginning of the drawing on, and the exit code.
fn drawing(said: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8_lossy(&said.stdout);
    let (_, drawing) = text.split_once("\n\n").unwrap_or(("", &text));
    (said.status.code(), drawing.to_owned())
}

fn schedule(drawing: &str) -> String {
    let line = drawing.lines().last().unwrap();
    let (_, schedule) = line.rsplit_once(' ').unwrap();
    schedule.trim_matches('\'').to_owned()
}

#[track_caller]
fn is_seen_again(name: &str) {
    let file = format!("tests/explore/fails/{name}.rs");
    let explored = drawing(&racelings(&["explore", &file]));
    assert_eq!(explored.0, Some(1), "{}", explored.1);
    let replayed = drawing(&racelings(&["replay", &file, &schedule(&explored.1)]));
    assert_eq!(replayed, explored);
}

#[test]
fn a_wrong_value_is_seen_again() {
    is_seen_again("load_then_store");
}

#[test]
fn a_switch_between_plain_accesses_is_seen_again() {
    is_seen_again("static_mut");
}

#[test]
fn processes_are_seen_again() {
    is_seen_again("file_counter");
}

#[test]
fn a_deadlock_is_seen_again() {
    is_seen_again("crossed_file_locks");
}

#[test]
fn an_unfairly_scheduled_thread_is_seen_again() {
    is_seen_again("patience_ends");
}

#[test]
fn a_stale_read_is_seen_again() {
    is_seen_again("peterson_released");
}

#[test]
fn a_race_before_an_endless_loop_is_seen_again() {
    is_seen_again("race_before_an_endless_loop");
}

#[test]
fn a_thread_that_runs_forever_while_another_could_go_on_is_seen_again() {
    is_seen_again("endless_while_another_goes_on");
}

#[track_caller]
fn does_not_fit(file: &str, schedule: &str) {
    let said = racelings(&["replay", file, schedule]);
    let text = String::from_utf8_lossy(&said.stdout);
    assert_eq!(said.status.code(), Some(2), "{text}");
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("the schedule does not fit the program"),
        "{text}"
    );
}

#[test]
fn a_task_that_cannot_go_is_in_no_schedule_of_the_program() {
    does_not_fit("tests/explore/fails/load_then_store.rs", "1-:z5");
}

#[test]
fn a_load_reads_no_value_that_its_order_does_not_allow() {
    let file = "tests/explore/fails/peterson_released.rs";
    does_not_fit(file, "1-E:ab5c4R11=7");
    // That step is not a load.
    does_not_fit(file, "1-E:ab5c4R2=0");
    does_not_fit(file, "1-E:ab5c4R5000=0");
    // All atomics are `SeqCst` there.
    does_not_fit("tests/explore/passes/peterson.rs", "1-E:ab5c4R11=0");
}

#[test]
fn a_value_that_is_tampered_with_is_in_no_schedule_of_the_program() {
    does_not_fit("tests/explore/fails/load_then_store.rs", "1-:T8=7");
}

#[test]
fn a_wait_that_cannot_end_without_a_notification_is_in_no_schedule_of_the_program() {
    does_not_fit("tests/explore/fails/load_then_store.rs", "1-:W3a");
}

#[test]
fn an_execution_that_stops_is_drawn_as_far_as_it_went() {
    let file = "tests/explore/fails/load_then_store.rs";
    let said = racelings(&["replay", file, "1-:abS"]);
    let text = String::from_utf8_lossy(&said.stdout);
    assert_eq!(said.status.code(), Some(0), "{text}");
    assert!(text.contains("goes well as far as"), "{text}");
    assert!(text.contains("1-:abS"), "{text}");
}

#[test]
fn an_interleaving_in_which_nothing_goes_wrong_is_drawn_too_and_is_no_verdict() {
    let file = "tests/explore/fails/load_then_store.rs";
    let (code, text) = drawing(&racelings(&["replay", file, "1-:"]));
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("To see it again: "), "{text}");
    let verdict = format!("For the verdict on all interleavings: racelings explore {file}\n");
    assert!(text.contains(&verdict), "{text}");
}

#[test]
fn a_schedule_of_an_exercise_in_another_file_fails_as_it_did_before() {
    let file = "exercises/.originals/02_threads/threads2.rs";
    let headline = |arguments: &[&str]| {
        let said = racelings(arguments);
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        let first: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        let first = first.join(" ");
        let (_, reason) = first.split_once(": ").unwrap();
        (said.status.code(), reason.to_owned(), schedule(&text))
    };
    let run = headline(&["run", "threads2", "--file", file]);
    assert_eq!(run.1, "the counter ended at 1; expected 0");
    assert_eq!(headline(&["replay", file, &run.2]), run);
}

#[test]
fn a_starter_is_replayed_by_its_name() {
    let (code, text) = drawing(&racelings(&["replay", "peterson1", "2t:"]));
    assert!(matches!(code, Some(0 | 1)), "{text}");
    assert!(text.contains("racelings replay peterson1 2t:"), "{text}");
}

#[test]
fn what_is_no_schedule_is_refused_with_an_example() {
    let said = racelings(&["replay", "peterson1", "here"]);
    let text = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{text}");
    assert!(text.contains("`2t:a3b2`"), "{text}");
}

#[test]
fn what_is_neither_a_file_nor_an_exercise_is_refused() {
    let said = racelings(&["replay", "nothing_like_it", "1t:"]);
    let text = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{text}");
    assert!(text.contains("nothing_like_it"), "{text}");
}

/// The output of a command for a screen reader, with these lines on its standard input.
fn said_in_sentences(arguments: &[&str], lines: &str) -> String {
    let said = installed::racelings()
        .current_dir(ROOT)
        .args(arguments)
        .env("RACELINGS_LINEAR", "1")
        .write_stdin(lines)
        .output()
        .unwrap();
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn for_a_screen_reader_a_program_is_explored_replayed_and_played_in_sentences() {
    let file = "tests/explore/fails/load_then_store.rs";
    let explored = said_in_sentences(&["explore", file], "");
    let (_, story) = explored.split_once("\n\n").unwrap();
    let expected = "\
At first, main spawns inc (line 22); spawns dec (line 23).
Before step 1: COUNTER = 0.
1. inc, line 17 `let before = COUNTER.load(SeqCst);`: reads 0.
2. inc is preempted; dec runs. dec, line 17 `let before = COUNTER.load(SeqCst);`: reads 0.
3. dec, line 18 `COUNTER.store(before + step, SeqCst);`: writes -1.
4. dec finishes; inc runs. inc, line 18 `COUNTER.store(before + step, SeqCst);`: writes 1. This step of inc is decisive: uses the value read before dec wrote (step 3).
Then, main joins inc (line 24); joins dec (line 25); reads 1 from COUNTER (line 26); prints (line 27); panics: 1 is left (line 28).
1 preemption (ROUNDS=1).
To see it again: racelings --linear replay tests/explore/fails/load_then_store.rs 1-:ab2c
";
    assert_eq!(story, expected);
    // As the command says, where nothing is set in the environment.
    let replayed = racelings(&["--linear", "replay", file, "1-:ab2c"]);
    assert_eq!(drawing(&replayed), (Some(1), expected.to_owned()));
    let played = said_in_sentences(&["play", file], "inc\nrun dec\ninc\ndraw\n");
    let moves = [
        "1. inc reads 0 from COUNTER (line 17).",
        "That was a preemption.",
        "You broke it with 1 preemption",
        "\n1. inc, line 17 `let before = COUNTER.load(SeqCst);`: reads 0.\n",
    ];
    for part in moves {
        assert!(played.contains(part), "{part} is not in:\n{played}");
    }
}

#[test]
fn a_picture_is_a_picture_for_a_screen_reader_too() {
    let file = "tests/explore/fails/load_then_store.rs";
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("picture.svg");
    let svg = picture.to_str().unwrap();
    said_in_sentences(&["replay", file, "1-:ab2c", "--svg", svg], "");
    assert!(std::fs::read_to_string(&picture).unwrap().contains("<svg"));
}

#[test]
fn how_a_deadlock_ends_is_said_in_whole_sentences() {
    let text = said_in_sentences(&["explore", "tests/explore/fails/two_locks.rs"], "");
    let (_, end) = text.split_once("Every thread is blocked:\n").unwrap();
    let blocked: Vec<&str> = end
        .lines()
        .take_while(|line| line.contains("blocked"))
        .collect();
    assert_eq!(blocked.len(), 3, "{text}");
    for line in blocked {
        assert!(!line.starts_with(' ') && line.ends_with('.'), "{text}");
    }
}
