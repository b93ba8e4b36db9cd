//~ FAILS data_race
//~ LINE `unsafe { COUNTER += 1 };`
//! A detached thread runs forever without a step. Beside it two others race.

use std::hint::black_box;
use std::thread;

static mut COUNTER: u32 = 0;

fn add() {
    unsafe { COUNTER += 1 };
}

fn main() {
    thread::spawn(|| {
        loop {
            black_box(1);
        }
    });
    let workers = [thread::spawn(add), thread::spawn(add)];
    for worker in workers {
        worker.join().unwrap();
    }
}
