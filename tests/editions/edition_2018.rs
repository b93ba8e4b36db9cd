// `into_iter` of an array yields references.
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI32 = AtomicI32::new(0);

fn main() {
    let thread = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
    for value in [0].into_iter() {
        let expected: &i32 = value;
        assert_eq!(COUNTER.load(SeqCst), *expected);
    }
    thread.join().unwrap();
}
