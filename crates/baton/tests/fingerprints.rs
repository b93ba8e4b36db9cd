//! What a task keeps for itself has a fingerprint: the same where nothing of a loop that waits is left, and another one where the
//! task remembers that it had to wait.

#![cfg(target_os = "linux")]

mod driver;

use driver::Program;
use protocol::{Decision, Op, Reply, Request, Rules, States, Step, SwitchAt, TaskId};

const MAIN: TaskId = TaskId::FIRST;
const WAITER: TaskId = TaskId::new(1);

/// A thread that does this; `HELD` is true until `main` sets it to false. The last thing that it does is to set `DONE`.
fn program(waits: &str) -> Program {
    spawning("waiter", waits)
}

/// A thread whose whole body that is.
fn ending(body: &str) -> Program {
    spawning(&format!("|| {{ {body} }}"), "")
}

fn spawning(body: &str, waits: &str) -> Program {
    Program::from_text(&format!(
        "
use std::cell::{{Cell, RefCell}};
use std::hint::spin_loop;
use std::sync::Mutex;
use std::sync::atomic::{{AtomicBool, AtomicU64, Ordering::SeqCst}};
use std::thread::{{self, sleep, yield_now}};
use std::time::Duration;

static HELD: AtomicBool = AtomicBool::new(true);
static NUMBER: AtomicU64 = AtomicU64::new(0);
static LOCK: Mutex<()> = Mutex::new(());
static DONE: AtomicBool = AtomicBool::new(false);
static mut TRIES: u64 = 0;
thread_local! {{ static OWN: Cell<u64> = const {{ Cell::new(0) }}; }}

fn waits_for_it(held: &AtomicBool) {{
    while held.swap(true, SeqCst) {{
        spin_loop();
    }}
}}

fn tries(held: &AtomicBool) -> bool {{
    match held.compare_exchange(false, true, SeqCst, SeqCst) {{
        Ok(_) => true,
        Err(_) => false,
    }}
}}

fn finds(held: &AtomicBool) -> Result<(), u64> {{
    match held.swap(true, SeqCst) {{
        false => Ok(()),
        true => Err(7),
    }}
}}

fn until(is_true: impl Fn() -> bool) {{
    while !is_true() {{
        yield_now();
    }}
}}

fn waiter() {{
    {waits}
    DONE.store(true, SeqCst);
}}

fn main() {{
    let waiter = thread::spawn({body});
    HELD.store(false, SeqCst);
    let _ = (waiter.join(), &NUMBER, &LOCK, &OWN, RefCell::new(0));
}}
"
    ))
}

/// The execution in which the waiter does so many steps before `HELD` is set to false.
fn run(program: &mut Program, steps: usize) -> Reply {
    let mut tasks = vec![MAIN, MAIN];
    tasks.extend(vec![WAITER; 1 + steps]);
    tasks.push(MAIN);
    run_with_states(program, tasks)
}

fn run_with_states(program: &mut Program, tasks: Vec<TaskId>) -> Reply {
    let request = Request {
        decisions: tasks.into_iter().map(Decision::Run).collect(),
        rules: Rules {
            switch_at: SwitchAt::Synchronisation,
            every_step: true,
            states: States::Traced,
            ..Rules::default()
        },
        ..Request::default()
    };
    program.executor.run(&request).unwrap()
}

/// What the waiter does, where it has done so many steps in the loop that led nowhere.
fn of_waiter(program: &mut Program, steps: usize) -> Vec<Step> {
    let reply = run(program, steps);
    let mut steps = reply.steps;
    steps.retain(|step| step.task == WAITER);
    steps
}

/// The fingerprint behind the loop.
fn behind_the_loop(program: &mut Program, steps: usize) -> u64 {
    let steps = of_waiter(program, steps);
    let is_done = |step: &&Step| step.op == Op::AtomicStore && step.found == Some(0);
    let done = steps.iter().rfind(is_done).expect("it is done");
    assert_ne!(done.fingerprint, 0);
    done.fingerprint
}

