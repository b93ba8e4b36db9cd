//! What every exercise prints in the end.

/// What every exercise's counter should be in the end.
pub const EXPECTED: &str = "0";

/// The value of the text's last `Counter = VALUE`, which ends its line. What stands before it in that line was printed by
/// the program without a newline.
pub fn value_in(text: &str) -> Option<String> {
    let value = |line: &str| Some(line.rsplit_once("Counter = ")?.1.trim().to_owned());
    text.lines().rev().find_map(value)
}

#[cfg(test)]
mod tests {
    use super::value_in;

    #[test]
    fn the_last_counter_counts_whatever_stands_before_it_in_its_line() {
        assert_eq!(
            value_in("Counter = 7\nCounter = 0\nbye\n").as_deref(),
            Some("0")
        );
        assert_eq!(value_in("...done Counter = -1\n").as_deref(), Some("-1"));
        assert_eq!(value_in("100%\rCounter = 0\n").as_deref(), Some("0"));
        assert_eq!(value_in("counter = 0\n"), None);
    }
}
