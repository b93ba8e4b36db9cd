//! What every exercise prints in the end.

/// What every exercise's counter should be in the end.
pub const EXPECTED: &str = "0";

/// The value of the text's last line `Counter = VALUE`.
pub fn value_in(text: &str) -> Option<String> {
    let value = |line: &str| Some(line.trim().strip_prefix("Counter = ")?.to_owned());
    text.lines().rev().find_map(value)
}
