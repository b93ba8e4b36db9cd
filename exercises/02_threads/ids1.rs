//! A booth gives out numbers, up to 254. No number may be given out twice.
//!
//! `draw` returns the next number, or `None` when all are gone. Two threads, `inc`
//! and `dec`, go from booth to booth, and each of them draws twice at each booth.
//! There is only one number left at each, 254. Run the program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin ids1
//! ```
//!
//! You see something like `a booth gave out [0, 1, 254]; expected [254]`. No
//! update is lost: each step is atomic. And a thread whose number is too large
//! gives it back at once. But `next` is a `u8`, and after 255 it wraps around to
//! 0.
//!
//! Once fixed, the program prints `Counter = 0` in every run: each booth gives out
//! its last number once, and no other number.
//!
//! Try it: give the number back before you check it. Then make `next` a `u16`: how
//! many threads have to draw at the same time for a wrong number?

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// A booth that gives out numbers.
struct Booth {
    /// The next number. At 255, all are gone.
    next: AtomicU8,
}

impl Booth {
    /// A booth whose next number is `next`.
    fn new(next: u8) -> Booth {
        Booth {
            next: AtomicU8::new(next),
        }
    }

    /// Draws a number, if there is one left.
    fn draw(&self) -> Option<u8> {
        let number = self.next.fetch_add(1, Relaxed);
        if number == 255 {
            // TODO: What can the other thread draw before this line has run?
            self.next.fetch_sub(1, Relaxed);
            return None;
        }
        Some(number)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Booth;

    /// The number that is left at each booth.
    const LEFT: u8 = 254;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 300_000), number("EXTRA", 0));
        let booths = (0..rounds + extra).map(|_| Booth::new(LEFT));
        let booths: std::vec::Vec<Booth> = booths.collect();
        // `inc` goes to `extra` more booths.
        let all = &booths;
        let (first, second) = std::thread::scope(|scope| {
            let spawn = |name: &str, rounds: u64| {
                let thread = std::thread::Builder::new().name(name.to_string());
                let thread = thread.spawn_scoped(scope, move || worker(all, rounds));
                thread.expect("another thread can be started")
            };
            let (first, second) = (spawn("inc", rounds + extra), spawn("dec", rounds));
            (first.join(), second.join())
        });
        let (Ok(first), Ok(second)) = (first, second) else {
            std::panic!("a thread failed before it was done");
        };
        let (mut missing, mut wrong, mut example) = (0_i64, 0_i64, None);
        for (booth, of_first) in first.iter().enumerate() {
            let of_second = second.get(booth).into_iter().flatten();
            let drawn: std::vec::Vec<u8> = of_first
                .iter()
                .chain(of_second)
                .flatten()
                .copied()
                .collect();
            match drawn.contains(&LEFT) {
                true => wrong += drawn.len() as i64 - 1,
                false => {
                    missing += 1;
                    wrong += drawn.len() as i64;
                }
            }
            if drawn != [LEFT] && example.is_none() {
                example = Some(drawn);
            }
        }
        std::println!(
            "booths: {}, numbers given out wrongly: {wrong}",
            first.len()
        );
        if let Some(drawn) = example {
            std::println!("a booth gave out {drawn:?}; expected [{LEFT}]");
        }
        let counter = if wrong > 0 { wrong } else { -missing };
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each booth should give out its last number once"
        );
    }

    /// Draws twice at each of the first booths; returns the numbers.
    fn worker(booths: &[Booth], rounds: u64) -> std::vec::Vec<[std::option::Option<u8>; 2]> {
        let visited = booths.iter().zip(0..rounds);
        visited
            .map(|(booth, _)| [booth.draw(), booth.draw()])
            .collect()
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
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
