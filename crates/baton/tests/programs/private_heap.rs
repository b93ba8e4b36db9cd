//! Threads that work on their own memory, and pass vectors on through a lock and a channel.

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

fn main() {
    let shared = Arc::new(Mutex::new(Vec::new()));
    let (sender, receiver) = mpsc::channel();
    let threads = [1, 2].map(|number| {
        let shared = Arc::clone(&shared);
        let sender = sender.clone();
        thread::spawn(move || {
            let mut own: Vec<i32> = (0..10).map(|value| value * number).collect();
            own.sort();
            shared.lock().unwrap().push(own.iter().sum::<i32>());
            sender.send(own).unwrap();
        })
    });
    drop(sender);
    let length: usize = receiver.iter().map(|own: Vec<i32>| own.len()).sum();
    for thread in threads {
        thread.join().unwrap();
    }
    println!("{length} {}", shared.lock().unwrap().iter().sum::<i32>());
}
