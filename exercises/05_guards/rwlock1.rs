//! A concert with two doors: each ticket lets in one guest, and only once.
//!
//! The two threads `north` and `south` are the doors. Both ask the same `Desk`
//! whether a ticket has been used. (Some guests try a copy of their ticket at
//! the other door.) New here is the `RwLock`: any number of threads can hold it
//! with `read()` at the same time, but a thread that holds it with `write()`
//! holds it alone. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin rwlock1
//! ```
//!
//! It hangs (stop it with Ctrl-C), as soon as the first guest arrives.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: as many
//! guests were let in as there are tickets. Both doors stay open at the same
//! time.
//!
//! Try `ROUNDS=1`. Then delete the line with `read()` and the `if` below it, run
//! it again, and explain the number of guests.

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
        // Most tickets are looked up only, and both doors can do that at once.
        let used = self.used.read().unwrap();
        if used.contains(&ticket) {
            return false;
        }
        // TODO: Which guard does this thread still hold here?
        let mut used = self.used.write().unwrap();
        used.push(ticket);
        true
    }
}

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
