//! What an update does with one file: decided from how it came, how it is, and how the kit has it now. Pure but for
//! [`There::below`].

use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::Path;

use fnv::FnvHasher;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is new in this version.
    Added,
    /// It was as it came, and is now as this version has it.
    Updated,
    /// It was gone, and is back.
    Restored,
    /// It is as this version has it.
    Same,
    /// The learner has changed it; this version has it as it came.
    Yours,
    /// The learner has changed it, or put it there; this version has another one.
    Differs,
    /// This version has it no more, and it was as it came.
    Removed,
    /// This version has it no more, and the learner has changed it.
    LeftBehind,
}

/// What is at a file's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A file with this hash.
    File(String),
    /// A folder, a link …: what the learner has put there.
    SomethingElse,
}

impl There {
    /// What is at this place below the folder. A link on the way there is the learner's, and so is all behind it.
    ///
    /// # Errors
    /// When the system refuses to tell.
    pub fn below(root: &Path, place: &str) -> io::Result<There> {
        let path = root.join(place);
        let above = path.ancestors().skip(1).take_while(|above| *above != root);
        for folder in above {
            match about(folder)? {
                Some(about) if !about.is_dir() => return Ok(There::SomethingElse),
                Some(_) | None => {}
            }
        }
        match about(&path)? {
            None => Ok(There::Nothing),
            Some(about) if about.is_file() => Ok(There::File(hash_of_bytes(&fs::read(&path)?))),
            Some(_) => Ok(There::SomethingElse),
        }
    }
}

/// What the path leads to, links not followed; nothing where nothing is.
fn about(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(about) => Ok(Some(about)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ => Err(error),
        },
    }
}

/// What to do with a file that came with the hash `known`, and that the kit now has with the hash `wanted`.
pub fn of(known: Option<&str>, there: &There, wanted: Option<&str>) -> Step {
    let hash = match there {
        There::Nothing => None,
        There::File(hash) => Some(hash.as_str()),
        There::SomethingElse => {
            return match wanted {
                Some(_) if known == wanted => Step::Yours,
                Some(_) => Step::Differs,
                None => Step::LeftBehind,
            };
        }
    };
    match (hash, wanted) {
        (None, Some(_)) if known.is_some() => Step::Restored,
        (None, Some(_)) => Step::Added,
        (None, None) => Step::Same,
        (Some(hash), Some(wanted)) if hash == wanted => Step::Same,
        (Some(hash), Some(_)) if known == Some(hash) => Step::Updated,
        (Some(_), Some(_)) if known == wanted => Step::Yours,
        (Some(_), Some(_)) => Step::Differs,
        (Some(hash), None) if known == Some(hash) => Step::Removed,
        (Some(_), None) => Step::LeftBehind,
    }
}

/// The name of a text by its content.
pub fn hash_of(text: &str) -> String {
    hash_of_bytes(text.as_bytes())
}

fn hash_of_bytes(bytes: &[u8]) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_learner_has_not_changed_follows_the_kit() {
        let as_it_came = There::File("old".into());
        assert_eq!(of(Some("old"), &as_it_came, Some("new")), Step::Updated);
        assert_eq!(of(Some("old"), &as_it_came, Some("old")), Step::Same);
        assert_eq!(of(Some("old"), &as_it_came, None), Step::Removed);
        assert_eq!(
            of(Some("old"), &There::Nothing, Some("new")),
            Step::Restored
        );
        assert_eq!(of(None, &There::Nothing, Some("new")), Step::Added);
    }

    #[test]
    fn what_the_learner_has_changed_stays() {
        for mine in [There::File("mine".into()), There::SomethingElse] {
            assert_eq!(of(Some("old"), &mine, Some("old")), Step::Yours);
            assert_eq!(of(Some("old"), &mine, Some("new")), Step::Differs);
            assert_eq!(of(Some("old"), &mine, None), Step::LeftBehind);
            assert_eq!(of(None, &mine, Some("new")), Step::Differs);
        }
    }

    #[test]
    fn what_is_as_the_kit_has_it_is_no_longer_the_learners() {
        let reset = There::File("new".into());
        assert_eq!(of(Some("old"), &reset, Some("new")), Step::Same);
        assert_eq!(of(None, &reset, Some("new")), Step::Same);
    }
}
