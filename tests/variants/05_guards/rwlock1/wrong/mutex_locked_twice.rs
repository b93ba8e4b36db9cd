//~ FAILS deadlock at `let mut used = self.used.lock().unwrap();`
//! A Mutex in place of the RwLock, but it is still locked twice.

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
        let used = self.used.lock().unwrap();
        if used.contains(&ticket) {
            return false;
        }
        let mut used = self.used.lock().unwrap();
        used.push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
