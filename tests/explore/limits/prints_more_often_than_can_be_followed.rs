//~ NOT_RUN takes more than 20000 steps
//! Each print is a step, and endless short prints reach the limit of steps before that of
//! output: for a program that prints so often, neither a failure nor a pass is established.

fn main() {
    let mut number = 0_u64;
    while number < u64::MAX {
        println!("{number}");
        number += 1;
    }
}
