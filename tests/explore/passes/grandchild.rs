//~ PASSES
//~ OUTCOMES within 2: `3`
//~ EXECUTIONS within 1: 5
//! A thread that starts another and joins it.
// Where the numbers come from: no preemption: main adds and waits, the child
// adds and waits, the grandchild adds: 1. One, of main before it adds: the
// child runs until it waits; then main continues, or the grandchild, after
// which main continues or the child: 3. Of the child before it adds, by the
// grandchild: 1. Each adds before it is joined: always 3.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNT: AtomicU32 = AtomicU32::new(0);

fn main() {
    let child = thread::spawn(|| {
        let grandchild = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
        COUNT.fetch_add(1, SeqCst);
        grandchild.join().unwrap();
    });
    COUNT.fetch_add(1, SeqCst);
    child.join().unwrap();
    let count = COUNT.load(SeqCst);
    println!("{count}");
    assert_eq!(count, 3);
}
