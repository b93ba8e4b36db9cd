//! The compiler's messages as it draws them, in colours close to its own.

use crate::styled::{Line, Role, Text};

/// The compiler's drawing, without the empty line at its end.
pub(super) fn drawn(rendered: &str) -> Text {
    let mut role = Role::Fails;
    let mut text = Text::new();
    for line in rendered.lines() {
        role = severity(line).unwrap_or(role);
        text.push(styled(line, role));
    }
    text.trimmed()
}

/// The role of a diagnostic that begins in this line; `None` if none begins.
fn severity(line: &str) -> Option<Role> {
    let begins = |word: &str| {
        let rest = line.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with([':', '[']))
    };
    match () {
        () if begins("error") => Some(Role::Fails),
        () if begins("warning") => Some(Role::NotRun),
        () if begins("note") || begins("help") => Some(Role::Heading),
        () => None,
    }
}

fn styled(line: &str, role: Role) -> Line {
    if severity(line).is_some() {
        let (word, rest) = line.split_at(line.find(':').unwrap_or(line.len()));
        return Line::of(role, word).and(Role::Heading, rest);
    }
    let (frame, rest) = line.split_at(frame(line));
    let is_mark = |c: char| matches!(c, '^' | '-' | '~' | '_' | '|' | ' ');
    let marks = rest.len() - rest.trim_start_matches(is_mark).len();
    let role = match rest[..marks].contains(['^', '~']) {
        // Below the code: the marks, and the words beside them.
        true => role,
        false => Role::Plain,
    };
    Line::of(Role::Frame, frame).and(role, rest)
}

/// The length of the frame at the start of the line: `  --> `, ` 12 | `, `   = `.
fn frame(line: &str) -> usize {
    let number = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    let at = line.len() - number.len();
    ["--> ", "::: ", "|", "= ", "..."]
        .iter()
        .find(|sign| number.starts_with(**sign))
        .map_or(0, |sign| at + sign.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_lost() {
        let drawing = "error[E0308]: mismatched types\n --> a.rs:3:9\n  |\n3 |     1u8\n  |     ^^^ expected `i64`\n  = note: x\n\nwarning: unused\n";
        let text = drawn(drawing);
        let lines: Vec<String> = text.lines().iter().map(Line::plain).collect();
        assert_eq!(lines.join("\n") + "\n", drawing);
    }

    #[test]
    fn one_empty_line_is_between_what_the_compiler_says_and_what_follows() {
        let mut text = drawn("warning: unused\n --> a.rs:3:9\n\n");
        text.append_apart(Text::of(Role::Plain, "Solved!"));
        let lines: Vec<String> = text.lines().iter().map(Line::plain).collect();
        assert_eq!(lines, ["warning: unused", " --> a.rs:3:9", "", "Solved!"]);
    }

    #[test]
    fn the_word_the_frame_and_the_marks_have_roles() {
        let headed = styled("error[E0308]: bad", Role::Fails);
        assert_eq!(
            headed,
            Line::of(Role::Fails, "error[E0308]").and(Role::Heading, ": bad")
        );
        let marked = styled("  |     ^^^ expected", Role::Fails);
        assert_eq!(
            marked,
            Line::of(Role::Frame, "  |").and(Role::Fails, "     ^^^ expected")
        );
        let code = styled("3 |     1u8", Role::Fails);
        assert_eq!(
            code,
            Line::of(Role::Frame, "3 |").and(Role::Plain, "     1u8")
        );
    }
}
