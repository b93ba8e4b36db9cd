//! One notification, two waiters: either of them continues, the other never does.

use std::sync::{Condvar, Mutex};
use std::thread;

static TICKETS: Mutex<(u32, u32)> = Mutex::new((0, 0));
static COME: Condvar = Condvar::new();

fn main() {
    for name in ["a", "b"] {
        thread::spawn(move || {
            let mut state = TICKETS.lock().unwrap();
            state.0 += 1;
            if state.0 == 2 {
                COME.notify_all();
            }
            while state.1 == 0 {
                state = COME.wait(state).unwrap();
            }
            state.1 -= 1;
            println!("{name}");
            std::process::exit(0);
        });
    }
    let mut state = TICKETS.lock().unwrap();
    while state.0 < 2 {
        state = COME.wait(state).unwrap();
    }
    state.1 = 1;
    COME.notify_all();
    drop(state);
    std::thread::park();
}
