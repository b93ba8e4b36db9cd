//! Threads that do what the number in ROUNDS says: most of it is tried so many times at the most, and they print how often. Where the
//! number is odd, the tries are written one after the other; else they are in a loop. That makes no difference.

use std::env;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

static FLAGS: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static MUTEX: Mutex<u64> = Mutex::new(0);

/// How often it was tried in vain.
fn up_to_six(in_a_loop: bool, mut succeeds: impl FnMut() -> bool) -> u64 {
    if in_a_loop {
        for tries in 0..6 {
            if succeeds() {
                return tries;
            }
        }
        return 6;
    }
    if succeeds() {
        return 0;
    }
    if succeeds() {
        return 1;
    }
    if succeeds() {
        return 2;
    }
    if succeeds() {
        return 3;
    }
    if succeeds() {
        return 4;
    }
    if succeeds() {
        return 5;
    }
    6
}

fn act(random: &mut Random, in_a_loop: bool) -> u64 {
    let flag = &FLAGS[random.below(2) as usize];
    match random.below(8) {
        0 => up_to_six(in_a_loop, || flag.load(SeqCst) != 0),
        1 => up_to_six(in_a_loop, || {
            FLAGS[0].load(SeqCst) != 0 && FLAGS[1].load(SeqCst) != 0
        }),
        2 => up_to_six(in_a_loop, || MUTEX.try_lock().is_ok()),
        3 => up_to_six(in_a_loop, || {
            thread::yield_now();
            flag.compare_exchange(1, 2, SeqCst, SeqCst).is_ok()
        }),
        4 => up_to_six(in_a_loop, || *MUTEX.lock().unwrap() == 1),
        5 => {
            let mut number = MUTEX.lock().unwrap();
            *number += 1;
            *number
        }
        6 => flag.swap(1, SeqCst),
        _ => {
            flag.store(1, SeqCst);
            flag.load(SeqCst)
        }
    }
}

fn work(seed: u64, who: u64) -> String {
    let mut random = Random::of(seed / 2, who);
    let acts = 1 + random.below(2);
    let seen: Vec<String> = (0..acts)
        .map(|_| act(&mut random, seed % 2 == 0).to_string())
        .collect();
    seen.join(" ")
}

fn main() {
    let seed: u64 = env::var("ROUNDS").unwrap().parse().unwrap();
    let all: Vec<_> = (1..=2)
        .map(|who| thread::spawn(move || work(seed, who)))
        .collect();
    let seen: Vec<String> = all.into_iter().map(|one| one.join().unwrap()).collect();
    print!("{}", seen.join(", "));
}
