//! A swimming pool with two lanes, and too many swimmers.
//!
//! Only one swimmer fits in a lane. So there is a **semaphore** with two
//! **permits**, one for each lane: a swimmer acquires a permit, swims a length,
//! and releases it. If no permit is left, the swimmer waits until one is
//! released. Today a lesson holds one of the permits all the time, and the
//! threads `inc` and `dec` want to swim in the other lane. Run the program a
//! few times:
//!
//! ```sh
//! cargo run -p exercises --bin semaphore1
//! ```
//!
//! Now and then you see `times that both lanes were in use when a swimmer came:
//! 2` or the like. The permits are counted under a lock, and yet one too many
//! is given out.
//!
//! Once fixed, that number is 0 in every run, and so is `Counter`. There are
//! still two permits: a swimmer who comes when a lane is free gets it.
//!
//! Try it on paper, with one permit left, and two swimmers who come at the same
//! time: what does each of them see, and when does it take the permit? What is
//! in `PERMITS` then?

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    // TODO: For how long is it true that a permit is left?
    wait_for_a_permit();
    *PERMITS.lock().unwrap() -= 1;
}

/// Waits until a permit is left.
fn wait_for_a_permit() {
    let mut permits = PERMITS.lock().unwrap();
    while *permits <= 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
}

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
