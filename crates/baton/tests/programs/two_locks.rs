//! Two locks acquired in opposite order.

use std::sync::Mutex;
use std::thread;

static A: Mutex<i64> = Mutex::new(0);
static B: Mutex<i64> = Mutex::new(0);

fn main() {
    let there = thread::spawn(|| {
        let mut a = A.lock().unwrap();
        let mut b = B.lock().unwrap();
        *a += 1;
        *b -= 1;
    });
    let back = thread::spawn(|| {
        let mut b = B.lock().unwrap();
        let mut a = A.lock().unwrap();
        *b += 1;
        *a -= 1;
    });
    there.join().unwrap();
    back.join().unwrap();
    println!("{}", *A.lock().unwrap() + *B.lock().unwrap());
}
