//! Threads that do what the number in ROUNDS says with what std has for them, and print what they have seen.

use std::env;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, Once, OnceLock, RwLock, Weak};
use std::thread::{self, Thread};
use std::time::Duration;

static NUMBERS: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static LOCKED: [Mutex<u64>; 2] = [Mutex::new(0), Mutex::new(0)];
static SHARED: RwLock<u64> = RwLock::new(0);
static CHANGED: Condvar = Condvar::new();
static ONCE: Once = Once::new();
static CELL: OnceLock<u64> = OnceLock::new();
static MAIN: OnceLock<Thread> = OnceLock::new();
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Says who was the last that had it.
struct Owned;

thread_local! {
    static ME: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

impl Drop for Owned {
    fn drop(&mut self) {
        DROPPED.store(10 + ME.get(), SeqCst);
    }
}

/// What a thread has of its own.
struct Own {
    owned: Option<Arc<Owned>>,
    weak: Weak<Owned>,
    sender: Option<Sender<u64>>,
    bounded: Option<SyncSender<u64>>,
}

/// What only one thread has.
struct Ends {
    receiver: Receiver<u64>,
    bounded: Receiver<u64>,
}

const SOON: Duration = Duration::from_millis(1);

fn with_atomics(random: &mut Random) -> String {
    let number = &NUMBERS[random.below(2) as usize];
    match random.below(5) {
        0 => number.load(SeqCst).to_string(),
        1 => {
            number.store(random.below(3), SeqCst);
            String::new()
        }
        2 => number.fetch_add(1, SeqCst).to_string(),
        3 => format!("{:?}", number.compare_exchange(random.below(2), 2, SeqCst, SeqCst)),
        _ => loop {
            let seen = number.load(SeqCst);
            if number.compare_exchange(seen, seen + 1, SeqCst, SeqCst).is_ok() {
                break seen.to_string();
            }
        },
    }
}

fn with_locks(random: &mut Random) -> String {
    let locked = &LOCKED[random.below(2) as usize];
    match random.below(6) {
        0 => {
            let mut number = locked.lock().unwrap();
            *number += 1;
            number.to_string()
        }
        1 => match locked.try_lock() {
            Ok(mut number) => {
                *number += 1;
                number.to_string()
            }
            Err(_) => "held".to_owned(),
        },
        2 => SHARED.read().unwrap().to_string(),
        3 => match SHARED.try_write() {
            Ok(mut number) => {
                *number += 1;
                number.to_string()
            }
            Err(_) => "held".to_owned(),
        },
        4 => match SHARED.try_read() {
            Ok(number) => number.to_string(),
            Err(_) => "held".to_owned(),
        },
        _ => {
            let mut number = SHARED.write().unwrap();
            *number += 1;
            number.to_string()
        }
    }
}

fn with_signals(random: &mut Random) -> String {
    match random.below(8) {
        0 => {
            CHANGED.notify_one();
            String::new()
        }
        1 => {
            CHANGED.notify_all();
            String::new()
        }
        2 => {
            let number = LOCKED[0].lock().unwrap();
            let (number, timeout) = CHANGED.wait_timeout(number, SOON).unwrap();
            format!("{number} {}", timeout.timed_out())
        }
        3 => {
            let number = LOCKED[0].lock().unwrap();
            CHANGED.wait(number).unwrap().to_string()
        }
        4 => {
            MAIN.get().unwrap().unpark();
            String::new()
        }
        5 => {
            let mut called = false;
            ONCE.call_once(|| {
                called = true;
                NUMBERS[0].fetch_add(1, SeqCst);
            });
            called.to_string()
        }
        6 => format!("{:?}", CELL.get()),
        _ => format!("{:?}", CELL.set(ME.get())),
    }
}

fn with_own(random: &mut Random, own: &mut Own) -> String {
    match random.below(8) {
        0 | 1 => {
            own.owned = None;
            String::new()
        }
        2 => own.weak.upgrade().is_some().to_string(),
        3 => own.weak.strong_count().to_string(),
        4 => own.sender.as_ref().map_or(String::new(), |sender| {
            sender.send(ME.get()).is_ok().to_string()
        }),
        5 => {
            own.sender = None;
            String::new()
        }
        6 => own.bounded.as_ref().map_or(String::new(), |sender| {
            format!("{:?}", sender.try_send(ME.get()).is_ok())
        }),
        _ => {
            own.bounded = None;
            String::new()
        }
    }
}

fn with_ends(random: &mut Random, ends: &Ends) -> String {
    match random.below(5) {
        0 => format!("{:?}", ends.receiver.try_recv()),
        1 => format!("{:?}", ends.receiver.recv()),
        2 => format!("{:?}", ends.receiver.recv_timeout(SOON)),
        3 => format!("{:?}", ends.bounded.recv()),
        _ => format!("{:?}", ends.bounded.try_recv()),
    }
}

/// What the thread of that number does, and sees.
fn work(seed: u64, who: u64, mut own: Own, ends: Option<Ends>) -> String {
    ME.set(who);
    let mut random = Random::of(seed, who);
    let mut seen = Vec::new();
    for _ in 0..=random.below(5) / 2 {
        seen.push(match (random.below(5), &ends) {
            (0, _) => with_atomics(&mut random),
            (1, _) => with_locks(&mut random),
            (2, _) => with_signals(&mut random),
            (3, Some(ends)) => with_ends(&mut random, ends),
            _ => with_own(&mut random, &mut own),
        });
    }
    // What it did not use is not dropped: that would be many steps more.
    mem::forget((own, ends));
    seen.join(",")
}

fn main() {
    let seed = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(0);
    let mut random = Random::of(seed, 0);
    let _ = MAIN.set(thread::current());
    let owned = Arc::new(Owned);
    let (sender, receiver) = mpsc::channel();
    let (bounded, other) = mpsc::sync_channel(random.below(2) as usize);
    let own = || Own {
        owned: Some(Arc::clone(&owned)),
        weak: Arc::downgrade(&owned),
        sender: Some(sender.clone()),
        bounded: Some(bounded.clone()),
    };
    let mut ends = Some(Ends { receiver, bounded: other });
    let threads: Vec<_> = (1..=2 + random.below(4) / 3)
        .map(|who| {
            let (own, ends) = (own(), ends.take());
            thread::spawn(move || work(seed, who, own, ends))
        })
        .collect();
    mem::forget((sender, bounded));
    drop(owned);
    let mut seen = Vec::new();
    match random.below(6) {
        0 => thread::park(),
        1 => thread::park_timeout(SOON),
        2 => seen.push(threads[0].is_finished().to_string()),
        3 => seen.push(with_locks(&mut random)),
        _ => {}
    }
    seen.extend(threads.into_iter().map(|thread| thread.join().unwrap()));
    print!("{} {}", seen.join("; "), DROPPED.load(SeqCst));
}
