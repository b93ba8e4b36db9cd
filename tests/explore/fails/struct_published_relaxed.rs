//~ FAILS data_race
//~ LINE `let seen = unsafe { *place };`
//! Two threads copy a whole struct on the heap, and nothing orders the two copies.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[derive(Clone, Copy)]
struct Numbers {
    all: [u64; 6],
}

static READY: AtomicBool = AtomicBool::new(false);

struct Place(*mut Numbers);
unsafe impl Send for Place {}

impl Place {
    fn fill(self) {
        unsafe { *self.0 = Numbers { all: [1; 6] } };
    }
}

fn main() {
    let place = Box::into_raw(Box::new(Numbers { all: [0; 6] }));
    let given = Place(place);
    let writer = thread::spawn(move || {
        given.fill();
        READY.store(true, Ordering::Relaxed);
    });
    if READY.load(Ordering::Relaxed) {
        let seen = unsafe { *place };
        assert_eq!(seen.all[5], 1);
    }
    writer.join().unwrap();
    drop(unsafe { Box::from_raw(place) });
}
