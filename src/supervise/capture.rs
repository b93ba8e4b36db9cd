//! Keeps the head and the tail of a stream, however long it is.

use std::collections::VecDeque;

use protocol::readable;
use serde::{Deserialize, Serialize};

/// What a program wrote to one of its streams.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// All of it, or its beginning if it was too long to keep. Bytes that
    /// are not UTF-8 are shown as what they are, `\xff`.
    pub head: String,
    /// Its end; empty if the head is all of it.
    pub tail: String,
    /// All bytes that were written.
    pub total_bytes: u64,
    /// The number of bytes that are missing between head and tail.
    pub omitted_bytes: u64,
}

/// A stream while it is read: at most twice `keep` bytes of memory.
#[derive(Debug)]
pub(super) struct Capture {
    keep: usize,
    /// Full (`keep` bytes) before the tail gets its first byte.
    head: Vec<u8>,
    tail: VecDeque<u8>,
    total: u64,
}

impl Capture {
    pub(super) fn new(keep: usize) -> Self {
        Self {
            keep,
            head: Vec::new(),
            tail: VecDeque::new(),
            total: 0,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = self.keep - self.head.len();
        let (first, rest) = bytes.split_at(room.min(bytes.len()));
        self.head.extend_from_slice(first);
        let rest = &rest[rest.len().saturating_sub(self.keep)..];
        let excess = (self.tail.len() + rest.len()).saturating_sub(self.keep);
        self.tail.drain(..excess);
        self.tail.extend(rest);
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    pub(super) fn finish(self) -> Captured {
        let total_bytes = self.total;
        let mut head = self.head;
        let mut tail = Vec::from(self.tail);
        if (head.len() + tail.len()) as u64 == total_bytes {
            head.append(&mut tail);
        } else {
            head.truncate(end_of_last_character(&head));
            tail.drain(..start_of_first_character(&tail));
        }
        Captured {
            omitted_bytes: total_bytes - (head.len() + tail.len()) as u64,
            head: text(head),
            tail: text(tail),
            total_bytes,
        }
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| readable(error.as_bytes()))
}

/// Where a character begins that was cut off at the end, if one was.
fn end_of_last_character(bytes: &[u8]) -> usize {
    match bytes.utf8_chunks().last() {
        // An invalid end that is one of a longer sequence, not just wrong bytes.
        Some(chunk)
            if std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none()) =>
        {
            bytes.len() - chunk.invalid().len()
        }
        _ => bytes.len(),
    }
}

/// How many bytes at the start belong to a character that was cut off.
fn start_of_first_character(bytes: &[u8]) -> usize {
    let is_continuation = |byte: &&u8| **byte & 0xC0 == 0x80;
    bytes.iter().take(3).take_while(is_continuation).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn captured(keep: usize, pieces: &[&[u8]]) -> Captured {
        let mut capture = Capture::new(keep);
        for piece in pieces {
            capture.push(piece);
        }
        capture.finish()
    }

    #[test]
    fn a_short_stream_is_all_head() {
        let whole = captured(4, &[b"ab", b"cd", b"ef"]);
        assert_eq!(whole.head, "abcdef");
        assert_eq!(whole.tail, "");
        assert_eq!((whole.total_bytes, whole.omitted_bytes), (6, 0));
    }

    #[test]
    fn of_a_long_stream_the_middle_is_omitted() {
        let long = captured(3, &[b"abcd", b"efgh", b"ij"]);
        assert_eq!((long.head.as_str(), long.tail.as_str()), ("abc", "hij"));
        assert_eq!((long.total_bytes, long.omitted_bytes), (10, 4));
    }

    #[test]
    fn a_character_cut_by_the_omission_is_omitted_whole() {
        let cut = captured(3, &["aä€".as_bytes(), b"zzzz", "€ä".as_bytes()]);
        assert_eq!((cut.head.as_str(), cut.tail.as_str()), ("aä", "ä"));
        assert_eq!(cut.omitted_bytes, 3 + 4 + 3);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_shown_as_what_they_are() {
        assert_eq!(captured(8, &[b"a\xffb"]).head, r"a\xffb");
    }

    proptest! {
        #[test]
        fn head_and_tail_are_the_ends_of_the_stream_however_it_is_cut(
            keep in 0usize..20,
            pieces in prop::collection::vec(prop::collection::vec(b'a'..=b'z', 0..30), 0..8),
        ) {
            let whole = pieces.concat();
            let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
            let got = captured(keep, &pieces);
            prop_assert_eq!(got.total_bytes, whole.len() as u64);
            prop_assert!(whole.starts_with(got.head.as_bytes()));
            prop_assert!(whole.ends_with(got.tail.as_bytes()));
            prop_assert_eq!(
                got.head.len() + got.tail.len() + got.omitted_bytes as usize,
                whole.len()
            );
            prop_assert_eq!(got.omitted_bytes == 0, whole.len() <= 2 * keep);
        }

        #[test]
        fn any_bytes_at_all_are_captured_within_the_bound(
            keep in 0usize..20,
            bytes in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let mut capture = Capture::new(keep);
            for piece in bytes.chunks(7) {
                capture.push(piece);
                prop_assert!(capture.head.len() + capture.tail.len() <= 2 * keep);
            }
            prop_assert_eq!(capture.finish().total_bytes, bytes.len() as u64);
        }

        #[test]
        fn a_cut_text_of_whole_characters_shows_no_replacement(
            keep in 4usize..20,
            text in "[aä€😀]{0,40}",
        ) {
            let got = captured(keep, &[text.as_bytes()]);
            let replaced = |part: &str| part.contains(char::REPLACEMENT_CHARACTER);
            prop_assert!(!replaced(&got.head) && !replaced(&got.tail));
        }
    }
}
