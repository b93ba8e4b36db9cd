//! Coloured text laid into a width: wrapped, cut, measured; never wider than was asked for.
//!
//! What a learner's program prints is shown too, so everything that would move the cursor or change the terminal is
//! dropped; only colours stay. Each line that comes out is whole: it sets its colours and ends them, so that any part
//! of a text can be shown without the part above it.

use console::AnsiCodeIterator;

use crate::report::Columns;

const RESET: &str = "\u{1b}[0m";
const TAB_STOP: usize = 4;
const MAX_STYLE: usize = 64;

/// A character that is shown, how wide it is, and which of the styles it has.
#[derive(Debug, Clone, Copy)]
struct Cell {
    character: char,
    width: usize,
    style: usize,
}

/// A text as cells, and the colour codes that each style stands for. Style 0 is plain.
struct Cells {
    lines: Vec<Vec<Cell>>,
    styles: Vec<String>,
}

/// The text in lines of at most `columns`, broken at spaces where that is possible.
pub fn wrap(text: &str, columns: Columns) -> Vec<String> {
    let columns = columns.0.max(1);
    let cells = Cells::of(text);
    cells
        .lines
        .iter()
        .flat_map(|line| broken(line, columns))
        .map(|line| cells.render(&line))
        .collect()
}

/// The first line of the text, cut at `columns`; where something was cut off, it ends in `…`.
pub fn cut(text: &str, columns: Columns) -> String {
    let cells = Cells::of(text);
    let line = cells.lines.first().map_or(&[][..], Vec::as_slice);
    if width_of(line) <= columns.0 {
        return cells.render(line);
    }
    let Some(room) = columns.0.checked_sub(1) else {
        return String::new();
    };
    let mut kept = line[..fitting(line, room)].to_vec();
    let style = kept.last().map_or(0, |cell| cell.style);
    kept.push(Cell {
        character: '…',
        width: 1,
        style,
    });
    cells.render(&kept)
}

/// How many columns the first line of the text takes.
pub fn width(text: &str) -> usize {
    Cells::of(text)
        .lines
        .first()
        .map_or(0, |line| width_of(line))
}

/// The text without its colours.
pub fn plain(text: &str) -> String {
    console::strip_ansi_codes(text).into_owned()
}

