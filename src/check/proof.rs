//! Proves that the check of a real run has finished: only the kit's own `main` delivers this word, and only after the check.
//!
//! Each run gets another word, in its environment. `main` takes it out before anything of the learner's runs, so neither
//! another process that the program starts nor another call of `main` has it. The check returns only when its last
//! assertion is right: so the word on standard output says that it was.

use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};

use super::judge::Run;
use crate::supervise::Outcome;

/// The variable that holds the word.
const VARIABLE: &str = "RACELINGS_PROOF";

/// The `main` of an exercise that is run for real, in place of its own.
pub const MAIN: &str = r#"fn main() {
    let proof = ::std::env::var("RACELINGS_PROOF");
    // SAFETY: there is no other thread yet.
    unsafe { ::std::env::remove_var("RACELINGS_PROOF") };
    check::main();
    if let ::std::result::Result::Ok(proof) = proof {
        ::std::println!("\n{proof}");
    }
}
"#;

/// The word of one run.
pub struct Proof(String);

impl Proof {
    /// Another one each time, which a program cannot guess.
    pub fn new() -> Proof {
        let [one, two] = [1, 2].map(|number| RandomState::new().hash_one(number));
        Proof(format!("proof-{one:016x}{two:016x}"))
    }

    /// What the program gets in its environment.
    pub fn variable(&self) -> (OsString, OsString) {
        (VARIABLE.into(), self.0.clone().into())
    }

    /// Looks whether it was delivered, and takes it out of what was printed.
    pub fn read(&self, mut outcome: Outcome) -> Run {
        let line = format!("\n{}\n", self.0);
        let printed = &mut outcome.stdout;
        let mut finished = false;
        for text in [&mut printed.head, &mut printed.tail] {
            if let Some(at) = text.find(&line) {
                text.replace_range(at..at + line.len(), "");
                printed.total_bytes -= line.len() as u64;
                finished = true;
            }
        }
        Run { outcome, finished }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::{Captured, End};

    fn printed(head: &str) -> Outcome {
        Outcome {
            end: End::Exited { code: 0 },
            stdout: Captured {
                head: head.into(),
                total_bytes: head.len() as u64,
                ..Captured::default()
            },
            stderr: Captured::default(),
            seconds: 0.03,
            processor_seconds: 0.03,
            waits: 0,
            left_running: Vec::new(),
            killed: None,
        }
    }

    #[test]
    fn a_run_has_finished_when_it_printed_its_own_word() {
        let proof = Proof::new();
        let run = proof.read(printed(&format!("Counter = 0\n\n{}\nbye\n", proof.0)));
        assert!(run.finished);
        assert_eq!(run.outcome.stdout.head, "Counter = 0\nbye\n");
        assert_eq!(run.outcome.stdout.total_bytes, 16);
        let other = Proof::new();
        let run = other.read(printed(&format!("Counter = 0\n\n{}\n", proof.0)));
        assert!(!run.finished);
    }

    #[test]
    fn the_generated_main_takes_the_word_out_of_the_variable() {
        assert_eq!(MAIN.matches(VARIABLE).count(), 2);
    }
}
