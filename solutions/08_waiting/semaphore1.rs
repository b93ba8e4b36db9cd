//! Solution of semaphore1: the permit is taken under the same guard under which
//! the swimmer has seen that one is left.

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    let mut permits = PERMITS.lock().unwrap();
    // `while`, not `if`: between the notification and the moment when `wait` has acquired
    // the lock again, another swimmer can take the permit, as in condvar1.
    while *permits <= 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
    // "A permit is left" is true as long as this guard is held, and no longer. The starter
    // unlocked here and locked again to take the permit. In between, another swimmer could
    // see the same permit: a check-then-act, as in threads3, with a lock around each half.
    *permits -= 1;
}

// What other fixes cost: a helper that waits is fine if it returns the guard, so that the
// lock is still held. One atomic and a compare-exchange loop need no lock, but a swimmer
// who finds no permit polls. A channel with two messages in it is a semaphore, too. std has
// none; tokio and other libraries do.
//
// Try: both see 1, and both take it. Then PERMITS is -1. Both swim although one lane is
// left, and the next release brings PERMITS only to 0: the semaphore forgets nothing, so
// afterwards everything seems right again. Only the time with three in two lanes was wrong.

/// Gives a permit back.
fn release() {
    *PERMITS.lock().unwrap() += 1;
    RELEASED.notify_one();
}

/// The permits that are left when all swimmers are done.
fn left() -> i32 {
    *PERMITS.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{acquire, left, release};
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    /// How many lanes are in use, and how many times both were when a swimmer came.
    static IN_USE: AtomicU64 = AtomicU64::new(0);
    static CROWDED: AtomicU64 = AtomicU64::new(0);

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 50_000), number("EXTRA", 0));
        // The lesson takes one of the lanes, from the beginning to the end.
        acquire();
        IN_USE.store(1, Relaxed);
        // `inc` swims `extra` more lengths than `dec`.
        let threads = [("inc", rounds + extra), ("dec", rounds)].map(|(name, lengths)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..lengths).for_each(|_| swim()));
            (name, thread.expect("another thread can be started"))
        });
        for (name, end) in threads.map(|(name, thread)| (name, thread.join())) {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        release();
        let crowded = CROWDED.load(Relaxed);
        std::println!("times that both lanes were in use when a swimmer came: {crowded}");
        // All permits should have been given back.
        let left: i32 = left();
        let counter = u128::from(crowded) + u128::from(left.abs_diff(2));
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "there should be a lane for each swimmer");
    }

    /// Swims a length, with a permit.
    fn swim() {
        acquire();
        if IN_USE.fetch_add(1, Relaxed) == 2 {
            CROWDED.fetch_add(1, Relaxed);
        }
        std::thread::yield_now(); // Swimming takes a while.
        IN_USE.fetch_sub(1, Relaxed);
        release();
    }

    /// `ROUNDS`: how many lengths each swimmer swims; `EXTRA`: how many more `inc` swims.
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
