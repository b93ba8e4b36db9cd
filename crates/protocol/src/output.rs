//! What a program printed: as much of it as is of use, and enough to tell it from anything else.

use std::hash::{DefaultHasher, Hasher};
use std::ops::Deref;

/// Of a long output, so many bytes are kept of its beginning, and as many of its end.
const KEPT: usize = 32 << 10;

/// What was written to one stream. It is what was kept of it: all, or the beginning and the end with a line between them that
/// says how much is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub kept: Vec<u8>,
    /// How long all of it is.
    pub bytes: u64,
    /// A hash of all of it.
    pub hash: u64,
}

impl Deref for Output {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.kept
    }
}

/// An output while it is read, piece by piece; of one length, pieces must always have the same lengths.
#[derive(Default)]
pub struct Reading {
    head: Vec<u8>,
    /// Twice what is kept of it, at most.
    tail: Vec<u8>,
    bytes: u64,
    hasher: DefaultHasher,
}

impl Reading {
    /// Adds the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.bytes += piece.len() as u64;
        self.hasher.write(piece);
        let room = KEPT - self.head.len();
        let (first, rest) = piece.split_at(room.min(piece.len()));
        self.head.extend_from_slice(first);
        self.tail.extend_from_slice(rest);
        if self.tail.len() > 2 * KEPT {
            self.tail.drain(..self.tail.len() - KEPT);
        }
    }

    /// The output, after its last piece.
    pub fn finish(mut self) -> Output {
        let excess = self.tail.len().saturating_sub(KEPT);
        self.tail.drain(..excess);
        let missing = self.bytes - (self.head.len() + self.tail.len()) as u64;
        let mut kept = self.head;
        if missing > 0 {
            kept.extend(format!("\n[{missing} bytes are left out here]\n").bytes());
        }
        kept.extend(self.tail);
        Output {
            kept,
            bytes: self.bytes,
            hash: self.hasher.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], piece: usize) -> Output {
        let mut reading = Reading::default();
        text.chunks(piece).for_each(|piece| reading.push(piece));
        reading.finish()
    }

    #[test]
    fn a_short_output_is_kept_as_it_is() {
        for length in [0, 1, KEPT, KEPT + 1, 2 * KEPT] {
            let text = vec![b'x'; length];
            let output = read(&text, 1000);
            assert_eq!((&*output, output.bytes), (&*text, length as u64));
        }
    }

    #[test]
    fn of_a_long_output_both_ends_are_kept() {
        let text: Vec<u8> = (0..5_000_000u32)
            .map(|number| (number % 251) as u8)
            .collect();
        let output = read(&text, 1 << 16);
        assert_eq!(output.bytes, 5_000_000);
        assert!(output.starts_with(&text[..KEPT]) && output.ends_with(&text[text.len() - KEPT..]));
        let middle = String::from_utf8_lossy(&output[KEPT..output.len() - KEPT]).into_owned();
        let missing = text.len() - 2 * KEPT;
        assert_eq!(middle, format!("\n[{missing} bytes are left out here]\n"));
    }

    #[test]
    fn what_differs_where_nothing_is_kept_is_not_the_same() {
        let one = vec![b'x'; 1 << 20];
        let mut two = one.clone();
        two[1 << 19] = b'y';
        assert_eq!(read(&one, 4096), read(&one, 4096));
        assert_ne!(read(&one, 4096), read(&two, 4096));
    }
}
