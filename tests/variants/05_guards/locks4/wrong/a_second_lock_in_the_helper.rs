//~ FAILS deadlock at `till().bookings += 1;`
//! A second lock does not help `book`: it still needs the one that its caller holds.

use std::sync::{Mutex, MutexGuard};

struct Coin;

struct Till {
    coins: u64,
    bookings: u64,
}

impl Till {
    /// Takes a coin out, if there is one.
    fn take(&mut self) -> Option<Coin> {
        if self.coins == 0 {
            return None;
        }
        self.coins -= 1;
        Some(Coin)
    }
}

static BOOKING: Mutex<()> = Mutex::new(());
static TILL: Mutex<Till> = Mutex::new(Till {
    coins: 0,
    bookings: 0,
});

/// Locks the till.
#[track_caller] // So that a message names the line of the caller.
fn till() -> MutexGuard<'static, Till> {
    TILL.lock().unwrap()
}

/// Puts a coin into the till.
fn inc() {
    let mut till = till();
    till.coins += 1;
    book();
}

/// Takes a coin out of the till, if there is one.
fn dec() -> Option<Coin> {
    if let Some(coin) = till().take() {
        book();
        return Some(coin);
    }
    None
}

/// Records a booking.
fn book() {
    let _guard = BOOKING.lock().unwrap();
    till().bookings += 1;
}

/// The number of bookings.
fn bookings() -> u64 {
    till().bookings
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
