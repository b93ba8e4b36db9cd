//~ FAILS data_race
//~ LINE `unsafe { COUNTER += 1 };`
//! A detached thread races with main, and then runs forever without a step.

use std::hint::black_box;
use std::thread;

static mut COUNTER: u32 = 0;

fn add() {
    unsafe { COUNTER += 1 };
}

fn main() {
    thread::spawn(|| {
        add();
        loop {
            black_box(1);
        }
    });
    add();
    thread::yield_now();
}
