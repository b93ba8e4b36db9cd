//! The supervisor with real programs: how each one ends, and that no process is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use racelings::supervise::{Cancel, Doing, End, SuperviseError, Supervisor, Task};

use bench::{Bench, marked, stuck};

#[path = "supervise/bench.rs"]
mod bench;
#[path = "supervise/crash.rs"]
mod crash;
#[path = "supervise/waits.rs"]
mod waits;

fn doing(tasks: &[Task]) -> Vec<(&str, &str, &Doing)> {
    let mut all: Vec<_> = tasks
        .iter()
        .map(|task| (task.process.as_str(), task.thread.as_str(), &task.doing))
        .collect();
    all.sort_by_key(|(process, thread, _)| (*process, *thread));
    all
}

#[test]
fn the_exit_code_is_reported() {
    let mut bench = Bench::new();
    assert_eq!(bench.misbehave(&["exit", "0"]).end, End::Exited { code: 0 });
    assert_eq!(bench.misbehave(&["exit", "3"]).end, End::Exited { code: 3 });
}

#[test]
fn both_streams_are_captured() {
    let outcome = Bench::new().sh("echo out; echo err >&2; printf end");
    assert_eq!(outcome.stdout.head, "out\nend");
    assert_eq!(outcome.stderr.head, "err\n");
    assert_eq!(outcome.left_running, []);
}

#[test]
fn the_environment_and_the_folder_are_as_the_job_says() {
    let mut bench = Bench::new();
    let mut job = bench.job("sh", &["-c", "echo $ROUNDS $RUST_BACKTRACE; pwd -P"]);
    job.env.push(("ROUNDS".into(), "12".into()));
    let outcome = bench.run(&job);
    let dir = bench.dir.path().canonicalize().unwrap();
    assert_eq!(outcome.stdout.head, format!("12 0\n{}\n", dir.display()));
}

#[test]
fn a_panic_is_an_exit_with_its_message_on_standard_error() {
    let outcome = Bench::new().misbehave(&["panic"]);
    assert_eq!(outcome.end, End::Exited { code: 101 });
    assert!(outcome.stderr.head.contains("the counter is 7"));
}

#[test]
fn a_signal_is_reported() {
    let outcome = Bench::new().sh("kill -SEGV $$");
    assert_eq!(outcome.end, End::Signaled { signal: 11 });
}

#[test]
fn an_endless_loop_ends_at_the_time_limit() {
    let outcome = Bench::new().with_time(300).misbehave(&["spin"]);
    let End::TimeLimit { tasks } = &outcome.end else {
        panic!("{outcome:?}")
    };
    assert_eq!(doing(tasks), [("misbehave", "main", &Doing::Running)]);
    assert!(outcome.seconds >= 0.3);
    assert!(outcome.processor_seconds > 0.0, "{outcome:?}");
}

#[test]
fn threads_that_wait_for_each_other_are_a_deadlock_before_the_time_limit() {
    let outcome = Bench::new().misbehave(&["two_locks"]);
    let End::Deadlock { tasks } = &outcome.end else {
        panic!("{outcome:?}")
    };
    let join = Doing::Join {
        thread: "inc".into(),
    };
    let expected = [
        ("misbehave", "dec", &Doing::Lock),
        ("misbehave", "inc", &Doing::Lock),
        ("misbehave", "main", &join),
    ];
    assert_eq!(doing(tasks), expected);
}

#[test]
fn one_thread_that_locks_twice_is_a_deadlock() {
    let outcome = Bench::new().misbehave(&["lock_twice"]);
    let End::Deadlock { tasks } = &outcome.end else {
        panic!("{outcome:?}")
    };
    assert_eq!(doing(tasks), [("misbehave", "main", &Doing::Lock)]);
}

#[test]
fn processes_that_wait_for_each_others_files_are_a_deadlock() {
    let outcome = Bench::new().misbehave(&["file_locks"]);
    let End::Deadlock { tasks } = &outcome.end else {
        panic!("{outcome:?}")
    };
    let file_lock = |file: &str, held_by: &str| Doing::FileLock {
        file: Some(file.into()),
        held_by: Some(held_by.into()),
    };
    let child = Doing::Child {
        process: Some("lock_files a b".into()),
    };
    let expected = [
        ("lock_files a b", "main", &file_lock("b", "lock_files b a")),
        ("lock_files b a", "main", &file_lock("a", "lock_files a b")),
        ("misbehave", "main", &child),
    ];
    assert_eq!(doing(tasks), expected);
}

