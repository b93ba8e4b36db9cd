//! A number that no other task can see, read twice.

fn main() {
    let mut own = 0;
    for _ in 0..3 {
        own += 1;
    }
    let first = own;
    let second = own;
    println!("{first} {second}");
}
