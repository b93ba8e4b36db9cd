//~ PASSES
//! Only two threads may sit down at a time; the third spins.

use check::{Fork, bite};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// How many more threads may sit down.
static FREE: AtomicU32 = AtomicU32::new(2);

fn sit_down() {
    while FREE
        .fetch_update(SeqCst, SeqCst, |free| free.checked_sub(1))
        .is_err()
    {
        std::thread::yield_now();
    }
}

fn stand_up() {
    FREE.fetch_add(1, SeqCst);
}

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    sit_down();
    let (left, right) = (&FORKS[seat], &FORKS[(seat + 1) % 3]);
    let mut left = left.lock().unwrap();
    let mut right = right.lock().unwrap();
    bite(&mut left, &mut right);
    drop((left, right));
    stand_up();
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    [0, 1, 2].map(|fork| {
        let fork = FORKS[fork].lock().unwrap();
        fork.used()
    })
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
