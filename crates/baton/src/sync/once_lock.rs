//! Cells that are written once.

use ::std::cell::UnsafeCell;
use ::std::fmt;
use ::std::panic::{RefUnwindSafe, UnwindSafe};

use super::once::{Once, OnceState};
use crate::engine::integer;
use crate::engine::task::Quiet;

/// A cell that is written once, as std's.
pub struct OnceLock<T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: the value is written once, before there is a reference to it, and `Once` orders the two.
unsafe impl<T: Sync + Send> Sync for OnceLock<T> {}
// SAFETY: as for any value.
unsafe impl<T: Send> Send for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            once: Once::new(),
            value: UnsafeCell::new(None),
        }
    }

    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() {
            self.written()
        } else {
            None
        }
    }

    /// The value, once it is known that it is there.
    fn written(&self) -> Option<&T> {
        let _quiet = Quiet::enter();
        // SAFETY: nothing writes after the initialisation, and it is done.
        unsafe { (*self.value.get()).as_ref() }
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.once
            .call_once_force(|state| self.write(value.take(), state));
        value.map_or(Ok(()), Err)
    }

    fn write(&self, value: Option<T>, state: &OnceState) {
        let _quiet = Quiet::enter();
        let fingerprint = value.as_ref().and_then(integer::fingerprint);
        state.fingerprint.set(fingerprint);
        // SAFETY: called by the one initialiser that runs.
        unsafe { *self.value.get() = value };
    }

    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, init: F) -> &T {
        self.once
            .call_once_force(|state| self.write(Some(init()), state));
        self.written()
            .expect("an initialiser that has run left its value")
    }

    #[track_caller]
    pub fn wait(&self) -> &T {
        self.once.wait_force();
        self.written()
            .expect("an initialiser that has run left its value")
    }

    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    #[track_caller]
    pub fn take(&mut self) -> Option<T> {
        ::std::mem::take(self).into_inner()
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get()
            .map_or_else(Self::new, |value| Self::from(value.clone()))
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let cell = Self::new();
        let _ = cell.set(value);
        cell
    }
}

impl<T> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceLock").finish_non_exhaustive()
    }
}