/// Loops, each with the number of steps of an iteration that leads nowhere.
const FORGETFUL: [(&str, usize); 11] = [
    ("while HELD.swap(true, SeqCst) {}", 1),
    ("while HELD.swap(true, SeqCst) { spin_loop(); }", 2),
    ("while HELD.load(SeqCst) { yield_now(); }", 2),
    (
        "while HELD.compare_exchange(false, true, SeqCst, SeqCst).is_err() { spin_loop(); }",
        2,
    ),
    (
        "while HELD.compare_exchange_weak(false, true, SeqCst, SeqCst).is_err() { sleep(Duration::from_millis(1)); }",
        2,
    ),
    (
        "loop { if !HELD.swap(true, SeqCst) { break; } yield_now(); spin_loop(); }",
        3,
    ),
    ("waits_for_it(&HELD);", 2),
    ("while !tries(&HELD) { yield_now(); }", 2),
    (
        "let name = String::from(\"a\"); waits_for_it(&HELD); drop(name);",
        2,
    ),
    (
        "while HELD.load(SeqCst) { sleep(Duration::from_millis(1)); }",
        2,
    ),
    ("until(|| !HELD.load(SeqCst));", 2),
];

/// The last one remembers in what its code no longer reads: nothing tells that from what it does read.
const REMEMBERING: [(&str, usize); 10] = [
    (
        "let mut tries = 0; while HELD.swap(true, SeqCst) { tries += 1; } NUMBER.store(tries, SeqCst);",
        1,
    ),
    (
        "let mut waited = false; while HELD.swap(true, SeqCst) { waited = true; } NUMBER.store(waited.into(), SeqCst);",
        1,
    ),
    (
        "let tries = Cell::new(0); while HELD.swap(true, SeqCst) { tries.set(tries.get() + 1); }",
        1,
    ),
    (
        "let mut tries = Box::new(0); while HELD.swap(true, SeqCst) { *tries += 1; }",
        1,
    ),
    (
        "while HELD.swap(true, SeqCst) { OWN.with(|own| own.set(own.get() + 1)); }",
        1,
    ),
    (
        "while HELD.swap(true, SeqCst) { unsafe { TRIES += 1; } }",
        1,
    ),
    (
        "let mut all = Vec::with_capacity(9); while HELD.swap(true, SeqCst) { all.push(1); }",
        1,
    ),
    (
        "let all = RefCell::new(vec![0; 9]); let mut at = 0; while HELD.swap(true, SeqCst) { all.borrow_mut()[at] = 1; at += 1; }",
        1,
    ),
    ("while HELD.swap(true, SeqCst) { drop(Box::new(1)); }", 1),
    ("while finds(&HELD).is_err() { yield_now(); }", 2),
];

#[test]
fn a_loop_that_waits_leaves_nothing_behind() {
    for (waits, steps) in FORGETFUL {
        let mut program = program(waits);
        let found = [0, 1, 2, 5].map(|times| behind_the_loop(&mut program, times * steps));
        assert!(
            found.iter().all(|one| *one == found[0]),
            "{waits}: {found:x?}"
        );
    }
}

#[test]
fn a_task_that_remembers_its_tries_is_another_one_behind_the_loop() {
    for (waits, steps) in REMEMBERING {
        let mut program = program(waits);
        let found = [0, 1].map(|times| behind_the_loop(&mut program, times * steps));
        assert_ne!(found[0], found[1], "{waits}");
    }
}

/// What is behind the loop is the end of the thread.
fn at_the_end(program: &mut Program, steps: usize) -> u64 {
    let steps = of_waiter(program, steps);
    let end = steps.last().expect("it ends");
    assert_eq!(end.op, Op::End);
    assert_ne!(end.resumed, 0);
    end.resumed
}

#[test]
fn a_thread_that_ends_with_a_loop_leaves_nothing_behind() {
    for (waits, steps) in FORGETFUL {
        let mut program = ending(waits);
        let found = [0, 1, 2].map(|times| at_the_end(&mut program, times * steps));
        assert!(
            found.iter().all(|one| *one == found[0]),
            "{waits}: {found:x?}"
        );
    }
}

#[test]
fn what_a_thread_returns_is_left_of_it() {
    let waits =
        "let mut waited = AT_ONCE; while HELD.swap(true, SeqCst) { waited = LATER; } waited";
    for values in [
        ["false", "true"],
        ["(0, 1_u8)", "(0, 2)"],
        ["\"no\"", "\"yes\""],
        ["None", "Some(7)"],
    ] {
        let body = waits
            .replace("AT_ONCE", values[0])
            .replace("LATER", values[1]);
        let mut program = ending(&body);
        let found = [0, 1].map(|times| at_the_end(&mut program, times));
        assert_ne!(found[0], found[1], "{body}");
    }
}

/// `main` waits for its thread, and its exit code tells whether it had to.
const EXIT_CODE: &str = "
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static HELD: AtomicBool = AtomicBool::new(true);

fn main() -> ExitCode {
    let thread = thread::spawn(|| HELD.store(false, SeqCst));
    let mut code = ExitCode::SUCCESS;
    while HELD.load(SeqCst) {
        code = ExitCode::from(3);
    }
    std::mem::forget(thread);
    code
}
";

