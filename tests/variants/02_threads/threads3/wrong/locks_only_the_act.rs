//~ FAILS wrong_result at `COINS.fetch_sub(1, Relaxed);`
//! The look comes before the lock, so it may be out of date when the lock is held.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and says whether there was.
fn spend() -> bool {
    if COINS.load(Relaxed) > 0 {
        let _guard = LOCK.lock().expect("nobody panics with the lock");
        COINS.fetch_sub(1, Relaxed);
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of all names above, it knows those that it imports. (Macros would come in
// by themselves, so they are called by their paths.)
mod check {
    use super::{earn, spend};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
        // With more than one round, a coin is there from the start: so there can be two at
        // a time, and who gives up when somebody else was faster leaves one behind.
        if rounds > 1 {
            earn_and_note();
        }
        let sides = [
            ("inc", inc as fn(u64) -> u64, rounds + extra),
            ("dec", dec, rounds),
        ];
        let threads = sides.map(|(name, side, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || side(rounds));
            (name, thread.expect("another thread can be started"))
        });
        let too_many = threads.map(|(name, thread)| match thread.join() {
            Ok(too_many) => too_many,
            Err(_) => std::panic!("the thread `{name}` failed"),
        });
        let too_many: u64 = too_many.iter().sum();
        let left = NOTED.load(std::sync::atomic::Ordering::Relaxed);
        std::println!("spent though they were not there: {too_many}, left: {left}");
        // `inc` wants a coin after each that it puts in, and `dec` takes the first one, so
        // in the end none is left.
        let counter = match too_many {
            0 => -i128::from(left),
            _ => i128::from(too_many),
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each coin should be spent, and none twice");
    }

    /// The check's own books: a coin is noted before it is put in, and crossed out after
    /// it is spent, so there are never too few.
    static NOTED: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

    /// Notes a coin and puts it in.
    fn earn_and_note() {
        NOTED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        earn();
    }

    /// Puts coins in and wants one after each; says how many it got that were not there.
    fn inc(rounds: u64) -> u64 {
        let mut too_many = 0;
        for _ in 0..rounds {
            earn_and_note();
            too_many += spend_and_note();
        }
        too_many
    }

    /// Wants coins; says how many it got that were not there.
    fn dec(rounds: u64) -> u64 {
        (0..rounds).map(|_| spend_and_note()).sum()
    }

    /// Wants a coin; says whether it got one that was not there.
    fn spend_and_note() -> u64 {
        let spent: bool = spend();
        if !spent {
            return 0;
        }
        let coins = NOTED.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        u64::from(coins <= 0)
    }

    /// `ROUNDS`: how often each side counts; `EXTRA`: how many rounds more are asked of `inc`.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
