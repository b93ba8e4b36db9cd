//! Interleavings as a learner sees them in text: at 80 columns, at 120, and in plain ASCII.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use assert_cmd::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn racelings(arguments: &[&str], columns: &str) -> String {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(ROOT)
        .env_remove("CARGO")
        .env("COLUMNS", columns)
        .env_remove("CLICOLOR_FORCE")
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(said.stdout).unwrap()
}

fn no_line_is_wider_than(drawing: &str, columns: usize) {
    for line in drawing.lines() {
        // The schedule is meant to be copied, so its line is not wrapped.
        if !line.starts_with("To see it again: ") {
            let width = console::measure_text_width(line);
            assert!(width <= columns, "{width} columns: {line}\n{drawing}");
        }
    }
}

macro_rules! drawings {
    ($folder:literal: $($name:ident)*) => {$(
        #[test]
        fn $name() {
            let file = concat!("tests/", $folder, "/", stringify!($name), ".rs");
            let drawing = racelings(&["explore", file], "80");
            no_line_is_wider_than(&drawing, 80);
            insta::assert_snapshot!(drawing);
        }
    )*};
}

drawings! { "explore/fails":
    aba_stack
    barrier_for_three
    check_then_act
    condvar_with_if
    counted_owners
    crossed_file_locks
    endless_when_late
    exchange_without_retry
    exists_then_create
    file_counter
    forgotten_sender
    holder_spins
    hungry_philosophers
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
    waits_for_an_endless_thread
}

drawings! { "drawings":
    asks_for_poison
    asks_for_the_length
    barrier_spins
    bytes_that_are_no_text
    create_new_gives_up
    guard_forgotten
    locks_in_fields
    notified_too_early
    panic_before_the_barrier
    parts_of_statics
    renamed_under_its_lock
    seeks_to_the_end
    shared_lock_upgraded
    spurious_wakeup
    stolen_wakeup
    treiber_stack
    unparked_twice
    yields_when_late
}

macro_rules! starters {
    ($($name:ident: $exercise:literal in $chapter:literal at $columns:literal;)*) => {$(
        #[test]
        fn $name() {
            let file = concat!("exercises/.originals/", $chapter, "/", $exercise, ".rs");
            let drawing = racelings(&["run", $exercise, "--file", file], stringify!($columns));
            no_line_is_wider_than(&drawing, $columns);
            insta::assert_snapshot!(drawing);
        }
    )*};
}

starters! {
    helpers_that_have_not_started_have_columns: "intro2" in "01_intro" at 80;
    the_checks_own_rows_are_left_out: "threads3" in "02_threads" at 80;
    a_log_is_overwritten_at_its_beginning: "processes3" in "03_processes" at 80;
    a_lock_of_the_kits_own_has_a_holder: "locks1" in "04_locks" at 80;
    a_panic_that_main_accepts_is_not_the_failure: "locks5" in "04_locks" at 80;
    a_removed_lock_file_has_a_column_of_its_own: "process_locks3" in "05_process_locks" at 120;
    two_files_of_one_name_find_room: "process_locks3" in "05_process_locks" at 80;
    nothing_is_lost_on_a_narrow_screen: "process_locks3" in "05_process_locks" at 40;
    a_stolen_wakeup_is_shown_before_a_spurious_one: "condvar1" in "07_waiting" at 120;
    who_is_blocked_is_blocked_in_its_line: "deadlock2" in "06_two_locks" at 80;
    what_follows_a_lost_value_is_counted: "two_locks1" in "06_two_locks" at 80;
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
