//! The spread of several turns: the median, and how far the others lie from it.

use std::fmt;

/// Of samples in any unit.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub least: f64,
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// Of an even number, the higher one of the two in the middle. `None` if there is none.
    pub fn of(samples: impl IntoIterator<Item = f64>) -> Option<Spread> {
        let mut sorted: Vec<f64> = samples.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Some(Spread {
            least: *sorted.first()?,
            median: sorted[sorted.len() / 2],
            most: *sorted.last()?,
        })
    }

    /// `least..most`.
    pub fn range(&self) -> String {
        format!("{}..{}", Figure(self.least), Figure(self.most))
    }
}

/// A number with as many digits as are meaningful.
pub struct Figure(pub f64);

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = match self.0.abs() {
            100.0.. => 0,
            10.0.. => 1,
            1.0.. => 2,
            _ => 3,
        };
        f.pad(&format!("{:.decimals$}", self.0))
    }
}
