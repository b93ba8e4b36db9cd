//~ FAILS livelock at `if let Ok(mut used) = self.used.try_write() {`
//! Trying again does not help: the thread itself holds the lock with `read()`.

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
        loop {
            if let Ok(mut used) = self.used.try_write() {
                used.push(ticket);
                return true;
            }
            std::thread::yield_now();
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
