//! Makes text safe for a terminal: control characters, and characters that are invisible or reorder text, become escapes.
//!
//! Programs print them, by mistake or to forge a verdict: in panic messages, values, names of threads and files.

use std::borrow::Cow;

const TAB_STOP: usize = 4;

/// The text with each control character or invisible character as a visible escape: `\u{1b}`.
pub fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, |character| character.escape_unicode().to_string())
}

/// One line of JSON in which such characters are escaped; the strings in it stay as they are.
pub(crate) fn json(line: &str) -> String {
    let escape = |character: char| {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    };
    // JSON in one line has such characters only in its strings.
    escaped(line, escape).into_owned()
}

/// As [`printable`], for a part of a line that begins at `column`: a newline is an escape as well, a tab goes to its stop.
pub(super) fn printable_in_line(text: &str, column: usize) -> String {
    let clean = printable(text);
    if !clean.contains(['\n', '\t']) {
        return clean.into_owned();
    }
    let mut line = String::new();
    for character in clean.chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '\t' => {
                let at = column + console::measure_text_width(&line);
                line.push_str(&" ".repeat(TAB_STOP - at % TAB_STOP));
            }
            other => line.push(other),
        }
    }
    line
}

fn escaped(text: &str, escape: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match is_hidden(character) {
            true => clean.push_str(&escape(character)),
            false => clean.push(character),
        }
    }
    Cow::Owned(clean)
}

/// Whether a character is not visible as itself: controls (C0 but for newline and tab, C1) and Unicode's format characters and
/// fillers (UAX #9 for those that turn the direction, UTR #36 for the rest).
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_invisible_ones_are_escaped() {
        let hostile = "a\u{1b}[2J\r\u{9b}31m\u{202e}b\u{200b}\u{7}\u{e0041}";
        let text = printable(hostile);
        assert_eq!(
            text,
            r"a\u{1b}[2J\u{d}\u{9b}31m\u{202e}b\u{200b}\u{7}\u{e0041}"
        );
    }

    #[test]
    fn ordinary_text_of_any_language_stays() {
        for text in ["one\n\ttwo", "größe 日本 שלום ✓ │ …", ""] {
            assert!(matches!(printable(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn in_a_line_tabs_go_to_the_next_stop_and_newlines_are_escaped() {
        assert_eq!(printable_in_line("a\tb\t\tc", 0), "a   b       c");
        assert_eq!(printable_in_line("\tb\r\nc", 3), r" b\u{d}\nc");
    }

    #[test]
    fn in_json_they_are_escaped_and_read_again() {
        let value = "\u{1b}[2J\u{9b}\u{202e}\u{e0041}";
        let line = json(&serde_json::to_string(value).unwrap());
        assert!(line.is_ascii(), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), value);
    }
}
