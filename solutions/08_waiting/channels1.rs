//! Solution of channels1: no thread keeps a sender that it does not use.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// An order: which step to report, and how many times.
type Order = (i64, u64);

/// A report: which worker has done a step (`inc` is 0, `dec` is 1), and the step.
type Report = (usize, i64);

/// Starts both workers, and adds up the steps that each one reports.
fn count(up: u64, down: u64) -> [i64; 2] {
    let (report, reports) = channel();
    let (to_dec, from_inc) = sync_channel(1);
    let (to_inc, from_dec) = sync_channel(1);

    let reporter = report.clone();
    thread::spawn(move || work(0, (1, up), to_dec, from_dec, reporter));
    // The first sender is moved into this worker, instead of a clone, so `count` keeps none.
    thread::spawn(move || work(1, (-1, down), to_inc, from_inc, report));

    // This loop ends when no sender is left, because then no more messages can come. Each
    // worker drops its own sender when it ends. In the starter, `report` itself was a third
    // sender: it was never used, and it lived to the end of this function.
    let mut counters = [0, 0];
    for (who, step) in reports {
        counters[who] += step;
    }
    counters
}

/// Swaps `order` for the order of the other worker, and carries that one out.
fn work(
    me: usize,
    order: Order,
    to: SyncSender<Order>,
    from: Receiver<Order>,
    report: Sender<Report>,
) {
    to.send(order).unwrap();
    let (step, times) = from.recv().unwrap();
    for _ in 0..times {
        report.send((me, step)).unwrap();
    }
}

// What other fixes cost: `drop(report)` before the loop does the same. Counting the reports
// works if `count` knows how many there are, and if no worker panics. Workers that return
// their sums need no channel for reports; then nothing arrives before a worker has finished.
// A timeout is no fix: it turns "waits forever" into "sometimes stops too early".
//
// Try: with room for 0, it is a deadlock. `to.send` of `inc` returns when `dec` is in
// `from.recv`, and the other way round, but each of them is still in its `send`. One of the
// two must receive first and send afterwards: then each send meets a receive.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        let reported: [i64; 2] = count(rounds + extra, rounds);
        let [inc, dec] = reported.map(i128::from);
        std::println!("reported by inc: {inc}, by dec: {dec}");
        // After the swap, `inc` counts down, and `dec` counts up with `extra` more steps.
        let inc = inc + i128::from(rounds);
        let dec = dec - i128::from(rounds) - i128::from(extra);
        // Added without their signs, so that two wrong numbers cannot cancel out.
        let counter = inc.abs() + dec.abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each should carry out the order of the other one"
        );
    }

    /// `ROUNDS`: how many steps each order has; `EXTRA`: how many more the order of `inc` has.
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
