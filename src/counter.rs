//! What every exercise prints in the end.

/// What every exercise's counter should be in the end.
pub const EXPECTED: &str = "0";

/// The value of the text's last `Counter = VALUE`, which ends its line. What stands before it in that line was printed by
/// the program without a newline.
pub fn value_in(text: &str) -> Option<String> {
    let value = |line: &str| Some(line.rsplit_once("Counter = ")?.1.trim().to_owned());
    text.lines().rev().find_map(value)
}

/// More characters of a line than this are no fact to read.
const LONGEST: usize = 160;

/// The line above the text's last `Counter = VALUE`: what the counter stands for in this program.
pub fn fact_in(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let counter = lines.iter().rposition(|line| line.contains("Counter = "))?;
    let fact = lines.get(counter.checked_sub(1)?)?.trim();
    (!fact.is_empty() && fact.chars().count() <= LONGEST).then(|| fact.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{fact_in, value_in};

    #[test]
    fn the_line_above_the_last_counter_is_the_fact() {
        let fact = |text| fact_in(text);
        let two = "hello\n1 guest, 0 coats\nCounter = 1\n";
        assert_eq!(fact(two).as_deref(), Some("1 guest, 0 coats"));
        assert_eq!(fact("Counter = 1\nbye\n"), None);
        assert_eq!(fact("\nCounter = 1\n"), None);
        assert_eq!(fact("1 guest\n"), None);
        let long = "x".repeat(161) + "\nCounter = 1\n";
        assert_eq!(fact(&long), None);
    }

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
