//! Solution of ids1: check and take in one step.

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
        // In the starter, `fetch_add` took a number without a look at it. A thread that took
        // 255 had to give it back, and until then `next` was at 0: the other thread could
        // draw 0 once more. What must never be visible is visible, however soon it is undone.
        //
        // `fetch_update` passes the number to the closure, which returns the next one, or
        // `None` to change nothing: `checked_add` does just that at the end of the range.
        // So `next` never goes on from 255, and nothing has to be given back.
        let next = |number: u8| number.checked_add(1);
        self.next.fetch_update(Relaxed, Relaxed, next).ok()
    }
}

// What other fixes cost: a loop around `compare_exchange` is the same, written out. A Mutex
// makes the other thread wait. In a bigger type, such as `AtomicU64`, the numbers may be
// counted on past 254, because it takes thousands of years to bring it round. This is the
// fastest: one `fetch_add`, and nothing is given back.
//
// Your tries: if you give back before you check, the number is free again before the thread
// knows whether it may keep it, and the other thread gets the same one. With a `u16` that is
// given back, `next` goes on with 256, 257, …: a wrong number comes only if 65,281 threads
// draw in vain at the same time.

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
