//~ PASSES
//! A function takes the job, and the guard does not outlive it.

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

/// Takes the next job, if there is one.
fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    let jobs = queue.lock().unwrap();
    jobs.recv().ok()
}

/// What a mover does: takes jobs from the queue and does them, until none is left.
fn work(queue: &Mutex<Receiver<Job>>) -> u64 {
    let mut done = 0;
    while let Some(job) = next(queue) {
        job.carry();
        done += 1;
    }
    done
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
