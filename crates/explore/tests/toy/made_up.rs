//! Random toy programs.

use std::env;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use protocol::Order;

use super::code::{Act, Program, Spin, Value};

/// Random programs use so many objects of each kind.
const USED: u32 = 2;

const LOADS: &[Order] = &[Order::Relaxed, Order::Acquire, Order::SeqCst];
const STORES: &[Order] = &[Order::Relaxed, Order::Release, Order::SeqCst];
const UPDATES: &[Order] = &[
    Order::Relaxed,
    Order::Acquire,
    Order::Release,
    Order::AcqRel,
    Order::SeqCst,
];
const FENCES: &[Order] = &[Order::Acquire, Order::Release, Order::AcqRel, Order::SeqCst];

fn order(orders: &'static [Order]) -> impl Strategy<Value = Order> {
    prop::sample::select(orders)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        (1..4_u64).prop_map(Value::Constant),
        Just(Value::NextOfSeen)
    ]
}

fn with_atomics() -> BoxedStrategy<Act> {
    let atomic = || 0..USED;
    prop_oneof![
        4 => (atomic(), order(LOADS)).prop_map(|(atomic, order)| Act::Load(atomic, order)),
        4 => (atomic(), order(STORES), value())
            .prop_map(|(atomic, order, value)| Act::Store(atomic, order, value)),
        1 => (atomic(), order(UPDATES)).prop_map(|(atomic, order)| Act::Add(atomic, order)),
        1 => (atomic(), order(UPDATES), value())
            .prop_map(|(atomic, order, value)| Act::Exchange(atomic, order, value)),
        1 => (atomic(), order(UPDATES), value())
            .prop_map(|(atomic, order, value)| Act::Weak(atomic, order, value)),
        1 => order(FENCES).prop_map(Act::Fence),
        1 => (atomic(), order(LOADS)).prop_map(|(atomic, order)| Act::Await(atomic, order)),
    ]
    .boxed()
}

fn with_memory() -> BoxedStrategy<Act> {
    let place = || 0..USED;
    prop_oneof![
        place().prop_map(Act::Read),
        (place(), value()).prop_map(|(place, value)| Act::Write(place, value)),
    ]
    .boxed()
}

/// Operations that need no lock.
fn simple() -> BoxedStrategy<Act> {
    let one = || 0..USED;
    prop_oneof![
        4 => with_atomics(),
        4 => with_memory(),
        1 => one().prop_map(Act::NotifyOne),
        1 => one().prop_map(Act::NotifyAll),
        1 => (one(), value()).prop_map(|(channel, value)| Act::Send(channel, value)),
        1 => one().prop_map(Act::Receive),
        1 => Just(Act::Yield),
    ]
    .boxed()
}

/// Operations with a mutex held; a wait on a condition variable releases it.
fn inside(mutex: u32) -> BoxedStrategy<Act> {
    let wait = (0..USED).prop_map(move |condvar| Act::Wait(condvar, mutex));
    let nested = (0..USED, simple()).prop_map(|(other, simple)| Act::Locked(other, vec![simple]));
    prop_oneof![5 => simple(), 1 => wait, 1 => nested].boxed()
}

fn act() -> BoxedStrategy<Act> {
    let locked = |tries: bool| {
        (0..USED)
            .prop_flat_map(|mutex| (Just(mutex), prop::collection::vec(inside(mutex), 0..3)))
            .prop_map(move |(mutex, inside)| match tries {
                false => Act::Locked(mutex, inside),
                true => Act::TryLocked(mutex, inside),
            })
    };
    prop_oneof![5 => simple(), 3 => locked(false), 1 => locked(true)].boxed()
}

fn made_of(act: fn() -> BoxedStrategy<Act>) -> impl Strategy<Value = Program> {
    let threads = prop_oneof![
        prop::collection::vec(prop::collection::vec(act(), 1..5), 2..=2),
        prop::collection::vec(prop::collection::vec(act(), 1..3), 3..=3),
    ];
    let main = prop::collection::vec(act(), 0..2);
    let joins = prop::bool::weighted(0.8);
    (main, threads, joins).prop_map(|(main, mut threads, joins)| {
        threads.insert(0, main);
        Program {
            threads,
            joins,
            processes: false,
        }
    })
}

