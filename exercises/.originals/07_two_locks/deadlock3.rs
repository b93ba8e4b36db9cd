//! Two accounts again, each in a file, and coins that two processes move.
//!
//! `inc` moves coins from account 1 to account 0, `dec` moves them back. Each
//! account is a file with its own lock, and a transfer holds both locks. There
//! are no threads here, and no `Mutex`. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin deadlock3
//! ```
//!
//! It hangs (stop it with Ctrl-C). The operating system manages these locks,
//! but it doesn't step in.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: both
//! accounts together hold zero at any time.
//!
//! Try it: while the program hangs, look at `/proc/locks` in another terminal
//! (`->` marks a process that is blocked). Then kill one of the two processes.
//! What happens to the other? Why is that not possible with a `Mutex`?

use std::fs::{self, File};
use std::io::{Read, Seek, Write};

/// The files of the two accounts.
const ACCOUNTS: [&str; 2] = ["account0.txt", "account1.txt"];

/// Before `inc` and `dec` start: both accounts are empty.
fn start() {
    for account in ACCOUNTS {
        fs::write(account, "0").unwrap();
    }
}

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    // TODO: Which lock can the other process hold here, and which one does it need?
    let (mut payer, mut payee) = (open(from), open(to));
    payer.lock().unwrap();
    payee.lock().unwrap();
    let (paid, got) = (load(&mut payer), load(&mut payee));
    save(&mut payer, paid - amount);
    save(&mut payee, got + amount);
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let (mut first, mut second) = (open(0), open(1));
    first.lock().unwrap();
    second.lock().unwrap();
    [load(&mut first), load(&mut second)]
}

/// Opens the file of an account, and changes nothing in it.
fn open(account: usize) -> File {
    let file = File::options()
        .read(true)
        .write(true)
        .open(ACCOUNTS[account]);
    file.unwrap()
}

/// Reads the number, from the beginning of the file.
fn load(file: &mut File) -> i64 {
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text.parse().expect("an account holds a number")
}

/// Replaces the number in the file.
fn save(file: &mut File, value: i64) {
    file.rewind().unwrap();
    file.set_len(0).unwrap();
    let text = value.to_string();
    file.write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{balances, start, transfer};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => both(rounds, extra),
            Some("inc") => worker("inc", 1, 0, rounds + extra),
            Some("dec") => worker("dec", 0, 1, rounds),
            Some(other) => std::panic!("started as `{other}`, but there are only `inc` and `dec`"),
        }
    }

    /// Starts this program twice more, as `inc` and as `dec`, and waits for both.
    fn both(rounds: u64, extra: u64) {
        start();
        let program = std::env::current_exe().expect("a program knows where it is");
        let children = ["inc", "dec"].map(|worker| {
            let mut command = std::process::Command::new(&program);
            // With the values that `main` read, even if the environment has changed since.
            command
                .env("ROUNDS", rounds.to_string())
                .env("EXTRA", extra.to_string());
            let child = command.arg(worker).spawn();
            (worker, child.expect("another process can be started"))
        });
        let ends = children.map(|(worker, mut child)| {
            let status = child.wait().expect("a child can be waited for");
            (worker, status)
        });
        for (worker, status) in ends {
            std::assert!(status.success(), "the process `{worker}` failed: {status}");
        }
        let wrong_totals = ["inc", "dec"].map(|worker| {
            let text = std::fs::read_to_string(std::format!("{worker}_saw.txt"));
            text.map_or(0, |text| text.parse::<i128>().expect("a whole number"))
        });
        let mut counter = wrong_totals.into_iter().find(|total| *total != 0);
        if counter.is_none() {
            // `inc` was asked to move `extra` more coins, from account 1 to account 0.
            let extra = i128::from(extra);
            let end: [i64; 2] = balances();
            let [first, second] = end.map(i128::from);
            counter = Some((first - extra).abs() + (second + extra).abs());
        }
        let counter = counter.unwrap_or(0);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "both accounts together should hold zero");
    }

    /// Moves one coin in each round, then checks that both accounts together hold zero.
    fn worker(name: &str, from: usize, to: usize, rounds: u64) {
        (0..rounds).for_each(|_| transfer(from, to, 1));
        let both: [i64; 2] = balances();
        let total: i128 = both.map(i128::from).iter().sum();
        if total != 0 {
            std::fs::write(std::format!("{name}_saw.txt"), total.to_string()).expect("a file");
        }
    }

    /// `ROUNDS`: how many coins each worker moves; `EXTRA`: how many more coins `inc` moves.
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
