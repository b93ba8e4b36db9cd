//! Measures exploring: compared with its goals, on every exercise, on one core and on all, and compared with loom and shuttle.
//!
//! `cargo bench -- 9` in this folder measures each 9 times instead of the usual number; `goals`, `exercises`, `cores` and
//! `contest` as words select these parts. Nothing is asserted about times; but each exploration must have the
//! verdict of its row, or the figures would be about something else.

mod child;
mod contest;
mod cores;
mod exercises;
mod goals;
mod kit;
mod models;
mod one_core;
mod ported;
mod programs;
mod spread;
mod tables;
mod turns;

use std::process::ExitCode;

use anyhow::{Result, bail};

use contest::Contest;
use cores::Cores;
use exercises::Exercises;
use goals::Goals;
use turns::Part;

const DEFAULT_TIMES: u64 = 5;

/// This program also starts itself: as the supervisor of compilers, and for each model of a peer.
fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("supervise") => racelings::supervise::serve(),
        Some(child::COMMAND) => child::serve(),
        _ => match measure() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

fn measure() -> Result<()> {
    let mut times = DEFAULT_TIMES;
    let mut parts: Vec<Box<dyn Part>> = Vec::new();
    // Cargo adds its own `--bench`.
    for word in std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
    {
        match (word.as_str(), word.parse()) {
            ("goals", _) => parts.push(Box::new(Goals::new()?)),
            ("exercises", _) => parts.push(Box::new(Exercises::new()?)),
            ("cores", _) => parts.push(Box::new(Cores::new()?)),
            ("contest", _) => parts.push(Box::new(Contest::new()?)),
            (_, Ok(number @ 1..)) => times = number,
            _ => bail!(
                "{word:?} is neither a number of times nor goals, exercises, cores or contest"
            ),
        }
    }
    if parts.is_empty() {
        parts = vec![
            Box::new(Goals::new()?),
            Box::new(Exercises::new()?),
            Box::new(Cores::new()?),
            Box::new(Contest::new()?),
        ];
    }
    turns::take(&mut parts, times)?;
    println!("\nExploring: medians of {times}, in turns. The kit is a release build.");
    for part in &parts {
        part.print();
    }
    Ok(())
}
