//! The editions of Rust that a program can be written in.

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

/// An edition, as `rustc --edition` takes it. Exercises are written in the newest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Edition {
    /// Paths in `use` begin at the root of the crate
    #[value(name = "2015")]
    E2015,
    /// `into_iter` of an array yields references
    #[value(name = "2018")]
    E2018,
    /// `gen` is an ordinary name
    #[value(name = "2021")]
    E2021,
    /// The edition of the exercises
    #[default]
    #[value(name = "2024")]
    E2024,
}

impl Edition {
    /// As the compiler takes it.
    pub fn name(self) -> &'static str {
        match self {
            Edition::E2015 => "2015",
            Edition::E2018 => "2018",
            Edition::E2021 => "2021",
            Edition::E2024 => "2024",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Edition {
    type Err = String;

    fn from_str(text: &str) -> Result<Edition, String> {
        <Edition as ValueEnum>::from_str(text, false)
    }
}
