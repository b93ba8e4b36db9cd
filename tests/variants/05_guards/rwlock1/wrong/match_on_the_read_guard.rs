//~ FAILS deadlock at `self.used.write().unwrap().push(ticket);`
//! The read guard in the first line of a `match` lives to the end of the `match`.

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
        match self.used.read().unwrap().contains(&ticket) {
            true => false,
            false => {
                self.used.write().unwrap().push(ticket);
                true
            }
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
