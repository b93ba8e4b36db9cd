//! Two takers wait with `if`: the item that one was notified of may be gone again.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Buffer {
    queue: Mutex<Vec<u32>>,
    filled: Condvar,
}

fn put(buffer: &Buffer, number: u32) {
    buffer.queue.lock().unwrap().push(number);
    buffer.filled.notify_all();
}

fn take(buffer: &Buffer) -> u32 {
    let mut queue = buffer.queue.lock().unwrap();
    if queue.is_empty() {
        queue = buffer.filled.wait(queue).unwrap();
    }
    queue.pop().expect("a number")
}

fn main() {
    let buffer = Arc::new(Buffer::default());
    let taker = thread::spawn({
        let buffer = Arc::clone(&buffer);
        move || take(&buffer)
    });
    let maker = thread::spawn({
        let buffer = Arc::clone(&buffer);
        move || [1, 2].map(|number| put(&buffer, number))
    });
    let mine = take(&buffer);
    maker.join().unwrap();
    assert_eq!(mine + taker.join().unwrap(), 3);
}
