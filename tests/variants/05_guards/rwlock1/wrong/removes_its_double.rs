//~ FAILS wrong_result
//! Lets the guest in first, and puts the list right afterwards: too late, both are inside.

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
        if self.used.read().unwrap().contains(&ticket) {
            return false;
        }
        let mut used = self.used.write().unwrap();
        used.push(ticket);
        used.dedup();
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
