//! Text for people as a value: lines of spans, each with a [`Role`]. The code that makes a text says what a span is; a
//! [`Writer`] decides how a role looks on a terminal, or leaves it out.
//!
//! Whatever comes from a program is made [`printable`] where a span is made, and nowhere else: no control character of a
//! program's reaches a terminal or a pipe, and no text of its own can look like a verdict.

mod glyphs;
mod layout;
pub(crate) mod printable;
mod writer;

use printable::printable_in_line;

pub use glyphs::Glyphs;
pub use layout::width_of;
pub use printable::printable;
pub use writer::Writer;

/// A width on the screen, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Columns(pub usize);

/// What a text is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// No line is wider, if it can be folded or cut.
    pub width: Columns,
    /// The signs to draw with.
    pub glyphs: Glyphs,
    /// How interleavings are shown.
    pub form: Form,
}

/// How an interleaving is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Drawn, with a column for each thread or process.
    Drawing,
    /// In numbered sentences: for screen readers.
    Sentences,
}

/// What a span is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Nothing in particular.
    #[default]
    Plain,
    /// A heading, or a name that heads a line.
    Heading,
    /// The verdict on a program that passes.
    Passes,
    /// The verdict on a program that fails.
    Fails,
    /// The verdict on a program that was not checked.
    NotRun,
    /// A value as it should be, a line that is added, an exercise that is done.
    Right,
    /// A value as it should not be, a line that is removed.
    Wrong,
    /// A remark in a drawing, or a running check.
    Note,
    /// Where a thread or process is preempted.
    Preemption,
    /// The decisive step.
    Decisive,
    /// What can be skipped.
    Quiet,
    /// What the kit asks or answers.
    Message,
    /// What the compiler draws around the code.
    Frame,
    /// What a key would act on.
    Selected,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Printable, without newlines or tabs.
    text: String,
    role: Role,
    /// What a terminal opens when the span is clicked.
    target: Option<String>,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    spans: Vec<Span>,
}

/// A text: lines from the top.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    lines: Vec<Line>,
}

impl Line {
    /// A line with nothing in it.
    pub fn new() -> Line {
        Line::default()
    }

    /// A line of one span.
    pub fn of(role: Role, text: &str) -> Line {
        Line::new().and(role, text)
    }

    /// The line with one more span.
    pub fn and(mut self, role: Role, text: &str) -> Line {
        self.push(role, text);
        self
    }

    /// The line with one more span; a click on it opens `target`.
    pub fn and_link(mut self, text: &str, target: &str) -> Line {
        self.push(Role::Plain, text);
        if let Some(span) = self.spans.last_mut() {
            span.target = Some(printable_in_line(target, 0));
        }
        self
    }

    /// Adds a span.
    pub fn push(&mut self, role: Role, text: &str) {
        self.spans.push(Span {
            text: printable_in_line(text, self.width()),
            role,
            target: None,
        });
    }

    /// Adds the spans of another line.
    pub fn append(&mut self, other: Line) {
        self.spans.extend(other.spans);
    }

    /// The line with all of it in this role.
    pub fn all(mut self, role: Role) -> Line {
        for span in &mut self.spans {
            span.role = role;
        }
        self
    }

    /// The text of the line, without roles.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.is_empty())
    }
}

impl Text {
    /// A text with nothing in it.
    pub fn new() -> Text {
        Text::default()
    }

    /// A text as it stands, in one role.
    pub fn of(role: Role, text: &str) -> Text {
        text.lines().map(|line| Line::of(role, line)).collect()
    }

    /// Prose, each of its lines folded at the width; what is folded keeps its indent.
    pub fn prose(role: Role, text: &str, width: Columns) -> Text {
        Text::of(role, text).folded(width)
    }

    /// Adds a line.
    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.lines.push(Line::new());
    }

    /// Adds another text below.
    pub fn append(&mut self, other: Text) {
        self.lines.extend(other.lines);
    }

    /// Adds another text below, with an empty line between them. An empty text adds nothing.
    pub fn append_apart(&mut self, other: Text) {
        if other.is_empty() {
            return;
        }
        self.blank();
        self.append(other);
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its lines, by value.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// Without the empty lines at its end.
    pub fn trimmed(mut self) -> Text {
        while self.lines.last().is_some_and(Line::is_empty) {
            self.lines.pop();
        }
        self
    }
}

impl FromIterator<Line> for Text {
    fn from_iter<I: IntoIterator<Item = Line>>(lines: I) -> Text {
        Text {
            lines: lines.into_iter().collect(),
        }
    }
}

impl Extend<Line> for Text {
    fn extend<I: IntoIterator<Item = Line>>(&mut self, lines: I) {
        self.lines.extend(lines);
    }
}
