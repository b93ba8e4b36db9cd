//~ FAILS signal, panic, exit_code, time_limit
//! Allocates memory until there is none left.

fn main() {
    let mut all = Vec::new();
    loop {
        all.push(vec![1_u8; 1 << 24]);
        assert!(all.len() < 1 << 20);
    }
}
