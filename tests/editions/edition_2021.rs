// `gen` is an ordinary name, and setting the environment needs no `unsafe`.
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::{env, thread};

static COUNTER: AtomicI32 = AtomicI32::new(0);

fn main() {
    env::set_var("ANY", "thing");
    let gen = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
    assert_eq!(COUNTER.load(SeqCst), 0);
    gen.join().unwrap();
}
