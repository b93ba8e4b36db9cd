//! Programs that misbehave: each is ended, nothing is left running, and the next execution is like the first.

#![cfg(target_os = "linux")]

mod driver;

use driver::{Program, run_of};
use protocol::{Activity, End, Limits, Op, Reply, TaskId};

/// The task of that number does not come to its next step.
fn goes_on(number: u8, activity: Activity) -> End {
    End::TimeLimit {
        task: TaskId::new(number),
        activity,
    }
}

/// Runs the program twice; the first run must leave the server intact.
fn run(text: &str) -> Reply {
    run_within(text, Limits::default())
}

fn run_within(text: &str, limits: Limits) -> Reply {
    let mut program = Program::from_text(text);
    program.limits = limits;
    let first = program.run(&[]);
    let second = program.run(&[]);
    assert_eq!(first.end, second.end);
    assert_eq!(driver::left_of(program.executor.id()), [""; 0]);
    first
}

#[test]
fn a_segfault_is_a_signal() {
    let reply = run("fn main() { unsafe { (8 as *mut u64).write_volatile(1) } }");
    assert_eq!(
        reply.end,
        End::Signaled {
            signal: libc_signal("SEGV")
        }
    );
}

#[test]
fn an_abort_is_a_signal() {
    let reply = run("fn main() { std::thread::spawn(|| std::process::abort()).join().unwrap(); }");
    assert_eq!(
        reply.end,
        End::Signaled {
            signal: libc_signal("ABRT")
        }
    );
}

#[test]
fn an_exit_in_a_thread_is_the_exit_of_the_program() {
    let reply = run("fn main() { std::thread::spawn(|| std::process::exit(9)).join().unwrap(); }");
    assert_eq!(reply.end, End::Exited { code: 9 });
}

#[test]
fn an_error_of_main_is_exit_code_1() {
    let reply = run("fn main() -> Result<(), String> { Err(\"no\".to_owned()) }");
    assert_eq!(reply.end, End::Exited { code: 1 });
    assert_eq!(String::from_utf8_lossy(&reply.stderr), "Error: \"no\"\n");
}

#[test]
fn an_endless_loop_meets_the_time_limit() {
    let limits = Limits {
        milliseconds: 100,
        ..Limits::default()
    };
    let reply = run_within(
        "fn main() { std::thread::spawn(|| loop {}).join().unwrap(); }",
        limits,
    );
    assert_eq!(reply.end, goes_on(1, Activity::Repeats));
}

#[test]
fn a_loop_that_finds_the_same_values_again_and_again_is_endless_whatever_the_limits_are() {
    let text = "use std::hint::black_box;
        fn main() { loop { for number in 0..2 { black_box(number); } } }";
    let mut program = Program::from_text(text);
    program.limits = Limits {
        accesses: u64::MAX,
        milliseconds: 600_000,
        ..Limits::default()
    };
    assert_eq!(program.run(&[]).end, goes_on(0, Activity::Repeats));
}

#[test]
fn a_loop_that_counts_meets_the_limit_of_accesses_and_may_still_end() {
    let text = |most: &str| {
        format!(
            "use std::hint::black_box;
            fn main() {{ let mut number = 0_u64; while number != {most} {{ number = black_box(number + 1); }} }}"
        )
    };
    let limits = Limits {
        accesses: 400_000,
        milliseconds: 600_000,
        ..Limits::default()
    };
    let end = |most| run_within(&text(most), limits).end;
    assert_eq!(end("u64::MAX"), goes_on(0, Activity::Computes));
    assert_eq!(end("20_000"), End::Exited { code: 0 });
}

#[test]
fn a_wait_for_something_outside_ends_at_the_time_limit_without_work() {
    let text = "unsafe extern \"C\" { fn pause() -> i32; }
        fn main() { unsafe { pause(); } }";
    let milliseconds = 400;
    let reply = run_within(
        text,
        Limits {
            milliseconds,
            ..Limits::default()
        },
    );
    assert_eq!(reply.end, goes_on(0, Activity::Waits));
    let most = u64::from(milliseconds) * 1000 / 2;
    assert!(reply.processor_micros < most, "{}", reply.processor_micros);
}

