//! Lines fitted to a width: measured, cut, padded, folded. None is wider than the width.

use super::{Columns, Glyphs, Line, Role, Span, Text};

/// A character, how wide it is, and which span of the line it comes from.
#[derive(Debug, Clone, Copy)]
struct Cell {
    character: char,
    width: usize,
    span: usize,
}

impl Line {
    /// How many columns it takes.
    pub fn width(&self) -> usize {
        let spans = self.spans.iter();
        spans.map(|span| width_of(&span.text)).sum()
    }

    /// The line, cut at the width; if something is cut off, it ends in an ellipsis.
    pub fn cut(self, width: Columns, glyphs: Glyphs) -> Line {
        if self.width() <= width.0 {
            return self;
        }
        let ellipsis = glyphs.ellipsis();
        let Some(room) = width.0.checked_sub(width_of(ellipsis)) else {
            return Line::new();
        };
        let cells = self.cells();
        let kept = fitting(&cells, room);
        let role = match kept.checked_sub(1) {
            Some(last) => self.spans[cells[last].span].role,
            None => Role::Plain,
        };
        self.of_cells(&cells[..kept]).and(role, ellipsis)
    }

    /// The line with spaces behind it, as wide as this.
    pub fn padded(mut self, width: Columns) -> Line {
        let missing = width.0.saturating_sub(self.width());
        if missing > 0 {
            self.push(Role::Plain, &" ".repeat(missing));
        }
        self
    }

    /// Without the spaces at its end.
    pub fn trimmed(mut self) -> Line {
        while let Some(span) = self.spans.last_mut() {
            let kept = span.text.trim_end().len();
            span.text.truncate(kept);
            if kept > 0 {
                break;
            }
            self.spans.pop();
        }
        self
    }

    /// The line as lines of at most this width, broken at spaces if possible. Each further line is indented as the first one.
    pub fn folded(self, width: Columns) -> Vec<Line> {
        let columns = width.0.max(1);
        if self.width() <= columns {
            return vec![self];
        }
        let cells = self.cells();
        let lines = broken(&cells, columns);
        lines.iter().map(|cells| self.of_cells(cells)).collect()
    }

    fn cells(&self) -> Vec<Cell> {
        let spans = self.spans.iter().enumerate();
        let cells = spans.flat_map(|(span, of)| {
            of.text.chars().map(move |character| Cell {
                character,
                width: width_of(character.encode_utf8(&mut [0; 4])),
                span,
            })
        });
        cells.collect()
    }

    /// A line of these cells, each in the role that it has in this one.
    fn of_cells(&self, cells: &[Cell]) -> Line {
        let mut line = Line::new();
        for run in cells.chunk_by(|one, next| one.span == next.span) {
            let span = &self.spans[run[0].span];
            line.spans.push(Span {
                text: run.iter().map(|cell| cell.character).collect(),
                ..span.clone()
            });
        }
        line
    }
}

impl Text {
    /// The text with each line folded at the width.
    pub fn folded(self, width: Columns) -> Text {
        let lines = self.into_lines().into_iter();
        lines.flat_map(|line| line.folded(width)).collect()
    }
}

/// How many columns a text takes.
pub fn width_of(text: &str) -> usize {
    console::measure_text_width(text)
}

/// How many cells from the beginning fit into so many columns.
fn fitting(line: &[Cell], columns: usize) -> usize {
    let mut column = 0;
    line.iter()
        .take_while(|cell| {
            column += cell.width;
            column <= columns
        })
        .count()
}

