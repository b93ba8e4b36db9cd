//~ PASSES
//~ OUTCOMES within 1: `a b | c d`, `c d | a b`
//~ EXECUTIONS within 1: 12
//! Each `println!` prints its line in one step.
// Where the numbers come from: each thread has 3 steps: begin, print, end. No
// preemption, 3 executions: A then main or B; or B then A. One: of main before
// it starts B (1), of A before its 2nd or 3rd step (2), of B after A (2), of B
// before A, with main or B continuing (2 * 2). 3 + 9 = 12.

use std::thread;

fn main() {
    let threads = [("a", "b"), ("c", "d")]
        .map(|(first, second)| thread::spawn(move || println!("{first} {second}")));
    let ended = threads.map(|thread| thread.join().is_ok());
    assert_eq!(ended, [true, true]);
}
