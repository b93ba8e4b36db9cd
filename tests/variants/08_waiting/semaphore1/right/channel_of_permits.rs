//~ PASSES
//! The permits are messages in a channel: receiving one takes it, in one step.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{LazyLock, Mutex};

/// A channel with the two permits that are left at first.
static PERMITS: LazyLock<(SyncSender<()>, Mutex<Receiver<()>>)> = LazyLock::new(|| {
    let (sender, receiver) = sync_channel(2);
    sender.send(()).unwrap();
    sender.send(()).unwrap();
    (sender, Mutex::new(receiver))
});

/// Waits until a permit is left, then takes it.
fn acquire() {
    PERMITS.1.lock().unwrap().recv().unwrap();
}

/// Gives a permit back.
fn release() {
    PERMITS.0.send(()).unwrap();
}

/// The permits that are left when all swimmers are done.
fn left() -> i32 {
    PERMITS.1.lock().unwrap().try_iter().map(|()| 1).sum()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