/// A text that a terminal opens `target` for when it is clicked. The text is taken as it is.
pub fn link(text: &str, target: &str) -> String {
    format!("\u{1b}]8;;{target}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

impl Cells {
    fn of(text: &str) -> Cells {
        let mut cells = Cells {
            lines: Vec::new(),
            styles: vec![String::new()],
        };
        for line in text.lines() {
            cells.push_line(line);
        }
        cells
    }

    /// A colour that is not ended in its line goes on in the next.
    fn push_line(&mut self, text: &str) {
        let mut line: Vec<Cell> = Vec::new();
        let mut column = 0;
        for (part, is_code) in AnsiCodeIterator::new(text) {
            if is_code {
                self.restyle(part);
                continue;
            }
            let style = self.styles.len() - 1;
            for character in part.chars() {
                let blanks = TAB_STOP - column % TAB_STOP;
                let (character, times) = if character == '\t' {
                    (' ', blanks)
                } else {
                    (character, 1)
                };
                let Some(width) = shown_width(character) else {
                    continue;
                };
                line.extend(std::iter::repeat_n(
                    Cell {
                        character,
                        width,
                        style,
                    },
                    times,
                ));
                column += width * times;
            }
        }
        self.lines.push(line);
    }

    fn restyle(&mut self, code: &str) {
        let Some(numbers) = code
            .strip_prefix("\u{1b}[")
            .and_then(|code| code.strip_suffix('m'))
        else {
            return;
        };
        if !numbers
            .chars()
            .all(|c| c.is_ascii_digit() || c == ';' || c == ':')
        {
            return;
        }
        let before = self.styles.last().map_or("", String::as_str);
        let style = match numbers {
            "" | "0" => String::new(),
            _ if numbers.starts_with("0;") => code.into(),
            // Codes that are never ended must not pile up.
            _ if before.len() > MAX_STYLE => code.into(),
            _ => format!("{before}{code}"),
        };
        self.styles.push(style);
    }

    fn render(&self, line: &[Cell]) -> String {
        let mut text = String::new();
        let mut current = "";
        for cell in line {
            let style = self.styles[cell.style].as_str();
            if style != current {
                if !current.is_empty() {
                    text.push_str(RESET);
                }
                text.push_str(style);
                current = style;
            }
            text.push(cell.character);
        }
        if !current.is_empty() {
            text.push_str(RESET);
        }
        text
    }
}

/// The width of a character that may be shown; nothing for one that may not.
fn shown_width(character: char) -> Option<usize> {
    let invisible = matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    if character.is_control() || invisible {
        return None;
    }
    Some(console::measure_text_width(
        character.encode_utf8(&mut [0; 4]),
    ))
}

fn width_of(line: &[Cell]) -> usize {
    line.iter().map(|cell| cell.width).sum()
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

/// Breaks a line. What goes on in a further line is indented as the first one is.
fn broken(line: &[Cell], columns: usize) -> Vec<Vec<Cell>> {
    let indent = line.iter().take_while(|cell| cell.character == ' ').count();
    let indent = if indent > columns / 2 { 0 } else { indent };
    let mut lines = Vec::new();
    let mut rest = line;
    loop {
        let lead = if lines.is_empty() { 0 } else { indent };
        let room = columns - lead;
        let fits = fitting(rest, room);
        let mut laid = vec![
            Cell {
                character: ' ',
                width: 1,
                style: 0
            };
            lead
        ];
        if fits == rest.len() {
            laid.extend_from_slice(rest);
            lines.push(laid);
            return lines;
        }
        if fits == 0 {
            // One character that is wider than the whole line.
            let style = rest[0].style;
            laid.push(Cell {
                character: '·',
                width: 1,
                style,
            });
            rest = &rest[1..];
        } else {
            let skipped = if lines.is_empty() { indent } else { 0 };
            let (taken, next) = break_at(rest, fits, skipped);
            laid.extend_from_slice(&rest[..taken]);
            rest = &rest[next..];
        }
        lines.push(laid);
        if rest.is_empty() {
            return lines;
        }
    }
}

/// How many cells the line takes, and where the next one begins. `fits` is not the whole rest.
fn break_at(rest: &[Cell], fits: usize, skipped: usize) -> (usize, usize) {
    let blank = |at: usize| rest[at].character == ' ';
    let at = (skipped + 1..=fits).rev().find(|&at| blank(at));
    let Some(at) = at else {
        return (fits, fits);
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

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(text, Columns(columns))
    }

    #[test]
    fn lines_break_at_spaces_and_keep_their_indent() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("  one two three", 9), ["  one two", "  three"]);
        assert_eq!(wrapped("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(wrapped("a\n\nb\n", 4), ["a", "", "b"]);
        assert_eq!(wrapped("exact fit", 9), ["exact fit"]);
    }

    #[test]
    fn each_line_sets_and_ends_its_own_colours() {
        let text = "\u{1b}[31mred all over\u{1b}[0m plain";
        let red = |text: &str| format!("\u{1b}[31m{text}\u{1b}[0m");
        assert_eq!(
            wrapped(text, 8),
            [red("red all"), red("over"), "plain".into()]
        );
        assert_eq!(wrapped(text, 10), [red("red all"), red("over") + " plain"]);
        assert_eq!(wrapped("\u{1b}[31ma\nb", 8), [red("a"), red("b")]);
    }

    #[test]
    fn what_would_drive_the_terminal_is_dropped() {
        let hostile = "a\u{1b}[2Jb\u{7}c\u{1b}]0;title\u{7}d\re\u{9b}f\u{202e}";
        let lines = wrapped(hostile, 20);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].chars().all(|c| !c.is_control()), "{lines:?}");
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(wrapped("a\tb\t\tc", 20), ["a   b       c"]);
    }

    #[test]
    fn a_cut_line_says_so() {
        assert_eq!(cut("abcdef", Columns(6)), "abcdef");
        assert_eq!(cut("abcdef", Columns(4)), "abc…");
        assert_eq!(cut("日本語", Columns(4)), "日…");
        assert_eq!(cut("abc", Columns(0)), "");
    }

    #[test]
    fn a_character_wider_than_the_line_gives_way() {
        assert_eq!(wrapped("日a", 1), ["·", "a"]);
    }

    fn cell_width(line: &str) -> usize {
        plain(line)
            .chars()
            .map(|c| console::measure_text_width(&c.to_string()))
            .sum()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_for(text in any::<String>(), columns in 1..30usize) {
            for line in wrapped(&text, columns) {
                prop_assert!(cell_width(&line) <= columns, "{line:?}");
            }
            prop_assert!(cell_width(&cut(&text, Columns(columns))) <= columns);
        }

        #[test]
        fn wrapping_loses_no_letter(text in "[a-z \u{1b}\\[0-9;m]{0,80}", columns in 1..30usize) {
            let letters = |text: &str| plain(text).chars().filter(|c| c.is_alphanumeric()).count();
            let wrapped: usize = wrapped(&text, columns).iter().map(|line| letters(line)).sum();
            prop_assert_eq!(wrapped, Cells::of(&text).lines.iter().flatten().filter(|c| c.character.is_alphanumeric()).count());
        }
    }
}
