//~ NOT_RUN it has more places in memory than can be followed
//~ LINE `bytes.lock().unwrap().iter_mut().for_each(|byte| *byte += 1);`
//! Two threads change each byte of a long vector under a lock: each is an object, and too many for one execution.

use std::sync::{Arc, Mutex};
use std::thread;

const LENGTH: usize = 1 << 19;

fn main() {
    let bytes = Arc::new(Mutex::new(vec![0_u8; LENGTH]));
    let workers = [1, 2].map(|_| {
        let bytes = Arc::clone(&bytes);
        thread::spawn(move || {
            bytes.lock().unwrap().iter_mut().for_each(|byte| *byte += 1);
        })
    });
    workers.map(|worker| worker.join().unwrap());
}
