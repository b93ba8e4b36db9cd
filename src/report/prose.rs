//! Phrases that several texts use.

/// `1 run`, `2 runs`.
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `(1 step not shown)`.
pub fn not_shown(number: usize, noun: &str) -> String {
    format!("({} not shown)", counted(number, noun))
}
