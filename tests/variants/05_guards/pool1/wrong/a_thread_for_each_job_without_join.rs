//~ FAILS wrong_result, vacuous
//! A thread for each job, which is never joined, and the jobs are counted before they are done.

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
    while let Ok(job) = queue.lock().unwrap().recv() {
        thread::spawn(move || job.carry());
        done += 1;
    }
    done
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
