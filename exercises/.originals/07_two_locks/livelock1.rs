//! Two friends, one spoon, and both are very polite: "After you!"
//!
//! The threads `ada` and `bob` eat soup, and there is one `SPOON`. Only the one
//! who has it may take a spoonful. But neither likes to eat while the other one
//! is hungry. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin livelock1
//! ```
//!
//! It never ends (stop it with Ctrl-C). But it is no deadlock: there is no lock,
//! and no thread is blocked. Look at how busy the processor is while it runs.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: both have
//! eaten all their soup, never with the spoon in two mouths.
//!
//! Try `ROUNDS=1`, many times. Some runs end: what happened in them?

use check::spoonful; // Eats one spoonful, and counts it.
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// Who has the spoon: seat 0, which is `ada`, or seat 1, which is `bob`.
static SPOON: AtomicUsize = AtomicUsize::new(0);

/// How many spoonfuls each has eaten.
static EATEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Who is hungry.
static HUNGRY: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// What a thread does: eats its soup, then leaves the spoon to the other one.
fn eat(me: usize, spoonfuls: u64) {
    let other = 1 - me;
    HUNGRY[me].store(true, SeqCst);
    for _ in 0..spoonfuls {
        wait_for_my_turn(me, other);
        spoonful(&EATEN[me]);
    }
    HUNGRY[me].store(false, SeqCst);
    SPOON.store(other, SeqCst);
}

/// Waits until the thread at seat `me` may take a spoonful.
fn wait_for_my_turn(me: usize, other: usize) {
    loop {
        if SPOON.load(SeqCst) == me {
            // TODO: If both are hungry, who eats?
            if !HUNGRY[other].load(SeqCst) {
                return;
            }
            SPOON.store(other, SeqCst); // After you!
        }
        thread::yield_now();
    }
}

/// How many spoonfuls each of them has eaten.
fn eaten() -> [u64; 2] {
    [EATEN[0].load(SeqCst), EATEN[1].load(SeqCst)]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
#[allow(dead_code)] // A fix may leave out the spoonfuls.
mod check {
    use super::{eat, eaten};

    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};

    /// Whether the spoon is in a mouth.
    static IN_USE: AtomicBool = AtomicBool::new(false);

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000), number("EXTRA", 0));
        let guests = [("ada", 0, rounds + extra), ("bob", 1, rounds)];
        let guests = guests.map(|(name, seat, spoonfuls)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || eat(seat, spoonfuls));
            (name, thread.expect("another thread can be started"))
        });
        let ends = guests.map(|(name, guest)| (name, guest.join()));
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        let eaten: [u64; 2] = eaten();
        let [ada, bob] = eaten.map(i128::from);
        std::println!("spoonfuls eaten: ada {ada}, bob {bob}");
        // The differences are added without their signs, so that they cannot cancel out.
        let counter = (ada - i128::from(rounds + extra)).abs() + (bob - i128::from(rounds)).abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "both should eat all their soup");
    }

    /// Takes a spoonful, and counts it.
    pub fn spoonful(eaten: &AtomicU64) {
        let in_use = IN_USE.swap(true, SeqCst);
        std::assert!(!in_use, "the spoon is in two mouths");
        eaten.fetch_add(1, SeqCst);
        IN_USE.store(false, SeqCst);
    }

    /// `ROUNDS`: how many spoonfuls each of them eats; `EXTRA`: how many more `ada` eats.
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
