//~ PASSES
//! No lock: `main` deals the jobs out, through a channel of its own for each mover.

use check::Job;
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// Lets two movers do all jobs, and returns how many they have done.
fn move_all(jobs: Receiver<Job>) -> u64 {
    let movers = ["mover1", "mover2"].map(|name| {
        let (queue, own) = mpsc::channel::<Job>();
        let thread = thread::Builder::new().name(name.to_string());
        let mover = thread.spawn(move || {
            let mut done = 0;
            for job in own {
                job.carry();
                done += 1;
            }
            done
        });
        (queue, mover.unwrap())
    });
    for (number, job) in jobs.into_iter().enumerate() {
        movers[number % 2].0.send(job).unwrap();
    }
    let movers = movers.map(|(_, mover)| mover);
    movers.map(|mover| mover.join().unwrap()).iter().sum()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
