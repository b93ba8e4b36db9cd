//~ FAILS deadlock at `let mut used = self.used.write().unwrap();`
//! Both guards have names of their own, but the first is dropped after the second was asked for.

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
        let seen = self.used.read().unwrap();
        if seen.contains(&ticket) {
            return false;
        }
        let mut used = self.used.write().unwrap();
        drop(seen);
        used.push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
