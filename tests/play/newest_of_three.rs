//! A value is written three times, and a relaxed load may read each of the older ones.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::thread;

static STAGE: AtomicU8 = AtomicU8::new(0);

fn main() {
    let writer = thread::Builder::new().name("writer".into()).spawn(|| {
        STAGE.store(1, Relaxed);
        STAGE.store(2, Relaxed);
    });
    let reader = thread::Builder::new()
        .name("reader".into())
        .spawn(|| STAGE.load(Relaxed));
    writer.unwrap().join().unwrap();
    let seen = reader.unwrap().join().unwrap();
    assert_ne!(seen, 1, "all or nothing");
}
