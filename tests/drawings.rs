//! What a learner sees of an interleaving, as text: at 80 columns, on wide and narrow screens, and in plain ASCII.
//!
//! Most drawings are made of stored interleavings ([`stories`]), so they need neither the kit nor a compiler.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod installed;
#[path = "drawings/stories.rs"]
mod stories;

use std::collections::BTreeSet;

use racelings::styled::Glyphs;

use stories::{drawn, stored, story};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn no_line_is_wider_than(drawing: &str, columns: usize) {
    for line in drawing.lines() {
        // The schedule is there to be copied, so that line is in one piece.
        if !line.starts_with("To see it again: ") {
            let width = console::measure_text_width(line);
            assert!(width <= columns, "{width} columns: {line}\n{drawing}");
        }
    }
}

/// Draws a stored interleaving, and compares that with the snapshot of this name.
fn is_drawn_as_before(name: &str, snapshot: &str, columns: usize, glyphs: Glyphs) {
    let drawing = drawn(&story(name), columns, glyphs);
    no_line_is_wider_than(&drawing, columns);
    insta::assert_snapshot!(snapshot, drawing);
}

macro_rules! drawings {
    ($all:ident in $folder:literal: $($name:ident)*) => {
        const $all: &[(&str, &str)] = &[
            $((stringify!($name), concat!($folder, "/", stringify!($name), ".rs"))),*
        ];
        $(
            #[test]
            fn $name() {
                is_drawn_as_before(stringify!($name), stringify!($name), 80, Glyphs::Unicode);
            }
        )*
    };
}

