//! Solution of livelock1: eat first, and be polite afterwards.

use check::spoonful;
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
    for eaten in 1..=spoonfuls {
        wait_for_my_turn(me);
        spoonful(&EATEN[me]);
        // Now it is the other one's turn. But only if they are hungry: if they have not sat
        // down yet, or have finished, the spoon stays here.
        if eaten < spoonfuls && HUNGRY[other].load(SeqCst) {
            SPOON.store(other, SeqCst);
        }
    }
    // With the last spoonful the spoon stays here until this thread is no longer hungry. If
    // the other one had it by then, they could still see this thread hungry, and pass the
    // spoon back to a thread that has left: they would wait for it forever.
    HUNGRY[me].store(false, SeqCst);
    SPOON.store(other, SeqCst);
}

/// Waits until the thread at seat `me` may take a spoonful.
fn wait_for_my_turn(me: usize) {
    // In the starter, `ada` passed the spoon on while `bob` was hungry, and `bob` passed it
    // back while `ada` was. Both threads run, the spoon goes back and forth, and neither
    // eats: a livelock. No thread is blocked, so a tool that looks for blocked threads
    // finds nothing.
    //
    // Stepping back is not the mistake. That both do it under the same condition is: each
    // undoes what the other one has just done. Here the thread with the spoon eats first.
    while SPOON.load(SeqCst) != me {
        thread::yield_now();
    }
}

/// How many spoonfuls each of them has eaten.
fn eaten() -> [u64; 2] {
    [EATEN[0].load(SeqCst), EATEN[1].load(SeqCst)]
}

// Other fixes, and what they cost: one of the two insists (`me == 0 ||`), which is short,
// but that one eats all their soup first. Or the one who has eaten less goes first, which
// is fair, but needs a count. In networks each side waits for a random time before it
// tries again: a livelock then ends soon, but how soon is left to chance. With a `Mutex`
// for the spoon, the operating system decides who is next.
//
// Try: with `ROUNDS=1` a run ends if one of the two has finished before the other one
// sits down, so that they are never hungry at the same time. As soon as both are, no
// schedule ends it.

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
