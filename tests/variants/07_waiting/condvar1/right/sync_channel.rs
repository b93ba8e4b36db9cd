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

/// Puts a loaf on the shelf, when there is room.
fn put(loaf: u64) {
    SHELF.0.send(loaf).expect("the receiver is there");
}

/// Takes the loaf from the shelf, when there is one.
fn take() -> u64 {
    let receiver = SHELF.1.lock().expect("the mutex is never poisoned");
    receiver.recv().expect("the sender is there")
}

/// What is still on the shelf when all are done.
fn left() -> Option<u64> {
    let receiver = SHELF.1.lock().expect("the mutex is never poisoned");
    receiver.try_recv().ok()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
