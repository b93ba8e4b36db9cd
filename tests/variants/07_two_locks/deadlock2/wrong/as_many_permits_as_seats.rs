//~ FAILS deadlock at `let mut right = right.lock().unwrap();`
//! A permit is needed to sit down, but all three threads can have one at the same time.

use check::{Fork, bite};
use std::sync::{Condvar, Mutex};

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// How many more threads may sit down.
static FREE: Mutex<u32> = Mutex::new(3);
static FREED: Condvar = Condvar::new();

fn sit_down() {
    let free = FREE.lock().unwrap();
    let free = FREED.wait_while(free, |free| *free == 0);
    *free.unwrap() -= 1;
}

fn stand_up() {
    *FREE.lock().unwrap() += 1;
    FREED.notify_one();
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
