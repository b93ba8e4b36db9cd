//~ PASSES
//! Each thread adds three steps at once, as long as so many are left, and then the rest.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

struct Work {
    batch: u64,
    left: u64,
    step: i64,
}

impl Work {
    fn finish(mut self) {
        while self.left > 0 {
            let steps = self.left.min(self.batch);
            COUNTER.fetch_add(self.step * steps as i64, Relaxed);
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
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
