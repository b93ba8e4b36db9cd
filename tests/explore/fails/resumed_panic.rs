//~ FAILS panic
//~ LINE `panic::catch_unwind(|| panic!("goes on")).unwrap_or_else(|why| panic::resume_unwind(why));`
//! A panic that is caught and then resumed.

use std::{panic, thread};

fn main() {
    let thread = thread::spawn(|| {
        panic::catch_unwind(|| panic!("goes on")).unwrap_or_else(|why| panic::resume_unwind(why));
    });
    thread.join().unwrap();
}
