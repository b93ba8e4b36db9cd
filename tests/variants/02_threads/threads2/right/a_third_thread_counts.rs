//~ PASSES
//! Only one thread owns the counter; the workers send it their steps.

use std::sync::mpsc;
use std::thread;

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let (steps, received) = mpsc::channel::<i64>();
    let more_steps = steps.clone();
    let counting = thread::spawn(move || received.into_iter().sum::<i64>());
    let inc = thread::spawn(move || {
        for _ in 0..up {
            steps.send(1).unwrap();
        }
    });
    let dec = thread::spawn(move || {
        for _ in 0..down {
            more_steps.send(-1).unwrap();
        }
    });
    inc.join().unwrap();
    dec.join().unwrap();
    let hours: i64 = counting.join().unwrap();
    (11 + hours).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
