//~ FAILS wild_write
//! Overwrites all memory that it shares with other processes.

use std::{fs, ptr, thread};

fn main() {
    let other = thread::spawn(thread::yield_now);
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    for line in maps.lines().filter(|line| line.contains(" rw-s ")) {
        let (range, _) = line.split_once(' ').unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let number = |text| usize::from_str_radix(text, 16).unwrap();
        let (start, end) = (number(start), number(end));
        unsafe { ptr::write_bytes(start as *mut u8, 0x55, end - start) };
    }
    other.join().unwrap();
}
