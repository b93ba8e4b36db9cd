//~ FAILS use_after_free, data_race
//~ LINE `let seen = unsafe { *shared };` or `drop(unsafe { Box::from_raw(shared) });`
//! Main does not join the thread that still reads the memory that main frees.

use std::sync::Mutex;
use std::thread;

struct Pointer(*mut u64);
unsafe impl Send for Pointer {}

impl Pointer {
    fn read(self) {
        let guard = TURN.lock().unwrap();
        let shared = self.0;
        let seen = unsafe { *shared };
        println!("{}", seen == 7);
        drop(guard);
    }
}

static TURN: Mutex<()> = Mutex::new(());

fn main() {
    let shared = Box::into_raw(Box::new(7));
    let pointer = Pointer(shared);
    let reader = thread::spawn(move || pointer.read());
    let guard = TURN.lock().unwrap();
    unsafe { *shared += 0 };
    drop(unsafe { Box::from_raw(shared) });
    drop(guard);
    reader.join().unwrap();
}
