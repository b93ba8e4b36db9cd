//~ NOT_RUN it has more places in memory than can be followed
//~ LINE `let other = thread::spawn(move || bytes[LENGTH - 1] += 1);`
//! Main has changed so much memory that it is not known any more what it did where the other thread goes then.

use std::thread;

const LENGTH: usize = 1 << 15;

fn main() {
    let mut bytes = vec![0_u8; LENGTH];
    bytes.iter_mut().for_each(|byte| *byte += 1);
    let other = thread::spawn(move || bytes[LENGTH - 1] += 1);
    other.join().unwrap();
}
