//~ FAILS deadlock
//~ LINE `static A: LazyLock<u32> = LazyLock::new(|| if CROSS.load(SeqCst) { *B } else { 1 });` or `static B: LazyLock<u32> = LazyLock::new(|| if CROSS.load(SeqCst) { *A } else { 2 });` or `let other = thread::spawn(|| *A);` or `let b = *B;`
//~ OUTCOMES within 2: `Deadlock`
//! Two lazy values, each computed from the other, by two threads at once.
// Where the numbers come from: each initialiser needs the other value, in either order.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static CROSS: AtomicBool = AtomicBool::new(true);
static A: LazyLock<u32> = LazyLock::new(|| if CROSS.load(SeqCst) { *B } else { 1 });
static B: LazyLock<u32> = LazyLock::new(|| if CROSS.load(SeqCst) { *A } else { 2 });

fn main() {
    let other = thread::spawn(|| *A);
    let b = *B;
    let a = other.join().unwrap();
    assert_eq!((a, b), (1, 2));
}
