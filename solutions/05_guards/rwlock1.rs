//! Solution of rwlock1: release the lock for reading, acquire it for writing, and look again.

use std::sync::RwLock;

/// The desk that both doors ask.
struct Desk {
    /// The tickets that were used.
    used: RwLock<Vec<u64>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            used: RwLock::new(Vec::new()),
        }
    }

    /// Lets the guest with this ticket in, and returns `true`, unless the ticket has been
    /// used before.
    fn admit(&self, ticket: u64) -> bool {
        // In the starter, the thread held the lock with `read()` and asked for `write()`.
        // A writer waits until every reader has released the lock, and one of the readers
        // was the thread itself: it was blocked forever. The second `let used` only hides
        // the name of the first. It does not drop the first guard, which lives to the
        // end of the function.
        if self.used.read().unwrap().contains(&ticket) {
            return false; // The guard had no name: it was dropped after the condition.
        }

        // Now the lock is free for a moment, and the other door may let a guest with the
        // same ticket in. What was read is out of date, so look again, under the guard that
        // also makes the change.
        let mut used = self.used.write().unwrap();
        if used.contains(&ticket) {
            return false;
        }
        used.push(ticket);
        true
    }
}

// Other fixes, and what they cost: `write()` from the start is shorter, and right, but
// then the doors look up one after the other, and a `Mutex` does the same for less. A
// `RwLock` is worth it only if most calls read, and reading takes long. Some libraries
// have a read lock that can be upgraded (`upgradable_read` in the crate `parking_lot`);
// only one thread can hold that at a time.
//
// Try: without the first lookup the threads no longer block, and each of the two doors
// lets in every ticket: `Counter = 1` with `ROUNDS=1`. The lock is held for each change,
// but nothing asks whether the ticket was used.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Desk;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000), number("EXTRA", 0));
        let desk = std::sync::Arc::new(Desk::new());
        // Each ticket comes to both doors, and `extra` more tickets come to the north door only.
        let doors = [("north", rounds + extra), ("south", rounds)];
        let doors = doors.map(|(name, tickets)| {
            let desk = std::sync::Arc::clone(&desk);
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || let_in(&desk, tickets));
            (name, thread.expect("another thread can be started"))
        });
        let [north, south] = doors.map(|(name, door)| match door.join() {
            Ok(guests) => guests,
            Err(_) => std::panic!("the thread `{name}` failed"),
        });
        std::println!(
            "{} tickets, guests let in: north {north}, south {south}",
            rounds + extra
        );
        let counter = i128::from(north + south) - i128::from(rounds + extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each ticket should let in one guest");
    }

    /// Asks for each ticket whether its guest may come in, and returns how many did.
    fn let_in(desk: &Desk, tickets: u64) -> u64 {
        let mut guests = 0;
        for ticket in 0..tickets {
            let admitted: bool = desk.admit(ticket);
            guests += u64::from(admitted);
        }
        guests
    }

    /// `ROUNDS`: how many tickets come to both doors; `EXTRA`: how many more to the north door.
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
