//~ FAILS wrong_result at `self.used.write().unwrap().push(ticket);` or `if self.used.read().unwrap().contains(&ticket) {`
//! Each guard is gone at the end of its statement, so the two are not one critical section.

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
        self.used.write().unwrap().push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
