//~ FAILS panic
//~ LINE `thread::park();`
//! A thread takes the return of `park` for the news that the value is there. std allows `park` to return spuriously.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static VALUE: AtomicU32 = AtomicU32::new(0);

fn main() {
    let reader = thread::spawn(|| {
        thread::park();
        assert_eq!(VALUE.load(SeqCst), 1);
    });
    VALUE.store(1, SeqCst);
    reader.thread().unpark();
    reader.join().unwrap();
}
