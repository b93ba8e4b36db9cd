//~ PASSES
//! Statics of more than 4 MiB that are not zero at first are that again in each execution, wherever the ones before have written.

use std::sync::Mutex;
use std::thread;

const MIB: usize = 1 << 20;

static BYTES: Mutex<[u8; 9 * MIB]> = Mutex::new([7; 9 * MIB]);

fn add(number: u8) {
    let mut bytes = BYTES.lock().unwrap();
    for at in (0..9 * MIB).step_by(MIB) {
        bytes[at] += number;
    }
}

fn main() {
    let other = thread::spawn(|| add(1));
    add(2);
    other.join().unwrap();
    let bytes = BYTES.lock().unwrap();
    for at in (0..9 * MIB).step_by(MIB / 4) {
        assert_eq!(bytes[at], if at % MIB == 0 { 10 } else { 7 });
    }
}
