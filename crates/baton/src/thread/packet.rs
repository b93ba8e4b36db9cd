//! The result of a thread, on its way to the one that joins it.

use ::std::sync::Mutex;

use crate::engine::owned::Owned;
use crate::engine::task::Quiet;

/// Holds the result of a thread until it is joined.
pub(super) struct Packet<T>(pub(super) Owned<Mutex<Option<::std::thread::Result<T>>>>);

impl<T> Packet<T> {
    pub(super) fn new() -> Self {
        let _quiet = Quiet::enter();
        Self(Owned::new(Mutex::new(None)))
    }

    pub(super) fn put(&self, result: ::std::thread::Result<T>) {
        let _quiet = Quiet::enter();
        *self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(result);
    }

    pub(super) fn take(&self) -> Option<::std::thread::Result<T>> {
        let _quiet = Quiet::enter();
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .take()
    }
}

impl<T> Clone for Packet<T> {
    fn clone(&self) -> Self {
        let _quiet = Quiet::enter();
        Self(self.0.clone())
    }
}

impl<T> Drop for Packet<T> {
    #[inline(never)]
    fn drop(&mut self) {}
}
