//! The only thread that uses a lock locks it again: what it holds is drawn, though it shares it with no other.

use std::sync::Mutex;

static PERMITS: Mutex<i32> = Mutex::new(2);

fn is_left() -> bool {
    *PERMITS.lock().unwrap() > 0
}

fn main() {
    let mut permits = PERMITS.lock().unwrap();
    if is_left() {
        *permits -= 1;
    }
}
