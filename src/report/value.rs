//! Values, as the learner would write them. Pure.

use crate::explore::value::{Held, Value};
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
        Value::Text(text) => format!("{text:?}"),
        Value::Nothing => "nothing".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::value::Variant;

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
