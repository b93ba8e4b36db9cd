use ::std::alloc::{Layout, alloc_zeroed, dealloc};
use ::std::panic::Location;
use ::std::ptr::NonNull;
use ::std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::engine::state::{ExchangeRecord, Ready};
use crate::engine::{choice, death, trace};
use protocol::{Decision, End, ObjectId, ObjectKind, Output, ProcessId, TaskId};

const SEAL: Seal = 0x1234_5678_9abc_def1;

fn known() -> Known {
    Known {
        limits: Limits::default(),
        rules: Rules::default(),
        then: Policy::Default,
        decision_count: 3,
        seal: SEAL,
        forked: 2,
    }
}

/// A state by itself, too large for a stack.
struct Alone(NonNull<State>);

impl Alone {
    /// Of an execution in the middle: a bit of everything.
    fn new() -> Self {
        // SAFETY: the layout has a size, and all-zero bytes are a state.
        let bytes = unsafe { alloc_zeroed(Layout::new::<State>()) };
        let mut alone = Self(NonNull::new(bytes.cast()).unwrap());
        let state = alone.state();
        state.clear(known().limits, known().rules, known().then);
        state.seal(SEAL);
        state.decide(&[0, 1, 2].map(|task| Decision::Run(TaskId::new(task))));
        let place = Some(Location::caller());
        for (process, tasks) in [(0, 3), (1, 1)] {
            let process = ProcessId::new(process);
            assert_eq!(state.add_process(place), Some(process));
            for number in 0..tasks {
                state.add_task(process, &format!("task {number}"), place);
            }
            state.processes[process.index()].arguments = state.add_text(b"one\0two");
        }
        let kinds = [ObjectKind::Mutex, ObjectKind::Channel, ObjectKind::File];
        let objects = kinds.map(|kind| state.add_object(kind, ProcessId::FIRST, place).unwrap());
        let ops = [Op::Lock, Op::Receive, Op::FileLock, Op::ProcessWait];
        for (task, op) in ops.into_iter().enumerate() {
            state.tasks[task].pending = Intent {
                argument: 1,
                second: Some(objects[2]),
                ..Intent::new(op, objects[task % 3], Location::caller())
            };
        }
        for task in 0..4 {
            let step = state.step_count as usize;
            state.steps[step] = Record {
                intent: state.tasks[task].pending,
                task: TaskId::at(task).into(),
                succeeded: true,
                stale: false,
                which: 0,
                spurious: false,
                exchange: ExchangeRecord::default(),
                tampered: false,
                has_found: false,
                has_read: true,
                has_written: false,
                found: 0,
                read: 7,
                written: 0,
                text: state.add_text(b"hello"),
                ready: Ready::only(TaskId::at(task)),
                accesses: 0,
                fingerprint: 0,
                resumed: 0,
            };
            state.step_count += 1;
        }
        state.file_locks[0] = FileLock {
            file: Some(objects[2]),
            opening: Some(ObjectId::FIRST),
            task: TaskId::new(1).into(),
            process: ProcessId::FIRST.into(),
            exclusive: true,
        };
        state.file_lock_count = 1;
        alone
    }

    fn state(&mut self) -> &mut State {
        // SAFETY: a state of our own, as long as it was not scribbled over.
        unsafe { self.0.as_mut() }
    }

    fn audit(&mut self) -> Result<(), Damaged> {
        // SAFETY: there is room for a state, and it is ours.
        unsafe { audit(self.0.as_ptr(), &known()) }
    }

    fn scribble(&mut self, at: usize, bytes: &[u8]) {
        let length = bytes.len().min(size_of::<State>() - at);
        // SAFETY: within the state.
        unsafe {
            self.0
                .cast::<u8>()
                .add(at)
                .copy_from(NonNull::from(bytes).cast(), length)
        };
    }

    fn byte(&mut self, at: usize) -> u8 {
        // SAFETY: within the state.
        unsafe { self.0.cast::<u8>().add(at).read() }
    }

    /// All that the server does with a state that it believes.
    fn use_it(&mut self) {
        let second = ProcessId::new(1);
        let state = self.state();
        let current = state.current.get();
        death::log(state, second, 9, current);
        death::settle(state, second, 9, Some(current));
        let _ = choice::choose(state, current);
        let end = trace::halted(state);
        let reply = trace::reply(
            state,
            end,
            Duration::ZERO,
            Output::default(),
            Output::default(),
        );
        assert!(reply.steps.len() <= MAX_STEPS);
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // SAFETY: allocated with that layout, and there is nothing in it to be dropped.
        unsafe { dealloc(self.0.as_ptr().cast(), Layout::new::<State>()) };
    }
}

#[test]
fn what_the_executor_wrote_is_believed() {
    let mut alone = Alone::new();
    assert_eq!(alone.audit(), Ok(()));
    alone.use_it();
    assert_eq!(alone.audit(), Ok(()));
}

