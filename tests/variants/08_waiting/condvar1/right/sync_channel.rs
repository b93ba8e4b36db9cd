//~ PASSES
//! A channel with room for one message is such a shelf, ready made.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{LazyLock, Mutex};

type Shelf = (SyncSender<u64>, Mutex<Receiver<u64>>);

/// A shelf with room for one loaf.
static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let (sender, receiver) = sync_channel(1);
    (sender, Mutex::new(receiver))
});

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    SHELF.0.send(loaf).unwrap();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let receiver = SHELF.1.lock().unwrap();
    receiver.recv().unwrap()
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    let receiver = SHELF.1.lock().unwrap();
    receiver.try_recv().ok()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