drawings! { PROGRAMS in "tests/explore/fails":
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

drawings! { OTHERS in "tests/drawings":
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
    shared_pair_times_out
    spurious_wakeup
    stolen_wakeup
    treiber_stack
    unparked_twice
    yields_when_late
}

macro_rules! starters {
    ($($name:ident: $exercise:literal at $columns:literal;)*) => {
        /// The story of a starter is called by its exercise.
        const STARTERS: &[&str] = &[$($exercise),*];
        $(
            #[test]
            fn $name() {
                is_drawn_as_before($exercise, stringify!($name), $columns, Glyphs::Unicode);
            }
        )*
    };
}

starters! {
    helpers_that_have_not_started_have_columns: "intro2" at 80;
    the_checks_own_rows_are_left_out: "threads3" at 80;
    a_log_is_overwritten_at_its_beginning: "processes3" at 80;
    a_lock_of_the_kits_own_has_a_holder: "locks1" at 80;
    a_panic_that_main_accepts_is_not_the_failure: "locks5" at 80;
    a_removed_lock_file_has_a_column_of_its_own: "process_locks3" at 120;
    two_files_of_one_name_find_room: "process_locks3" at 80;
    nothing_is_lost_on_a_narrow_screen: "process_locks3" at 40;
    a_stolen_wakeup_is_shown_before_a_spurious_one: "condvar1" at 120;
    who_is_blocked_is_blocked_in_its_line: "deadlock2" at 80;
    what_follows_a_lost_value_is_counted: "two_locks1" at 80;
    what_a_killed_process_leaves_behind_is_drawn: "torn_save1" at 80;
}

#[test]
fn a_wide_screen_shows_whole_lines() {
    is_drawn_as_before(
        "load_then_store",
        "a_wide_screen_shows_whole_lines",
        120,
        Glyphs::Unicode,
    );
}

#[test]
fn a_narrow_screen_gets_one_column() {
    is_drawn_as_before(
        "two_locks",
        "a_narrow_screen_gets_one_column",
        40,
        Glyphs::Unicode,
    );
}

#[test]
fn on_request_there_is_nothing_but_ascii() {
    is_drawn_as_before(
        "two_locks",
        "on_request_there_is_nothing_but_ascii",
        80,
        Glyphs::Ascii,
    );
}

#[test]
fn every_drawing_fits_on_every_screen_and_has_an_ascii_form() {
    for name in stored() {
        let story = story(&name);
        for columns in (20..=200).step_by(15) {
            no_line_is_wider_than(&drawn(&story, columns, Glyphs::Unicode), columns);
            let ascii = drawn(&story, columns, Glyphs::Ascii);
            no_line_is_wider_than(&ascii, columns);
            let strange = ascii.chars().find(|character| !character.is_ascii());
            assert_eq!(strange, None, "{name}:\n{ascii}");
        }
    }
}

#[test]
fn the_stories_are_those_that_are_drawn() {
    if stories::are_to_be_written() {
        let programs = PROGRAMS.iter().chain(OTHERS);
        programs.for_each(|(name, file)| stories::write_explored(name, file));
        let starters: BTreeSet<&&str> = STARTERS.iter().collect();
        starters
            .iter()
            .for_each(|name| stories::write_starter(name, name));
    }
    let programs = PROGRAMS.iter().chain(OTHERS).map(|(name, _)| *name);
    let drawn: BTreeSet<String> = programs
        .chain(STARTERS.iter().copied())
        .map(str::to_owned)
        .collect();
    assert_eq!(stored(), drawn);
}

fn racelings(arguments: &[&str], columns: &str) -> String {
    let said = installed::racelings()
        .current_dir(ROOT)
        .env("COLUMNS", columns)
        .env_remove("CLICOLOR_FORCE")
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn what_is_explored_is_drawn() {
    let arguments = ["explore", "tests/explore/fails/load_then_store.rs"];
    let drawing = racelings(&arguments, "80");
    no_line_is_wider_than(&drawing, 80);
    insta::assert_snapshot!(drawing);
}

#[test]
fn each_thing_has_a_name_that_the_code_uses() {
    let said = racelings(
        &["explore", "--format", "json", "tests/drawings/names.rs"],
        "80",
    );
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let steps = said["trace"].as_array().unwrap();
    let of_it = |step: &&serde_json::Value| {
        // What is freed, and how many owners it has, is std's own.
        let operation = step["operation"].as_str().unwrap();
        let is_atomic = operation.starts_with("atomic") && step["line"] != serde_json::Value::Null;
        let is_lock = operation.contains("lock") || operation.starts_with("notify");
        is_atomic || is_lock || operation == "plain_write"
    };
    let names: BTreeSet<&str> = steps
        .iter()
        .filter(of_it)
        .map(|step| step["object"].as_str().unwrap())
        .filter(|name| !name.contains("count") && !name.starts_with("memory"))
        .collect();
    let expected = [
        "bell",
        "dish",
        "forks[0]",
        "forks[1]",
        "lock",
        "pair.0",
        "pair.1",
        "sum",
        "used",
        "used.len",
        "votes#1",
        "votes#2",
        "votes#3",
        "wanted[0]",
        "wanted[1]",
    ];
    assert_eq!(names, BTreeSet::from(expected), "{said:#}");
    let wanted = steps.iter().find(|step| step["object"] == "wanted[0]");
    assert_eq!(wanted.unwrap()["value"], "true", "{said:#}");
}

#[test]
fn a_thread_that_ends_the_program_is_in_the_story() {
    let said = racelings(
        &["explore", "tests/explore/fails/exit_in_a_thread.rs"],
        "80",
    );
    let rows: Vec<&str> = said.lines().collect();
    let at = rows
        .iter()
        .position(|row| row.contains("14 process::exit(3);  exits"))
        .unwrap_or_else(|| panic!("{said}"));
    assert!(
        rows[at + 1].contains("ends the program with exit code 3"),
        "{said}"
    );
}

#[test]
fn a_lock_of_the_kits_own_has_its_name_and_its_unlock_is_drawn() {
    let file = "tests/variants/04_locks/locks1/wrong/looks_before_it_acquires.rs";
    let drawing = racelings(&["run", "locks1", "--file", file], "80");
    assert!(drawing.contains("blocked on LOCK "), "{drawing}");
    assert!(!drawing.contains("LOCK.held"), "{drawing}");
    let (_, after) = drawing.split_once("uses the value read").unwrap();
    assert!(after.contains("LOCK.release();  unlocks"), "{drawing}");
}

#[test]
fn a_lock_that_its_only_thread_locks_again_is_drawn() {
    let drawing = racelings(&["explore", "tests/drawings/locks_itself_out.rs"], "80");
    for part in ["lock PERMITS", "lock().unwrap();  locks", "held by main"] {
        assert!(drawing.contains(part), "{part} is not in:\n{drawing}");
    }
    assert!(!drawing.contains("not shown"), "{drawing}");
}

#[test]
fn what_is_checked_is_drawn() {
    let file = "exercises/.originals/02_threads/threads3.rs";
    let drawing = racelings(&["--ascii", "run", "threads3", "--file", file], "80");
    no_line_is_wider_than(&drawing, 80);
    assert!(drawing.is_ascii(), "{drawing}");
    insta::assert_snapshot!(drawing);
}
