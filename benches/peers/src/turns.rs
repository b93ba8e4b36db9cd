//! Everything is measured in turns, so that what else the machine does falls on all alike.

use anyhow::Result;

/// One table: what it measures, row by row.
pub trait Part {
    /// How many there are.
    fn rows(&self) -> usize;

    /// Measures a row, and keeps the figure in every turn but the first one, which has no number: it fills caches.
    ///
    /// # Errors
    /// When what is measured comes to another result than it should: then its figure would be about something else.
    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()>;

    /// Prints the table.
    fn print(&self);
}

/// Measures all rows of all parts so many times.
///
/// # Errors
/// The first of a row.
pub fn take(parts: &mut [Box<dyn Part>], times: u64) -> Result<()> {
    for turn in (0..=times).map(|turn| turn.checked_sub(1)) {
        for part in parts.iter_mut() {
            // Each turn begins with another row, so that none always comes after the same one.
            let rows = part.rows();
            for place in 0..rows {
                let first = turn.map_or(0, |turn| turn as usize);
                part.measure((first + place) % rows, turn)?;
            }
        }
    }
    Ok(())
}
