//! Programs that attack their executor: the kit gets an answer or an error, and no process is left.

#![cfg(target_os = "linux")]

mod driver;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use baton::client::Gone;
use driver::Program;
use protocol::{Activity, Decision, End, Limits, Reply, Request, TaskId};

/// `main` does not come to its next step.
fn goes_on(activity: Activity) -> End {
    End::TimeLimit {
        task: TaskId::FIRST,
        activity,
    }
}

/// The functions with which a program makes system calls without std, and without the C library's `send` and `pipe`.
const LIBC: &str = "unsafe extern \"C\" {
    fn kill(id: i32, signal: i32) -> i32; fn getpid() -> i32; fn getppid() -> i32; fn getpgrp() -> i32;
    fn write(fd: i32, bytes: *const u8, count: usize) -> isize; fn syscall(number: i64, ...) -> i64;
    fn read(fd: i32, bytes: *mut u8, count: usize) -> isize; fn signal(number: i32, action: usize) -> usize;
}
const X86: bool = cfg!(target_arch = \"x86_64\");
unsafe fn send(id: i32, signal: i32) { unsafe { syscall(if X86 { 62 } else { 129 }, id, signal) }; }
unsafe fn pipe(ends: *mut i32) { unsafe { syscall(if X86 { 293 } else { 59 }, ends, 0) }; }
";

/// Runs the program twice; the first run must leave the server intact.
fn run(text: &str) -> Reply {
    let limits = Limits {
        milliseconds: 200,
        ..Limits::default()
    };
    run_within(text, limits)
}

fn run_within(text: &str, limits: Limits) -> Reply {
    let mut program = Program::from_text(&format!("{LIBC}{text}"));
    program.limits = limits;
    let first = program.run(&[]);
    let second = program.run(&[]);
    assert_eq!(first.end, second.end);
    let id = program.executor.id();
    let at_rest = driver::children_of(id).len() - driver::left_of(id).len();
    assert_eq!(
        running(&program.file),
        1 + at_rest,
        "only the server is left"
    );
    first
}

/// The number of processes that run the program.
fn running(program: &Path) -> usize {
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program))
        .count()
}

/// Waits until the condition holds, and panics if it does not for very long.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}: never");
        std::thread::yield_now();
    }
}

/// The folder in memory in which the server with that process id runs its executions, if there is one.
fn folder_of(id: u32) -> PathBuf {
    Path::new("/dev/shm").join(format!("racelings-baton-{id:07}"))
}

#[test]
fn a_program_that_ends_or_stops_the_server_is_reported_and_leaves_nothing() {
    let killed = |signal| Gone::Killed { signal };
    let stopped = |signal| Gone::Stopped { signal };
    for (signal, expected) in [
        (9, killed(9)),
        (15, killed(15)),
        (11, killed(11)),
        (19, stopped(19)),
    ] {
        let text = format!(
            "fn main() {{ unsafe {{ send(getppid(), {signal}) }}; loop {{ std::thread::yield_now(); }} }}"
        );
        let mut program = Program::from_text(&format!("{LIBC}{text}"));
        let id = program.executor.id();
        for _ in 0..2 {
            let reply = program.executor.run(&Request::default());
            let reply = reply.map(|reply| reply.end);
            assert_eq!(reply, Err(expected.clone()));
        }
        let file = program.file.clone();
        drop(program);
        wait_until("all gone", || running(&file) == 0);
        assert!(!folder_of(id).exists(), "{signal}");
    }
}

#[test]
fn a_server_that_is_stopped_can_be_ended_from_another_thread() {
    let text = "fn main() { unsafe { send(getppid(), 19) }; loop {} }";
    let mut program = Program::from_text(&format!("{LIBC}{text}"));
    let stopper = program.executor.stopper();
    let id = program.executor.id();
    std::thread::scope(|scope| {
        let runs = scope.spawn(|| program.executor.run(&Request::default()));
        stopper.stop();
        assert!(runs.join().unwrap().is_err());
    });
    drop(program);
    assert!(!folder_of(id).exists());
}

