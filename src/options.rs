//! What commands are told: the options that the command line gives them.

use clap::{Args, ValueEnum};

use crate::check::DEFAULT_RUNS;

/// How `watch` is to work.
#[derive(Args, Clone)]
pub struct WatchArgs {
    /// Look for saves at intervals: for file systems that tell of no events
    #[arg(long)]
    pub poll: bool,
    /// How many runs in a row have to hold
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
}

/// How a check is to be made and told.
#[derive(Args, Clone, Copy)]
pub struct CheckArgs {
    /// How many runs in a row have to hold
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
    /// How to print the verdict
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
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
