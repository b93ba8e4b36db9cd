//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };`
//! Main polls whether the thread has ended. std promises nothing of what main can see then: `is_finished` "supports implementing a
//! non-blocking join operation, by checking `is_finished`, and calling `join` if it returns `true`". It is the end of the thread
//! that "synchronizes with this function returning", and this function is `join`.

use std::thread;

static mut DATA: u32 = 0;

fn main() {
    let writer = thread::spawn(|| unsafe { DATA = 7 });
    while !writer.is_finished() {
        thread::yield_now();
    }
    let data = unsafe { DATA };
    assert_eq!(data, 7);
}
