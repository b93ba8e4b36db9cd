//! Waiting and waking by a word in shared memory, across threads and processes (futex(2)).

use ::std::sync::atomic::{AtomicU32, Ordering};

use super::system;

/// Neither granted nor waited for.
pub(crate) const IDLE: u32 = 0;
const GRANTED: u32 = 1;
const AWAITED: u32 = 2;

/// Sleeps until the word is granted, and takes it back to idle.
pub(crate) fn wait_for_grant(word: &AtomicU32) {
    while word.swap(AWAITED, Ordering::Acquire) != GRANTED {
        // SAFETY: the word outlives the call, and FUTEX_WAIT reads nothing else.
        unsafe {
            system::call(
                libc::SYS_futex,
                [
                    word.as_ptr() as usize,
                    libc::FUTEX_WAIT as usize,
                    AWAITED as usize,
                    0,
                ],
            );
        }
    }
    word.store(IDLE, Ordering::Relaxed);
}

/// Wakes the task that waits for the word, now or as soon as it begins to wait.
pub(crate) fn grant(word: &AtomicU32) {
    if word.swap(GRANTED, Ordering::Release) == AWAITED {
        // SAFETY: the word outlives the call, and FUTEX_WAKE reads nothing else.
        unsafe {
            system::call(
                libc::SYS_futex,
                [word.as_ptr() as usize, libc::FUTEX_WAKE as usize, 1],
            );
        }
    }
}
