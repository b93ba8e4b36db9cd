#![no_main]

#[path = "../targets.rs"]
#[allow(dead_code, reason = "shared with the other target")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::wire(bytes));
