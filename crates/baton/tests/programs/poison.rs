//! A panic while the lock is held: the other thread finds it poisoned, or came before.

use std::sync::Mutex;
use std::thread;

static LOCK: Mutex<i32> = Mutex::new(0);

fn main() {
    let breaks = thread::spawn(|| {
        let _guard = LOCK.lock().unwrap();
        panic!("broken");
    });
    let finds = thread::spawn(|| LOCK.lock().is_err());
    let broke = breaks.join().is_err();
    println!("{broke} {}", finds.join().unwrap());
}
