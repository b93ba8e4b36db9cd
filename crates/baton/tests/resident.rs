//! A resident process gives the same traces as processes that are forked for each execution, and nothing of an execution
//! reaches the next one.

#![cfg(target_os = "linux")]

mod driver;

use std::fs;
use std::path::Path;

use baton::client::Executor;
use driver::Program;
use protocol::{Decision, End, Output, Reply, Request, Rules, TaskId, Watched};

/// Servers of one program.
struct Servers {
    program: Program,
    forked: Executor,
    /// As on a system that does not tell in one call which pages were written.
    unscanned: Executor,
    /// In which no access is only counted: each is asked whether it is wanted.
    watching: Executor,
}

impl Servers {
    fn of(program: Program) -> Self {
        Self {
            forked: program.again_by("forked"),
            unscanned: program.again_by("unscanned"),
            watching: program.again(),
            program,
        }
    }

    /// Runs the same in all; the reply, which is the same.
    fn run(&mut self, request: &Request) -> Reply {
        let one = timeless(self.program.executor.run(request).unwrap());
        let other = timeless(self.forked.run(request).unwrap());
        let (text, others) = (driver::draw(&one), driver::draw(&other));
        let differs = text
            .lines()
            .zip(others.lines())
            .find(|(one, other)| one != other);
        assert_eq!(differs, None, "{:?}", request.decisions);
        assert_eq!(one, other, "{:?}", request.decisions);
        let third = timeless(self.unscanned.run(request).unwrap());
        assert_eq!(one, third, "{:?}", request.decisions);
        let fourth = timeless(self.watching.run(&watching_nothing(request)).unwrap());
        assert_eq!(one, fourth, "{:?}", request.decisions);
        one
    }

    /// Runs schedules at random, each a prefix of one before with another task next.
    fn run_at_random(&mut self, times: usize) -> Vec<Reply> {
        let mut known = vec![self.run(&Request::default())];
        let mut random = 1_usize;
        let mut below = |limit: usize| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % limit.max(1)
        };
        for _ in 0..times {
            let reply = &known[below(known.len())];
            let mut decisions = reply.decisions();
            decisions.truncate(below(decisions.len() + 1));
            let choices = reply.steps.iter().filter(|step| step.was_choice());
            if let Some(step) = choices.clone().nth(decisions.len()) {
                let able: Vec<TaskId> = step.enabled.iter().collect();
                decisions.push(Decision::Run(able[below(able.len())]));
            }
            let reply = self.run(&Request {
                decisions,
                ..Request::default()
            });
            known.push(reply);
        }
        known
    }
}

/// The same request, to tell of accesses, of which there are none.
fn watching_nothing(request: &Request) -> Request {
    let watched = Some(Watched {
        task: TaskId::FIRST,
        from: 1,
        to: 0,
    });
    Request {
        rules: Rules {
            watched,
            ..request.rules
        },
        ..request.clone()
    }
}

/// Without the parts that depend on the machine.
fn timeless(reply: Reply) -> Reply {
    // std says the thread's number when a stack overflows.
    let overflowed = reply.end == (End::Signaled { signal: 6 });
    Reply {
        processor_micros: 0,
        stderr: if overflowed {
            Output::default()
        } else {
            reply.stderr
        },
        ..reply
    }
}

/// Whether a process of the program lives while nothing is executed.
fn has_resident(executor: &Executor) -> bool {
    !driver::children_of(executor.id()).is_empty()
}

/// Whether programs of threads are resident on this machine.
fn can_be_resident() -> bool {
    let mut plain = Program::from_text("fn main() {}");
    plain.run(&[]);
    has_resident(&plain.executor)
}

fn programs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<(String, String)> = files
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn any_schedule_has_the_trace_that_it_has_in_processes_of_its_own() {
    let (mut resident, mut forked) = (Vec::new(), Vec::new());
    for (name, text) in programs() {
        if text.contains("Command") {
            continue;
        }
        eprintln!("{name}");
        let mut servers = Servers::of(Program::from_text(&text));
        servers.run_at_random(60);
        assert!(!has_resident(&servers.forked));
        // One that ends by a signal, or by a panic, leaves no process.
        if has_resident(&servers.program.executor) {
            resident.push(name);
        } else {
            forked.push(name);
        }
    }
    eprintln!("{resident:?}\n{forked:?}");
    assert_eq!(resident.is_empty(), !can_be_resident());
}

