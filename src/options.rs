//! What commands are told: the options that the command line gives them.

use clap::{Args, ValueEnum};

use crate::check::DEFAULT_RUNS;
use crate::edition::Edition;

/// How `watch` is to work.
#[derive(Args, Clone)]
pub struct WatchArgs {
    /// Look for saves at intervals: for file systems that tell of no events
    #[arg(long)]
    pub poll: bool,
    /// How many runs in a row have to pass
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
}

/// How a check is to be made and told.
#[derive(Args, Clone, Copy)]
pub struct CheckArgs {
    /// How many runs in a row have to pass
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
    /// How to print the verdict
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How a program is to be explored.
#[derive(Args, Clone)]
pub struct ExploreArgs {
    /// The most preemptions; where it is not said: 2, and 3 while that is quick
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=8))]
    pub bound: Option<u32>,
    /// How much work it may be: what two idle cores do in so long
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub budget: f64,
    /// What the program gets as ROUNDS; where it is not said: 1, then 2
    #[arg(long, value_name = "N")]
    pub rounds: Option<u64>,
    /// The edition of Rust that it is written in
    #[arg(long, value_enum, default_value_t)]
    pub edition: Edition,
    /// How to print the verdict
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds is wanted, from 0 to 86400".into()),
    }
}

/// How something is printed.
#[derive(ValueEnum, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object an exercise, one a line
    Json,
}
