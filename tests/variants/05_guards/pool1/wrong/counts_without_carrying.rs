//~ FAILS wrong_result
//! The jobs are taken and counted, but no sofa is carried.

use check::Job;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread;

/// Lets two movers do all jobs, and returns how many they have done.
fn move_all(jobs: Receiver<Job>) -> u64 {
    let queue = Arc::new(Mutex::new(jobs));
    let movers = ["mover1", "mover2"].map(|name| {
        let queue = Arc::clone(&queue);
        let thread = thread::Builder::new().name(name.to_string());
        thread.spawn(move || work(&queue)).unwrap()
    });
    movers.map(|mover| mover.join().unwrap()).iter().sum()
}

/// What a mover does: takes jobs from the queue and does them, until none is left.
fn work(queue: &Mutex<Receiver<Job>>) -> u64 {
    let mut done = 0;
    loop {
        let job = queue.lock().unwrap().recv();
        let Ok(_job) = job else {
            break;
        };
        done += 1;
    }
    done
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
