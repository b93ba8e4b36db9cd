//! A reader that has seen that a relaxed writer is done, and reads then: it may have missed the second store, or both.
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread::Builder;

static STAGE: AtomicU32 = AtomicU32::new(0);
static DONE: AtomicU32 = AtomicU32::new(0);

fn main() {
    let writer = Builder::new().name("writer".into()).spawn(|| {
        STAGE.store(1, Relaxed);
        STAGE.store(2, Relaxed);
        DONE.store(1, Relaxed);
    });
    let reader = Builder::new().name("reader".into()).spawn(|| {
        let done = DONE.load(Relaxed) == 1;
        let stage = STAGE.load(Relaxed);
        done && stage == 1
    });
    writer.unwrap().join().unwrap();
    let half = reader.unwrap().join().unwrap();
    assert!(!half, "all or nothing");
}