#[test]
fn an_endless_loop_of_steps_meets_the_step_limit() {
    let limits = Limits {
        steps: 500,
        ..Limits::default()
    };
    let text = "use std::sync::Mutex; static M: Mutex<u64> = Mutex::new(0);
        fn main() { loop { *M.lock().unwrap() += 1; } }";
    let reply = run_within(text, limits);
    assert_eq!(reply.end, End::StepLimit);
    assert_eq!(reply.steps.len(), 500);
}

#[test]
fn output_without_end_meets_its_limit() {
    let limits = Limits {
        output: 1000,
        ..Limits::default()
    };
    let reply = run_within("fn main() { loop { println!(\"again\"); } }", limits);
    assert_eq!(reply.end, End::OutputLimit);
    assert!(reply.stdout.bytes <= 1001);
}

#[test]
fn output_past_std_meets_its_limit() {
    let limits = Limits {
        output: 1000,
        ..Limits::default()
    };
    let text = "unsafe extern \"C\" { fn write(to: i32, bytes: *const u8, count: usize) -> isize; }
        fn main() { for _ in 0..10 { unsafe { write(1, [b'x'; 200].as_ptr(), 200) }; } }";
    assert_eq!(run_within(text, limits).end, End::OutputLimit);
}

#[test]
fn what_a_program_does_to_its_output_does_not_disturb_the_next_execution() {
    let text = "unsafe extern \"C\" {
            fn ftruncate(of: i32, length: i64) -> i32; fn lseek(of: i32, to: i64, from: i32) -> i64;
            fn fcntl(of: i32, what: i32, flags: i32) -> i32;
        }
        fn main() {
            println!(\"before\");
            unsafe { fcntl(1, 4, 0); lseek(1, 1 << 20, 0); ftruncate(1, 0) };
            println!(\"after\");
            unsafe { ftruncate(1, 0); lseek(1, 0, 0) };
        }";
    let mut program = Program::from_text(text);
    for _ in 0..3 {
        assert_eq!(program.run(&[]).end, End::Exited { code: 0 });
    }
    let honest = "fn main() {
            println!(\"one\");
            std::thread::spawn(|| println!(\"two\")).join().unwrap();
        }";
    assert_eq!(*run(honest).stdout, *b"one\ntwo\n");
}

#[test]
fn a_hundred_threads_are_no_problem() {
    let text = "use std::sync::atomic::{AtomicU32, Ordering::SeqCst}; static N: AtomicU32 = AtomicU32::new(0);
        fn main() {
            let all: Vec<_> = (0..100).map(|_| std::thread::spawn(|| N.fetch_add(1, SeqCst))).collect();
            for one in all { one.join().unwrap(); }
            println!(\"{}\", N.load(SeqCst));
        }";
    let reply = run(text);
    assert_eq!(reply.end, End::Exited { code: 0 });
    assert_eq!(*reply.stdout, *b"100\n");
}

#[test]
fn too_many_threads_are_refused_in_words() {
    let text = "fn main() { for _ in 0..1000 { std::thread::spawn(|| std::thread::park()); } }";
    let end = run(text).end;
    assert!(
        matches!(&end, End::TooMany { what, .. } if what == "threads"),
        "{end:?}"
    );
}

#[test]
fn memory_without_end_is_an_abort() {
    let text = "fn main() { let mut all = vec![]; loop { all.push(vec![1u8; 1 << 26]); } }";
    let limits = Limits {
        milliseconds: 60_000,
        ..Limits::default()
    };
    let abort = libc_signal("ABRT");
    assert_eq!(
        run_within(text, limits).end,
        End::Signaled { signal: abort }
    );
}

#[test]
fn a_stack_overflow_is_said_as_std_says_it() {
    let deep =
        "#[inline(never)] fn deep(n: u64) -> u64 { if n == 0 { 0 } else { deep(n + 1) + n } }";
    let threads = [
        ("main", "deep(1);"),
        ("<unknown>", "thread::spawn(|| deep(1)).join().unwrap();"),
        (
            "it",
            "thread::Builder::new().name(\"it\".into()).stack_size(1 << 22).spawn(|| deep(1)).unwrap().join().unwrap();",
        ),
        (
            "<unknown>",
            "for _ in 0..9 { thread::spawn(|| 1).join().unwrap(); } thread::spawn(|| deep(1)).join().unwrap();",
        ),
    ];
    for (name, body) in threads {
        let reply = run(&format!("use std::thread; {deep} fn main() {{ {body} }}"));
        let signal = libc_signal("ABRT");
        assert_eq!(reply.end, End::Signaled { signal }, "{body}");
        let said = format!("thread '{name}' (0) has overflowed its stack\n");
        let stderr = String::from_utf8_lossy(&reply.stderr);
        assert!(stderr.contains(&said), "{body}: {stderr}");
    }
}

#[test]
fn a_program_that_kills_its_group_hits_no_other_process() {
    let text = "unsafe extern \"C\" { fn kill(id: i32, signal: i32) -> i32; }
        fn main() { unsafe { kill(0, 9) }; loop {} }";
    assert_eq!(run(text).end, End::Signaled { signal: 9 });
}

#[test]
fn a_program_that_closes_all_descriptors_still_ends() {
    let text = "unsafe extern \"C\" { fn close(fd: i32) -> i32; }
        static A: std::sync::Mutex<()> = std::sync::Mutex::new(());
        fn main() {
            for fd in 0..1000 { unsafe { close(fd) }; }
            let _first = A.lock();
            let _second = A.lock();
        }";
    assert_eq!(run(text).end, End::Deadlock);
}

#[test]
fn a_process_forked_past_std_ends_the_execution() {
    let text = "unsafe extern \"C\" { fn fork() -> i32; fn setsid() -> i32; }
        static A: std::sync::Mutex<()> = std::sync::Mutex::new(());
        fn main() {
            if unsafe { fork() } == 0 { unsafe { setsid() }; loop { std::hint::black_box(0); } }
            drop(A.lock());
        }";
    let End::Unsupported { what, frames, .. } = run(text).end else {
        panic!("what `fork` makes is not controlled");
    };
    assert_eq!(what, "`fork`");
    assert_ne!(frames[0], 0);
}

#[test]
fn a_parent_learns_that_its_child_has_crashed() {
    let text = "use std::process::Command;
        fn main() {
            if std::env::args().len() > 1 { std::process::abort(); }
            let status = Command::new(std::env::current_exe().unwrap()).arg(\"x\").status().unwrap();
            println!(\"{status}\");
        }";
    let reply = run(text);
    assert!(reply.steps.iter().any(|step| step.op == Op::ProcessDied));
    assert!(String::from_utf8_lossy(&reply.stdout).starts_with("signal: 6"));
}

#[test]
fn children_that_are_not_waited_for_end_with_the_program() {
    let text = "use std::process::Command;
        fn main() {
            if std::env::args().len() > 1 { loop { std::thread::park(); } }
            Command::new(std::env::current_exe().unwrap()).arg(\"x\").spawn().unwrap();
        }";
    let reply = run(text);
    assert_eq!(reply.end, End::Exited { code: 0 });
    assert_eq!(
        reply
            .pending
            .iter()
            .filter(|pending| pending.task.number() == 1)
            .count(),
        1
    );
}

#[test]
fn another_program_that_stays_behind_is_gone() {
    let text = "fn main() {
            std::process::Command::new(\"sh\").args([\"-c\", \"setsid sleep 1000 &\"]).status().unwrap();
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

#[test]
fn files_of_one_execution_are_gone_in_the_next() {
    let text = "fn main() {
            std::fs::create_dir_all(\"a/b\").unwrap();
            std::fs::File::create_new(\"a/b/c\").unwrap();
        }";
    assert_eq!(run(text).end, End::Exited { code: 0 });
}

#[test]
fn a_schedule_of_another_program_is_refused() {
    let mut program = Program::compile("racy_counter");
    assert_eq!(
        program.run(&run_of(&[0, 1, 9])).end,
        End::Diverged { at: 2 }
    );
}

fn libc_signal(name: &str) -> i32 {
    match name {
        "SEGV" => 11,
        _ => 6,
    }
}
