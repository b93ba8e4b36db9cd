//~ PASSES
//~ OUTCOMES within 2: `7`
//! Main polls whether the thread has ended, and joins it then: its data is there.
// Where the numbers come from: main reads only after the thread's end.

use std::thread;

static mut DATA: u32 = 0;

fn main() {
    let writer = thread::spawn(|| unsafe { DATA = 7 });
    while !writer.is_finished() {
        thread::yield_now();
    }
    writer.join().unwrap();
    let data = unsafe { DATA };
    println!("{data}");
    assert_eq!(data, 7);
}
