//~ PASSES
//! Whole values are moved where other threads find them, ordered by a flag; neighbouring fields are not touched.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[derive(Clone, Debug, Default, PartialEq)]
struct Record {
    name: String,
    left: u32,
    right: u32,
    flags: [u8; 4],
}

static mut RECORD: Option<Record> = None;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        let record = Record {
            name: "whole".to_owned(),
            ..Record::default()
        };
        unsafe { RECORD = Some(record) };
        READY.store(true, Ordering::Release);
    });
    if READY.load(Ordering::Acquire) {
        let record = unsafe { (*(&raw const RECORD)).clone() };
        assert_eq!(record.unwrap().name, "whole");
    }
    writer.join().unwrap();
    let mut record = unsafe { (*(&raw mut RECORD)).take().unwrap() };
    let Record { left, right, flags: [first, .., last], .. } = &mut record;
    thread::scope(|scope| {
        scope.spawn(|| {
            *left += 1;
            *first += 1;
        });
        *right += 2;
        *last += 2;
    });
    let copy = record.clone();
    assert_eq!((copy.left, copy.right, copy.flags), (1, 2, [1, 0, 0, 2]));
    assert_eq!(copy, record);
}
