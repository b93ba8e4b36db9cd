//! Solution of two_locks1: each number has its lock, and both threads use the
//! same one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

// Which lock protects which data is an agreement. In the starter, `inc` changed the
// apples under APPLES_LOCK, and `dec` changed them under PEARS_LOCK: both held *a*
// lock, and nothing kept them apart. (As a `Mutex<i64>`, each number would be inside
// its own lock, and the compiler would not let you mix them up.)
static APPLES_LOCK: Mutex<()> = Mutex::new(());
static APPLES: AtomicI64 = AtomicI64::new(0);

static PEARS_LOCK: Mutex<()> = Mutex::new(());
static PEARS: AtomicI64 = AtomicI64::new(0);

/// Adds an apple and a pear.
fn inc() {
    {
        let _guard = APPLES_LOCK.lock().unwrap();
        let apples = APPLES.load(Relaxed);
        APPLES.store(slowly(apples + 1), Relaxed);
    }
    {
        let _guard = PEARS_LOCK.lock().unwrap();
        let pears = PEARS.load(Relaxed);
        PEARS.store(slowly(pears + 1), Relaxed);
    }
}

/// Removes an apple and a pear.
fn dec() {
    // The same two blocks as in `inc`. The first guard is dropped before the second
    // lock is acquired: no thread ever holds both, so no thread can wait for one while
    // it holds the other.
    {
        let _guard = APPLES_LOCK.lock().unwrap();
        let apples = APPLES.load(Relaxed);
        APPLES.store(slowly(apples - 1), Relaxed);
    }
    {
        let _guard = PEARS_LOCK.lock().unwrap();
        let pears = PEARS.load(Relaxed);
        PEARS.store(slowly(pears - 1), Relaxed);
    }
}

/// The final numbers of apples and pears.
fn counters() -> (i64, i64) {
    (APPLES.load(Relaxed), PEARS.load(Relaxed))
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// Other fixes, and what they cost: one lock for both numbers is the simplest, but no
// thread can work on the pears while another one changes the apples. Both locks at once
// need an order, which is what deadlock1 is about.
//
// Try: in the starter, every line of `dec` can run at the same time as the first block of
// `inc`, since they hold different locks. The second block of `inc` and all of `dec`
// exclude each other. So the apples are at risk, and the pears are not.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counters, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 100_000), number("EXTRA", 0));
        let workers = [("inc", inc as fn(), rounds + extra), ("dec", dec, rounds)];
        let threads = workers.map(|(name, step, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..rounds).for_each(|_| step()));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        let (apples, pears): (i64, i64) = counters();
        std::println!("apples: {apples}, pears: {pears}");
        // `inc` was asked for `extra` more rounds. The differences are added without their
        // signs, so that two wrong numbers cannot cancel out.
        let extra = i128::from(extra);
        let counter = (i128::from(apples) - extra).abs() + (i128::from(pears) - extra).abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "no apples and no pears should be left");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
