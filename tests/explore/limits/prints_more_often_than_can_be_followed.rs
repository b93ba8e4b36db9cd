//~ NOT_RUN takes more than 20000 steps
//! Each print is a step, and a short one without end meets the limit of steps before that of output: nothing is known of
//! a program that prints so often, neither that it fails nor that it passes.

fn main() {
    let mut number = 0_u64;
    while number < u64::MAX {
        println!("{number}");
        number += 1;
    }
}
