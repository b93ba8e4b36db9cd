//! The output: text of a program cannot control the terminal, and output that cannot be written is an error.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

use std::fs;

use project::{FILE, Project, text};

mod installed;
#[path = "bad_programs/project.rs"]
#[allow(dead_code, reason = "shared with another test")]
mod project;

/// Clears the screen, forges a verdict in green, and reverses the direction of text, by C0, C1 and Unicode.
const HOSTILE: &str = r"\x1b[2J\x1b[32m\u{2713} first1 holds\x1b[0m\u{202e}\u{9b}2J\u{200b}";

/// The output of `run` with colours.
fn in_colours(project: &Project) -> String {
    let output = project
        .racelings(&["run", "first1", "--runs", "1"])
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Every control character except the kit's own colours is shown as an escape.
fn assert_harmless(text: &str) {
    let plain = console::strip_ansi_codes(text);
    let hidden = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{200b}' | '\u{202e}');
    assert!(!plain.contains(hidden), "{plain:?}");
    assert!(!text.contains("\u{1b}[2J"), "{text:?}");
    assert!(!text.contains("\u{1b}[32m\u{2713}"), "{text:?}");
}

#[test]
fn a_panic_message_steers_no_terminal() {
    let project = Project::new();
    let said = project.run_counter(&format!("panic!(\"{HOSTILE}\")"));
    assert!(
        said.message().contains("\u{1b}[2J\u{1b}[32m"),
        "{}",
        said.line
    );
    let text = in_colours(&project);
    assert_harmless(&text);
    assert!(text.contains(r"\u{1b}[2J"), "{text}");
    // An ordinary message keeps its colours.
    project.write(FILE, &self::text("7"));
    assert!(in_colours(&project).contains("\u{1b}["));
    assert!(text.contains(r"\u{202e}"), "{text}");
}

#[test]
fn names_of_threads_and_files_steer_no_terminal() {
    let project = Project::new();
    project.run_counter(&format!(
        "std::fs::write(\"a{HOSTILE}\", \"1\").unwrap();
    let thread = std::thread::Builder::new().name(\"{HOSTILE}\".into());
    let thread = thread.spawn(|| std::fs::write(\"a{HOSTILE}\", \"2\").unwrap()).unwrap();
    thread.join().unwrap();
    1"
    ));
    assert_harmless(&in_colours(&project));
}

#[test]
fn what_the_compiler_quotes_steers_no_terminal() {
    let project = Project::new();
    for counter in [
        format!("const A: i64 = {{ panic!(\"{HOSTILE}\") }}; A"),
        format!("compile_error!(\"{HOSTILE}\"); 0"),
        "let a\u{1b}[2J\u{1b}[32m\u{2713} = 0; 0".into(),
    ] {
        project.write(FILE, &text(&counter));
        let said = in_colours(&project);
        assert!(said.contains("was not checked"), "{said}");
        assert_harmless(&said);
    }
}

#[test]
fn the_learners_own_text_steers_no_terminal() {
    let project = Project::new();
    project.write(FILE, &text("0 // \u{1b}[2J\u{202e}"));
    let said = project.racelings(&["diff", "first1"]).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert_harmless(&said);
    assert!(said.contains(r"\u{202e}"), "{said}");
}

#[test]
fn what_cannot_be_printed_is_no_success() {
    let project = Project::new();
    project.write(FILE, &text("0"));
    for args in [
        &["run", "first1", "--runs", "1"][..],
        &["verify", "--runs", "1"],
        &["list"],
        &["list", "--format", "json"],
        &["diff", "first1"],
        &["solution", "first1"],
        &["--help"],
        &["run", "--help"],
        &["--version"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_racelings"))
            .args(args)
            .current_dir(project.path(""))
            .stdout(full)
            .stderr(std::process::Stdio::piped())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(
            stderr.contains("standard output cannot be written"),
            "{args:?}: {stderr}"
        );
    }
}

#[test]
fn a_standard_output_that_is_closed_is_an_error() {
    let project = Project::new();
    project.write(FILE, &text("0"));
    for args in ["list", "solution first1", "--version"] {
        let output = std::process::Command::new("bash")
            .args(["-c", &format!("exec \"$0\" {args} >&-")])
            .arg(env!("CARGO_BIN_EXE_racelings"))
            .current_dir(project.path(""))
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args}: {stderr}");
        assert_eq!(
            stderr.trim(),
            "error: standard output cannot be written: it is closed"
        );
    }
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let project = Project::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_racelings"))
        .args(["solution", "first1"])
        .current_dir(project.path(""))
        .stdout(writer)
        .stderr(std::process::Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn progress_that_cannot_be_kept_is_told_once_and_the_result_stands() {
    let project = Project::new();
    project.write(FILE, &text("0"));
    // The lock cannot be created there, not even by root.
    project.write(".racelings/lock/in_the_way", "");
    for (args, code) in [
        (&["run", "first1", "--runs", "1"][..], 0),
        (&["verify", "--runs", "1"], 0),
        (&["list"], 0),
        (&["reset", "first1"], 0),
    ] {
        let output = project.racelings(args).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {stderr}");
        assert!(!output.stdout.is_empty(), "{args:?}");
        let told = stderr.matches("your progress could not be").count();
        let reads_only = args[0] == "list";
        assert_eq!(told, usize::from(!reads_only), "{args:?}: {stderr}");
        assert_eq!(stderr.matches("Is a directory").count(), told, "{stderr}");
    }
}
