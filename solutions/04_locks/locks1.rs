//! Solution of locks1: a thread that acquires the lock also releases it, always.

use check::Lock;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Lock = Lock::new();
static JAR: AtomicI64 = AtomicI64::new(0);

/// Runs `work` with the lock held.
///
/// `acquire` and `release` are called here, side by side, and nowhere else. Every
/// path through `work` comes back to this function, so the lock is released. Only a
/// panic would still skip the `release`; the next exercise shows what to do about
/// that.
fn with_lock<T>(work: impl FnOnce() -> T) -> T {
    LOCK.acquire();
    let result = work();
    LOCK.release();
    result
}

/// Puts a sweet into the jar, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        with_lock(|| JAR.store(slowly(JAR.load(Relaxed) + 1), Relaxed));
    }
}

/// Tries to take a sweet, `rounds` times, and returns how many it took.
fn dec(rounds: u64) -> u64 {
    let mut taken = 0;
    for _ in 0..rounds {
        // In the starter, when the jar was empty, `continue` left the round with the
        // lock still held. From then on both threads were blocked on a lock that no
        // thread would ever release.
        let sweet = with_lock(|| {
            let sweets = JAR.load(Relaxed);
            if sweets == 0 {
                return 0;
            }
            JAR.store(slowly(sweets - 1), Relaxed);
            1
        });
        taken += sweet;
    }
    taken
}

/// The number of sweets in the jar.
fn sweets() -> i64 {
    JAR.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// Your tries: with `ROUNDS=0` the program ends, because only `main` looks into the jar, once,
// and no thread locks after it. With `ROUNDS=1` it hangs: `dec` looks twice, so at least once it
// finds the jar empty, and the next `acquire` waits forever. Without the lock, the program
// ends, but sweets get lost or appear from nowhere: a store overwrites what the other thread
// has stored since the load.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
#[allow(dead_code)] // A fix may use another lock.
mod check {
    use super::{dec, inc, sweets};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        let put_in = rounds + extra;
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        // `dec` tries twice as often, so that it finds the jar empty in every run.
        let taker = thread("dec").spawn(move || dec(2 * rounds));
        let giver = thread("inc").spawn(move || inc(put_in));
        let taken = taker.expect("another thread can be started").join();
        let given = giver.expect("another thread can be started").join();
        let (Ok(taken), Ok(())) = (taken, given) else {
            std::panic!("a thread failed before it was done");
        };
        let left: i64 = sweets();
        std::println!("put in {put_in}, taken out {taken}, left {left}");
        // Now `main` takes out what should be left, then tries to take one more.
        let more: u64 = dec(put_in.saturating_sub(taken) + 1);
        let taken = taken + more;
        let left: i64 = sweets();
        let counter = match i128::from(taken) - i128::from(put_in) {
            0 => i128::from(left),
            difference => difference,
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "no sweet should be lost or made up");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }

    /// A lock that is acquired and released by hand.
    pub struct Lock {
        held: std::sync::Mutex<bool>,
        given_back: std::sync::Condvar,
    }

    impl Lock {
        pub const fn new() -> Self {
            Self {
                held: std::sync::Mutex::new(false),
                given_back: std::sync::Condvar::new(),
            }
        }

        /// Waits until the lock is free, then acquires it.
        #[track_caller]
        pub fn acquire(&self) {
            let held = self.held.lock().expect("no thread panics here");
            let free = self.given_back.wait_while(held, |held| *held);
            *free.expect("no thread panics here") = true;
        }

        /// Releases the lock, so that another thread can acquire it.
        #[track_caller]
        pub fn release(&self) {
            let mut held = self.held.lock().expect("no thread panics here");
            let was_held = std::mem::replace(&mut *held, false);
            drop(held);
            std::assert!(was_held, "release() of a lock that is not held");
            self.given_back.notify_one();
        }
    }
}

fn main() {
    check::main();
}
