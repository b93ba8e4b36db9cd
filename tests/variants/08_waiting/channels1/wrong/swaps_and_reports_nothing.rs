//~ FAILS vacuous
//! The workers swap their orders and drop them; `count` computes the sums from its own arguments.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// An order: which step to report, and how many times.
type Order = (i64, u64);

/// Starts both workers, and waits until each one is done.
fn count(up: u64, down: u64) -> [i64; 2] {
    let (done, all_done) = channel();
    let (to_dec, from_inc) = channel();
    let (to_inc, from_dec) = channel();

    let sender = done.clone();
    thread::spawn(move || work((1, up), to_dec, from_dec, sender));
    thread::spawn(move || work((-1, down), to_inc, from_inc, done));

    let nothing: i64 = all_done.iter().sum();
    [nothing - down as i64, nothing + up as i64]
}

/// Swaps `order` for the order of the other worker.
fn work(order: Order, to: Sender<Order>, from: Receiver<Order>, done: Sender<i64>) {
    to.send(order).expect("the other worker is there");
    from.recv().expect("the other worker is there");
    done.send(0).expect("count listens");
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