/// Runs a program a few times, and whether it has ended up resident.
fn run(text: &str) -> (Reply, bool) {
    let mut servers = Servers::of(Program::from_text(text));
    let first = servers.run(&Request::default());
    for _ in 0..3 {
        assert_eq!(servers.run(&Request::default()), first);
    }
    servers.run_at_random(20);
    let resident = has_resident(&servers.program.executor);
    (first, resident)
}

fn assert_resident(text: &str, output: &str) {
    let (reply, resident) = run(text);
    assert_eq!(driver::outcome(&reply), output);
    assert_eq!(resident, can_be_resident());
}

fn assert_forked(text: &str, output: &str) {
    let (reply, resident) = run(text);
    assert_eq!(driver::outcome(&reply), output);
    assert!(!resident);
}

#[test]
fn what_an_execution_has_written_is_put_back() {
    assert_resident(
        r#"
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

static mut LARGE: [u8; 3 << 20] = [0; 3 << 20];
static mut FILLED: [u64; 1000] = [7; 1000];
static COUNT: AtomicU64 = AtomicU64::new(0);
static LIST: Mutex<Vec<String>> = Mutex::new(Vec::new());
thread_local!(static OWN: Cell<u32> = const { Cell::new(5) });

fn deep(depth: usize) -> u8 {
    let room = [depth as u8; 4000];
    if depth == 0 { room[0] } else { room[17].wrapping_add(deep(depth - 1)) }
}

fn work() -> u32 {
    let sum = unsafe {
        let large = &mut *(&raw mut LARGE);
        let filled = &mut *(&raw mut FILLED);
        let sum = large.iter().step_by(4096).map(|byte| u64::from(*byte)).sum::<u64>() + filled.iter().sum::<u64>();
        large.iter_mut().step_by(4096).for_each(|byte| *byte = 3);
        filled[500] = 8;
        sum
    };
    LIST.lock().unwrap().push(format!("{sum}"));
    let map: HashMap<u32, u32> = (0..50).map(|number| (number, number)).collect();
    let room: Vec<Vec<u8>> = (0..20).map(|size| vec![1; size * 1000]).collect();
    OWN.set(OWN.get() + 1);
    COUNT.fetch_add(1, Ordering::SeqCst);
    OWN.get() + map.len() as u32 + room.len() as u32 + u32::from(deep(40) > 0)
}

fn main() {
    unsafe { std::env::set_var("A", std::env::var("A").unwrap_or_default() + "x") };
    let own = work();
    let other = thread::spawn(move || (deep(100), OWN.get())).join().unwrap().1;
    println!("{} {own} {other} {:?} {}", COUNT.load(Ordering::SeqCst), LIST.lock().unwrap(), std::env::var("A").unwrap());
}
"#,
        r#"1 77 5 ["7000"] x"#,
    );
}

#[test]
fn what_only_some_executions_write_is_put_back() {
    assert_resident(
        r#"
use std::sync::Mutex;
use std::thread;

static mut PAGES: [[u8; 4096]; 4] = [[0; 4096]; 4];
static ORDER: Mutex<usize> = Mutex::new(0);

fn main() {
    let all: Vec<_> = (0..2)
        .map(|number| thread::spawn(move || {
            let mut order = ORDER.lock().unwrap();
            *order = *order * 2 + number;
        }))
        .collect();
    for thread in all {
        thread.join().unwrap();
    }
    let order = *ORDER.lock().unwrap();
    let pages = unsafe { &mut *(&raw mut PAGES) };
    println!("{}", pages[order][7]);
    pages[order][7] = 1;
}
"#,
        "0",
    );
}

