//! The learner's text, by lines: what the drawing shows, and what names it gives to things. Pure.

use super::symbols::is_the_file;
use crate::source::CHECK_LINE_START;

/// A source file's name and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceText {
    name: String,
    lines: Vec<String>,
    /// Where the kit's part of an exercise begins, from 1; beyond the end where there is none.
    check_line: usize,
}

impl SourceText {
    /// A text, under the name that panics and debug information give it.
    pub fn new(name: &str, text: &str) -> SourceText {
        let check = text
            .lines()
            .position(|line| line.starts_with(CHECK_LINE_START));
        SourceText {
            name: name.to_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            check_line: check.map_or(usize::MAX, |at| at + 1),
        }
    }

    /// Whether the line is the learner's: above the kit's part, where there is one.
    pub fn is_learners(&self, line: usize) -> bool {
        line < self.check_line
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the compiler means this file by that name.
    pub fn is_named(&self, name: &str) -> bool {
        !self.name.is_empty() && is_the_file(name, &self.name)
    }

    /// A line without the white space around it and without a comment at its end; lines count from 1.
    pub fn line(&self, number: usize) -> &str {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        let line = line.map_or("", String::as_str);
        let code = match line.find("// ") {
            // In a string it is no comment.
            Some(at) if line[..at].matches('"').count().is_multiple_of(2) => &line[..at],
            _ => line,
        };
        code.trim()
    }

    /// A line without the white space around it.
    pub fn whole_line(&self, number: usize) -> &str {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        line.map_or("", |line| line.trim())
    }

    /// The variable that the statement around this line binds: `inc` of `let inc = thread::spawn(…)`.
    pub fn variable_bound_at(&self, number: usize) -> Option<String> {
        // A call may stand a few lines below the `let` that it belongs to.
        let first = number.saturating_sub(3).max(1);
        (first..=number)
            .rev()
            .map(|line| self.line(line))
            .take_while(|line| {
                !line.ends_with(';') || line.starts_with("let ") || line.starts_with("static ")
            })
            .find_map(bound)
    }

    /// What a method in this line is called on, as its last name: `count` of `shared.count.load(Relaxed)`. `method` is how
    /// its call begins, with the dot. None where that is not one thing only.
    pub fn receiver_at(&self, number: usize, method: &str) -> Option<String> {
        let line = self.line(number);
        let mut all = line
            .match_indices(method)
            .map(|(at, _)| last_name(&line[..at]));
        let first = all.next()??;
        all.all(|other| other.as_ref() == Some(&first))
            .then_some(first)
    }
}

/// The name that a path of fields and elements ends with; of an element the array's, of a numbered field both.
fn last_name(path: &str) -> Option<String> {
    let path = match path.strip_suffix(']') {
        Some(path) => &path[..path.rfind('[')?],
        None => path,
    };
    let in_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let start = path.rfind(|c| !in_name(c)).map_or(0, |at| at + 1);
    // What was no name is one byte or more: a letter begins right after it.
    let parts: Vec<&str> = path.get(start..)?.split('.').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let name = match parts[..] {
        [.., owner, last] if is_number(&last) && !last.is_empty() => format!("{owner}.{last}"),
        [.., last] => last.to_owned(),
        [] => return None,
    };
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    (is_name && name != "self").then_some(name)
}

fn bound(line: &str) -> Option<String> {
    let rest = ["let mut ", "let ", "static mut ", "pub static ", "static "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let name: String = rest
        .trim_start_matches('(')
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let is_name = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_');
    (is_name && name != "_").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SourceText {
        SourceText::new("a.rs", text)
    }

    #[test]
    fn what_a_method_is_called_on_is_its_last_name() {
        let receiver = |line: &str| text(line).receiver_at(1, ".load(");
        assert_eq!(
            receiver("if counter.load(Relaxed) == 0 {").unwrap(),
            "counter"
        );
        assert_eq!(receiver("self.head.load(Acquire)").unwrap(), "head");
        assert_eq!(
            receiver("while WANTS[1 - me].load(SeqCst) {}").unwrap(),
            "WANTS"
        );
        assert_eq!(receiver("shared.0.load(SeqCst)").unwrap(), "shared.0");
        assert_eq!(receiver("a.load(SeqCst) + a.load(SeqCst)").unwrap(), "a");
        assert_eq!(receiver("(*größe).load(SeqCst)"), None);
        assert_eq!(receiver("a.load(SeqCst) + b.load(SeqCst)"), None);
        assert_eq!(receiver(".load(SeqCst)"), None);
        assert_eq!(receiver("self.load(SeqCst)"), None);
        assert_eq!(receiver("counter.store(1, SeqCst)"), None);
        assert_eq!(receiver("f().load(SeqCst) + größe.load(SeqCst)"), None);
    }

    #[test]
    fn a_line_is_shown_without_what_is_around_it() {
        let source = text("    let a = 1; // one\n\"// no\"");
        assert_eq!(source.line(1), "let a = 1;");
        assert_eq!(source.line(2), "\"// no\"");
        assert_eq!((source.line(0), source.line(3)), ("", ""));
    }

    #[test]
    fn the_variable_of_a_statement_is_found_across_its_lines() {
        let source = text("let inc = thread::Builder::new()\n    .spawn(f)\n    .unwrap();\nf();");
        assert_eq!(source.variable_bound_at(2).as_deref(), Some("inc"));
        assert_eq!(source.variable_bound_at(4), None);
        let source = text("let (sender, receiver) = channel();");
        assert_eq!(source.variable_bound_at(1).as_deref(), Some("sender"));
    }
}
