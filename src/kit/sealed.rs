//! Solutions that students get when their own program passes: in a form that no glance and no search reads. It is no secret:
//! this page says how to open it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where they are, below the top folder.
pub const FOLDER: &str = "solutions/.sealed";

/// So many bytes are in a line.
const LINE: usize = 40;

/// Where the sealed form of a solution is, below the top folder.
pub fn place(solution: &Path) -> Option<PathBuf> {
    let below = solution.strip_prefix("solutions").ok()?;
    Some(Path::new(FOLDER).join(below.with_extension("hex")))
}

/// The sealed form: the bytes in base 16.
pub fn sealed(text: &str) -> String {
    let mut sealed = String::new();
    for line in text.as_bytes().chunks(LINE) {
        for byte in line {
            // Writing to a string cannot fail.
            let _ = write!(sealed, "{byte:02x}");
        }
        sealed.push('\n');
    }
    sealed
}

/// The text of a sealed form; `None` if it is none.
pub fn opened(sealed: &str) -> Option<String> {
    let digits: Vec<u32> = sealed
        .chars()
        .filter(|c| *c != '\n')
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let bytes = pairs.map(|pair| u8::try_from(pair[0] * 16 + pair[1]));
    let bytes = bytes.collect::<Result<Vec<u8>, _>>().ok()?;
    String::from_utf8(bytes).ok().filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_and_nothing_of_it_is_read_at_a_glance() {
        let text = "// Größe: take the lock once.\nfn inc() {}\n".repeat(20);
        let sealed = sealed(&text);
        assert_eq!(opened(&sealed).as_deref(), Some(&*text));
        assert!(!sealed.contains("lock") && sealed.lines().all(|line| line.len() <= 80));
        assert_eq!(opened("0g"), None);
        assert_eq!(opened("0"), None);
        assert_eq!(opened("ff"), None);
    }

    #[test]
    fn the_sealed_form_lies_apart_from_the_solutions() {
        let place = place(Path::new("solutions/02_threads/threads1.rs"));
        let expected = Path::new("solutions/.sealed/02_threads/threads1.hex");
        assert_eq!(place.as_deref(), Some(expected));
    }
}
