//~ PASSES
//! Two threads make millions of accesses to memory, each to its own, between two steps.

use std::thread;

const LENGTH: usize = 1 << 18;

fn main() {
    let fill = |byte: u8| {
        thread::spawn(move || {
            let mut bytes = vec![0; LENGTH];
            bytes.iter_mut().for_each(|place| *place = byte);
            bytes.len()
        })
    };
    let (one, two) = (fill(1), fill(2));
    assert_eq!(one.join().unwrap(), two.join().unwrap());
}