#[test]
fn a_long_request_to_a_server_that_is_stopped_waits_for_nothing() {
    let mut program = Program::from_text("fn main() {}");
    program.run(&[]);
    let id = program.executor.id().to_string();
    let stopped = Command::new("kill").args(["-s", "STOP", &id]).status();
    assert!(stopped.unwrap().success());
    let request = Request {
        decisions: vec![Decision::Run(TaskId::new(0)); 1 << 18],
        ..Request::default()
    };
    let gone = program.executor.run(&request).unwrap_err();
    assert_eq!(gone, Gone::Stopped { signal: 19 });
}

#[test]
fn a_child_that_is_killed_past_std_is_reported_and_no_deadlock() {
    let text = "use std::{fs, process::Command};
        fn main() {
            if std::env::args().len() > 1 {
                fs::write(\"id\", unsafe { getpid() }.to_string()).unwrap();
                loop { std::thread::park(); }
            }
            Command::new(std::env::current_exe().unwrap()).arg(\"x\").spawn().unwrap();
            while fs::read_to_string(\"id\").unwrap_or_default().is_empty() { std::thread::yield_now(); }
            unsafe { send(fs::read_to_string(\"id\").unwrap().parse().unwrap(), 9) };
            loop { std::thread::yield_now(); }
        }";
    let mut program = Program::from_text(&format!("{LIBC}{text}"));
    // The system decides how far the other processes get until that is noticed.
    let end = program.run(&[]).end;
    let noticed = matches!(end, End::Unsupported { .. });
    let went_on = matches!(end, End::StepLimit | End::Livelock | End::TimeLimit { .. });
    assert!(noticed || went_on, "{end:?}");
    assert_eq!(running(&program.file), 1);
}

#[test]
fn a_process_that_kills_itself_is_a_signal() {
    let reply = run("fn main() { unsafe { kill(getpid(), 10) }; loop {} }");
    assert_eq!(reply.end, End::Signaled { signal: 10 });
}

#[test]
fn a_process_that_stops_itself_is_stopped() {
    for signal in [19, 20, 21, 22] {
        let reply = run(&format!(
            "fn main() {{ unsafe {{ kill(getpid(), {signal}) }}; }}"
        ));
        assert_eq!(reply.end, End::Stopped { signal });
    }
}

#[test]
fn a_process_that_stops_its_group_is_stopped() {
    let reply = run("fn main() { unsafe { kill(0, 19) }; }");
    assert_eq!(reply.end, End::Stopped { signal: 19 });
}

#[test]
fn a_process_that_is_stopped_and_goes_on_is_no_failure() {
    let text = "use std::process::Command;
        fn main() {
            if std::env::args().len() > 1 { return std::thread::yield_now(); }
            let mut child = Command::new(std::env::current_exe().unwrap()).arg(\"x\").spawn().unwrap();
            let list = format!(\"/proc/{}/task/{}/children\", unsafe { getppid() }, unsafe { getppid() });
            let list = std::fs::read_to_string(list).unwrap_or_default();
            for id in list.split_whitespace().map(|id| id.parse().unwrap()).filter(|id| *id != unsafe { getpid() }) {
                unsafe { send(id, 19); send(id, 18); }
            }
            child.wait().unwrap();
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

#[test]
fn a_program_that_asks_to_be_traced_is_stopped_by_its_next_signal() {
    let text = "unsafe extern \"C\" { fn ptrace(what: i32, ...) -> i64; }
        fn main() { unsafe { ptrace(0); kill(getpid(), 10) }; loop {} }";
    assert_eq!(run(text).end, End::Stopped { signal: 10 });
}

#[test]
fn a_process_that_ignores_signals_meets_the_time_limit() {
    let reply = run("fn main() { for number in 1..65 { unsafe { signal(number, 1) }; } loop {} }");
    assert_eq!(reply.end, goes_on(Activity::Repeats));
}

#[test]
fn a_call_that_never_returns_meets_the_time_limit() {
    let text = "fn main() {
            let mut ends = [0; 2];
            unsafe { pipe(ends.as_mut_ptr()); read(ends[0], ends.as_mut_ptr().cast(), 1) };
        }";
    assert_eq!(run(text).end, goes_on(Activity::Waits));
}

#[test]
fn waiting_for_another_program_that_never_ends_meets_the_time_limit() {
    let text =
        "fn main() { std::process::Command::new(\"sleep\").arg(\"1000\").status().unwrap(); }";
    assert_eq!(run(text).end, goes_on(Activity::Waits));
}

#[test]
fn noise_on_all_descriptors_is_no_message() {
    let text = "fn main() {
            for fd in 3..64 { for byte in [b'F', b'K', 0, 255] { unsafe { write(fd, &byte, 1) }; } }
            println!(\"still here\");
        }";
    let reply = run(text);
    assert_eq!(reply.end, End::Exited { code: 0 });
    assert_eq!(*reply.stdout, *b"still here\n");
}

#[test]
fn noise_without_end_meets_the_time_limit() {
    for byte in ["b'F'", "b'K'", "0"] {
        let text = format!(
            "fn main() {{ loop {{ for fd in 3..64 {{ unsafe {{ write(fd, &{byte}, 1) }}; }} }} }}"
        );
        // Its accesses end it: with less time, what they take on a busy machine would.
        let reply = run_within(&text, Limits::default());
        assert_eq!(reply.end, goes_on(Activity::Repeats), "{byte}");
    }
}

#[test]
fn a_false_word_that_it_is_over_is_damage() {
    let text = "fn main() { for fd in 3..64 { unsafe { write(fd, &b'O', 1) }; } loop {} }";
    assert_eq!(run(text).end, End::Damaged);
}

#[test]
fn processes_without_end_are_refused_in_words() {
    let text = "fn main() {
            std::process::Command::new(std::env::current_exe().unwrap()).spawn().unwrap().wait().unwrap();
        }";
    let end = run(text).end;
    assert!(
        matches!(&end, End::TooMany { what, .. } if what == "processes"),
        "{end:?}"
    );
}

/// The kernel refuses the first fork. If it did not, each process would fork up to six more times, so there would be
/// 128 of them.
#[test]
fn a_process_that_is_made_past_std_is_refused_with_its_line() {
    let fork = "unsafe fn fork() -> i64 {
            unsafe { if X86 { syscall(57) } else { syscall(220, 17, 0, 0, 0, 0) } }
        }";
    for makes in [
        "fork();",
        "syscall(if X86 { 112 } else { 157 }); fork();",
        "if fork() == 0 { fork(); }",
        "for number in 1..31 { signal(number, 1); } fork();",
        "syscall(if X86 { 56 } else { 220 }, 17, 0, 0, 0, 0);",
        "vfork();",
    ] {
        let text = format!(
            "{fork}
            unsafe extern \"C\" {{ fn vfork() -> i32; }}
            fn main() {{
                std::thread::spawn(|| ()).join().unwrap();
                for _ in 0..7 {{ unsafe {{ {makes} }} }}
                loop {{}}
            }}"
        );
        let End::Unsupported { what, frames, .. } = run(&text).end else {
            panic!("{makes} is not refused");
        };
        assert_eq!(what, "processes made past std (`fork`, `clone`)");
        assert_ne!(frames[0], 0, "{makes}");
    }
}

#[test]
fn a_process_that_is_made_where_signals_are_ignored_is_refused_too() {
    let text = "fn main() {
            unsafe { signal(31, 1); if X86 { syscall(57) } else { syscall(220, 17, 0, 0, 0, 0) } };
            loop {}
        }";
    let end = run(text).end;
    let End::Unsupported { what, .. } = end else {
        panic!("{end:?}");
    };
    assert_eq!(what, "processes made past std (`fork`, `clone`)");
}

#[test]
fn a_command_of_the_c_library_is_refused_with_its_line() {
    let text = "unsafe extern \"C\" { fn system(command: *const std::ffi::c_char) -> i32; }
        fn main() { unsafe { system(c\"true\".as_ptr()) }; }";
    let end = run(text).end;
    let End::Unsupported { what, frames, .. } = end else {
        panic!("{end:?}");
    };
    assert_eq!(what, "other programs (`system`, `popen`)");
    assert_ne!(frames[0], 0);
}

#[test]
fn another_program_makes_processes_of_its_own() {
    let text = "fn main() {
            std::fs::write(\"before\", \"\").unwrap();
            let mut shell = std::process::Command::new(\"sh\");
            let output = shell.args([\"-c\", \"(exit 3) | cat; sh -c 'ls | cat'; exit 5\"]).output().unwrap();
            assert_eq!(output.status.code(), Some(5));
            assert_eq!(output.stdout, b\"before\\n\");
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

#[test]
fn another_program_and_all_that_it_starts_stay_in_the_group_of_the_execution() {
    let text = "fn main() {
            let mut setsid = std::process::Command::new(\"setsid\");
            let output = setsid.args([\"cut\", \"-d\", \" \", \"-f5\", \"/proc/self/stat\"]).output().unwrap();
            let group: i32 = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
            assert_eq!(group, unsafe { getpgrp() });
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

/// timeout(1) sends its signal to a process group that it believes to be its own.
#[test]
fn a_signal_that_another_program_sends_to_its_group_does_not_end_the_execution() {
    let text = "fn main() {
            let mut timeout = std::process::Command::new(\"timeout\");
            let status = timeout.args([\"0.01\", \"sleep\", \"1000\"]).status().unwrap();
            assert_eq!(status.code(), Some(124));
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

#[test]
fn a_program_that_removes_or_locks_its_folder_does_not_disturb_the_next() {
    for text in [
        "fn main() { std::fs::remove_dir(std::env::current_dir().unwrap()).unwrap(); }",
        "use std::{fs, os::unix::fs::PermissionsExt};
        fn main() {
            fs::create_dir_all(\"a/b\").unwrap();
            fs::write(\"a/b/c\", \"\").unwrap();
            for folder in [\"a/b\", \"a\", \".\"] { fs::set_permissions(folder, fs::Permissions::from_mode(0)).unwrap(); }
        }",
    ] {
        let text = format!("{text}\n#[used] static FRESH: u8 = 0;");
        assert_eq!(run(&text).end, End::Exited { code: 0 }, "{text}");
    }
}

#[test]
fn a_program_that_moves_its_folder_or_removes_what_is_around_it_is_not_followed() {
    for text in [
        "fn main() { let here = std::env::current_dir().unwrap(); std::fs::rename(&here, here.with_extension(\"x\")).unwrap(); }",
        "fn main() { let here = std::env::current_dir().unwrap(); std::fs::remove_dir_all(here.parent().unwrap()).unwrap(); }",
    ] {
        let end = run(text).end;
        assert!(matches!(end, End::Unsupported { .. }), "{text}: {end:?}");
    }
}

#[test]
fn a_server_that_ends_takes_its_folder_along() {
    let program = Program::from_text("fn main() { std::fs::write(\"file\", \"\").unwrap(); }");
    let Program {
        mut executor, file, ..
    } = program;
    executor.run(&Request::default()).unwrap();
    let folder = folder_of(executor.id());
    let in_memory = Path::new("/dev/shm").is_dir();
    assert_eq!(folder.is_dir(), in_memory);
    drop(executor);
    assert!(!folder.exists());
    assert_eq!(running(&file), 0);
}

#[test]
fn a_server_that_is_asked_to_end_takes_its_folder_along() {
    for signal in ["HUP", "INT", "TERM"] {
        let text = "fn main() { std::thread::spawn(|| loop {}).join().unwrap(); }";
        let mut program = Program::from_text(text);
        program.limits.milliseconds = 1;
        program.run(&[]);
        let id = program.executor.id();
        Command::new("kill")
            .args(["-s", signal, &id.to_string()])
            .status()
            .unwrap();
        assert!(program.executor.run(&Request::default()).is_err());
        wait_until("all gone", || running(&program.file) == 0);
        assert!(!folder_of(id).exists());
    }
}

#[test]
fn the_folder_of_a_server_that_was_killed_is_removed_by_the_next() {
    let mut first = Program::from_text("fn main() {}");
    first.run(&[]);
    let id = first.executor.id();
    Command::new("kill")
        .args(["-s", "KILL", &id.to_string()])
        .status()
        .unwrap();
    assert!(first.executor.run(&Request::default()).is_err());
    drop(first);
    Program::from_text("fn main() {}").run(&[]);
    assert!(!folder_of(id).exists());
}
