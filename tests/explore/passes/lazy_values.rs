//~ PASSES
//~ OUTCOMES within 2: `17 1`
//! A `LazyLock` and a `OnceLock` used by two threads at once.
// Where the numbers come from: each initialiser runs once: 10 and 7, 1 run of
// the lazy one.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{LazyLock, OnceLock};
use std::thread;

static RUNS: AtomicU32 = AtomicU32::new(0);
static LAZY: LazyLock<u32> = LazyLock::new(|| RUNS.fetch_add(1, SeqCst) + 10);
static CELL: OnceLock<u32> = OnceLock::new();

fn sum() -> u32 {
    *LAZY + CELL.get_or_init(|| 7)
}

fn main() {
    let other = thread::spawn(sum);
    let mine = sum();
    let other = other.join().unwrap();
    println!("{mine} {}", RUNS.load(SeqCst));
    assert_eq!((mine, other, RUNS.load(SeqCst)), (17, 17, 1));
}
