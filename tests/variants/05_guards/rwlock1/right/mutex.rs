//~ PASSES
//! A Mutex instead of the RwLock: one guard from the look to the change.

use std::sync::Mutex;

/// The desk that both doors ask.
struct Desk {
    /// The tickets that were used.
    used: Mutex<Vec<u64>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            used: Mutex::new(Vec::new()),
        }
    }

    /// Lets the guest with this ticket in, and returns `true`, unless the ticket has been
    /// used before.
    fn admit(&self, ticket: u64) -> bool {
        let mut used = self.used.lock().unwrap();
        let new = !used.contains(&ticket);
        if new {
            used.push(ticket);
        }
        new
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
