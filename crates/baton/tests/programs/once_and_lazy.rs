//! A `Once` and lazy values: each initialiser runs once, in either thread.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{LazyLock, Once, OnceLock};
use std::thread;

static RUNS: AtomicU32 = AtomicU32::new(0);
static LAZY: LazyLock<u32> = LazyLock::new(|| RUNS.fetch_add(1, SeqCst) + 10);
static CELL: OnceLock<u32> = OnceLock::new();
static ONCE: Once = Once::new();

fn main() {
    let run = || {
        ONCE.call_once(|| {
            RUNS.fetch_add(100, SeqCst);
        });
        *LAZY + CELL.get_or_init(|| 1)
    };
    let other = thread::spawn(run);
    let mine = run();
    println!("{} {}", mine == other.join().unwrap(), RUNS.load(SeqCst));
}
