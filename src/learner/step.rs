//! What an update does with one file. It depends on three texts: the one that the kit wrote, the one that is there now, and
//! the one of this version. Pure, except for [`There::below`].

use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::Path;

use fnv::FnvHasher;

/// What an update does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is new in this version.
    Added,
    /// It was unchanged; now it has the text of this version.
    Updated,
    /// It was missing; now it is there again.
    Restored,
    /// It has the text of this version already.
    Same,
    /// The learner has changed it; in this version it is the same as before.
    Yours,
    /// The learner has changed it, or put it there; in this version it has another text.
    Differs,
    /// This version does not have it, and it was unchanged.
    Removed,
    /// This version does not have it, and the learner has changed it.
    LeftBehind,
}

/// What is at the path of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A file with this hash.
    File(String),
    /// Something that the learner has put there, such as a folder or a link.
    SomethingElse,
}

impl There {
    /// What is at this path below `root`. A link on the way is the learner's, and so is everything behind it.
    ///
    /// # Errors
    /// When the system refuses.
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

/// What the path leads to, without following links; `None` if there is nothing.
fn about(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(about) => Ok(Some(about)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ => Err(error),
        },
    }
}

/// What to do with a file that the kit wrote with the hash `known`, and that has the hash `wanted` in this version.
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

/// The hash of a text, as the manifest has it.
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
    fn a_file_that_the_learner_has_not_changed_follows_the_kit() {
        let unchanged = There::File("old".into());
        assert_eq!(of(Some("old"), &unchanged, Some("new")), Step::Updated);
        assert_eq!(of(Some("old"), &unchanged, Some("old")), Step::Same);
        assert_eq!(of(Some("old"), &unchanged, None), Step::Removed);
        assert_eq!(
            of(Some("old"), &There::Nothing, Some("new")),
            Step::Restored
        );
        assert_eq!(of(None, &There::Nothing, Some("new")), Step::Added);
    }

    #[test]
    fn a_file_that_the_learner_has_changed_stays() {
        for mine in [There::File("mine".into()), There::SomethingElse] {
            assert_eq!(of(Some("old"), &mine, Some("old")), Step::Yours);
            assert_eq!(of(Some("old"), &mine, Some("new")), Step::Differs);
            assert_eq!(of(Some("old"), &mine, None), Step::LeftBehind);
            assert_eq!(of(None, &mine, Some("new")), Step::Differs);
        }
    }

    #[test]
    fn a_file_with_the_kits_text_no_longer_counts_as_changed() {
        let reset = There::File("new".into());
        assert_eq!(of(Some("old"), &reset, Some("new")), Step::Same);
        assert_eq!(of(None, &reset, Some("new")), Step::Same);
    }
}
