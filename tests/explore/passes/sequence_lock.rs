//~ PASSES
//~ OUTCOMES within 2: `00`, `11`
//! A sequence lock: the reader reads again if the writer was active.
// Where the numbers come from: main sees the pair before or after the write,
// never in between: then the sequence is odd, or has changed.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{hint, thread};

static SEQUENCE: AtomicU32 = AtomicU32::new(0);
static PAIR: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];

fn main() {
    let writer = thread::spawn(|| {
        SEQUENCE.fetch_add(1, SeqCst);
        PAIR[0].store(1, SeqCst);
        PAIR[1].store(1, SeqCst);
        SEQUENCE.fetch_add(1, SeqCst);
    });
    let (a, b) = loop {
        let before = SEQUENCE.load(SeqCst);
        let pair = (PAIR[0].load(SeqCst), PAIR[1].load(SeqCst));
        if before.is_multiple_of(2) && SEQUENCE.load(SeqCst) == before {
            break pair;
        }
        hint::spin_loop();
    };
    writer.join().unwrap();
    println!("{a}{b}");
    assert_eq!(a, b);
}
