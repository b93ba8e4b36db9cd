//! A process of the program is killed, where the job asks for that.

use std::time::Duration;

use racelings::supervise::{Crash, End};

use super::Bench;

const AT_ONCE: Crash = Crash {
    after: Duration::ZERO,
    which: 7,
};

#[test]
fn one_process_that_the_program_has_started_is_killed_and_no_other() {
    let mut bench = Bench::new();
    // Of two, one is killed. The other is ended by the program itself, by another signal.
    let script = "sleep 100000 & one=$!; sleep 100000 & two=$!
        while kill -0 $one && kill -0 $two; do :; done
        kill $one $two; wait $one; a=$?; wait $two; b=$?; echo $(($a + $b))";
    let mut job = bench.job("sh", &["-c", script]);
    job.crash = Some(Crash {
        after: Duration::from_millis(50),
        ..AT_ONCE
    });
    let outcome = bench.run(&job);
    // A shell says 128 and the signal.
    let (killed, terminated) = (128 + 9, 128 + 15);
    assert_eq!(outcome.stdout.head, format!("{}\n", killed + terminated));
    assert_eq!(outcome.end, End::Exited { code: 0 });
    let killed = outcome.killed.unwrap();
    assert_eq!(killed.process, "sleep 100000");
    assert!(killed.after >= Duration::from_millis(50));
}

#[test]
fn the_program_itself_is_not_killed() {
    let mut bench = Bench::new();
    let mut job = bench.job("sh", &["-c", "echo done"]);
    job.crash = Some(AT_ONCE);
    let outcome = bench.run(&job);
    assert_eq!(outcome.end, End::Exited { code: 0 });
    assert!(outcome.killed.is_none() && outcome.stdout.head == "done\n");
}

#[test]
fn a_process_that_starts_later_is_killed_then() {
    let mut bench = Bench::new();
    let script = "for i in 1 2 3 4 5 6 7 8 9; do :; done; sleep 100000 & wait $!; echo $?";
    let mut job = bench.job("sh", &["-c", script]);
    job.crash = Some(AT_ONCE);
    assert_eq!(bench.run(&job).stdout.head, "137\n");
}