#[test]
fn a_file_locked_by_another_program_is_no_deadlock() {
    let tasks = stuck(|time| {
        let mut bench = Bench::new().with_time(time);
        let file = fs::File::create(bench.dir.path().join("ours")).unwrap();
        file.lock().unwrap();
        bench.misbehave(&["lock_file", "ours"])
    });
    let waits = Doing::FileLock {
        file: Some("ours".into()),
        held_by: None,
    };
    assert_eq!(doing(&tasks), [("misbehave", "main", &waits)]);
}

#[test]
fn threads_that_hand_over_and_sleep_are_no_deadlock() {
    let outcome = Bench::new().misbehave(&["ping_pong"]);
    assert_eq!(outcome.end, End::Exited { code: 0 });
}

#[test]
fn sleeping_is_no_deadlock() {
    let outcome = Bench::new().misbehave(&["sleep", "400"]);
    assert_eq!(outcome.end, End::Exited { code: 0 });
    let tasks = stuck(|time| Bench::new().with_time(time).misbehave(&["sleep", "100000"]));
    assert_eq!(doing(&tasks), [("misbehave", "main", &Doing::Sleep)]);
}

#[test]
fn twenty_million_lines_are_cut_and_the_supervisor_stays_small() {
    let mut bench = Bench::new();
    let outcome = bench.misbehave(&["flood"]);
    assert_eq!(outcome.end, End::OutputLimit);
    assert!(outcome.stdout.head.starts_with("line 0\nline 1\n"));
    assert!(outcome.stdout.tail.contains("\nline "));
    assert!(outcome.stdout.tail.len() <= 8 << 10);
    assert!(outcome.stdout.omitted_bytes > 3 << 20);
    let supervisor = bench.supervisor.pid().unwrap();
    let status = fs::read_to_string(format!("/proc/{supervisor}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak: u64 = peak.unwrap().trim_end_matches("kB").trim().parse().unwrap();
    assert!(peak < 24 << 10, "{peak} kB");
}

#[test]
fn output_is_whole_up_to_its_limit_also_when_written_at_the_very_end() {
    let mut bench = Bench::new();
    bench.limits.kept_output = 1 << 20;
    let outcome = bench.misbehave(&["print", "0123456789", "100000"]);
    assert_eq!(outcome.end, End::Exited { code: 0 });
    assert_eq!(outcome.stdout.head, "0123456789".repeat(100_000));
    assert_eq!(outcome.stdout.tail, "");
}

#[test]
fn a_grandchild_that_holds_the_pipe_does_not_hold_up_the_outcome() {
    let outcome = Bench::new().misbehave(&["leave_running"]);
    assert_eq!(outcome.end, End::Exited { code: 0 });
    let [left] = &outcome.left_running[..] else {
        panic!("{outcome:?}")
    };
    // The child may not have started its own program yet.
    assert!(
        ["misbehave", "sleep 100000"].contains(&left.process.as_str()),
        "{left:?}"
    );
    assert_eq!(left.thread, "main");
}

#[test]
fn a_grandchild_in_a_session_of_its_own_is_found_and_ended() {
    let outcome = Bench::new().sh("(setsid env -i sleep 100000 &) ; exit 0");
    assert_eq!(outcome.end, End::Exited { code: 0 });
    let [left] = &outcome.left_running[..] else {
        panic!("{outcome:?}")
    };
    // The process may still be replacing one of its programs with the next.
    let program = left.process.split(' ').next().unwrap();
    assert!(
        ["sh", "setsid", "env", "sleep"].contains(&program),
        "{left:?}"
    );
}

#[test]
fn reading_gets_the_end_of_the_file_and_the_terminal_is_refused() {
    let outcome = Bench::new().misbehave(&["read"]);
    assert_eq!(outcome.stdout.head, "stdin: 0\ntty: refused\n");
}

#[test]
fn two_gigabytes_asked_for_at_once_are_a_memory_limit() {
    let two_gigabytes = End::MemoryLimit { bytes: 2 << 30 };
    assert_eq!(
        Bench::new().misbehave(&["ask_for_memory"]).end,
        two_gigabytes
    );
    // A child's request counts too, if the program fails because of it.
    assert_eq!(
        Bench::new().misbehave(&["ask_in_a_child"]).end,
        two_gigabytes
    );
}

#[test]
fn memory_taken_little_by_little_is_a_memory_limit() {
    let outcome = Bench::new().misbehave(&["use_memory"]);
    assert!(
        matches!(outcome.end, End::MemoryLimit { .. }),
        "{outcome:?}"
    );
}

#[test]
fn memory_is_counted_over_all_processes() {
    let outcome = Bench::new().misbehave(&["use_memory_together"]);
    let End::MemoryLimit { bytes } = outcome.end else {
        panic!("{outcome:?}")
    };
    assert!(bytes > 256 << 20);
}

#[test]
fn hundreds_of_processes_are_a_process_limit() {
    let outcome = Bench::new().misbehave(&["many"]);
    let End::ProcessLimit { count } = outcome.end else {
        panic!("{outcome:?}")
    };
    assert!(count > 64);
}

#[test]
fn a_fork_bomb_is_a_process_limit() {
    // If it were not caught, it would stop growing at a thousand.
    let script = "bomb() { [ $1 -gt 8 ] || { bomb $(($1 + 1)) & bomb $(($1 + 1)) & }; \
                  sleep 100000; }; bomb 0";
    let outcome = Bench::new().sh(script);
    assert!(
        matches!(outcome.end, End::ProcessLimit { .. }),
        "{outcome:?}"
    );
}

#[test]
fn a_crowd_that_grows_by_sessions_of_their_own_is_caught() {
    // If it were not caught, it would end by itself at some hundreds.
    let script = "sleep 0.02; depth=$(($1 + 1)); [ $depth -gt 7 ] || for twice in 1 2; do \
                  setsid sh \"$0\" $depth & done; sleep 100000";
    let mut bench = Bench::new();
    let path = bench.dir.path().join("grow");
    fs::write(&path, script).unwrap();
    let job = bench.job("sh", &[path.to_str().unwrap()]);
    let outcome = bench.run(&job);
    assert!(
        matches!(outcome.end, End::ProcessLimit { .. }),
        "{outcome:?}"
    );
}

#[test]
fn a_program_that_kills_its_own_group_kills_itself_only() {
    let outcome = Bench::new().sh("sleep 100000 & kill -9 0");
    assert_eq!(outcome.end, End::Signaled { signal: 9 });
}

#[test]
fn a_program_that_ignores_signals_is_ended_all_the_same() {
    let script = "trap '' TERM HUP INT; echo deaf; while :; do :; done";
    let outcome = Bench::new().with_time(300).sh(script);
    assert!(matches!(outcome.end, End::TimeLimit { .. }), "{outcome:?}");
    assert_eq!(outcome.stdout.head, "deaf\n");
}

#[test]
fn a_program_that_stops_itself_ends_at_the_time_limit() {
    let outcome = Bench::new().with_time(300).sh("kill -STOP $$");
    let End::TimeLimit { tasks } = &outcome.end else {
        panic!("{outcome:?}")
    };
    let stopped = Doing::Other("stopped".into());
    assert_eq!(doing(tasks), [("sh", "main", &stopped)]);
}

#[test]
fn a_program_that_closes_its_streams_early_is_waited_for() {
    let outcome = Bench::new().sh("echo out; exec 1>&- 2>&-; sleep 0.2; exit 4");
    assert_eq!(outcome.end, End::Exited { code: 4 });
    assert_eq!(outcome.stdout.head, "out\n");
}

#[test]
fn a_file_cannot_grow_without_end() {
    let mut bench = Bench::new();
    let outcome = bench.misbehave(&["big_file"]);
    assert_eq!(outcome.end, End::FileLimit);
    let length = bench.dir.path().join("big").metadata().unwrap().len();
    assert_eq!(length, 16 << 20);
}

#[test]
fn a_program_that_is_missing_is_not_started_and_the_reason_is_reported() {
    let mut bench = Bench::new();
    let job = bench.job("/no/such/program", &[]);
    let End::NotStarted { reason } = bench.run(&job).end else {
        panic!()
    };
    assert!(
        reason.starts_with("cannot start /no/such/program: No such file"),
        "{reason}"
    );
    let mut job = bench.job("true", &[]);
    job.dir = "/no/such/folder".into();
    let End::NotStarted { reason } = bench.run(&job).end else {
        panic!()
    };
    assert_eq!(reason, "the folder /no/such/folder does not exist");
}

#[test]
fn orphans_that_end_during_a_run_are_no_processes_any_more() {
    let mut bench = Bench::new().with_time(30_000);
    bench.limits.processes = 20;
    // The shell reads until no process can write any more, so each one has ended before the next begins, however slowly.
    let outcome =
        bench.sh("i=0; while [ $i -lt 100 ]; do : $( (true &) ); i=$((i+1)); done; sleep 0.3");
    assert_eq!(outcome.end, End::Exited { code: 0 });
}

/// Waits until the program of a job says that it is running.
fn wait_for(file: &Path) {
    while !file.exists() {
        thread::yield_now();
    }
}

#[test]
fn cancelling_ends_the_run_and_the_next_one_starts_afresh() {
    let mut bench = Bench::new();
    let script = "setsid sleep 100000 & sleep 100000 & : > runs; wait";
    let job = bench.job("sh", &["-c", script]);
    let cancel = Cancel::new();
    let runs = bench.dir.path().join("runs");
    thread::scope(|scope| {
        scope.spawn(|| {
            wait_for(&runs);
            cancel.cancel();
        });
        let cancelled = bench.supervisor.run(&job, &cancel);
        assert!(
            matches!(cancelled, Err(SuperviseError::Cancelled)),
            "{cancelled:?}"
        );
    });
    bench.assert_nothing_left();
    assert_eq!(bench.sh("echo again").stdout.head, "again\n");
}

#[test]
fn a_program_that_kills_the_supervisor_gets_its_own_end_and_nothing_is_left() {
    let mut bench = Bench::new();
    let script = "setsid sleep 100000 & (sleep 100000 &) ; kill -9 $PPID; sleep 100000";
    let outcome = bench.sh(script);
    assert_eq!(outcome.end, End::SupervisorKilled { signal: 9 });
    assert_eq!(bench.sh("echo again").stdout.head, "again\n");
}

#[test]
fn a_program_that_stops_the_supervisor_gets_its_own_end_and_nothing_is_left() {
    let mut bench = Bench::new();
    let script = "setsid sleep 100000 & (sleep 100000 &) ; kill -STOP $PPID; sleep 100000";
    let outcome = bench.sh(script);
    assert_eq!(outcome.end, End::SupervisorStopped { signal: 19 });
    assert_eq!(bench.sh("echo again").stdout.head, "again\n");
}

#[test]
fn a_supervisor_that_is_stopped_can_be_cancelled() {
    let mut bench = Bench::new();
    let job = bench.job("sh", &["-c", "kill -STOP $PPID; : > runs; sleep 100000"]);
    let cancel = Cancel::new();
    let runs = bench.dir.path().join("runs");
    thread::scope(|scope| {
        scope.spawn(|| {
            wait_for(&runs);
            cancel.cancel();
        });
        let ended = bench.supervisor.run(&job, &cancel);
        let stopped = matches!(
            &ended,
            Ok(outcome) if outcome.end == End::SupervisorStopped { signal: 19 }
        );
        let cancelled = matches!(ended, Err(SuperviseError::Cancelled));
        assert!(stopped || cancelled, "{ended:?}");
    });
    bench.assert_nothing_left();
}

#[test]
fn a_supervisor_that_was_killed_while_idle_is_replaced() {
    let mut bench = Bench::new();
    let supervisor = bench.supervisor.pid().unwrap();
    let kill = Command::new("kill")
        .args(["-9", &supervisor.to_string()])
        .status();
    assert!(kill.unwrap().success());
    let zombie = ") Z ";
    while !fs::read_to_string(format!("/proc/{supervisor}/stat"))
        .unwrap()
        .contains(zombie)
    {
        thread::yield_now();
    }
    assert_eq!(bench.sh("echo again").stdout.head, "again\n");
}

#[test]
fn a_program_that_is_no_supervisor_is_our_own_error() {
    let bench = Bench::new();
    let job = bench.job("true", &[]);
    let mut not_ours = Supervisor::start(Path::new("/bin/cat")).unwrap();
    let error = not_ours.run(&job, &Cancel::new()).unwrap_err();
    assert!(matches!(error, SuperviseError::Internal(_)), "{error}");
    let missing = Supervisor::start(Path::new("/no/such/kit")).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "cannot start the supervisor /no/such/kit"
    );
}

const KIT_FOLDER: &str = "SUPERVISE_TEST_KIT";

/// The test below starts this test program again, as a kit that it kills.
#[test]
#[ignore = "is the kit that another test kills"]
fn kit_in_the_middle_of_a_run() {
    let folder = PathBuf::from(std::env::var_os(KIT_FOLDER).expect("set by the other test"));
    let mut bench = Bench::new();

    let script = "setsid sleep 100000 & sleep 100000 & : > runs; wait";
    let mut job = bench.job("sh", &["-c", script]);
    job.env[0].1 = folder.clone().into();
    job.dir = folder;
    let _ = bench.supervisor.run(&job, &Cancel::new());
}

#[test]
fn when_the_kit_is_killed_all_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut kit = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "kit_in_the_middle_of_a_run"])
        .env(KIT_FOLDER, folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&folder.path().join("runs"));
    let mark = folder.path().to_str().unwrap();
    // A process that is just executing another program has no environment for a moment.
    while marked(mark).len() < 3 {
        thread::yield_now();
    }
    kit.kill().unwrap();
    kit.wait().unwrap();
    while !marked(mark).is_empty() {
        thread::yield_now();
    }
}
