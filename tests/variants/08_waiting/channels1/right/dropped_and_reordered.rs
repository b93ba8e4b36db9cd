//~ PASSES
//! The first sender is dropped before the loop, and one worker receives first.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// An order: which step to report, and how many times.
type Order = (i64, u64);

/// A report: which worker has done a step (`inc` is 0, `dec` is 1), and the step.
type Report = (usize, i64);

/// Starts both workers, and adds up the steps that each one reports.
fn count(up: u64, down: u64) -> [i64; 2] {
    let (report, reports) = channel();
    let (to_dec, from_inc) = sync_channel(0);
    let (to_inc, from_dec) = sync_channel(0);

    let reporter = report.clone();
    thread::spawn(move || work(0, (1, up), to_dec, from_dec, reporter));
    let reporter = report.clone();
    thread::spawn(move || work(1, (-1, down), to_inc, from_inc, reporter));
    drop(report);

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
    let sends_first = order.0 > 0;
    if sends_first {
        to.send(order).unwrap();
    }
    let (step, times) = from.recv().unwrap();
    if !sends_first {
        to.send(order).unwrap();
    }
    for _ in 0..times {
        report.send((me, step)).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
