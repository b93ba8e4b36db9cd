//! What an exchange of an atomic is asked for.

use crate::Order;

/// What a `compare_exchange` is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The value that it replaces, as bits.
    pub expected: u64,
    /// The order that it has where it exchanges.
    pub success: Order,
    /// The order that it has where it fails: it is a load then.
    pub failure: Order,
    /// Whether it may fail although the value is the expected one.
    pub weak: bool,
}

impl Exchange {
    /// Whether it can do anything that no interleaving shows.
    pub fn is_weak(self) -> bool {
        self.weak || self.success != Order::SeqCst || self.failure != Order::SeqCst
    }
}
