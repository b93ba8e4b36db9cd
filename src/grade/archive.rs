//! Archives: zip, tar, tar.gz. Nothing is unpacked onto the disk: the entries are read one after the other, and of those
//! only the regular files that are named as exercises. So no path and no link in an archive can do anything.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;

use super::submission::{Candidate, Unusable};

/// What the names of archives end with.
const ENDINGS: [&str; 4] = [".zip", ".tar", ".tar.gz", ".tgz"];

/// Whether this kit can read archives. It is an option of building it: the crates for it take a second of the first build,
/// for which every learner waits.
pub const CAN_BE_READ: bool = cfg!(any(test, feature = "archives"));

/// Whether a file of that name is an archive.
pub fn is_one(name: &[u8]) -> bool {
    ending(name).is_some()
}

/// An archive's name without its ending.
pub fn stem(name: &OsStr) -> Option<&OsStr> {
    let text = name.to_str()?;
    let ending = ending(text.as_bytes())?;
    let stem = &text[..text.len() - ending.len()];
    (!stem.is_empty()).then(|| OsStr::new(stem))
}

fn ending(name: &[u8]) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let mut endings = ENDINGS.into_iter();
    endings.find(|ending| name.ends_with(ending.as_bytes()))
}

/// What is looked for in an archive.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The files that are named as exercises.
    pub files: Vec<(&'a str, Candidate)>,
    /// The state files, each with its place.
    pub states: Vec<(String, Vec<u8>)>,
}

/// How much is still unpacked of the archives of one submission, all together.
#[derive(Debug)]
#[cfg_attr(
    not(any(test, feature = "archives")),
    expect(dead_code, reason = "without that feature no archive is read")
)]
pub struct Allowance {
    entries: usize,
    bytes: u64,
}

impl Default for Allowance {
    fn default() -> Allowance {
        Allowance {
            entries: 20_000,
            bytes: 256 << 20,
        }
    }
}

/// What is looked for in an archive.
///
/// # Errors
/// When it cannot be read to its end: it is broken, or there is too much in it.
#[cfg(not(any(test, feature = "archives")))]
pub fn read<'a>(
    _file: File,
    place: &str,
    _exercises: &BTreeSet<&'a str>,
    _left: &mut Allowance,
) -> Result<Found<'a>, Unusable> {
    Err(Unusable::Archive {
        place: place.into(),
        why: "this racelings was built without `--features archives`".into(),
    })
}

#[cfg(any(test, feature = "archives"))]
pub use reading::read;

#[cfg(any(test, feature = "archives"))]
mod reading {
    use std::io::{self, BufReader, Read, Seek, SeekFrom};

    use flate2::read::MultiGzDecoder;
    use protocol::readable;
    use tar::Archive;
    use zip::ZipArchive;

    use super::super::claims::{self, States};
    use super::super::submission::{exercise_of, is_left_out, limited};
    use super::*;
    use crate::source::MAX_BYTES;

    /// A larger archive is not opened.
    const LARGEST: u64 = 64 << 20;

    /// What is read from an archive.
    struct Unpacked<'a, 'b> {
        place: &'b str,
        exercises: &'b BTreeSet<&'a str>,
        left: &'b mut Allowance,
        found: Found<'a>,
    }

