//~ FAILS time_limit
//! The handle of a scoped thread is dropped, but the scope still joins the thread.

use std::hint::black_box;
use std::thread;

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                black_box(1);
            }
        });
        println!("started");
    });
}
