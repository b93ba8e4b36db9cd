//! Bytes of a program as text, where people read them.

use std::fmt::Write;

/// The bytes as text; those that are no UTF-8 as what they are: `\xff`.
pub fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_shown_as_what_they_are() {
        assert_eq!(
            readable(b"gr\xc3\xb6\xc3e\xff\xfe"),
            "gr\u{f6}\\xc3e\\xff\\xfe"
        );
        assert_eq!(readable(b""), "");
    }
}
