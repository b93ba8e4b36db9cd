//! What a learner sees of an interleaving, as text: at 80 columns, at 120, and in plain ASCII.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use assert_cmd::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn racelings(arguments: &[&str], columns: &str) -> String {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(ROOT)
        .env("COLUMNS", columns)
        .env_remove("CLICOLOR_FORCE")
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(said.stdout).unwrap()
}

fn no_line_is_wider_than(drawing: &str, columns: usize) {
    for line in drawing.lines() {
        // The schedule is there to be copied, so that line is in one piece.
        if !line.starts_with("To see it again: ") {
            let width = console::measure_text_width(line);
            assert!(width <= columns, "{width} columns: {line}\n{drawing}");
        }
    }
}

macro_rules! drawings {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let file = concat!("tests/explore/fails/", stringify!($name), ".rs");
            let drawing = racelings(&["explore", file], "80");
            no_line_is_wider_than(&drawing, 80);
            insta::assert_snapshot!(drawing);
        }
    )*};
}

drawings! {
    aba_stack
    barrier_for_three
    check_then_act
    condvar_with_if
    counted_owners
    crossed_file_locks
    exchange_without_retry
    exists_then_create
    file_counter
    forgotten_sender
    hungry_philosophers
    joined_before_the_second
    left_over_digit
    load_then_store
    lock_file_removed
    locked_twice
    lost_notification
    mutex_between_processes
    mutual_waiting
    peterson_released
    poison_spreads
    published_relaxed
    shared_offset
    spin_lock_not_released
    static_mut
    torn_line
    two_critical_sections
    two_locks
}

#[test]
fn a_wide_screen_shows_whole_lines() {
    let arguments = ["explore", "tests/explore/fails/load_then_store.rs"];
    let drawing = racelings(&arguments, "120");
    no_line_is_wider_than(&drawing, 120);
    insta::assert_snapshot!(drawing);
}

#[test]
fn a_narrow_screen_gets_one_column() {
    let arguments = ["explore", "tests/explore/fails/two_locks.rs"];
    let drawing = racelings(&arguments, "40");
    no_line_is_wider_than(&drawing, 40);
    insta::assert_snapshot!(drawing);
}

#[test]
fn on_request_there_is_nothing_but_ascii() {
    let arguments = ["--ascii", "explore", "tests/explore/fails/two_locks.rs"];
    let drawing = racelings(&arguments, "80");
    assert!(drawing.is_ascii(), "{drawing}");
    insta::assert_snapshot!(drawing);
}
