//! Scoped threads that borrow from main's stack.

use std::sync::Mutex;
use std::thread;

fn main() {
    let counter = Mutex::new(0);
    let told = thread::scope(|scope| {
        let inc = scope.spawn(|| {
            *counter.lock().unwrap() += 1;
            "inc"
        });
        scope.spawn(|| *counter.lock().unwrap() -= 1);
        inc.join().unwrap()
    });
    println!("{told} {}", counter.into_inner().unwrap());
}
