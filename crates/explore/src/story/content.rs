//! What is in a file, as far as a trace tells: it has the beginning of each write. Pure.

/// Of so many bytes at the beginning of a file all are followed.
const KNOWN: usize = 4096;

/// A file's beginning and its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    known: Vec<u8>,
    length: usize,
}

impl Content {
    /// All that was read from the file's beginning.
    pub fn read(text: &[u8]) -> Content {
        let known = text.to_vec();
        let length = known.len();
        Content { known, length }
    }

    /// Cuts it off, or fills it up with zeros.
    pub fn set_length(&mut self, length: usize) {
        if self.known.len() == self.length || self.known.len() > length {
            self.known.resize(length.min(KNOWN), 0);
        }
        self.length = length;
    }

    /// `beginning` is what is known of the bytes that are written from `from` up to `to`.
    pub fn write(&mut self, from: usize, to: usize, beginning: &[u8]) {
        if from > self.length {
            self.set_length(from);
        }
        let text = &beginning[..beginning.len().min(to - from)];
        let end = from + text.len();
        if from <= self.known.len() && end <= KNOWN {
            self.known.resize(self.known.len().max(end), 0);
            self.known[from..end].copy_from_slice(text);
        }
        if end < to {
            self.known.truncate(end);
        }
        self.length = self.length.max(to);
    }

    /// Its beginning, as far as it is known.
    pub fn known(&self) -> &[u8] {
        &self.known
    }

    /// Whether nothing follows what is known.
    pub fn is_whole(&self) -> bool {
        self.known.len() >= self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(content: &Content, known: &[u8], whole: bool) -> bool {
        content.known() == known && content.is_whole() == whole
    }

    #[test]
    fn what_is_written_over_a_part_leaves_the_rest() {
        let mut content = Content::default();
        content.write(0, 2, b"10");
        content.write(0, 1, b"9");
        assert!(is(&content, b"90", true));
        content.set_length(1);
        assert!(is(&content, b"9", true));
    }

    #[test]
    fn beyond_what_is_known_there_is_more() {
        let mut content = Content::default();
        content.write(0, 5, b"inc 1");
        content.write(5, 105, b"----");
        assert!(is(&content, b"inc 1----", false));
        content.write(105, 106, b"\n");
        assert!(is(&content, b"inc 1----", false));
        content.write(0, 3, b"dec");
        assert!(is(&content, b"dec 1----", false));
        content.set_length(0);
        assert!(is(&content, b"", true));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_what_they_are() {
        let mut content = Content::read(b"a\xff\"b");
        assert!(is(&content, b"a\xff\"b", true));
        content.write(0, 9, b"\xc3");
        assert!(is(&content, b"\xc3", false));
    }

    #[test]
    fn what_lies_between_is_filled_with_zeros() {
        let mut content = Content::default();
        content.write(2, 3, b"a");
        assert!(is(&content, b"\0\0a", true));
    }
}
