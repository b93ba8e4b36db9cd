//~ FAILS output_limit
//! Prints endlessly to standard error, two kilobytes at a time.

fn main() {
    let mut number = 0_u64;
    while number < u64::MAX {
        eprintln!("{number}: {}", "and so on, ".repeat(200));
        number += 1;
    }
}
