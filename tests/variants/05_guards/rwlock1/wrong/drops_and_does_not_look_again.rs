//~ FAILS wrong_result at `let mut used = self.used.write().unwrap();` or `used.push(ticket);` or `let used = self.used.read().unwrap();`
//! The deadlock is gone, but between the two guards the other door can let the same ticket in.

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
        let used = self.used.read().unwrap();
        if used.contains(&ticket) {
            return false;
        }
        drop(used);
        let mut used = self.used.write().unwrap();
        used.push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
