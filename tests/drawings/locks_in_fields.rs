//! Locks in fields, on the heap or in a `LazyLock`, are named by the variable and the field.

use std::sync::{Arc, LazyLock, Mutex};
use std::thread;

#[derive(Default)]
struct Sum {
    total: i64,
}

struct Shared {
    first: Mutex<i64>,
    second: Mutex<i64>,
}

static LAZY: LazyLock<Mutex<Sum>> = LazyLock::new(|| Mutex::new(Sum::default()));

fn work(one: &Mutex<i64>, other: &Mutex<i64>) {
    let _one = one.lock().unwrap();
    LAZY.lock().unwrap().total += 1;
    let _other = other.lock().unwrap();
}

fn main() {
    let shared = Arc::new(Shared {
        first: Mutex::new(0),
        second: Mutex::new(0),
    });
    let moved = Arc::clone(&shared);
    let helper = thread::spawn(move || work(&moved.first, &moved.second));
    work(&shared.second, &shared.first);
    helper.join().unwrap();
}
