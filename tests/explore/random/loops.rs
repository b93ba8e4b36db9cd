//! Threads that do what the number in ROUNDS says with atomics and a lock, most of it in loops that wait or try, and print what
//! they have seen.

use std::cell::Cell;
use std::env;
use std::hint::spin_loop;
use std::sync::Mutex;
use std::sync::atomic::{
    AtomicU64,
    Ordering::{self, *},
};
use std::thread;

static FLAGS: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static LOCK: AtomicU64 = AtomicU64::new(0);
static MUTEX: Mutex<u64> = Mutex::new(0);

thread_local! {
    static OWN: Cell<u64> = const { Cell::new(0) };
}

#[derive(Clone, Copy)]
struct Orders {
    load: Ordering,
    store: Ordering,
    update: Ordering,
}

impl Orders {
    fn of(seed: u64) -> Orders {
        let mut random = Random::of(seed, 0);
        let mut one = |weak: [Ordering; 3]| match seed {
            0..1_000 => SeqCst,
            _ => weak[random.below(3) as usize],
        };
        Orders {
            load: one([Relaxed, Acquire, SeqCst]),
            store: one([Relaxed, Release, SeqCst]),
            update: one([Relaxed, AcqRel, SeqCst]),
        }
    }
}

/// One act, and what is seen in it. What waits ends: each thread stores 1 when it has done all.
fn act(random: &mut Random, orders: Orders) -> u64 {
    let Orders {
        load,
        store,
        update,
    } = orders;
    let flag = &FLAGS[random.below(2) as usize];
    match random.below(12) {
        0 => {
            while LOCK.swap(1, update) == 1 {}
            let seen = flag.load(load);
            LOCK.store(0, store);
            seen
        }
        1 => {
            while LOCK.compare_exchange(0, 1, update, load).is_err() {
                thread::yield_now();
            }
            flag.store(2, store);
            LOCK.store(0, store);
            0
        }
        2 => {
            while flag.load(load) == 0 {
                spin_loop();
            }
            flag.load(load)
        }
        3 => loop {
            if let Ok(mut number) = MUTEX.try_lock() {
                *number += 1;
                return *number;
            }
            thread::yield_now();
        },
        4 => {
            let mut tries = 0;
            while LOCK.swap(1, update) == 1 {
                tries += 1;
                if tries == 2 {
                    return 9;
                }
            }
            LOCK.store(0, store);
            tries
        }
        5 => {
            let mut waited = Box::new(0);
            while flag.load(load) == 0 {
                *waited = 1;
            }
            *waited
        }
        6 => {
            while flag.load(load) == 0 {
                OWN.with(|own| own.set((own.get() + 1).min(2)));
                spin_loop();
            }
            OWN.with(Cell::get)
        }
        7 => {
            while FLAGS[0].load(load) == 0 || FLAGS[1].load(load) == 0 {
                spin_loop();
            }
            7
        }
        8 => {
            flag.store(1, store);
            0
        }
        9 => flag.swap(3, update),
        10 => LOCK.fetch_add(0, update),
        _ => {
            let number = MUTEX.lock().unwrap();
            flag.store(*number, store);
            *number
        }
    }
}

fn work(seed: u64, who: u64) -> String {
    let mut random = Random::of(seed, who);
    let acts = 1 + random.below(2);
    let orders = Orders::of(seed);
    let seen: Vec<String> = (0..acts)
        .map(|_| act(&mut random, orders).to_string())
        .collect();
    for flag in &FLAGS {
        flag.store(1, orders.store);
    }
    seen.join(" ")
}

fn main() {
    let seed: u64 = env::var("ROUNDS").unwrap().parse().unwrap();
    let threads = 2;
    let all: Vec<_> = (1..=threads)
        .map(|who| thread::spawn(move || work(seed, who)))
        .collect();
    let seen: Vec<String> = all.into_iter().map(|one| one.join().unwrap()).collect();
    print!("{}", seen.join(", "));
}
