//~ PASSES
//! The read guard is dropped, and the ticket is looked up again under the write guard.

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
        let known = used.contains(&ticket);
        drop(used);
        if known {
            return false;
        }
        let mut used = self.used.write().unwrap();
        let new = !used.contains(&ticket);
        if new {
            used.push(ticket);
        }
        new
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