    /// What is looked for in an archive.
    ///
    /// # Errors
    /// When it cannot be read to its end: it is broken, or there is too much in it.
    pub fn read<'a>(
        file: File,
        place: &str,
        exercises: &BTreeSet<&'a str>,
        left: &mut Allowance,
    ) -> Result<Found<'a>, Unusable> {
        let mut unpacked = Unpacked {
            place,
            exercises,
            left,
            found: Found::default(),
        };
        unpacked.all(file).map_err(|error| Unusable::Archive {
            place: place.into(),
            why: error.to_string(),
        })?;
        Ok(unpacked.found)
    }

    impl Unpacked<'_, '_> {
        fn all(&mut self, file: File) -> io::Result<()> {
            if file.metadata()?.len() > LARGEST {
                return Err(too_much());
            }
            let file = BufReader::new(file);
            match ending(self.place.as_bytes()) {
                Some(".zip") => self.zip(file),
                Some(".tar") => self.tar(file),
                _ => self.tar(MultiGzDecoder::new(file)),
            }
        }

        fn tar(&mut self, from: impl Read) -> io::Result<()> {
            let mut archive = Archive::new(from.take(self.left.bytes));
            let read = self.entries(&mut archive);
            self.left.bytes = archive.into_inner().limit();
            // What ends there looks like an archive's end.
            match self.left.bytes {
                0 => Err(too_much()),
                _ => read,
            }
        }

        fn entries(&mut self, archive: &mut Archive<impl Read>) -> io::Result<()> {
            for entry in archive.entries()? {
                let entry = entry?;
                let kind = entry.header().entry_type();
                let is_file = kind.is_file() || kind.is_contiguous();
                let path = entry.path_bytes().into_owned();
                self.entry(&path, is_file, kind.is_dir(), entry)?;
            }
            Ok(())
        }

        fn zip(&mut self, from: impl Read + Seek) -> io::Result<()> {
            let mut archive = ZipArchive::new(from)?;
            let (entries, directory) = (archive.len(), archive.central_directory_start());
            for at in 0..entries {
                // An entry that is not asked for is not unpacked.
                let entry = archive.by_index(at)?;
                let path = with_slashes(entry.name_raw());
                let (is_file, is_dir) = (entry.is_file(), entry.is_dir());
                let is_link = entry.is_symlink();
                let unpacked = self.entry(&path, is_file && !is_link, is_dir, entry)?;
                self.left.bytes = self.left.bytes.saturating_sub(unpacked);
                if self.left.bytes == 0 {
                    return Err(too_much());
                }
            }
            // Of two entries with the same name, only the last one is among them.
            match headers(archive.into_inner(), directory)? == entries {
                true => Ok(()),
                false => Err(io::Error::other("two files in it have the same name")),
            }
        }

        /// One entry; returns how many bytes were read of it.
        fn entry(
            &mut self,
            path: &[u8],
            is_file: bool,
            is_folder: bool,
            content: impl Read,
        ) -> io::Result<u64> {
            self.left.entries = self.left.entries.checked_sub(1).ok_or_else(too_much)?;
            let mut parts = path.split(|byte| *byte == b'/');
            let name = parts.next_back().unwrap_or_default();
            let place = format!("{}:{}", self.place, readable(path));
            if is_file && States::has(&place) {
                let mut state = Vec::new();
                content.take(claims::MOST_BYTES).read_to_end(&mut state)?;
                let read = state.len() as u64;
                self.found.states.push((place, state));
                return Ok(read);
            }
            let exercise = exercise_of(name, self.exercises).filter(|_| !is_folder);
            let Some(exercise) = exercise else {
                return Ok(0);
            };
            if parts.any(|folder| folder != b"." && folder != b".." && is_left_out(folder)) {
                return Ok(0);
            }
            let content = match is_file {
                true => limited(content, &place)?,
                false => Err(Unusable::NotAFile(place.clone())),
            };
            // Of one that is too large, all of it that may be read was read.
            let read = content
                .as_ref()
                .map_or(MAX_BYTES, |bytes| bytes.len() as u64);
            let candidate = Candidate {
                place,
                content,
                modified: None,
            };
            self.found.files.push((exercise, candidate));
            Ok(read)
        }
    }

    /// A path in a zip archive. Some programs for Windows part it with `\`, though there should be `/` (APPNOTE.TXT, 4.4.17).
    fn with_slashes(path: &[u8]) -> Vec<u8> {
        let mut path = path.to_vec();
        if !path.contains(&b'/') {
            path.iter_mut()
                .filter(|byte| **byte == b'\\')
                .for_each(|byte| *byte = b'/');
        }
        path
    }

    /// The number of headers in a zip archive's central directory (APPNOTE.TXT, 4.3.12).
    fn headers(mut from: impl Read + Seek, directory: u64) -> io::Result<usize> {
        from.seek(SeekFrom::Start(directory))?;
        let mut count = 0;
        let mut header = [0; 46];
        while from.read_exact(&mut header).is_ok() && header.starts_with(b"PK\x01\x02") {
            let length = |at: usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]));
            from.seek_relative(length(28) + length(30) + length(32))?;
            count += 1;
        }
        Ok(count)
    }

    fn too_much() -> io::Error {
        io::Error::other("there is too much in it")
    }
}

#[cfg(test)]
mod tests;
