//! Values, as the learner would write them. Pure.

use protocol::readable;

use crate::exploration::value::{Held, Value};
use crate::styled::Glyphs;

/// A value in a few words.
pub(super) fn in_words(value: &Value, glyphs: Glyphs) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Address(None) => "an address".into(),
        Value::Address(Some(number)) => format!("address {number}"),
        Value::Null => "null".into(),
        Value::Variant(variant) => match &variant.holds {
            Held::Nothing => variant.name.clone(),
            Held::Unknown => format!("{}({})", variant.name, glyphs.ellipsis()),
            Held::Value(value) => format!("{}({})", variant.name, in_words(value, glyphs)),
        },
        Value::Text(text) => quoted(text, Whole::Yes),
        Value::Nothing => "\"\"".into(),
    }
}

/// Whether a text is all that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// It is.
    Yes,
    /// It goes on.
    No,
}

/// Bytes in quotes as in code; those that are no text as what they are, `\xff`.
pub(super) fn quoted(bytes: &[u8], whole: Whole) -> String {
    let mut text = String::from('"');
    for chunk in bytes.utf8_chunks() {
        let valid = format!("{:?}", chunk.valid());
        text.push_str(valid.get(1..valid.len() - 1).unwrap_or_default());
        text.push_str(&readable(chunk.invalid()));
    }
    text.push_str(match whole {
        Whole::Yes => "\"",
        Whole::No => "...\"",
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::value::Variant;

    #[test]
    fn a_variant_is_written_as_in_code() {
        let some = |holds| {
            let name = "Some".to_owned();
            in_words(&Value::Variant(Variant { name, holds }), Glyphs::Unicode)
        };
        assert_eq!(some(Held::Nothing), "Some");
        assert_eq!(some(Held::Unknown), "Some(…)");
        assert_eq!(some(Held::Value(Box::new(Value::Number(-1)))), "Some(-1)");
    }
}
