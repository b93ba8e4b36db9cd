//~ NOT_RUN `pthread_create`
//~ LINE `let made = unsafe { pthread_create(&mut thread, null(), body, null_mut()) };`
//! A thread that is not spawned by std.

use std::ffi::c_void;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

type Body = extern "C" fn(*mut c_void) -> *mut c_void;

unsafe extern "C" {
    fn pthread_create(thread: *mut usize, how: *const c_void, body: Body, with: *mut c_void) -> i32;
    fn pthread_join(thread: usize, result: *mut *mut c_void) -> i32;
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

extern "C" fn body(_: *mut c_void) -> *mut c_void {
    COUNTER.fetch_add(1, SeqCst);
    null_mut()
}

fn main() {
    let mut thread = 0;
    let made = unsafe { pthread_create(&mut thread, null(), body, null_mut()) };
    assert_eq!(made, 0);
    unsafe { pthread_join(thread, null_mut()) };
    assert_eq!(COUNTER.load(SeqCst), 1);
}
