//! The values that steps read and write.

use serde::{Deserialize, Serialize};

/// A value, with what the program's debug information says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A number, with its sign.
    Number(i64),
    /// An address. All that matters of those that atomics hold is which are equal, so they have numbers of their own, in the
    /// order in which they first occur.
    Address(Option<usize>),
    /// A zero in an atomic that also holds addresses.
    Null,
    /// One of the variants of an enum or a `bool`.
    Variant(Variant),
    /// The beginning of what was read from a file or a pipe, or was written to it.
    Text(Vec<u8>),
    /// A file's end was read.
    Nothing,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name, such as `Some`.
    pub name: String,
    /// What it holds.
    pub holds: Held,
}

/// What a variant of an enum holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// Nothing: it has no fields.
    Nothing,
    /// Fields of which no value is known.
    Unknown,
    /// This.
    Value(Box<Value>),
}

impl Variant {
    /// A variant that holds nothing.
    pub fn without_fields(name: &str) -> Variant {
        Variant {
            name: name.to_owned(),
            holds: Held::Nothing,
        }
    }
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Address(_)
            | Value::Null
            | Value::Variant(_)
            | Value::Text(_)
            | Value::Nothing => None,
        }
    }
}
