//! What a result depends on, as one number: the same text, exercise, kit, compiler and settings have the same key.
//!
//! A student chooses a part of what goes into it. So it is a cryptographic hash (SHA-256): a wrong program
//! with the key of a right one cannot be written.

use std::fmt::{self, Write};

use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};

use super::result::Containment;
use crate::catalog::Exercise;
use crate::unsafe_code::Policy;

/// A hash of some byte strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The hash of these byte strings. Where one ends and the next begins counts.
    pub fn of<T: AsRef<[u8]>>(parts: &[T]) -> Digest {
        let mut hash = Hash::new();
        for part in parts {
            let part = part.as_ref();
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Digest(hash.finalize())
    }

    /// The first 8 of its digits in base 16.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }

    /// A number from 0 to `of` - 1 that is the same for the same digest.
    pub fn modulo(&self, of: u32) -> u32 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        let rest = u64::from_le_bytes(first) % u64::from(of.max(1));
        u32::try_from(rest).expect("it is less than a u32")
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The key of a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

/// What else a result depends on, the same for a whole class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// The kit's version, and a hash of its source.
    pub kit: String,
    /// The compiler's version, with the platform that it compiles for.
    pub rustc: String,
    /// The number of real runs in a row that must pass.
    pub runs: u32,
    /// Up to how many preemptions programs are explored, if that is not left to the kit.
    pub bound: Option<u32>,
    /// The unsafe code that submissions may have.
    pub unsafe_code: Policy,
    /// What the code of submissions is contained in.
    pub sandbox: Containment,
}

impl Key {
    /// The key of the check of a text, which stands above the check line, as that exercise with its starter.
    pub fn of_check(
        above: &str,
        exercise: &Exercise,
        starter: &str,
        conditions: &Conditions,
    ) -> Key {
        let mut modes = String::new();
        for mode in &exercise.modes {
            // Writing to a string cannot fail.
            let _ = write!(modes, "{mode} ");
        }
        let rules = format!(
            "{modes} {} {} {} {}",
            exercise.time_limit.as_nanos(),
            exercise.workers,
            exercise.alternate,
            exercise.crashes
        );
        let runs = conditions.runs.to_string();
        let bound = conditions
            .bound
            .map_or_else(String::new, |bound| bound.to_string());
        let sandbox = match conditions.sandbox {
            Containment::Bubblewrap => "bubblewrap",
            Containment::None => "none",
        };
        let unsafe_code = match conditions.unsafe_code {
            Policy::Allowed => "unsafe",
            Policy::AsInStarter => "safe",
        };
        let parts = [
            "check",
            &exercise.name,
            above,
            starter,
            &rules,
            &conditions.kit,
            &conditions.rustc,
            &runs,
            &bound,
            unsafe_code,
            sandbox,
        ];
        Key(Digest::of(&parts).to_string())
    }

    /// The first 16 of its digits in base 16.
    pub fn short(&self) -> String {
        self.0[..16].to_owned()
    }

    /// The key of a result for which nothing is run: what is said of a file that is missing or cannot be read.
    pub fn of_nothing(exercise: &str, kind: &str, why: &str) -> Key {
        Key(Digest::of(&["nothing", exercise, kind, why]).to_string())
    }
}

impl TryFrom<String> for Key {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Key, &'static str> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match text.len() == 64 && text.bytes().all(is_digit) {
            true => Ok(Key(text)),
            false => Err("a key has 64 digits in base 16"),
        }
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn the_hash_is_sha_256() {
        let empty: [&str; 0] = [];
        assert_eq!(
            Digest::of(&empty).to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn where_a_part_ends_counts() {
        assert_ne!(Digest::of(&["ab", "c"]), Digest::of(&["a", "bc"]));
        assert_ne!(Digest::of(&["ab"]), Digest::of(&["ab", ""]));
    }

    #[test]
    fn a_key_depends_on_everything_that_a_result_depends_on() {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        let exercise = catalog.get("threads1").unwrap();
        let conditions = Conditions {
            kit: "0.1.0".into(),
            rustc: "1.89.0".into(),
            runs: 20,
            bound: None,
            unsafe_code: Policy::AsInStarter,
            sandbox: Containment::Bubblewrap,
        };
        let base = Key::of_check("text", exercise, "starter", &conditions);
        let again = Key::of_check("text", exercise, "starter", &conditions);
        assert_eq!(base, again);
        let with = |change: &dyn Fn(&mut Exercise, &mut Conditions)| {
            let (mut exercise, mut conditions) = (exercise.clone(), conditions.clone());
            change(&mut exercise, &mut conditions);
            Key::of_check("text", &exercise, "starter", &conditions)
        };
        let others = [
            Key::of_check("text ", exercise, "starter", &conditions),
            Key::of_check("text", exercise, "starter ", &conditions),
            with(&|exercise, _| exercise.name = "threads2".into()),
            with(&|exercise, _| exercise.modes.clear()),
            with(&|exercise, _| exercise.time_limit = Duration::from_secs(1)),
            with(&|exercise, _| exercise.workers += 1),
            with(&|exercise, _| exercise.alternate = !exercise.alternate),
            with(&|exercise, _| exercise.crashes = !exercise.crashes),
            with(&|_, conditions| conditions.kit = "0.1.1".into()),
            with(&|_, conditions| conditions.rustc = "1.90.0".into()),
            with(&|_, conditions| conditions.runs = 21),
            with(&|_, conditions| conditions.bound = Some(2)),
            with(&|_, conditions| conditions.bound = Some(0)),
            with(&|_, conditions| conditions.unsafe_code = Policy::Allowed),
            with(&|_, conditions| conditions.sandbox = Containment::None),
            Key::of_nothing("threads1", "missing", "text"),
        ];
        let mut all = others.to_vec();
        all.push(base);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), others.len() + 1);
    }
}
