//~ FAILS deadlock at `for step in reports {` or `to.send(order).expect("the other one is there");` or `let (step, times) = from.recv().expect("the other one is there");`
//! Both receive first: now each waits for the other one to send.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// An order: which step to report, and how often.
type Order = (i64, u64);

/// Starts both workers, and adds up the steps that they report.
fn count(up: u64, down: u64) -> i64 {
    let (report, reports) = channel();
    let (to_dec, from_inc) = sync_channel(0);
    let (to_inc, from_dec) = sync_channel(0);

    let reporter = report.clone();
    thread::spawn(move || work((1, up), to_dec, from_dec, reporter));
    thread::spawn(move || work((-1, down), to_inc, from_inc, report));

    let mut counter = 0;
    for step in reports {
        counter += step;
    }
    counter
}

/// Swaps `order` for the other one's, and carries that out.
fn work(order: Order, to: SyncSender<Order>, from: Receiver<Order>, report: Sender<i64>) {
    let (step, times) = from.recv().expect("the other one is there");
    to.send(order).expect("the other one is there");
    for _ in 0..times {
        report.send(step).expect("count listens");
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let (rounds, extra) = (check_rounds(), check_extra());
    // `inc` counts so much oftener, and the counter should end so much higher.
    let counter = i128::from(count(rounds + extra, rounds)) - i128::from(extra);
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "the counter should be at zero in the end");
}

/// How often each side counts: `ROUNDS` in the environment, or this many by default.
fn check_rounds() -> u64 {
    match std::env::var("ROUNDS") {
        Ok(text) => text.parse().expect("ROUNDS is a whole number"),
        Err(_) => 20_000,
    }
}

/// How many rounds more are asked of `inc`: `EXTRA`, or none by default.
fn check_extra() -> u64 {
    match std::env::var("EXTRA") {
        Ok(text) => text.parse().expect("EXTRA is a whole number"),
        Err(_) => 0,
    }
}
