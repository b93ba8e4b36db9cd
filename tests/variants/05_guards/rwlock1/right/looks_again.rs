//~ PASSES
//! Reads first, releases the lock, and looks again when it may write.

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
        // The other door may have let in a guest with this ticket in between.
        if used.contains(&ticket) {
            return false;
        }
        used.push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
