//! Two helpers paint a picture, and send its rows to their parent.
//!
//! The program starts itself twice more, as `left` and as `right`, one for each
//! half. What a helper prints goes into a **pipe**, and the parent reads it from
//! there. You know from processes2 that the parent has to wait for its helpers.
//! It does. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin pipe1
//! ```
//!
//! It hangs (stop it with Ctrl-C). Each of the helpers has begun to paint, and
//! none of them finishes.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: the
//! parent has all rows of both halves. Both helpers still work at the same time.
//!
//! Try `ROUNDS=1`, then `ROUNDS=2`: how many rows is that, and how many bytes?
//! Then look for "capacity" in the manual page pipe(7).

use std::io::Read;
use std::process::{Child, Command, Stdio};

/// How many characters a row has.
const WIDTH: usize = 40_000;

/// Lets two helpers paint that many rows, and returns how many rows came from each.
fn picture(left: u64, right: u64) -> [u64; 2] {
    let mut helpers = [start("left", left), start("right", right)];

    // TODO: Where are the rows while the parent waits here?
    for helper in &mut helpers {
        let status = helper.wait().unwrap();
        assert!(status.success(), "a helper failed: {status}");
    }
    helpers.map(|helper| rows_of(helper))
}

/// Starts this program again, as the helper with this name, and returns at once.
fn start(helper: &str, rows: u64) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", rows.to_string());
    command.stdout(Stdio::piped()); // What it prints goes into a new pipe.
    command.spawn().unwrap()
}

/// Reads what the helper has printed, up to its end, and returns how many rows that is.
fn rows_of(helper: Child) -> u64 {
    let mut text = String::new();
    let mut pipe = helper.stdout.unwrap();
    pipe.read_to_string(&mut text).unwrap();
    text.lines().filter(|row| row.len() == WIDTH).count() as u64
}

/// What a helper does: prints that many rows.
fn paint(rows: u64) {
    for _ in 0..rows {
        println!("{}", "#".repeat(WIDTH));
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{paint, picture};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200), number("EXTRA", 0));
        match std::env::args().nth(1) {
            None => all(rounds, extra),
            Some(_helper) => paint(rounds),
        }
    }

    fn all(rounds: u64, extra: u64) {
        // The left half has `extra` more rows.
        let rows: [u64; 2] = picture(rounds + extra, rounds);
        let [left, right] = rows.map(i128::from);
        std::println!("rows: left {left}, right {right}");
        // The differences are added without their signs, so that they cannot cancel out.
        let counter =
            (left - i128::from(rounds + extra)).abs() + (right - i128::from(rounds)).abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the parent should have all rows");
    }

    /// `ROUNDS`: how many rows each helper paints; `EXTRA`: how many more `left` paints.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
