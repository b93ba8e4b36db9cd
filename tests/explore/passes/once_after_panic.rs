//~ PASSES
//~ OUTCOMES within 2: `false`, `true`
//! An initialiser that panics leaves it undone; `call_once_force` tries again.
// Where the numbers come from: main comes before the panic and finds no poison,
// so the other's initialiser never runs; or it comes after it.

use std::panic::catch_unwind;
use std::sync::Once;
use std::thread;

static ONCE: Once = Once::new();

fn main() {
    let other = thread::spawn(|| {
        let result = catch_unwind(|| ONCE.call_once(|| panic!("broken")));
        result.is_err()
    });
    let mut found = false;
    ONCE.call_once_force(|state| found = state.is_poisoned());
    let broke = other.join().unwrap();
    println!("{found}");
    assert!(found == broke && ONCE.is_completed());
}