/// A program of `main` and two or three threads, with operations of all kinds.
pub fn program() -> impl Strategy<Value = Program> {
    made_of(act)
}

/// The same without loops.
pub fn program_without_awaits() -> impl Strategy<Value = Program> {
    fn is_without(acts: &[Act]) -> bool {
        acts.iter().all(|act| match act {
            Act::Await(..) => false,
            Act::Locked(_, inside) | Act::TryLocked(_, inside) => is_without(inside),
            _ => true,
        })
    }
    program().prop_filter("it has no loop", |program| {
        program.threads.iter().all(|acts| is_without(acts))
    })
}

/// A program of threads that wait for notifications and notify.
pub fn program_with_waits() -> impl Strategy<Value = Program> {
    made_of(|| {
        let one = || 0..USED;
        let locked = one().prop_flat_map(move |mutex| {
            let wait = one().prop_map(move |condvar| Act::Wait(condvar, mutex));
            let inside = prop_oneof![2 => wait, 1 => with_memory()];
            (Just(mutex), prop::collection::vec(inside, 1..3))
        });
        prop_oneof![
            3 => locked.prop_map(|(mutex, inside)| Act::Locked(mutex, inside)),
            1 => one().prop_map(Act::NotifyOne),
            1 => one().prop_map(Act::NotifyAll),
            1 => with_atomics(),
        ]
        .boxed()
    })
}

/// A program of threads that park, and unpark the two that are there first.
pub fn program_with_parks() -> impl Strategy<Value = Program> {
    made_of(|| {
        prop_oneof![
            2 => Just(Act::Park),
            2 => (0..2_u32).prop_map(Act::Unpark),
            1 => with_atomics(),
        ]
        .boxed()
    })
}

/// A program of threads that send, receive, and try to lock.
pub fn program_with_messages() -> impl Strategy<Value = Program> {
    made_of(|| {
        let one = || 0..USED;
        let tries = (one(), prop::collection::vec(with_atomics(), 0..2));
        prop_oneof![
            3 => (one(), value()).prop_map(|(channel, value)| Act::Send(channel, value)),
            3 => one().prop_map(Act::Receive),
            1 => tries.clone().prop_map(|(mutex, inside)| Act::TryLocked(mutex, inside)),
            1 => tries.prop_map(|(mutex, inside)| Act::Locked(mutex, inside)),
            1 => with_atomics(),
        ]
        .boxed()
    })
}

/// A program of two or three threads that only access memory, a few times: small enough for the axioms.
pub fn program_of_accesses() -> impl Strategy<Value = Program> {
    let atomic = with_atomics().prop_filter("it ends", |act| !matches!(act, Act::Await(..)));
    small(prop_oneof![8 => atomic, 1 => with_memory()].boxed())
}

/// The same with loops that wait.
pub fn program_of_accesses_and_loops() -> impl Strategy<Value = Program> {
    let waits = prop_oneof![
        2 => (0..USED, order(LOADS)).prop_map(|(atomic, order)| Act::Await(atomic, order)),
        1 => (0..USED, order(UPDATES), any::<bool>())
            .prop_map(|(atomic, order, weak)| Act::Acquire(atomic, order, weak)),
        1 => (0..USED, order(STORES))
            .prop_map(|(atomic, order)| Act::Store(atomic, order, Value::Constant(0))),
    ];
    small(prop_oneof![4 => waits, 6 => with_atomics(), 1 => with_memory()].boxed())
}

fn small(act: BoxedStrategy<Act>) -> impl Strategy<Value = Program> {
    let threads = prop::collection::vec(prop::collection::vec(act, 1..=4), 2..=3);
    let is_small = |threads: &Vec<Vec<Act>>| threads.iter().map(Vec::len).sum::<usize>() <= 7;
    let threads = threads.prop_filter("it is small", is_small);
    threads.prop_map(|mut threads| {
        threads.insert(0, Vec::new());
        Program {
            threads,
            joins: true,
            processes: false,
        }
    })
}

