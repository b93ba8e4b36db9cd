//! How hard an exercise is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How hard an exercise is, beside the others of its set. `info.toml` and JSON have a number for it, from 1 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(with = "u8"))]
pub enum Difficulty {
    /// One step from what is known.
    Easy,
    /// It takes some thought.
    Medium,
    /// Most learners will need the hints.
    Hard,
}

/// Another number than 1, 2 or 3.
#[derive(Debug, thiserror::Error)]
#[error("difficulty is {0}; expected 1, 2 or 3.")]
pub struct OutOfRange(u8);

impl TryFrom<u8> for Difficulty {
    type Error = OutOfRange;

    fn try_from(number: u8) -> Result<Difficulty, OutOfRange> {
        match number {
            1 => Ok(Difficulty::Easy),
            2 => Ok(Difficulty::Medium),
            3 => Ok(Difficulty::Hard),
            other => Err(OutOfRange(other)),
        }
    }
}

impl From<Difficulty> for u8 {
    fn from(difficulty: Difficulty) -> u8 {
        match difficulty {
            Difficulty::Easy => 1,
            Difficulty::Medium => 2,
            Difficulty::Hard => 3,
        }
    }
}

impl fmt::Display for Difficulty {
    /// One star to three.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&"*".repeat(u8::from(*self).into()))
    }
}
