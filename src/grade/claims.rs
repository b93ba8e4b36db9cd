//! What a student's own folder says about their work: how often it was checked there, and when. It is not verified, and it
//! counts for nothing. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::Exercise;
use crate::progress::{Moment, Progress};

/// What a student's folder says about an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Claims {
    /// How often the student has had it checked.
    pub attempts: u32,
    /// When it first passed there; null if it does not pass.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub passed_at: Option<Moment>,
    /// When the file was last written; null if that is not known, as in an archive.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub modified: Option<Moment>,
}

/// The state file of a learner's folder.
pub const STATE: &str = ".racelings/state.toml";

/// A larger one is not read, and no more of them in one submission.
pub const MOST_BYTES: u64 = 256 << 10;
const MOST: usize = 8;

/// The state files of a submission, by the folder that each is about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct States(BTreeMap<String, Progress>);

impl States {
    /// Whether a file at this place, below the submission, is one.
    pub fn has(place: &str) -> bool {
        let folder = place.strip_suffix(STATE);
        folder.is_some_and(|folder| folder.is_empty() || folder.ends_with(['/', ':']))
    }

    /// Adds one, if it is a state file.
    pub fn add(&mut self, place: &str, bytes: &[u8]) {
        let Some(folder) = place.strip_suffix(STATE).filter(|_| self.0.len() < MOST) else {
            return;
        };
        if let Some(progress) = Progress::of_state_file(bytes) {
            self.0.insert(folder.to_owned(), progress);
        }
    }

    /// What they say about an exercise whose file is at this place. Loose files are in no learner's folder.
    pub fn about(
        &self,
        exercise: &Exercise,
        place: &str,
        modified: Option<Moment>,
    ) -> Option<Claims> {
        let folder = place.strip_suffix(exercise.path().to_str()?)?;
        let record = self.0.get(folder)?.record(&exercise.name);
        Some(Claims {
            attempts: record.attempts,
            passed_at: record.done_at,
            modified,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::catalog::Catalog;
    use crate::progress::{Change, Store};

    const FILE: &str = "exercises/02_threads/threads1.rs";

    fn state() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::of(folder.path());
        let name = || "threads1".to_owned();
        let at = Moment::from_second(3);
        let changes = [
            Change::Failed { name: name() },
            Change::Passed { name: name(), at },
        ];
        store.update(&changes).unwrap();
        std::fs::read(store.state_path()).unwrap()
    }

    #[test]
    fn a_state_file_is_about_the_exercises_of_its_own_folder() {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        let exercise = catalog.get("threads1").unwrap();
        let mut states = States::default();
        states.add("mine/.racelings/state.toml", &state());
        states.add("a.zip:.racelings/state.toml", &state());
        let about = |place: &str| states.about(exercise, place, None);
        let claims = about(&format!("mine/{FILE}")).unwrap();
        assert_eq!(
            (claims.attempts, claims.passed_at),
            (2, Some(Moment::from_second(3)))
        );
        assert!(about(&format!("a.zip:{FILE}")).is_some());
        for loose in ["mine/threads1.rs", FILE, &format!("other/{FILE}")] {
            assert_eq!(about(loose), None, "{loose}");
        }
    }

    #[test]
    fn what_is_no_state_file_says_nothing_and_one_that_no_check_wrote_has_no_pass() {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        let exercise = catalog.get("threads1").unwrap();
        let of = |bytes: &[u8]| {
            let mut states = States::default();
            states.add(STATE, bytes);
            states.about(exercise, FILE, None)
        };
        let nested = format!("a = {}", "[".repeat(100_000));
        for broken in ["", "x", "\u{1b}[2J", "format_version = 9\n", &nested] {
            assert_eq!(of(broken.as_bytes()), None);
        }
        assert_eq!(of(b"\xff"), None);
        let written = String::from_utf8(state()).unwrap();
        let forged = written.split("[seals]").next().unwrap();
        assert_eq!(of(forged.as_bytes()).unwrap().passed_at, None);
        let huge = forged.replace("attempts = 2", "attempts = 99999999999");
        assert_eq!(of(huge.as_bytes()), None);
    }

    #[test]
    fn state_files_are_known_by_their_place() {
        for place in [
            STATE,
            "a/.racelings/state.toml",
            "a.zip:.racelings/state.toml",
        ] {
            assert!(States::has(place), "{place}");
        }
        for place in [
            "a.racelings/state.toml",
            ".racelings/state.toml/x",
            "state.toml",
        ] {
            assert!(!States::has(place), "{place}");
        }
    }
}
