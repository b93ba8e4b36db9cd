//~ FAILS wrong_result at `coins.fetch_sub(1, SeqCst);`
//! A lock that is taken to read keeps no other reader out.

use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

/// How many coins are in the purse.
static COINS: RwLock<AtomicI64> = RwLock::new(AtomicI64::new(0));

/// Puts a coin into the purse.
fn earn() {
    COINS.read().unwrap().fetch_add(1, SeqCst);
}

/// Takes a coin out of the purse if there is one, and says whether there was.
fn spend() -> bool {
    let coins = COINS.read().unwrap();
    if coins.load(SeqCst) > 0 {
        coins.fetch_sub(1, SeqCst);
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let (rounds, extra) = (check_number("ROUNDS", 5_000_000), check_number("EXTRA", 0));
    // With more than one round, a coin is there from the start: so there can be two at
    // a time, and who gives up when somebody else was faster leaves one behind.
    if rounds > 1 {
        check_earn();
    }
    let sides = [
        ("inc", check_inc as fn(u64) -> u64, rounds + extra),
        ("dec", check_dec, rounds),
    ];
    let threads = sides.map(|(name, side, rounds)| {
        let thread = std::thread::Builder::new().name(name.to_string());
        let thread = thread.spawn(move || side(rounds));
        (name, thread.expect("another thread can be started"))
    });
    let too_many = threads.map(|(name, thread)| match thread.join() {
        Ok(too_many) => too_many,
        Err(_) => panic!("the thread `{name}` failed"),
    });
    let too_many: u64 = too_many.iter().sum();
    let left = CHECK_COINS.load(std::sync::atomic::Ordering::Relaxed);
    println!("spent though they were not there: {too_many}, left: {left}");
    // `inc` wants a coin after each that it puts in, and `dec` takes the first one, so
    // in the end none is left.
    let counter = match too_many {
        0 => -i128::from(left),
        _ => i128::from(too_many),
    };
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "each coin should be spent, and none twice");
}

/// The check's own books: a coin is noted before it is put in, and crossed out after
/// it is spent, so there are never too few.
static CHECK_COINS: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

/// Notes a coin and puts it in.
fn check_earn() {
    CHECK_COINS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    earn();
}

/// Puts coins in and wants one after each; says how many it got that were not there.
fn check_inc(rounds: u64) -> u64 {
    let mut too_many = 0;
    for _ in 0..rounds {
        check_earn();
        too_many += check_spend();
    }
    too_many
}

/// Wants coins; says how many it got that were not there.
fn check_dec(rounds: u64) -> u64 {
    (0..rounds).map(|_| check_spend()).sum()
}

/// Wants a coin; says whether it got one that was not there.
fn check_spend() -> u64 {
    if !spend() {
        return 0;
    }
    let coins = CHECK_COINS.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    u64::from(coins <= 0)
}

/// `ROUNDS`: how often each side counts; `EXTRA`: how many rounds more are asked of `inc`.
fn check_number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().expect(name),
        Err(_) => default,
    }
}
