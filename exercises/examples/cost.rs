//! What does a lock cost? One atomic, one Mutex, and one lock over the loop, measured.
//!
//! This is no exercise, and nothing checks it:
//!
//! ```sh
//! cargo run --release -p exercises --example cost
//! ```
//!
//! Each way adds one to a counter, `ADDITIONS` times in all, once in one thread and once shared by
//! several threads. The table says how many nanoseconds an addition took. What to know before you
//! believe a number:
//!
//! - Without `--release` you measure the debug build.
//! - Between two additions, these threads do nothing else. So the threads meet at the lock all the
//!   time, which real programs seldom do. A lock that no other thread wants costs what the column for
//!   one thread says.
//! - "One lock over the loop" is the fastest way to share, because nothing is shared while it works:
//!   the threads run one after the other. If each round takes long, that is the slowest way.
//! - Numbers of another computer, another system or another day are different. Compare the rows, not
//!   the digits; and run it more than once.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

/// How many additions are made in all.
const ADDITIONS: u64 = 2_000_000;

/// How many times each way is measured; the fastest time counts, as the others were disturbed.
const TIMES: u32 = 5;

/// The counters, one for each way to share one.
#[derive(Default)]
struct Counters {
    atomic: AtomicU64,
    locked: Mutex<u64>,
}

/// Adds one to a counter, so many times.
type Way = fn(&Counters, u64);

const WAYS: [(&str, Way); 5] = [
    ("each counts for itself, then adds", by_itself),
    ("one atomic, fetch_add", fetch_add),
    ("one atomic, compare-exchange", compare_exchange),
    ("one Mutex, locked for each addition", mutex),
    ("one Mutex, locked over the loop", lock_over_the_loop),
];

fn by_itself(counters: &Counters, additions: u64) {
    let mut own = 0;
    for _ in 0..additions {
        // Without `black_box`, the compiler makes one addition of the whole loop.
        own = black_box(own + 1);
    }
    counters.atomic.fetch_add(own, Relaxed);
}

fn fetch_add(counters: &Counters, additions: u64) {
    for _ in 0..additions {
        counters.atomic.fetch_add(1, SeqCst);
    }
}

fn compare_exchange(counters: &Counters, additions: u64) {
    for _ in 0..additions {
        let more = |value| Some(value + 1);
        let _ = counters.atomic.fetch_update(SeqCst, Relaxed, more);
    }
}

fn mutex(counters: &Counters, additions: u64) {
    for _ in 0..additions {
        *counters.locked.lock().unwrap() += 1;
    }
}

fn lock_over_the_loop(counters: &Counters, additions: u64) {
    let mut counter = counters.locked.lock().unwrap();
    for _ in 0..additions {
        *counter = black_box(*counter + 1);
    }
}

/// How long it takes so many threads to make all the additions.
fn measure(way: Way, threads: u64) -> Duration {
    let counters = Counters::default();
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| way(&counters, ADDITIONS / threads));
        }
    });
    let took = start.elapsed();
    let counted = counters.atomic.into_inner() + counters.locked.into_inner().unwrap();
    assert_eq!(counted, ADDITIONS, "a way to count lost an addition");
    took
}

fn main() {
    if cfg!(debug_assertions) {
        println!("This is a debug build: run it with `--release`.\n");
    }
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    // Four at most, and an even number, so that the additions can be shared out.
    let threads = if cores >= 4 { 4 } else { 2 };
    println!("{ADDITIONS} additions, on {cores} processors; nanoseconds for one of them:\n");
    println!("{:36}  1 thread  {threads} threads", "");
    for (name, way) in WAYS {
        let fastest = |threads| (0..TIMES).map(|_| measure(way, threads)).min();
        let [one, many] = [1, threads].map(|threads| {
            let took = fastest(threads).unwrap_or_default();
            took.as_secs_f64() * 1e9 / ADDITIONS as f64
        });
        println!("{name:36}  {one:8.1}  {many:9.1}");
    }
}
