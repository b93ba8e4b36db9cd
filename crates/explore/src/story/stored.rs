//! How a story is stored: what the executor numbers, by its name, so that a new variant changes no stored one.

use std::fmt::Debug;

use protocol::Numbered;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

fn named<'de, T: Numbered + Debug, D: Deserializer<'de>>(name: &str) -> Result<T, D::Error> {
    let mut all = T::ALL.iter();
    all.find(|one| format!("{one:?}") == name)
        .copied()
        .ok_or_else(|| D::Error::custom(format!("nothing is called {name}")))
}

/// One of a numbered enum.
pub(super) mod by_name {
    use super::{Debug, Deserialize, Deserializer, Numbered, Serialize, Serializer, named};

    pub fn serialize<T: Debug, S: Serializer>(one: &T, to: S) -> Result<S::Ok, S::Error> {
        format!("{one:?}").serialize(to)
    }

    pub fn deserialize<'de, T: Numbered + Debug, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error> {
        named::<T, D>(&String::deserialize(from)?)
    }
}

/// One of a numbered enum, or none.
pub(super) mod by_name_if_any {
    use super::{Debug, Deserialize, Deserializer, Numbered, Serialize, Serializer, named};

    pub fn serialize<T: Debug, S: Serializer>(one: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        one.as_ref().map(|one| format!("{one:?}")).serialize(to)
    }

    pub fn deserialize<'de, T: Numbered + Debug, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        let name = Option::<String>::deserialize(from)?;
        name.map(|name| named::<T, D>(&name)).transpose()
    }
}
