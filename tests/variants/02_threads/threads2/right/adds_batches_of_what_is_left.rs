//~ PASSES
//! Each thread adds three steps at once, as long as so many are left, and then the rest.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: AtomicI64 = AtomicI64::new(11);

struct Work {
    batch: u64,
    left: u64,
    step: i64,
}

impl Work {
    fn finish(mut self) {
        while self.left > 0 {
            let steps = self.left.min(self.batch);
            HOURS.fetch_add(self.step * steps as i64, Relaxed);
            self.left -= steps;
        }
    }
}

fn count(up: u64, down: u64) -> i64 {
    let threads = [(up, 1), (down, -1)].map(|(left, step)| {
        let work = Work {
            batch: 3,
            left,
            step,
        };
        thread::spawn(|| work.finish())
    });
    for thread in threads {
        thread.join().unwrap();
    }
    HOURS.load(Relaxed).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