fn broken(line: &[Cell], columns: usize) -> Vec<Vec<Cell>> {
    let indent = line.iter().take_while(|cell| cell.character == ' ').count();
    let indent = if indent > columns / 2 { 0 } else { indent };
    let mut lines = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let lead = if lines.is_empty() { 0 } else { indent };
        let mut folded = line[..lead].to_vec();
        let fits = fitting(rest, columns - lead);
        if fits == rest.len() {
            folded.extend_from_slice(rest);
            rest = &[];
        } else if fits == 0 {
            // One character that is wider than the whole line.
            folded.push(Cell {
                character: '·',
                width: 1,
                ..rest[0]
            });
            rest = &rest[1..];
        } else {
            let skipped = if lines.is_empty() { indent } else { 0 };
            let (taken, next) = break_at(rest, fits, skipped);
            folded.extend_from_slice(&rest[..taken]);
            rest = &rest[next..];
        }
        lines.push(folded);
    }
    lines
}

/// How many cells the line takes, and where the next one begins. `fits` is not the whole rest.
fn break_at(rest: &[Cell], fits: usize, skipped: usize) -> (usize, usize) {
    let blank = |at: usize| rest[at].character == ' ';
    let at = (skipped + 1..=fits).rev().find(|&at| blank(at));
    let Some(at) = at else {
        // A word that is too long: a path may be broken behind a folder's name.
        let slash = rest[..fits].iter().rposition(|cell| cell.character == '/');
        let end = slash.map_or(fits, |slash| slash + 1);
        return (end, end);
    };
    let next = (at..rest.len())
        .find(|&next| !blank(next))
        .unwrap_or(rest.len());
    (at, next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str, columns: usize) -> Vec<String> {
        let text = Text::of(Role::Plain, text).folded(Columns(columns));
        text.lines().iter().map(Line::plain).collect()
    }

    fn cut(text: &str, columns: usize) -> String {
        let line = Line::of(Role::Plain, text);
        line.cut(Columns(columns), Glyphs::Unicode).plain()
    }

    #[test]
    fn lines_break_at_spaces_and_keep_their_indent() {
        assert_eq!(folded("one two three", 8), ["one two", "three"]);
        assert_eq!(folded("  one two three", 9), ["  one two", "  three"]);
        assert_eq!(folded("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(folded("some/folder/file", 14), ["some/folder/", "file"]);
        assert_eq!(folded("a\n\nb\n", 4), ["a", "", "b"]);
        assert_eq!(folded("exact fit", 9), ["exact fit"]);
    }

    #[test]
    fn each_part_of_a_folded_line_keeps_its_role() {
        let line = Line::of(Role::Wrong, "red all over").and(Role::Plain, " plain");
        let red = |text: &str| Line::of(Role::Wrong, text);
        let parts = line.clone().folded(Columns(8));
        assert_eq!(
            parts,
            [red("red all"), red("over"), Line::of(Role::Plain, "plain")]
        );
        let parts = line.folded(Columns(10));
        assert_eq!(
            parts,
            [red("red all"), red("over").and(Role::Plain, " plain")]
        );
    }

    #[test]
    fn a_cut_line_says_so() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn a_character_wider_than_the_line_becomes_a_dot() {
        assert_eq!(folded("日a", 1), ["·", "a"]);
    }

    #[test]
    fn a_line_is_padded_and_trimmed() {
        let line = Line::of(Role::Wrong, "ab").padded(Columns(4));
        assert_eq!(line.plain(), "ab  ");
        assert_eq!(line.trimmed(), Line::of(Role::Wrong, "ab"));
    }

    fn cell_width(line: &str) -> usize {
        line.chars().map(|c| width_of(&c.to_string())).sum()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_for(text in any::<String>(), columns in 1..30usize) {
            for line in folded(&text, columns) {
                prop_assert!(cell_width(&line) <= columns, "{line:?}");
            }
            prop_assert!(cell_width(&cut(&text, columns)) <= columns);
        }

        #[test]
        fn folding_loses_no_letter(text in "[a-z \t0-9;日]{0,80}", columns in 3..30usize) {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let shown: usize = folded(&text, columns).iter().map(|line| letters(line)).sum();
            prop_assert_eq!(shown, letters(&text));
        }
    }
}
