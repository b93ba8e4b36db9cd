//! How roles look on a terminal or elsewhere.

use colored::Color;
use colored::control::ShouldColorize;

use super::{Line, Role, Span, Text};

const RESET: &str = "\u{1b}[0m";

/// Writes a text for where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// The text alone.
    Plain,
    /// With a terminal's codes for colours and links (ECMA-48, 8.3.117 SGR; OSC 8).
    Terminal,
}

impl Writer {
    /// The writer for standard output. It depends on `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, and whether it is a
    /// terminal at all.
    pub fn of_stdout() -> Writer {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match ShouldColorize::from_env().should_colorize() && !is_dumb {
            true => Writer::Terminal,
            false => Writer::Plain,
        }
    }

    /// A text, each line ended.
    pub fn text(self, text: &Text) -> String {
        let lines = text.lines().iter();
        lines.map(|line| self.line(line) + "\n").collect()
    }

    /// A line, not ended. It sets its colours and ends them.
    pub fn line(self, line: &Line) -> String {
        match self {
            Writer::Plain => line.plain(),
            Writer::Terminal => line.spans.iter().map(coded).collect(),
        }
    }
}

fn coded(span: &Span) -> String {
    let text = match codes(span.role) {
        _ if span.text.is_empty() => String::new(),
        codes if codes.is_empty() => span.text.clone(),
        codes => format!("\u{1b}[{codes}m{}{RESET}", span.text),
    };
    match &span.target {
        Some(target) => format!("\u{1b}]8;;{target}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        None => text,
    }
}

/// The parameters of SGR for a role, joined by semicolons.
fn codes(role: Role) -> String {
    let bold = |colour: Color| format!("1;{}", colour.to_fg_str());
    let colour = |colour: Color| colour.to_fg_str().into_owned();
    match role {
        Role::Plain => String::new(),
        Role::Heading => "1".into(),
        Role::Quiet => "2".into(),
        Role::Selected => "7".into(),
        Role::Passes => bold(Color::Green),
        Role::Fails | Role::Decisive => bold(Color::Red),
        Role::NotRun | Role::Preemption => bold(Color::Yellow),
        Role::Message => bold(Color::Cyan),
        Role::Frame => bold(Color::Blue),
        Role::Right => colour(Color::Green),
        Role::Wrong => colour(Color::Red),
        Role::Note => colour(Color::Yellow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_terminal_gets_roles() {
        let line = Line::of(Role::Fails, "bad").and(Role::Plain, " one");
        assert_eq!(Writer::Plain.line(&line), "bad one");
        let coded = "\u{1b}[1;31mbad\u{1b}[0m one";
        assert_eq!(Writer::Terminal.line(&line), coded);
    }

    #[test]
    fn a_program_cannot_write_codes_or_break_a_line() {
        let hostile = "\u{1b}[32m✓ threads1\u{1b}[0m\nnext";
        let line = Line::of(Role::Plain, hostile);
        let shown = r"\u{1b}[32m✓ threads1\u{1b}[0m\nnext";
        assert_eq!(Writer::Terminal.line(&line), shown);
    }

    #[test]
    fn a_link_is_opened_and_closed() {
        let line = Line::new().and_link("a.rs", "file:///a.rs");
        let coded = "\u{1b}]8;;file:///a.rs\u{1b}\\a.rs\u{1b}]8;;\u{1b}\\";
        assert_eq!(Writer::Terminal.line(&line), coded);
        assert_eq!(Writer::Plain.line(&line), "a.rs");
    }
}
