//! Two workers swap their orders, carry them out, and report to `count`.
//!
//! Nothing is shared here: no lock, no atomic. Everything goes through
//! **channels**, from a sender to a receiver. `inc` has the order to count up,
//! `dec` has the order to count down. First they swap their orders, each on a
//! channel with room for one of them. Then each worker carries out the order
//! that it received: it reports each step on a channel that both workers send
//! to, and `count` adds the steps up. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin channels1
//! ```
//!
//! It hangs (stop it with Ctrl-C). Both workers have finished, and yet one
//! thread still waits. (In the drawing, `inc` is `work 1`, and `dec` is `work 2`.)
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: each
//! worker has carried out the order of the other, and both still work at the
//! same time.
//!
//! Try it once it is fixed: give the channels of the orders room for 0 messages.
//! There, `send` waits until the other worker receives. Which thread must do what
//! then, so that each `send` and each `recv` returns?
//!
//! New Rust here: `sync_channel(n)` is a channel with room for `n` messages; its
//! sender is a `SyncSender`.

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
    let reporter = report.clone();
    thread::spawn(move || work(1, (-1, down), to_inc, from_inc, reporter));

    // TODO: When does this loop end? Which senders are there, and when is each dropped?
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