#[test]
fn each_task_has_its_own_thread_local_values_name_and_panics() {
    assert_resident(
        r#"
use std::cell::RefCell;
use std::thread;

struct Last(&'static str);
impl Drop for Last {
    fn drop(&mut self) {
        print!("{} gone, ", self.0);
    }
}
thread_local!(static OWN: RefCell<Vec<Last>> = RefCell::new(Vec::new()));

fn main() {
    OWN.with(|own| own.borrow_mut().push(Last("main")));
    let named = thread::Builder::new().name("other".into());
    let other = named.spawn(|| {
        OWN.with(|own| own.borrow_mut().push(Last("other")));
        print!("{:?}, ", thread::current().name().map(str::to_owned));
    });
    other.unwrap().join().unwrap();
    let caught = thread::spawn(|| {
        OWN.with(|own| own.borrow_mut().push(Last("panicked")));
        if thread::panicking() { return 1 }
        panic!("over")
    });
    print!("{:?}, ", caught.join().is_err());
    print!("{:?}, ", std::panic::catch_unwind(|| panic!("here")).is_err());
    println!("{}", OWN.with(|own| own.borrow().len()));
}
"#,
        r#"Some("other"), other gone, panicked gone, true, true, 1 | main gone,"#,
    );
}

#[test]
fn a_program_that_panics_stays_resident() {
    assert_resident(
        r#"
use std::sync::atomic::{AtomicU64, Ordering};

static COUNT: AtomicU64 = AtomicU64::new(0);

fn main() {
    let other = std::thread::spawn(|| COUNT.fetch_add(1, Ordering::SeqCst));
    COUNT.fetch_add(1, Ordering::SeqCst);
    other.join().unwrap();
    panic!("{}", COUNT.load(Ordering::SeqCst));
}
"#,
        "panic: 2",
    );
}

#[test]
fn a_deadlock_leaves_nothing() {
    let text = r#"
use std::sync::Mutex;
use std::thread;
static ONE: Mutex<u32> = Mutex::new(0);
static TWO: Mutex<u32> = Mutex::new(0);
fn main() {
    let other = thread::spawn(|| {
        let mut two = TWO.lock().unwrap();
        *ONE.lock().unwrap() += 1;
        *two += 1;
    });
    {
        let mut one = ONE.lock().unwrap();
        *TWO.lock().unwrap() += 1;
        *one += 1;
    }
    other.join().unwrap();
    println!("{} {}", ONE.lock().unwrap(), TWO.lock().unwrap());
}
"#;
    let mut servers = Servers::of(Program::from_text(text));
    let replies = servers.run_at_random(100);
    let is_stuck = |reply: &&Reply| matches!(reply.end, End::Deadlock);
    let stuck = replies.iter().filter(is_stuck).count();
    assert_eq!(has_resident(&servers.program.executor), can_be_resident());
    assert!(stuck > 0 && stuck < replies.len());
}

#[test]
fn a_program_that_ends_its_process_is_run_on() {
    for (ending, outcome) in [
        ("std::process::exit(3)", "Exited { code: 3 }"),
        ("panic!(\"no\")", "panic: no"),
        ("std::process::abort()", "Signaled { signal: 6 }"),
        ("unsafe { *(8 as *mut u8) = 1 }", "Signaled { signal: 11 }"),
    ] {
        let (reply, _) = run(&format!("fn main() {{ {ending} }}"));
        assert_eq!(driver::outcome(&reply), outcome);
    }
}

#[test]
fn a_stack_that_overflows_ends_the_process() {
    let deep = "fn deep(depth: u64) -> u64 { if depth == u64::MAX { 0 } else { deep(depth + 1) + std::hint::black_box(depth) } }";
    for main in [
        "println!(\"{}\", deep(0))",
        "println!(\"{:?}\", std::thread::spawn(|| deep(0)).join())",
    ] {
        let (reply, _) = run(&format!("{deep} fn main() {{ {main}; }}"));
        assert_eq!(driver::outcome(&reply), "Signaled { signal: 6 }");
    }
}

#[test]
fn what_cannot_be_put_back_runs_in_processes_of_its_own() {
    // A file; more threads than share one; a stack of another size; memory of the system; a handler of a signal.
    assert_forked(
        "fn main() { std::fs::write(\"a\", \"b\").unwrap(); println!(\"{}\", std::fs::read_to_string(\"a\").unwrap()); }",
        "b",
    );
    assert_forked(
        "fn main() { let all: Vec<_> = (0..6).map(|n| std::thread::spawn(move || n)).collect();
         println!(\"{:?}\", all.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()); }",
        "[0, 1, 2, 3, 4, 5]",
    );
    assert_forked(
        "fn main() { let one = std::thread::Builder::new().stack_size(8 << 20).spawn(|| 1).unwrap();
         println!(\"{}\", one.join().unwrap()); }",
        "1",
    );
    assert_forked(
        "fn main() { let large = vec![1_u8; 2 << 20]; println!(\"{}\", large.iter().step_by(1 << 20).count()); }",
        "2",
    );
    assert_forked(
        "unsafe extern \"C\" { fn signal(number: i32, handler: usize) -> usize; }
         fn main() { println!(\"{}\", unsafe { signal(10, 1) }); }",
        "0",
    );
}
