//! A token that ends a waiting call from another thread.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError};

/// Tells a running [`Supervisor::run`](super::Supervisor::run) to give up. All
/// clones are one token, and once cancelled it stays so.
#[derive(Debug, Clone)]
pub struct Cancel {
    /// Nothing is ever sent: dropping the sender is the message, and it
    /// wakes all threads that wait for the receiver.
    sender: Arc<Mutex<Option<Sender<Infallible>>>>,
    receiver: Receiver<Infallible>,
}

impl Cancel {
    /// A token that is not cancelled.
    pub fn new() -> Self {
        let (sender, receiver) = crossbeam_channel::bounded(0);
        Self {
            sender: Arc::new(Mutex::new(Some(sender))),
            receiver,
        }
    }

    /// Cancels all clones, for good.
    pub fn cancel(&self) {
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        *sender = None;
    }

    /// Whether any clone was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.receiver.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Waits for this time, or until it is cancelled. Returns whether it was.
    pub fn is_cancelled_within(&self, time: Duration) -> bool {
        self.receiver.recv_timeout(time) == Err(RecvTimeoutError::Disconnected)
    }

    /// Becomes ready (disconnected) when the token is cancelled.
    pub(crate) fn receiver(&self) -> &Receiver<Infallible> {
        &self.receiver
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelling_one_clone_cancels_all() {
        let token = Cancel::new();
        let clone = token.clone();
        assert!(!clone.is_cancelled());
        token.cancel();
        assert!(clone.is_cancelled());
        clone.cancel();
        assert!(token.is_cancelled());
    }

    #[test]
    fn dropping_a_clone_cancels_nothing() {
        let token = Cancel::new();
        drop(token.clone());
        assert!(!token.is_cancelled());
    }

    #[test]
    fn cancelling_wakes_a_thread_that_waits() {
        let token = Cancel::new();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| token.receiver().recv());
            token.cancel();
            assert!(waiting.join().unwrap().is_err());
        });
    }
}
