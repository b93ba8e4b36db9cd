//~ PASSES
//! The queue lock of Mellor-Crummey and Scott: each thread spins on a node on its own stack.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::*};
use std::thread;

struct Node {
    next: AtomicPtr<Node>,
    locked: AtomicBool,
}

static LAST: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());
static mut COUNTER: u32 = 0;

fn lock(me: *mut Node) {
    let before = LAST.swap(me, AcqRel);
    if before.is_null() {
        return;
    }
    unsafe { &*before }.next.store(me, Release);
    while unsafe { &*me }.locked.load(Acquire) {
        thread::yield_now();
    }
}

fn unlock(me: *mut Node) {
    let next = &unsafe { &*me }.next;
    if next.load(Acquire).is_null() {
        if LAST
            .compare_exchange(me, ptr::null_mut(), AcqRel, Acquire)
            .is_ok()
        {
            return;
        }
        while next.load(Acquire).is_null() {
            thread::yield_now();
        }
    }
    unsafe { &*next.load(Acquire) }.locked.store(false, Release);
}

fn count() {
    let mut node = Node {
        next: AtomicPtr::new(ptr::null_mut()),
        locked: AtomicBool::new(true),
    };
    lock(&mut node);
    unsafe { COUNTER += 1 };
    unlock(&mut node);
}

fn main() {
    let worker = thread::spawn(count);
    count();
    worker.join().unwrap();
    assert_eq!(unsafe { COUNTER }, 2);
}