const SPINS: &[Spin] = &[
    Spin::Swap,
    Spin::Exchange,
    Spin::LoadFirst,
    Spin::YieldFirst,
    Spin::YieldAfter,
];

/// A program of threads that wait in loops, and store what the others wait for.
pub fn program_with_loops() -> impl Strategy<Value = Program> {
    made_of(|| {
        let one = || 0..USED;
        let store = || {
            (one(), 0..3_u64)
                .prop_map(|(one, value)| Act::Store(one, Order::SeqCst, Value::Constant(value)))
        };
        let load = || one().prop_map(|one| Act::Load(one, Order::SeqCst));
        let await_one = || one().prop_map(|one| Act::Await(one, Order::SeqCst));
        let inside = || prop::collection::vec(prop_oneof![load(), store()], 0..2);
        let spin = prop::sample::select(SPINS);
        prop_oneof![
            4 => store(),
            1 => load(),
            1 => one().prop_map(|one| Act::Add(one, Order::SeqCst)),
            3 => await_one(),
            1 => one().prop_map(Act::AwaitNoting),
            1 => (0..USED).prop_map(|one| Act::AwaitBoth(one, USED - 1 - one)),
            3 => (one(), spin, inside())
                .prop_map(|(one, spin, inside)| Act::Spinlocked(one, spin, inside)),
            1 => (one(), 2..4_u32).prop_map(|(one, times)| Act::Attempts(one, times)),
            1 => (one(), inside()).prop_map(|(one, inside)| Act::TriedUntilLocked(one, inside)),
            1 => (one(), inside()).prop_map(|(one, inside)| Act::Locked(one, inside)),
        ]
        .boxed()
    })
}

/// A program whose threads wait in loops, some of which acquire what others have released, and access plain memory.
pub fn program_with_loops_and_memory() -> impl Strategy<Value = Program> {
    made_of(|| {
        let one = || 0..USED;
        let loads = prop::sample::select(LOADS);
        let stores = prop::sample::select(STORES);
        let value = Value::Constant;
        prop_oneof![
            3 => (one(), stores, 0..2_u64)
                .prop_map(move |(one, order, number)| Act::Store(one, order, value(number))),
            3 => (one(), loads).prop_map(|(one, order)| Act::Await(one, order)),
            1 => one().prop_map(|one| Act::Spinlocked(one, Spin::Swap, vec![Act::Read(0)])),
            3 => one().prop_map(Act::Read),
            2 => one().prop_map(move |one| Act::Write(one, value(1))),
        ]
        .boxed()
    })
}

/// A program with atomics, fences and plain memory only.
pub fn program_with_atomics() -> impl Strategy<Value = Program> {
    made_of(|| prop_oneof![4 => with_atomics(), 1 => with_memory()].boxed())
}

/// A program of processes that share numbers, as in files, and lock files.
pub fn program_with_processes() -> impl Strategy<Value = Program> {
    let act = || {
        let locked = (
            0..USED,
            prop::collection::vec(with_atomics(), 0..3),
            any::<bool>(),
        );
        let locked = locked.prop_map(|(file, inside, tries)| match tries {
            false => Act::FileLocked(file, inside),
            true => Act::FileTryLocked(file, inside),
        });
        prop_oneof![2 => with_atomics(), 1 => locked, 1 => Just(Act::Yield)].boxed()
    };
    made_of(act).prop_map(|program| Program {
        processes: true,
        ..program
    })
}

/// The same hundred programs each time, unless `PROPTEST_CASES` or `PROPTEST_RNG_SEED` ask for others.
pub fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: match env::var_os("PROPTEST_CASES") {
            Some(_) => default.cases,
            None => 100,
        },
        failure_persistence: None,
        rng_seed: match default.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0),
            fixed @ RngSeed::Fixed(_) => fixed,
        },
        ..default
    }
}
