//! Everything is measured in turns, so that other work of the machine affects all measurements alike.

use anyhow::Result;

/// One table: what it measures, row by row.
pub trait Part {
    /// The number of rows.
    fn rows(&self) -> usize;

    /// Measures a row, and keeps the figure in every turn but the first one, which has no number and fills the caches.
    ///
    /// # Errors
    /// If the measured program has another result than it should: then its figure would be about something else.
    fn measure(&mut self, row: usize, turn: Option<u64>) -> Result<()>;

    /// Prints the table.
    fn print(&self);
}

/// Measures all rows of all parts so many times.
///
/// # Errors
/// The first error of a row.
pub fn take(parts: &mut [Box<dyn Part>], times: u64) -> Result<()> {
    for turn in (0..=times).map(|turn| turn.checked_sub(1)) {
        for part in parts.iter_mut() {
            // Each turn begins with another row, so that no row always follows the same one.
            let rows = part.rows();
            for place in 0..rows {
                let first = turn.map_or(0, |turn| turn as usize);
                part.measure((first + place) % rows, turn)?;
            }
        }
    }
    Ok(())
}
