//! Main panics.

fn main() {
    let values = [1, 2, 3];
    let index = std::env::args().len() + 2;
    println!("{}", values[index]);
}
