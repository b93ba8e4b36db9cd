//~ PASSES
//! A set says itself whether the ticket was new, so look and change are one call under one guard.

use std::collections::BTreeSet;
use std::sync::RwLock;

/// The desk that both doors ask.
struct Desk {
    /// The tickets that were used.
    used: RwLock<BTreeSet<u64>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            used: RwLock::new(BTreeSet::new()),
        }
    }

    /// Lets the guest with this ticket in, and returns `true`, unless the ticket has been
    /// used before.
    fn admit(&self, ticket: u64) -> bool {
        self.used.write().unwrap().insert(ticket)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
