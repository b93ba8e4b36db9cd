//! Two workers swap their orders, carry them out, and report to `count`.
//!
//! Nothing is shared here: no lock, no atomic. All that passes between the
//! threads goes through *channels*, from a sender to a receiver. `inc` has the
//! order to count up, `dec` has the order to count down. First they swap, hand
//! to hand: on a channel with room for 0 messages, `send` waits until the other
//! one receives. Then each reports its steps, one by one, on a channel that
//! both send to, and `count` adds them up. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin channels1
//! ```
//!
//! It hangs (stop it with Ctrl-C). There are two knots in it; the second one
//! shows when the first one is undone.
//!
//! When it is mended, the program comes to its end in every run and prints
//! `Counter = 0`, and both workers still work at the same time.
//!
//! To try: write down for each `send` and each `recv` who has to do what, so
//! that it returns. And how does `count` know that no report will come any
//! more?

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
    let reporter = report.clone();
    thread::spawn(move || work((-1, down), to_inc, from_inc, reporter));

    // TODO: What does each one wait for here, and in `work`?
    let mut counter = 0;
    for step in reports {
        counter += step;
    }
    counter
}

/// Swaps `order` for the other one's, and carries that out.
fn work(order: Order, to: SyncSender<Order>, from: Receiver<Order>, report: Sender<i64>) {
    to.send(order).expect("the other one is there");
    let (step, times) = from.recv().expect("the other one is there");
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
