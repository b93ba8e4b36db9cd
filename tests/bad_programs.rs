//! Each way in which a learner's file or program can be bad: its verdict, and that it leaves nothing behind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
// The processes that are left are found in /proc.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use project::{CHECK, FILE, MARK, Project, marked, text};

mod installed;
#[path = "bad_programs/project.rs"]
mod project;

#[test]
fn a_process_that_is_left_would_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut left = Command::new("cat")
        .env(MARK, folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The environment of a process may be empty until the process answers.
    left.stdin.as_mut().unwrap().write_all(b"!").unwrap();
    left.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let found = marked(folder.path());
    left.kill().unwrap();
    left.wait().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(marked(folder.path()), Vec::<String>::new());
}

#[test]
fn a_right_program_passes_and_is_started_with_the_mark() {
    // The other tests look for the mark; this one checks that programs have it.
    let said = Project::new()
        .run_counter("if std::env::var_os(\"RACELINGS_TEST_MARK\").is_some() { 0 } else { 1 }");
    assert_eq!(said.verdict(), ("passes", "-", 0), "{}", said.line);
    assert_eq!(said.line["runs"], 3);
}

#[test]
fn a_compile_error_has_its_file_and_line() {
    let said = Project::new().run_counter("let here: i64 = \"seven\"; here");
    assert_eq!(said.verdict(), ("not_run", "does_not_compile", 2));
    assert_eq!(said.place(), (FILE, Some(3)));
    assert!(said.message().contains("mismatched types"), "{}", said.line);
}

#[test]
fn the_compilers_own_message_names_the_learners_file() {
    let project = Project::new();
    project.write(FILE, &text("let here: i64 = \"seven\"; here"));
    let text = project.run_for_people();
    assert!(text.contains("error[E0308]: mismatched types"), "{text}");
    assert!(text.contains("exercises/01_one/first1.rs:3:"), "{text}");
}

#[test]
fn a_wrong_counter_fails_with_its_values() {
    let said = Project::new().run_counter("7");
    assert_eq!(said.verdict(), ("fails", "wrong_result", 1));
    assert_eq!(said.line["values"], serde_json::json!(["7"]));
    assert_eq!(said.line["executions"], 1);
    assert!(said.message().contains("ended at 7"), "{}", said.line);
}

#[test]
fn a_panic_fails_with_its_message_and_line() {
    let said = Project::new().run_counter("panic!(\"the jar is broken\")");
    assert_eq!(said.verdict(), ("fails", "panic", 1));
    assert_eq!(said.place(), (FILE, Some(3)));
    assert!(
        said.message().contains("the jar is broken"),
        "{}",
        said.line
    );
}

#[test]
fn a_deadlock_fails() {
    let said = Project::new().run_counter(
        "let lock = std::sync::Mutex::new(0); let _one = lock.lock(); let _two = lock.lock(); 0",
    );
    assert_eq!(said.verdict(), ("fails", "deadlock", 1), "{}", said.line);
}

