//~ FAILS data_race
//~ LINE `let high = unsafe { *(&raw const NUMBER).cast::<u8>().add(7) };` or `unsafe { NUMBER = 1 << 56 };`
//! One thread writes a number, the other reads one byte of it: overlapping memory, and so a data race.

use std::thread;

static mut NUMBER: u64 = 0;

fn main() {
    let writer = thread::spawn(|| {
        unsafe { NUMBER = 1 << 56 };
    });
    let high = unsafe { *(&raw const NUMBER).cast::<u8>().add(7) };
    println!("{}", high < 2);
    writer.join().unwrap();
}
