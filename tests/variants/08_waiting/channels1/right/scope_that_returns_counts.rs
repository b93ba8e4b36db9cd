//~ PASSES
//! Each worker returns what it has counted, and the scope joins both.

use std::sync::mpsc::sync_channel;
use std::thread;

/// Starts both workers, and adds up what they return.
fn count(up: u64, down: u64) -> [i64; 2] {
    let (to_dec, from_inc) = sync_channel(1);
    let (to_inc, from_dec) = sync_channel(1);
    thread::scope(|scope| {
        let inc = scope.spawn(move || {
            to_dec.send((1, up)).unwrap();
            let (step, times): (i64, u64) = from_dec.recv().unwrap();
            (0..times).map(|_| step).sum::<i64>()
        });
        let dec = scope.spawn(move || {
            to_inc.send((-1, down)).unwrap();
            let (step, times): (i64, u64) = from_inc.recv().unwrap();
            (0..times).map(|_| step).sum::<i64>()
        });
        let inc = inc.join().unwrap();
        [inc, dec.join().unwrap()]
    })
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
