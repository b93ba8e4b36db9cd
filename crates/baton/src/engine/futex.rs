//! Waiting and waking by a word in shared memory, across threads and processes (futex(2)).

use ::std::sync::atomic::{AtomicU32, Ordering};

#[cfg(not(miri))]
use super::gate;

/// Neither granted nor waited for.
pub(crate) const IDLE: u32 = 0;
const GRANTED: u32 = 1;
const AWAITED: u32 = 2;

/// Sleeps until the word is granted, and takes it back to idle.
pub(crate) fn wait_for_grant(word: &AtomicU32) {
    while word.swap(AWAITED, Ordering::Acquire) != GRANTED {
        call(word, libc::FUTEX_WAIT, AWAITED);
    }
    word.store(IDLE, Ordering::Relaxed);
}

/// Wakes the task that waits for the word, now or as soon as it begins to wait.
pub(crate) fn grant(word: &AtomicU32) {
    if word.swap(GRANTED, Ordering::Release) == AWAITED {
        call(word, libc::FUTEX_WAKE, 1);
    }
}

/// Waits while the word has this number, or wakes so many that wait.
fn call(word: &AtomicU32, operation: i32, number: u32) {
    // SAFETY: the word outlives the call, which touches nothing else.
    #[cfg(not(miri))]
    unsafe {
        gate::call(
            libc::SYS_futex,
            [
                word.as_ptr() as usize,
                operation as usize,
                number as usize,
                0,
            ],
        );
    }
    // SAFETY: as above. Miri knows system calls only as the library's function, with arguments of their own types.
    #[cfg(miri)]
    unsafe {
        let no_limit = ::std::ptr::null::<libc::timespec>();
        libc::syscall(libc::SYS_futex, word.as_ptr(), operation, number, no_limit);
    }
}

#[cfg(test)]
mod tests {
    use ::std::cell::UnsafeCell;
    use ::std::thread;

    use super::*;

    #[derive(Default)]
    struct Plain(UnsafeCell<u32>);

    // SAFETY: it is written before the grant and read after it, which is what the test is about.
    unsafe impl Sync for Plain {}

    impl Plain {
        fn pointer(&self) -> *mut u32 {
            self.0.get()
        }
    }

    #[test]
    fn a_grant_before_the_wait_passes_on_all_that_was_done_before_it() {
        let (word, plain) = (AtomicU32::new(IDLE), Plain::default());
        thread::scope(|scope| {
            scope.spawn(|| {
                // SAFETY: the other thread waits for the grant.
                unsafe { *plain.pointer() = 1 };
                grant(&word);
            });
            // This load orders nothing.
            while word.load(Ordering::Relaxed) != GRANTED {
                thread::yield_now();
            }
            wait_for_grant(&word);
            // SAFETY: the other thread has done its write.
            assert_eq!(unsafe { *plain.pointer() }, 1);
        });
        assert_eq!(word.into_inner(), IDLE);
    }
}