#[test]
fn a_deadlock_names_the_threads_that_are_blocked() {
    let project = Project::new();
    let counter = "let lock = std::sync::Arc::new(std::sync::Mutex::new(0));
    let _held = lock.lock();
    let other = lock.clone();
    let inc = std::thread::Builder::new().name(\"inc\".into());
    let inc = inc.spawn(move || drop(other.lock())).unwrap();
    inc.join().unwrap();
    0";
    project.write(FILE, &text(counter));
    let text = project.run_for_people();
    assert!(text.contains("deadlock: every thread is blocked"), "{text}");
    assert!(
        text.contains("inc is blocked on lock (held by main)"),
        "{text}"
    );
}

#[test]
fn an_endless_loop_reaches_the_time_limit() {
    let project = Project::with_time_limit("1.0");
    let said = project.run_counter("loop {}");
    assert_eq!(said.verdict(), ("fails", "time_limit", 1));
    assert!(said.message().contains("within 1 s"), "{}", said.line);
}

#[test]
fn a_loop_that_only_lets_others_go_is_a_livelock() {
    let said = Project::new().run_counter("loop { std::hint::spin_loop() }");
    assert_eq!(said.verdict(), ("fails", "livelock", 1));
}

#[test]
fn an_exit_code_fails() {
    let said = Project::new().run_counter("std::process::exit(3)");
    assert_eq!(said.verdict(), ("fails", "exit_code", 1));
    assert!(said.message().contains("exit code 3"), "{}", said.line);
}

#[test]
fn an_early_exit_without_a_counter_is_no_success() {
    let said = Project::new().run_counter("std::process::exit(0)");
    assert_eq!(said.verdict(), ("fails", "no_result", 1));
}

#[test]
fn a_signal_fails() {
    let said = Project::new().run_counter("std::process::abort()");
    assert_eq!(said.verdict(), ("fails", "signal", 1));
    assert!(said.message().contains("SIGABRT"), "{}", said.line);
}

#[test]
fn a_stack_overflow_names_its_thread() {
    let deep = "fn deep(n: i64) -> i64 { std::hint::black_box([n; 64])[3] + deep(n + 1) }";
    for (counter, thread) in [
        ("deep(0)", "main"),
        (
            "std::thread::Builder::new().name(\"inc\".into()).spawn(|| deep(0)).unwrap().join().unwrap()",
            "inc",
        ),
    ] {
        let said = Project::new().run_counter(&format!("{deep} {counter}"));
        assert_eq!(
            said.verdict(),
            ("fails", "stack_overflow", 1),
            "{}",
            said.line
        );
        let words = format!("the stack of thread {thread} overflowed");
        assert!(said.message().contains(&words), "{}", said.line);
    }
}

#[test]
fn twenty_million_lines_reach_the_output_limit() {
    let said =
        Project::new().run_counter("for line in 0..20_000_000 { println!(\"line {line}\") } 0");
    assert_eq!(
        said.verdict(),
        ("fails", "output_limit", 1),
        "{}",
        said.line
    );
}

#[test]
fn of_a_flood_its_head_is_shown() {
    let project = Project::new();
    project.write(
        FILE,
        &text("for line in 0..20_000_000 { println!(\"line {line}\") } 0"),
    );
    let text = project.run_for_people();
    assert!(text.contains("│ line 0 │ line 1"), "{text}");
    assert!(
        text.contains("only the beginning and the end are shown"),
        "{text}"
    );
    assert!(text.len() < 4_000, "{text}");
}

#[test]
fn a_grandchild_that_holds_the_pipe_is_reported_and_ended() {
    let said = Project::new().run_counter(
        "std::process::Command::new(\"sh\").args([\"-c\", \"sleep 1000 & exit 0\"]).status().unwrap(); 0",
    );
    assert_eq!(
        said.verdict(),
        ("fails", "left_running", 1),
        "{}",
        said.line
    );
}

#[test]
fn a_daemon_in_a_session_of_its_own_is_reported_and_ended() {
    let said = Project::new().run_counter(
        "std::process::Command::new(\"setsid\").args([\"-f\", \"sleep\", \"1000\"]).status().unwrap(); 0",
    );
    assert_eq!(
        said.verdict(),
        ("fails", "left_running", 1),
        "{}",
        said.line
    );
}

#[test]
fn reading_from_the_terminal_gets_the_end_of_the_file() {
    // The kit's own standard input contains a line.
    let said = Project::new()
        .run_counter("std::io::stdin().read_line(&mut String::new()).unwrap() as i64");
    assert_eq!(said.verdict(), ("passes", "-", 0), "{}", said.line);
}

#[test]
fn two_gigabytes_reach_the_memory_limit() {
    let said = Project::new().run_counter("std::hint::black_box(vec![1u8; 2 << 30])[7] as i64 - 1");
    assert_eq!(
        said.verdict(),
        ("fails", "memory_limit", 1),
        "{}",
        said.line
    );
}

#[test]
fn hundreds_of_processes_reach_the_process_limit() {
    let said = Project::new().run_counter(
        "let start = |_| std::process::Command::new(\"sleep\").arg(\"1000\").spawn().unwrap();
    let all: Vec<_> = (0..300).map(start).collect();
    all.into_iter().for_each(|mut one| drop(one.wait()));
    0",
    );
    assert_eq!(
        said.verdict(),
        ("fails", "process_limit", 1),
        "{}",
        said.line
    );
}

#[test]
fn a_program_that_kills_its_own_process_group_fails_by_the_signal() {
    let said = Project::new().run_counter(
        "std::process::Command::new(\"sh\").args([\"-c\", \"kill -9 0\"]).status().unwrap(); 0",
    );
    assert_eq!(said.verdict(), ("fails", "signal", 1), "{}", said.line);
    assert!(said.message().contains("SIGKILL"), "{}", said.line);
}

/// A counter that sends a signal to its executor by a system call, under the condition `when`.
fn with_a_signal_to_the_parent(signal: u32, when: &str) -> String {
    format!(
        "unsafe extern \"C\" {{ fn getppid() -> i32; fn syscall(number: i64, ...) -> i64; }}
    let kill: i64 = if cfg!(target_arch = \"x86_64\") {{ 62 }} else {{ 129 }};
    let rounds: u64 = std::env::var(\"ROUNDS\").unwrap().parse().unwrap();
    if {when} {{ unsafe {{ syscall(kill, getppid(), {signal}) }}; loop {{}} }}
    0"
    )
}

#[test]
fn a_program_that_ends_or_stops_whoever_runs_it_fails() {
    // With few rounds it is explored, with many it is run for real.
    for (signal, when, words) in [
        (9, "rounds < 3", "killed the kit's process that runs it"),
        (19, "rounds < 3", "stopped the kit's process that runs it"),
        (9, "rounds > 3", "killed the kit's process that runs it"),
        (19, "rounds > 3", "stopped the kit's process that runs it"),
    ] {
        let project = Project::new();
        let said = project.run_counter(&with_a_signal_to_the_parent(signal, when));
        assert_eq!(said.verdict(), ("fails", "signal", 1), "{}", said.line);
        assert!(said.message().contains(words), "{}", said.line);
    }
}

#[test]
fn a_folder_left_as_counter_txt_is_gone_in_the_next_run() {
    let said = Project::new().run_counter(
        "std::fs::create_dir_all(\"counter.txt/deep\").unwrap();
    std::fs::write(\"counter.txt/deep/file\", \"7\").unwrap();
    std::fs::read_dir(\".\").unwrap().count() as i64 - 1",
    );
    assert_eq!(said.verdict(), ("passes", "-", 0), "{}", said.line);
}

#[test]
fn a_counter_txt_left_unreadable_is_gone_in_the_next_run() {
    let said = Project::new().run_counter(
        "use std::os::unix::fs::PermissionsExt;
    std::fs::File::create_new(\"counter.txt\").unwrap();
    std::fs::create_dir(\"closed\").unwrap();
    std::fs::write(\"closed/file\", \"7\").unwrap();
    let nothing = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(\"counter.txt\", nothing.clone()).unwrap();
    std::fs::set_permissions(\"closed\", nothing).unwrap();
    0",
    );
    assert_eq!(said.verdict(), ("passes", "-", 0), "{}", said.line);
}

#[test]
fn a_file_that_is_not_utf8_is_told_with_its_line() {
    let project = Project::new();
    let mut bytes = text("0").into_bytes();
    let third = text("0").find("    0").unwrap();
    bytes.insert(third, 0xff);
    fs::write(project.path(FILE), bytes).unwrap();
    let said = project.run();
    assert_eq!(said.verdict(), ("not_run", "not_utf8", 2));
    assert_eq!(said.place(), (FILE, Some(3)));
}

#[test]
fn an_empty_file_is_not_checked() {
    let project = Project::new();
    project.write(FILE, "");
    let said = project.run();
    assert_eq!(said.verdict(), ("not_run", "empty", 2));
    assert_eq!(said.place().0, FILE);
}

#[test]
fn a_deleted_file_is_not_checked_and_the_message_says_what_to_do() {
    let project = Project::new();
    fs::remove_file(project.path(FILE)).unwrap();
    let said = project.run();
    assert_eq!(said.verdict(), ("not_run", "missing", 2));
    assert_eq!(said.place().0, FILE);
    let text = project.run_for_people();
    assert!(text.contains("`racelings reset first1`"), "{text}");
}

#[test]
fn a_broken_link_is_not_checked_and_the_message_says_where_it_leads() {
    let project = Project::new();
    fs::remove_file(project.path(FILE)).unwrap();
    symlink("/nowhere/first1.rs", project.path(FILE)).unwrap();
    let said = project.run();
    assert_eq!(said.verdict(), ("not_run", "broken_link", 2));
    assert!(
        said.message().contains("/nowhere/first1.rs"),
        "{}",
        said.line
    );
}

#[test]
fn a_folder_in_place_of_the_file_is_not_checked() {
    let project = Project::new();
    fs::remove_file(project.path(FILE)).unwrap();
    fs::create_dir(project.path(FILE)).unwrap();
    assert_eq!(project.run().verdict(), ("not_run", "unreadable", 2));
}

#[test]
fn a_file_without_its_check_line_is_not_checked() {
    let project = Project::new();
    project.write(FILE, "fn counter() -> i64 {\n    0\n}\n");
    let said = project.run();
    assert_eq!(said.verdict(), ("not_run", "no_check_line", 2));
    assert!(
        said.message().contains("The check begins here"),
        "{}",
        said.line
    );
}

/// If it ran, this edited check would pass with any counter.
fn with_an_edited_check(counter: &str) -> String {
    let edited = CHECK
        .replace("= {counter}", "= 0")
        .replace("assert_eq!(counter, 0);", "");
    assert_ne!(edited, CHECK);
    text(counter).replace(CHECK, &edited)
}

#[test]
fn edits_below_the_check_line_fix_nothing_and_are_noted() {
    let project = Project::new();
    project.write(FILE, &with_an_edited_check("7"));
    assert_eq!(project.run().verdict(), ("fails", "wrong_result", 1));
    let text = project.run_for_people();
    assert!(text.contains("edited below its check line"), "{text}");
}

#[test]
fn edits_below_the_check_line_break_nothing_and_are_noted() {
    let project = Project::new();
    project.write(
        FILE,
        &text("0").replace("pub fn main() {", "pub fn main() { oops"),
    );
    assert_eq!(project.run().verdict(), ("passes", "-", 0));
    let said = project.run_for_people();
    assert!(said.contains("edited below its check line"), "{said}");
    project.write(FILE, &text("0"));
    let said = project.run_for_people();
    assert!(!said.contains("edited below"), "{said}");
}
