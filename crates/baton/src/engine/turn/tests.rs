//! Threads that hand the baton to each other, as the tasks of a program do. Miri runs this too, and finds every use of the
//! state, or of the program's memory, that the baton does not order.

use ::std::cell::UnsafeCell;
use ::std::sync::Arc;
use ::std::thread;

use super::*;
use crate::engine::hand_over;
use crate::engine::state::Halt;
use protocol::{FRAMES, Limits, Policy, ProcessId, Rules};

const TASKS: usize = 3;

/// How many operations each task does.
const OPERATIONS: usize = 4;

/// Memory of the program, which only the baton protects.
#[derive(Default)]
struct Plain(UnsafeCell<u64>);

// SAFETY: only the task that holds the baton uses it, which is what the test is about.
unsafe impl Sync for Plain {}

impl Plain {
    fn add_one(&self) -> u64 {
        // SAFETY: the caller holds the baton, so no other task uses it.
        let value = unsafe { &mut *self.0.get() };
        *value += 1;
        *value
    }
}

/// Prepares an execution of so many tasks under these decisions, and gives the first one the baton.
fn begin_execution(decisions: &[Decision]) {
    state::allocate();
    hand_over::clear();
    // SAFETY: there is no task yet.
    let mut state = unsafe { Baton::of_server() };
    state.clear(Limits::default(), Rules::default(), Policy::Default);
    state.decide(decisions);
    let process = state.add_process(None).unwrap();
    for _ in 0..TASKS {
        state.add_task(process, "", None).unwrap();
    }
    state.hand_to(TaskId::FIRST);
}

/// What each task does: it counts once within each of its operations, and once between them, where it still holds the baton.
fn run(me: TaskId, plain: &Plain) {
    task::become_task(me, ProcessId::FIRST);
    drop(begin(me));
    for number in 0..OPERATIONS {
        let intent = Intent {
            // As if found on the stack, which is not looked at here.
            frames: [1 + number as u32; FRAMES],
            ..Intent::bare(Op::AtomicUpdate, ObjectId::FIRST)
        };
        let mut turn = take(intent).unwrap();
        let value = plain.add_one();
        turn.written(value);
        drop(turn);
        plain.add_one();
    }
    let mut baton = Baton::of_this_task().unwrap();
    baton.end_task(me);
    task::leave();
    // Ended by the last one, which finds no other to hand the baton to.
    if pass_on(baton, me).is_err() {
        // SAFETY: no task is left.
        let state = unsafe { Baton::of_server() };
        assert!(state.halt == Halt::Deadlock);
    }
}

#[test]
fn each_task_sees_all_that_was_done_before_it_got_the_baton() {
    // Each goes after each other one, and after itself. None ends before the last decision.
    let order = [0, 1, 2, 2, 1, 0, 0, 2, 0, 1, 1];
    let decisions = order.map(|task| Decision::Run(TaskId::new(task)));
    begin_execution(&decisions);
    let plain = Arc::new(Plain::default());
    let threads: Vec<_> = TaskId::first(TASKS)
        .map(|me| {
            let plain = Arc::clone(&plain);
            thread::spawn(move || run(me, &plain))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    // SAFETY: no task is left.
    let state = unsafe { Baton::of_server() };
    let steps = &state.steps[..state.step_count as usize];
    let went: Vec<u8> = steps.iter().map(|step| step.task.get().number()).collect();
    assert_eq!(went[1..=order.len()], order);
    assert_eq!(went.len(), TASKS * (1 + OPERATIONS));
    let written = steps.iter().filter(|step| step.has_written);
    assert!(written.is_sorted_by(|one, next| one.written < next.written));
    assert_eq!(plain.add_one() as usize, 2 * TASKS * OPERATIONS + 1);
}
