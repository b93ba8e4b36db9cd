//~ PASSES
//! Another lock makes look and change one critical section; the RwLock is only for looking.

use std::sync::{Mutex, RwLock};

/// The desk that both doors ask.
struct Desk {
    /// The tickets that were used.
    used: RwLock<Vec<u64>>,
    deciding: Mutex<()>,
}

impl Desk {
    fn new() -> Self {
        Self {
            used: RwLock::new(Vec::new()),
            deciding: Mutex::new(()),
        }
    }

    /// Lets the guest with this ticket in, and returns `true`, unless the ticket has been
    /// used before.
    fn admit(&self, ticket: u64) -> bool {
        let _deciding = self.deciding.lock().unwrap();
        if self.used.read().unwrap().contains(&ticket) {
            return false;
        }
        self.used.write().unwrap().push(ticket);
        true
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
