//! Two movers share a queue of jobs: a small thread pool.
//!
//! New Rust here: a **channel** passes messages from its senders to one
//! `Receiver`. `recv()` waits for the next message; it returns `Err` when no
//! message and no sender is left. Here the messages are the jobs, and all of them
//! have been sent already. Only one thread can receive at a time, so the receiver
//! is in a `Mutex`: each mover locks it to take the next job. The things to carry
//! are sofas, and a sofa has two ends: a job is to carry one end, and waits until
//! the other end is carried too. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin pool1
//! ```
//!
//! It hangs (stop it with Ctrl-C): the first sofa stays where it is, although
//! there are two movers.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: both ends
//! of each sofa were carried, by two movers at the same time.
//!
//! Try `ROUNDS=1`, and put a `println!` with the thread's name before and after
//! `job.carry()`. Who carries, and what does the other one do?

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
    // TODO: From where to where does a mover hold the lock of the queue?
    while let Ok(job) = queue.lock().unwrap().recv() {
        job.carry();
        done += 1;
    }
    done
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
#[allow(dead_code)] // A fix may leave jobs undone.
mod check {
    use super::move_all;

    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

    /// How many ends were carried.
    static CARRIED: AtomicU64 = AtomicU64::new(0);

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000), number("EXTRA", 0));
        let sofas = rounds + extra;
        let (queue, jobs) = std::sync::mpsc::channel();
        for _ in 0..sofas {
            let sofa = std::sync::Arc::new(std::sync::Barrier::new(2));
            for end in [&sofa, &sofa] {
                let sofa = std::sync::Arc::clone(end);
                let sent = queue.send(Job { sofa });
                sent.expect("the receiver is still here");
            }
        }
        std::mem::drop(queue); // No more jobs: the channel is closed.
        let done: u64 = move_all(jobs);
        let carried = CARRIED.load(SeqCst);
        std::println!("sofas: {sofas}, ends carried: {carried}, jobs counted: {done}");
        // The differences are added without their signs, so that they cannot cancel out.
        let wrong = [done, carried].map(|ends| (i128::from(ends) - 2 * i128::from(sofas)).abs());
        let counter: i128 = wrong.iter().sum();
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "both ends of each sofa should be carried");
    }

    /// Carrying one end of a sofa.
    pub struct Job {
        sofa: std::sync::Arc<std::sync::Barrier>,
    }

    impl Job {
        /// Waits until the other end is carried too.
        pub fn carry(self) {
            self.sofa.wait();
            CARRIED.fetch_add(1, SeqCst);
        }
    }

    /// `ROUNDS`: how many sofas there are; `EXTRA`: how many more.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
