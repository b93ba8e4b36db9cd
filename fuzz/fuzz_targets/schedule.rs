#![no_main]

#[path = "../targets.rs"]
#[allow(dead_code, reason = "shared with the other target")]
mod targets;

libfuzzer_sys::fuzz_target!(|text: &str| targets::schedule(text));
