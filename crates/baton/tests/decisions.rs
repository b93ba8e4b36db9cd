//! Each decision of a schedule is carried out, and one that cannot be followed is reported.

#![cfg(target_os = "linux")]

mod driver;

use driver::{Program, run_of};
use protocol::{Decision, End, Op, Policy, Reply, StaleRead, StepId, TaskId};

fn task(number: u8) -> TaskId {
    TaskId::new(number)
}

/// The position of the first step of this task with this operation.
fn first(reply: &Reply, task: u8, op: Op) -> StepId {
    let is = |step: &protocol::Step| step.task.number() == task && step.op == op;
    StepId::new(reply.steps.iter().position(is).unwrap() as u32)
}

const COUNTER: &str = "use std::sync::atomic::{AtomicU32, Ordering::Relaxed}; static N: AtomicU32 = AtomicU32::new(0);
    fn count() { N.store(N.load(Relaxed) + 1, Relaxed); }
    fn main() {
        let threads: Vec<_> = (0..2).map(|_| std::thread::spawn(count)).collect();
        for thread in threads { thread.join().unwrap(); }
        println!(\"{}\", N.load(Relaxed));
    }";

#[test]
fn an_execution_can_stop_where_its_decisions_end() {
    let mut program = Program::from_text(COUNTER);
    let whole = program.run(&[]);
    let decisions = whole.decisions();
    for length in 0..decisions.len() {
        let reply = program.run_then(&decisions[..length], Policy::Stop);
        assert_eq!(reply.end, End::Undecided, "{length}");
        assert_eq!(reply.steps, whole.steps[..reply.steps.len()]);
        assert_eq!(reply.decisions(), decisions[..length]);
        let next = &whole.steps[reply.steps.len()];
        assert!(next.was_choice());
        let able = reply.pending.iter().filter(|pending| pending.enabled);
        assert_eq!(
            able.map(|pending| pending.task)
                .collect::<protocol::TaskSet>(),
            next.enabled
        );
    }
    let reply = program.run_then(&decisions, Policy::Stop);
    assert_eq!(reply.end, End::Exited { code: 0 });
}

#[test]
fn a_favoured_task_goes_on_where_it_yields() {
    let text = "use std::thread::{spawn, yield_now};
        fn main() { let other = spawn(|| ()); for _ in 0..5 { yield_now(); } other.join().unwrap(); }";
    let mut program = Program::from_text(text);
    let yields_first = |reply: &Reply| {
        let begins = first(reply, 1, Op::Begin).index();
        reply.steps[..begins]
            .iter()
            .filter(|step| step.op == Op::Yield)
            .count()
    };
    assert_eq!(yields_first(&program.run(&[])), 0);
    let favoured = program.run_then(&[], Policy::Favour(task(0)));
    assert_eq!(yields_first(&favoured), 5);
    // A decision takes precedence over the policy.
    let decided = program.run_then(&run_of(&[0, 0, 1]), Policy::Favour(task(0)));
    assert_eq!(yields_first(&decided), 2);
}

const WAITS: &str = "use std::sync::{Condvar, Mutex}; static M: Mutex<bool> = Mutex::new(false); static C: Condvar = Condvar::new();
    fn main() {
        let other = std::thread::spawn(|| { let m = M.lock().unwrap(); drop(C.wait(m).unwrap()); });
        std::thread::yield_now();
        *M.lock().unwrap() = true;
        C.notify_one();
        other.join().unwrap();
    }";

#[test]
fn a_wait_ends_without_a_notification_where_that_is_decided() {
    let mut program = Program::from_text(WAITS);
    let whole = program.run(&[]);
    let could: Vec<usize> = (0..whole.steps.len())
        .filter(|at| whole.steps[*at].wakeable.contains(task(1)))
        .collect();
    // While `main` holds the lock, the wait cannot end.
    let (waits, locks, unlocks, notifies) = (
        first(&whole, 1, Op::Wait).index(),
        first(&whole, 0, Op::Lock).index(),
        first(&whole, 0, Op::Unlock).index(),
        first(&whole, 0, Op::NotifyOne).index(),
    );
    let expected: Vec<usize> = (waits + 1..=locks).chain(unlocks + 1..=notifies).collect();
    assert_eq!(could, expected);
    for at in could {
        let mut decisions = whole.decisions_before(at);
        decisions.push(Decision::Wake {
            step: StepId::new(at as u32),
            task: task(1),
        });
        let reply = program.run(&decisions);
        assert_eq!(reply.end, End::Exited { code: 0 }, "{at}");
        assert!(reply.steps[at].is_spurious_wakeup() && reply.steps[at].task == task(1));
        assert_eq!(reply.decisions()[..decisions.len()], decisions);
        assert_eq!(program.run(&reply.decisions()).steps, reply.steps);
    }
}

#[test]
fn a_load_reads_the_value_that_is_decided() {
    let mut program = Program::from_text(COUNTER);
    let whole = program.run(&[]);
    let step = first(&whole, 2, Op::AtomicLoad);
    let mut decisions = whole.decisions_before(step.index() + 1);
    decisions.push(Decision::ReadFrom(StaleRead::new(step, 0)));
    let reply = program.run(&decisions);
    assert_eq!(String::from_utf8_lossy(&reply.stdout), "1\n");
    assert!(reply.steps[step.index()].stale);
    // Without the decisions before it, the default policy decides these.
    let alone = program.run(&decisions[decisions.len() - 1..]);
    assert_eq!(alone.steps, reply.steps);
}

#[test]
fn a_message_of_integers_is_raised_or_lost_where_that_is_decided() {
    let text = "use std::{sync::mpsc::channel, thread::spawn};
        fn main() {
            let (sender, receiver) = channel::<(usize, i64)>();
            spawn(move || for _ in 0..2 { sender.send((10, 10)).unwrap() });
            for (one, other) in receiver { print!(\"{} \", one as i64 * other); }
        }";
    let mut program = Program::from_text(text);
    let whole = program.run(&[]);
    let received = |step: &protocol::Step| step.op == Op::Receive && step.succeeded;
    let step = StepId::at(whole.steps.iter().position(received).unwrap());
    let printed = |reply: &Reply| String::from_utf8_lossy(&reply.stdout).into_owned();
    assert_eq!(printed(&whole), "100 100 ");
    for (value, expected) in [(1, "143 100 "), (0, "100 ")] {
        let reply = program.run(&[Decision::Tamper { step, value }]);
        assert_eq!(printed(&reply), expected);
        assert!(reply.steps[step.index()].tampered);
    }
}

#[test]
fn what_a_thread_passes_on_differs_where_its_integers_do() {
    let text = "use std::{sync::OnceLock, sync::mpsc::channel, thread::spawn};
        fn main() {
            for number in [1_u64, 2, 1] {
                let (sender, receiver) = channel();
                let other = spawn(move || {
                    sender.send((number, 1_i64)).unwrap();
                    OnceLock::new().set([number as u8, 0]).unwrap();
                    (number, 0_usize)
                });
                let _ = (receiver.recv(), other.join());
            }
            spawn(|| String::new()).join().unwrap();
        }";
    let reply = Program::from_text(text).run(&[]);
    let written = |task, op| reply.steps[first(&reply, task, op).index()].written;
    for op in [Op::Send, Op::OnceEnd, Op::End] {
        let passed_on = [1, 2, 3].map(|task| written(task, op).unwrap());
        assert_ne!(passed_on[0], passed_on[1], "{op:?}");
        assert_eq!(passed_on[0], passed_on[2], "{op:?}");
    }
    assert_eq!(written(4, Op::End), None, "a text");
}

/// A child with a second thread writes, and holds a lock that another child waits for.
const CHILDREN: &str = "use std::{fs::{self, File}, process::{Child, Command}, thread};
    fn child(role: &str) -> Child {
        Command::new(std::env::current_exe().unwrap()).arg(role).spawn().unwrap()
    }
    fn main() {
        let role = std::env::args().nth(1).unwrap_or_default();
        if role.is_empty() {
            fs::write(\"held\", \"\").unwrap();
            let ends = [child(\"holds\"), child(\"waits\")].map(|mut child| child.wait().unwrap());
            println!(\"{} {} {}\", ends[0], ends[1], fs::read_to_string(\"held\").unwrap());
            return;
        }
        let file = File::options().append(true).open(\"held\").unwrap();
        file.lock().unwrap();
        if role == \"holds\" {
            thread::spawn(|| fs::write(\"other\", \"\").unwrap()).join().unwrap();
        }
        use std::io::Write;
        (&file).write_all(role[..1].as_bytes()).unwrap();
    }";

#[test]
fn a_process_is_killed_before_each_of_its_steps_where_that_is_decided() {
    let mut program = Program::from_text(CHILDREN);
    program.crashes = true;
    program.switch_at = protocol::SwitchAt::Synchronisation;
    let whole = program.run(&[]);
    assert!(whole.pending.iter().all(|pending| !pending.killable));
    let mut seen = std::collections::BTreeMap::new();
    for (at, step) in whole.steps.iter().enumerate() {
        for task in step.killable.iter() {
            let step = StepId::at(at);
            let mut decisions = whole.decisions_before(at);
            decisions.push(Decision::Crash { step, task });
            let reply = program.run(&decisions);
            assert_eq!(reply.end, End::Exited { code: 0 }, "{at} {task}");
            let process = reply.tasks[task.index()].process;
            let crash = &reply.steps[at];
            assert!(crash.is_crash() && crash.task == task);
            assert_eq!(reply.object(crash.object).unwrap().process, process);
            let is_own = |task: TaskId| reply.tasks[task.index()].process == process;
            let after = reply.steps[at + 1..].iter();
            assert!(after.into_iter().all(|step| !is_own(step.task)), "{at}");
            assert_eq!(program.run(&reply.decisions()).steps, reply.steps);
            let printed = String::from_utf8_lossy(&reply.stdout).into_owned();
            *seen.entry(printed).or_insert(0) += 1;
        }
    }
    let (ok, killed) = ("exit status: 0", "signal: 9 (SIGKILL)");
    let outcomes: Vec<String> = vec![
        format!("{ok} {killed} h\n"),
        format!("{ok} {killed} hw\n"),
        format!("{killed} {ok} hw\n"),
        format!("{killed} {ok} w\n"),
    ];
    assert!(seen.into_keys().eq(outcomes));
}

#[test]
fn the_first_process_and_one_that_has_ended_are_never_killed() {
    let mut program = Program::from_text(CHILDREN);
    let whole = program.run(&[]);
    assert!(whole.steps.iter().all(|step| step.killable.is_empty()));
    for (at, number) in [(1, 0), (1, 1), (whole.steps.len() - 1, 1)] {
        let mut decisions = whole.decisions_before(at);
        let (step, task) = (StepId::at(at), task(number));
        decisions.push(Decision::Crash { step, task });
        let at = decisions.len() as u32 - 1;
        assert_eq!(program.run(&decisions).end, End::Diverged { at });
    }
}

#[test]
fn decisions_that_do_not_fit_are_reported() {
    let mut program = Program::from_text(WAITS);
    let whole = program.run(&[]);
    let notified = first(&whole, 1, Op::Wake);
    let not_a_load = first(&whole, 0, Op::Lock);
    let wake = |step, number| Decision::Wake {
        step,
        task: task(number),
    };
    let stale = StaleRead::new(not_a_load, 0);
    for decision in [
        Decision::Run(task(9)),
        Decision::Run(task(127)),
        wake(notified, 1),
        wake(not_a_load, 0),
        wake(not_a_load, 127),
        Decision::ReadFrom(stale),
        Decision::Tamper {
            step: not_a_load,
            value: 1,
        },
    ] {
        let reply = program.run(&[decision]);
        assert_eq!(reply.end, End::Diverged { at: 0 }, "{decision:?}");
    }
    // A step that the execution does not reach.
    let beyond = wake(StepId::new(5000), 1);
    assert_eq!(program.run(&[beyond]).end, End::Exited { code: 0 });
}
