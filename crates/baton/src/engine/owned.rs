//! What several values of ours own together: as `Arc`, but counting its owners is no step of the program's.

use ::std::ops::Deref;
use ::std::ptr::NonNull;
use ::std::sync::atomic::{AtomicUsize, Ordering};

struct Inner<T> {
    owners: AtomicUsize,
    value: T,
}

/// One of the owners; the value goes with the last.
#[derive(Debug)]
pub(crate) struct Owned<T>(NonNull<Inner<T>>);

// SAFETY: as `Arc`'s: the value is shared, and dropped by the last owner.
unsafe impl<T: Send + Sync> Send for Owned<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Owned<T> {}

impl<T> Owned<T> {
    pub(crate) fn new(value: T) -> Self {
        let inner = Box::new(Inner {
            owners: AtomicUsize::new(1),
            value,
        });
        Self(NonNull::from(Box::leak(inner)))
    }

    pub(crate) fn is_alone(&self) -> bool {
        count(self.owners()) == 1
    }

    fn owners(&self) -> &AtomicUsize {
        // SAFETY: there is an owner.
        unsafe { &self.0.as_ref().owners }
    }
}

// The generic code is compiled into the program, where atomics are watched; these are not.

#[inline(never)]
fn count(owners: &AtomicUsize) -> usize {
    owners.load(Ordering::SeqCst)
}

#[inline(never)]
fn add(owners: &AtomicUsize) {
    owners.fetch_add(1, Ordering::SeqCst);
}

/// Whether it was the last.
#[inline(never)]
fn remove(owners: &AtomicUsize) -> bool {
    owners.fetch_sub(1, Ordering::SeqCst) == 1
}

impl<T> Clone for Owned<T> {
    fn clone(&self) -> Self {
        add(self.owners());
        Self(self.0)
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        if remove(self.owners()) {
            // SAFETY: made of a box, and this is its last owner.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

impl<T> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: there is an owner.
        unsafe { &self.0.as_ref().value }
    }
}
