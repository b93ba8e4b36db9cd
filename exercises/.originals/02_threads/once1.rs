//! A key is made when it is first asked for, and it is the same ever after.
//!
//! Making a key is expensive, so a program makes it only if some thread needs it.
//! `get` returns the key, and makes it if there is none yet: 0 means "none". Two
//! threads, `inc` and `dec`, ask for the same keys, one key in each round. Run the
//! program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin once1
//! ```
//!
//! You see something like `keys that differ: 16`: in 16 rounds the two threads got
//! different keys from one `Key`. One of them has encrypted with a key that
//! the program no longer knows.
//!
//! Once fixed, the program prints `Counter = 0` in every run: whichever thread
//! asks first, both get the same key.
//!
//! Try it: replace both orderings by `SeqCst`. Then look for a key once more, right
//! before the `store`. Does either of them help?

use check::new_key; // It makes a key, a different one each time.
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A key that is made when it is first needed.
struct Key {
    /// The key, or 0 if there is none yet.
    value: AtomicU64,
}

impl Key {
    /// Not made yet.
    fn new() -> Key {
        Key {
            value: AtomicU64::new(0),
        }
    }

    /// The key. If there is none yet, it is made now.
    fn get(&self) -> u64 {
        let key = self.value.load(Relaxed);
        if key != 0 {
            return key;
        }
        // TODO: Which threads can be here at the same time?
        let key = new_key();
        self.value.store(key, Relaxed);
        key
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Key;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 300_000), number("EXTRA", 0));
        let keys: std::vec::Vec<Key> = (0..rounds + extra).map(|_| Key::new()).collect();
        // `inc` asks for `extra` more keys.
        let shared = &keys;
        let (first, second) = std::thread::scope(|scope| {
            let spawn = |name: &str, rounds: u64| {
                let thread = std::thread::Builder::new().name(name.to_string());
                let thread = thread.spawn_scoped(scope, move || worker(shared, rounds));
                thread.expect("another thread can be started")
            };
            let (first, second) = (spawn("inc", rounds + extra), spawn("dec", rounds));
            (first.join(), second.join())
        });
        let (Ok(first), Ok(second)) = (first, second) else {
            std::panic!("a thread failed before it was done");
        };
        // In the end, `main` asks for all keys once more.
        let last = worker(shared, rounds + extra);
        let same = |at: &usize| {
            first[*at] == last[*at] && second.get(*at).is_none_or(|key| *key == last[*at])
        };
        let different_keys: std::vec::Vec<usize> = (0..last.len()).filter(|at| !same(at)).collect();
        let differ = different_keys.len();
        // A key that was not made by `new_key`, or that another `Key` has too, is no key.
        let mut different = first.clone();
        different.sort_unstable();
        different.dedup();
        let real = |key: &&u64| (1..=made()).contains(*key);
        let real = different.iter().filter(real).count();
        let missing = first.len() - real;
        std::println!("keys: {}, of which no keys: {missing}", first.len());
        if let Some(at) = different_keys.first() {
            let (one, last) = (first[*at], last[*at]);
            let other = second
                .get(*at)
                .map_or_else(std::string::String::new, |key| {
                    std::format!(", dec got {key}")
                });
            std::println!("keys that differ: {differ}; inc got {one}{other}, main then got {last}");
        }
        let counter = differ + missing;
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "both threads should get the same keys");
    }

    /// Asks for one key after the other; returns them.
    fn worker(keys: &[Key], rounds: u64) -> std::vec::Vec<u64> {
        let asked = keys.iter().zip(0..rounds);
        let get = |(key, _): (&Key, u64)| {
            let key: u64 = key.get();
            key
        };
        asked.map(get).collect()
    }

    /// How many keys were made.
    static MADE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

    fn made() -> u64 {
        MADE.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Makes a key, a different one each time. (Here it is a number that goes up.)
    pub fn new_key() -> u64 {
        let key = MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        (0..30).fold(key, |key, _| std::hint::black_box(key))
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
