//~ PASSES
//~ OUTCOMES within 2: `5 true`
//~ EXECUTIONS within 2: 5
//! A channel without room: `send` returns when the message has been received.
// Where the numbers come from: no preemption: main stores and begins to wait,
// the thread sends and waits, main receives: 1. One, of main before its store or
// before it begins to wait: the thread sends and waits, main continues: 2. Two:
// the thread also before its send; main continues and waits: 2. Elsewhere the
// other is blocked. Main stores before it receives, so the flag is always seen.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

static RECEIVES: AtomicBool = AtomicBool::new(false);

fn main() {
    let (sender, receiver) = mpsc::sync_channel(0);
    let sends = thread::spawn(move || {
        sender.send(5).unwrap();
        RECEIVES.load(SeqCst)
    });
    RECEIVES.store(true, SeqCst);
    let number = receiver.recv().unwrap();
    let taken = sends.join().unwrap();
    println!("{number} {taken}");
    assert!(number == 5 && taken);
}
