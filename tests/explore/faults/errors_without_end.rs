//~ FAILS output_limit
//! Prints without end to standard error.

fn main() {
    let mut number = 0_u64;
    while number < u64::MAX {
        eprintln!("and so on: {number}");
        number += 1;
    }
}
