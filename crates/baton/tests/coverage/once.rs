//! `Once` and its relatives, and barriers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Barrier, LazyLock, Once, OnceLock};
use std::thread;

static RUNS: AtomicU32 = AtomicU32::new(0);
static LAZY: LazyLock<String> = LazyLock::new(|| format!("made {}", RUNS.fetch_add(1, SeqCst)));

fn fails(run: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(run)).is_err()
}

fn once() {
    let once = Once::new();
    println!("{}", once.is_completed());
    println!("{}", fails(|| once.call_once(|| panic!("first"))));
    println!("{} {}", fails(|| once.call_once(|| ())), fails(|| once.wait()));
    once.call_once_force(|state| println!("{}", state.is_poisoned()));
    println!("{}", once.is_completed());
    once.call_once(|| println!("never"));
    once.wait();
}

fn lock() {
    let cell = OnceLock::new();
    println!("{:?} {:?} {:?}", cell.get(), cell.set(3), cell.set(4));
    println!("{} {:?} {}", cell.get_or_init(|| 5), cell.clone().into_inner(), cell == OnceLock::from(3));
    let mut cell = cell;
    *cell.get_mut().unwrap() += 1;
    println!("{:?} {:?}", cell.take(), cell.get());
    let cell: OnceLock<u32> = OnceLock::new();
    println!("{}", fails(|| { cell.get_or_init(|| panic!("not now")); }));
    println!("{}", cell.get_or_init(|| 8));
    thread::scope(|scope| {
        let cell = OnceLock::new();
        let cell = &*Box::leak(Box::new(cell));
        let waits = scope.spawn(|| *cell.wait());
        cell.set(1).unwrap();
        println!("{}", waits.join().unwrap());
    });
}

fn lazy() {
    let threads = [(); 2].map(|()| thread::spawn(|| LAZY.len()));
    println!("{:?} {}", threads.map(|thread| thread.join().unwrap()), *LAZY);
    let local = LazyLock::new(|| RUNS.load(SeqCst));
    println!("{} {}", LazyLock::force(&local), *local);
    let broken: LazyLock<u32> = LazyLock::new(|| panic!("never made"));
    println!("{} {}", fails(|| { LazyLock::force(&broken); }), fails(|| { LazyLock::force(&broken); }));
}

fn barrier() {
    let barrier = Barrier::new(2);
    let leaders = AtomicU32::new(0);
    let steps = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for round in 1..=2 {
                    steps.fetch_add(1, SeqCst);
                    leaders.fetch_add(u32::from(barrier.wait().is_leader()), SeqCst);
                    assert!(steps.load(SeqCst) >= 2 * round);
                    barrier.wait();
                }
            });
        }
    });
    println!("{} {}", leaders.load(SeqCst), Barrier::new(1).wait().is_leader());
}

fn main() {
    once();
    lock();
    lazy();
    barrier();
}