#[test]
fn a_state_written_over_from_end_to_end_is_not_believed() {
    for byte in [0x00, 0x01, 0x7f, 0x80, 0xff] {
        let mut alone = Alone::new();
        alone.scribble(0, &vec![byte; size_of::<State>()]);
        assert_eq!(alone.audit(), Err(Damaged), "{byte}");
    }
}

#[test]
fn noise_from_end_to_end_is_not_believed() {
    let mut alone = Alone::new();
    let mut number = 1u64;
    let noise: Vec<u8> = (0..size_of::<State>())
        .map(|_| {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (number >> 33) as u8
        })
        .collect();
    alone.scribble(0, &noise);
    assert_eq!(alone.audit(), Err(Damaged));
}

#[test]
fn a_list_that_is_too_long_is_not_believed() {
    let lies: [fn(&mut State); 9] = [
        |state| state.task_count = MAX_TASKS as u32 + 1,
        |state| state.task_count = 0,
        |state| state.process_count = 1,
        |state| state.object_count = u32::MAX,
        |state| state.step_count = MAX_STEPS as u32 + 1,
        |state| state.text_used = TEXT_BYTES as u32 + 1,
        |state| state.current = TaskId::new(4).into(),
        |state| state.tasks[2].process = ProcessId::new(2).into(),
        |state| state.objects[1].name.length = u32::MAX,
    ];
    for (number, lie) in lies.into_iter().enumerate() {
        let mut alone = Alone::new();
        lie(alone.state());
        assert_eq!(alone.audit(), Err(Damaged), "lie {number}");
    }
}

#[test]
fn a_byte_that_names_no_variant_is_not_believed() {
    let mut alone = Alone::new();
    let base = alone.0.as_ptr() as usize;
    let state = alone.state();
    let bytes = [
        &raw const state.halt as usize,
        &raw const state.tasks[1].life as usize,
        &raw const state.tasks[1].panicked as usize,
        &raw const state.tasks[1].returns_value as usize,
        &raw const state.tasks[1].detached as usize,
        &raw const state.tasks[1].sees_time as usize,
        &raw const state.tasks[3].pending.op as usize,
        &raw const state.processes[1].stage as usize,
        &raw const state.objects[2].kind as usize,
        &raw const state.steps[3].intent.order as usize,
        &raw const state.steps[0].succeeded as usize,
        &raw const state.file_locks[0].exclusive as usize,
        // The highest byte of a pointer.
        &raw const state.steps[2].intent.place as usize + 7,
    ];
    for at in bytes.map(|address| address - base) {
        let before = alone.byte(at);
        alone.scribble(at, &[0xee]);
        assert_eq!(alone.audit(), Err(Damaged), "{at}");
        alone.scribble(at, &[before]);
    }
    assert_eq!(alone.audit(), Ok(()));
}

#[test]
fn an_end_without_a_reason_is_damage() {
    assert_eq!(trace::halted(Alone::new().state()), End::Damaged);
}

/// Where there is something to be damaged: the head, and the first few of each list.
fn places_that_count() -> Vec<(usize, usize)> {
    use ::std::mem::offset_of;
    vec![
        (0, offset_of!(State, tasks)),
        (offset_of!(State, tasks), 4 * size_of::<Task>()),
        (offset_of!(State, processes), 2 * size_of::<Process>()),
        (offset_of!(State, file_locks), size_of::<FileLock>()),
        (offset_of!(State, objects), 9 * size_of::<Object>()),
        (offset_of!(State, steps), 4 * size_of::<Record>()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_believed_can_be_used(
        scribbles in prop::collection::vec(
            prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<[u8; 8]>(), 1usize..=8), 1..4),
            1..64,
        ),
    ) {
        let places = places_that_count();
        let mut alone = Alone::new();
        for together in scribbles {
            for (place, at, bytes, length) in together {
                let (start, size) = places[place.index(places.len())];
                alone.scribble(start + at.index(size), &bytes[..length]);
            }
            if alone.audit() == Ok(()) {
                alone.use_it();
            } else {
                alone = Alone::new();
            }
        }
    }

    #[test]
    fn small_numbers_that_are_believed_can_be_used(
        scribbles in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..200), 1..400),
    ) {
        let places = places_that_count();
        let mut alone = Alone::new();
        for (place, at, byte) in scribbles {
            let (start, size) = places[place.index(places.len())];
            let at = start + at.index(size);
            let before = alone.byte(at);
            alone.scribble(at, &[byte]);
            if alone.audit() == Ok(()) {
                alone.use_it();
            } else {
                alone.scribble(at, &[before]);
            }
        }
    }
}

#[test]
fn tasks_that_are_in_no_list_can_be_alive() {
    let mut alone = Alone::new();
    alone.state().alive = TaskId::first(4).collect();
    assert_eq!(alone.audit(), Ok(()));
    assert_eq!(alone.state().alive.len(), 4);
    alone.use_it();
}
