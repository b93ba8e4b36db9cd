//! How the protocol's values in a story are stored: what is numbered, by its name, so that a new variant changes no stored
//! one; ids by their numbers.

use std::fmt::Debug;

use protocol::{Numbered, ObjectId, ProcessId};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

fn named<'de, T: Numbered + Debug, D: Deserializer<'de>>(name: &str) -> Result<T, D::Error> {
    let mut all = T::ALL.iter();
    all.find(|one| format!("{one:?}") == name)
        .copied()
        .ok_or_else(|| D::Error::custom(format!("nothing is called {name}")))
}

/// One of a numbered enum.
pub(crate) mod by_name {
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
pub(crate) mod by_name_if_any {
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

macro_rules! ids {
    ($($(#[$outer:meta])* $module:ident: $id:ident, $number:ident;)*) => {$(
        $(#[$outer])*
        pub(crate) mod $module {
            use super::{Deserialize, Deserializer, $id, Serialize, Serializer};

            pub fn serialize<S: Serializer>(id: &$id, to: S) -> Result<S::Ok, S::Error> {
                id.number().serialize(to)
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$id, D::Error> {
                $number::deserialize(from).map($id::new)
            }
        }
    )*};
}

ids! {
    /// An id of a process.
    process: ProcessId, u8;
    /// An id of an object.
    object: ObjectId, u32;
}

/// An id of an object, or none.
pub(crate) mod object_if_any {
    use super::{Deserialize, Deserializer, ObjectId, Serialize, Serializer};

    pub fn serialize<S: Serializer>(id: &Option<ObjectId>, to: S) -> Result<S::Ok, S::Error> {
        id.map(ObjectId::number).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ObjectId>, D::Error> {
        Ok(Option::deserialize(from)?.map(ObjectId::new))
    }
}
