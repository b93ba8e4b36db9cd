//! Waiting and waking by a word in shared memory, across threads and processes (futex(2)).

use ::std::ptr;
use ::std::sync::atomic::{AtomicU32, Ordering};

/// Sleeps until the word is no longer zero, and takes it back to zero.
pub(crate) fn wait_for_grant(word: &AtomicU32) {
    while word.swap(0, Ordering::Acquire) == 0 {
        // SAFETY: the word outlives the call, and FUTEX_WAIT reads nothing else.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                word.as_ptr(),
                libc::FUTEX_WAIT,
                0,
                ptr::null::<libc::timespec>(),
            );
        }
    }
}

/// Lets the one who waits for the word go on, now or when it comes to wait.
pub(crate) fn grant(word: &AtomicU32) {
    word.store(1, Ordering::Release);
    // SAFETY: the word outlives the call, and FUTEX_WAKE reads nothing else.
    unsafe {
        libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, 1);
    }
}
