//! A stack whose nodes are freed at once: one thread frees the node that another is about to read.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::*};
use std::thread;

struct Node {
    value: i32,
    next: *mut Node,
}

static HEAD: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

fn push(value: i32) {
    let node = Box::into_raw(Box::new(Node { value, next: ptr::null_mut() }));
    loop {
        let head = HEAD.load(Acquire);
        unsafe { (*node).next = head };
        if HEAD.compare_exchange(head, node, AcqRel, Acquire).is_ok() {
            return;
        }
    }
}

fn pop() -> Option<i32> {
    loop {
        let head = HEAD.load(Acquire);
        if head.is_null() {
            return None;
        }
        let next = unsafe { (*head).next };
        if HEAD.compare_exchange(head, next, AcqRel, Acquire).is_ok() {
            let node = unsafe { Box::from_raw(head) };
            return Some(node.value);
        }
    }
}

fn main() {
    push(1);
    push(2);
    let a = thread::spawn(pop);
    let b = thread::spawn(pop);
    let sum = a.join().unwrap().unwrap_or(0) + b.join().unwrap().unwrap_or(0);
    assert_eq!(sum, 3);
}