#[test]
fn the_exit_code_is_left_of_a_process() {
    let at_the_exit = |text: &str| {
        let mut program = Program::from_text(text);
        [0, 1].map(|times| {
            let mut tasks = vec![MAIN; 2 + times];
            tasks.extend([WAITER; 3]);
            let steps = run_with_states(&mut program, tasks).steps;
            let is_exit = |step: &&Step| step.op == Op::ProcessExit;
            steps.iter().find(is_exit).expect("it ends").resumed
        })
    };
    let [at_once, later] = at_the_exit(EXIT_CODE);
    assert_ne!(at_once, later);
    let [at_once, later] = at_the_exit(&EXIT_CODE.replace("code = ExitCode::from(3);", ""));
    assert_eq!(at_once, later);
}

/// What a task finds there may be another task's doing: that does not tell in which state it left the loop.
#[test]
fn the_state_behind_a_step_is_that_before_any_other_memory_is_used() {
    let behind = |waits| {
        let mut program = program(waits);
        [0, 1].map(|times| {
            let steps = of_waiter(&mut program, times);
            let is_swap = |step: &Step| step.op == Op::AtomicUpdate;
            let left = steps.iter().rposition(is_swap).expect("it waits");
            assert_ne!(steps[left + 1].resumed, 0);
            steps[left + 1].clone()
        })
    };
    let [at_once, later] = behind("while HELD.swap(true, SeqCst) {}");
    assert_eq!(at_once.resumed, at_once.fingerprint);
    assert_eq!(at_once.resumed, later.resumed);
    let [at_once, later] = behind("while HELD.swap(true, SeqCst) {} unsafe { TRIES += 1; }");
    assert_ne!(at_once.resumed, at_once.fingerprint);
    assert_eq!(at_once.resumed, later.resumed);
    let [at_once, later] = behind("while HELD.swap(true, SeqCst) { drop(Box::new(1)); }");
    assert_ne!(at_once.resumed, later.resumed);
}

/// Or the same number of steps would come to something else by another executor.
#[test]
fn fingerprints_depend_on_the_task_alone() {
    for (waits, steps) in FORGETFUL {
        let mut program = program(waits);
        let alike = |one: &Reply, other: &Reply| one.steps == other.steps;
        let (one, other) = (run(&mut program, steps), run(&mut program, steps));
        assert!(alike(&one, &other), "{waits}");
        let without = program.run(&[]);
        assert!(without.steps.iter().all(|step| step.fingerprint == 0));
    }
}

/// Prints how far below its frame the executor comes when the program accesses its own stack, and other memory.
#[cfg(target_arch = "x86_64")]
const DEPTH: &str = "
use std::arch::asm;

static mut NUMBER: u64 = 0;

macro_rules! depth {
    ($access:expr) => {{
        let depth: usize;
        unsafe {
            asm!(
                \"lea rdi, [rsp - 8192]\", \"mov ecx, 8192\", \"mov al, 0xa5\", \"rep stosb\",
                out(\"rdi\") _, out(\"rcx\") _, out(\"al\") _
            );
            $access;
            asm!(
                \"lea rdi, [rsp - 8192]\", \"mov ecx, 8192\", \"mov al, 0xa5\", \"repe scasb\",
                out(\"rdi\") _, out(\"rcx\") depth, out(\"al\") _
            );
        }
        depth + 1
    }};
}

fn main() {
    let (mut byte, mut word, mut number, mut wide) = (0_u8, 0_u32, 0_u64, 0_u128);
    let on_stack = [
        depth!(byte = 1),
        depth!(word = u32::from(byte)),
        depth!(number = u64::from(word)),
        depth!(wide = u128::from(number)),
    ];
    let elsewhere = depth!(NUMBER += wide as u64);
    println!(\"{} {elsewhere}\", on_stack.iter().max().unwrap());
}
";

#[cfg(target_arch = "x86_64")]
#[test]
fn as_much_is_cleared_below_an_access_as_the_executor_has_used() {
    let mut program = Program::from_text(DEPTH);
    let reply = run_with_states(&mut program, Vec::new());
    let said = String::from_utf8(reply.stdout.to_vec()).unwrap();
    let depths = said.split_whitespace().map(|depth| depth.parse().unwrap());
    let depths: Vec<usize> = depths.collect();
    // What is cleared, and the address to return to.
    assert_eq!(depths, [384, 2048].map(|cleared| cleared + 8));
}
