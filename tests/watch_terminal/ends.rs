//! However watch ends, the terminal is restored and no process is left.

use std::thread;

use portable_pty::CommandBuilder;
use racelings::terminal::{Capture, Terminal, panics};
use rustix::process::Signal;

use crate::project::{ENDLESS, Project};
use crate::session::{Session, racelings};
use crate::watching;

#[test]
fn q_and_ctrl_c_quit() {
    for key in ["q", "\u{3}"] {
        let (_project, mut session) = watching(&["watch"]);
        session.press(key);
        let (status, screen) = session.ends();
        assert!(status.success(), "{status:?}");
        assert!(screen.contains("Your progress is kept."), "{screen}");
    }
}

#[test]
fn signals_end_it_even_during_a_run() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let project = Project::new();
        project.save_first(ENDLESS);
        let session = Session::start(racelings(&[]), project.root(), &project.temporary());
        session.shows(&["first1 [checking]", "running under threads"]);
        session.signal(signal);
        let (status, _) = session.ends();
        assert!(!status.success() && status.signal().is_some(), "{status:?}");
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_until_fg() {
    let project = Project::new();
    let mut command = CommandBuilder::new("sh");
    let program = env!("CARGO_BIN_EXE_racelings");
    command.args([
        "-c",
        &format!("set -m; {program}; echo stopped; read line; fg; echo ended"),
    ]);
    let mut session = Session::start(command, project.root(), &project.temporary());
    session.shows(&["first1 [fails]"]);
    session.press("\u{1a}");
    session.is_as_before();
    session.shows(&["stopped"]);
    session.press("\n");
    session.shows(&["first1 [fails]"]);
    session.press("q");
    let (_, screen) = session.ends();
    assert!(screen.contains("ended"), "{screen}");
}

#[test]
fn a_panic_on_any_thread_puts_the_terminal_back_before_its_message() {
    let project = Project::new();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "--ignored",
        "--nocapture",
        "ends::panics_with_the_terminal_taken",
    ]);
    let session = Session::start(command, project.root(), &project.temporary());
    let (status, screen) = session.ends();
    assert_eq!(status.exit_code(), 7, "{screen}");
    assert!(screen.contains("a panic that nobody catches"), "{screen}");
    assert!(screen.contains("watch was told"), "{screen}");
    assert!(!screen.contains("a panic that is caught"), "{screen}");
}

#[test]
#[ignore = "run in a pseudo-terminal by the test above"]
fn panics_with_the_terminal_taken() {
    panics::watch_for(|_| println!("watch was told"));
    let mut terminal = Terminal::take(racelings::styled::Writer::Terminal).unwrap();
    terminal.capture_mouse(Capture::Program).unwrap();
    let caught = panics::caught(|| panic!("a panic that is caught"));
    assert!(caught.is_err_and(|message| message.contains("a panic that is caught")));
    let joined = thread::spawn(|| panic!("a panic that nobody catches")).join();
    assert!(joined.is_err());
    // Not by a destructor: only the panic restores the terminal here.
    std::mem::forget(terminal);
    std::process::exit(7);
}

#[test]
fn without_a_terminal_it_says_what_to_use() {
    for arguments in [&["watch"][..], &[]] {
        let project = Project::new();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_racelings"))
            .args(arguments)
            .current_dir(project.root())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("verify"), "{message}");
        assert_eq!(output.stdout, b"");
    }
}
