//~ FAILS panic
//~ LINE `let loaf = SHELF.lock().unwrap().take().expect("a loaf");`
//! A thread panics, and the thread that it should have notified is blocked forever.

use std::sync::{Mutex, mpsc};
use std::thread;

static SHELF: Mutex<Option<u32>> = Mutex::new(None);

fn main() {
    let (done, is_done) = mpsc::channel();
    let keeps_one = done.clone();
    let waits = thread::spawn(move || {
        let loaf: u32 = is_done.recv().unwrap();
        is_done.recv().unwrap() + loaf
    });
    let takes = thread::spawn(move || {
        let loaf = SHELF.lock().unwrap().take().expect("a loaf");
        done.send(loaf).unwrap();
    });
    waits.join().unwrap();
    takes.join().unwrap();
    drop(keeps_one);
}
