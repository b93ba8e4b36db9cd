//! A program's text, by lines: what is shown of it, and what names it gives to things.

mod made;

use super::symbols::is_the_file;
use serde::{Deserialize, Serialize};

/// A source file's name and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceText {
    name: String,
    lines: Vec<String>,
    /// Where the harness begins, from 1; beyond the end where there is none.
    harness: usize,
}

impl SourceText {
    /// A text without a harness, under the name that panics and debug information give it.
    pub fn new(name: &str, text: &str) -> SourceText {
        SourceText {
            name: name.to_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            harness: usize::MAX,
        }
    }

    /// The same, with a harness from this line on: code that runs the program, and is none of its own.
    #[must_use]
    pub fn with_harness_from(self, line: usize) -> SourceText {
        SourceText {
            harness: line,
            ..self
        }
    }

    /// Whether the line is the program's own: above the harness, where there is one.
    pub fn is_own(&self, line: usize) -> bool {
        line < self.harness
    }

    /// Whether the text has this line: what the compiler adds at the end is behind it.
    pub fn has_line(&self, line: usize) -> bool {
        (1..=self.lines.len()).contains(&line)
    }

    /// All lines, as they stand.
    pub fn lines(&self) -> &[String] {
        &self.lines
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

    /// A line before this column and from it on; columns count characters, from 1.
    fn split_at(&self, number: usize, column: usize) -> (&str, &str) {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        let line = line.map_or("", String::as_str);
        let mut starts = line.char_indices().map(|(at, _)| at);
        let at = starts.nth(column.saturating_sub(1)).unwrap_or(line.len());
        line.split_at(at)
    }

    /// A line without the white space around it.
    pub fn whole_line(&self, number: usize) -> &str {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        line.map_or("", |line| line.trim())
    }

    /// The function that a thread spawned at this place runs: `work` of `spawn(move || work(1))` and of `spawn(work)`.
    pub fn function_spawned_at(&self, number: usize, column: usize) -> Option<String> {
        let (_, from) = self.split_at(number, column);
        let (_, what) = from.split_once("spawn(")?;
        let what = what.trim_start_matches("move ");
        let is_closure = what.starts_with('|');
        let called = match what.strip_prefix('|') {
            Some(rest) => rest.split_once('|')?.1.trim_start_matches([' ', '{']),
            None => what,
        };
        let end = called.find(|c: char| !is_in_name(c) && c != ':')?;
        let (path, rest) = called.split_at(end);
        let name = path.rsplit(':').next()?;
        let ends = if is_closure { '(' } else { ')' };
        (begins_name(name) && rest.starts_with(ends)).then(|| name.to_owned())
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

    /// Whether what a method in this line is called on is an element: `wanted[me]` of `self.wanted[me].load(Relaxed)`.
    pub fn receiver_is_element_at(&self, number: usize, method: &str) -> bool {
        let line = self.line(number);
        let mut all = line.match_indices(method).peekable();
        all.peek().is_some() && all.all(|(at, _)| line[..at].ends_with(']'))
    }

    /// The place that a `*` in this line dereferences: `data` of `*shared.data.get()`, `head.next` of `(*head).next`, `*value`
    /// itself. `None` where there are several.
    pub fn dereferenced_at(&self, number: usize) -> Option<String> {
        let line = self.line(number);
        let stars = line.match_indices('*');
        let mut all = stars.filter_map(|(at, _)| dereferenced(&line[at + 1..]));
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// The variable of the `Arc` that this line clones, drops or passes to a function of `Arc`: `data` of
    /// `Arc::strong_count(&data)`.
    pub fn arc_at(&self, number: usize) -> Option<String> {
        let line = self.line(number);
        let (_, rest) = line
            .split_once("Arc::")
            .or_else(|| line.split_once("drop"))?;
        let (_, argument) = rest.split_once('(')?;
        let argument = argument.trim_start_matches('&').trim_start_matches("mut ");
        let end = argument.find(|c| !is_in_name(c))?;
        let name = &argument[..end];
        (begins_name(name) && argument[end..].starts_with(')')).then(|| name.to_owned())
    }
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The name that a path of fields and elements ends with; of an element the array's, of a numbered field both.
fn last_name(path: &str) -> Option<String> {
    let path = match path.strip_suffix(']') {
        Some(path) => &path[..path.rfind('[')?],
        None => path,
    };
    let start = path
        .rfind(|c| !is_in_name(c) && c != '.')
        .map_or(0, |at| at + 1);
    // What was no name is one byte or more: a letter begins right after it.
    let parts: Vec<&str> = path.get(start..)?.split('.').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let name = match parts[..] {
        [.., owner, last] if is_number(&last) && !last.is_empty() => format!("{owner}.{last}"),
        [.., last] => last.to_owned(),
        [] => return None,
    };
    (begins_name(&name) && name != "self").then_some(name)
}

/// The place that a `*` before this text dereferences.
fn dereferenced(text: &str) -> Option<String> {
    let end = text.find(|c| !is_in_name(c) && c != '.')?;
    let (path, rest) = text.split_at(end);
    if !begins_name(path) || matches!(path, "const" | "mut") {
        return None;
    }
    if let Some(rest) = rest.strip_prefix(").") {
        let end = rest.find(|c| !is_in_name(c)).unwrap_or(rest.len());
        let (field, behind) = rest.split_at(end);
        return (begins_name(field) && !behind.starts_with('(')).then(|| format!("{path}.{field}"));
    }
    if rest.starts_with('(') {
        let (owner, method) = path.rsplit_once('.')?;
        let leads_on = matches!(method, "get" | "lock" | "read" | "write" | "as_ptr");
        return last_name(owner).filter(|_| leads_on);
    }
    Some(format!("*{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SourceText {
        SourceText::new("a.rs", text)
    }

    #[test]
    fn a_line_behind_the_end_of_the_text_is_no_line() {
        let two = text("fn main() {\n}\n");
        let has = [0, 1, 2, 3].map(|line| two.has_line(line));
        assert_eq!(has, [false, true, true, false]);
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
    fn an_element_is_known_by_its_bracket() {
        let is_element = |line: &str| text(line).receiver_is_element_at(1, ".load(");
        assert!(is_element("!self.wanted[1 - me].load(Relaxed)"));
        assert!(!is_element("seats[at].taken.load(Relaxed)"));
        assert!(!is_element(
            "wanted[0].load(Relaxed) || closed.load(Relaxed)"
        ));
        assert!(!is_element("wanted[0].store(true, Relaxed)"));
    }

    #[test]
    fn memory_has_the_name_of_the_expression_that_dereferences_it() {
        let leads = |line: &str| text(line).dereferenced_at(1);
        let named = |line: &str| leads(line).unwrap();
        assert_eq!(named("unsafe { *shared.data.get() = 42 };"), "data");
        assert_eq!(named("let next = unsafe { (*head).next };"), "head.next");
        assert_eq!(named("assert_eq!(unsafe { *value }, 42);"), "*value");
        assert_eq!(named("*count.lock().unwrap() += 1;"), "count");
        assert_eq!(leads("let area = width * height;"), None);
        assert_eq!(leads("let it: *const u8 = raw;"), None);
        assert_eq!(leads("(*größe).push(1);"), None);
        assert_eq!(leads("*a = *b;"), None);
        assert_eq!(leads("*"), None);
    }

    #[test]
    fn an_arc_has_the_name_of_the_argument() {
        let arc = |line: &str| text(line).arc_at(1);
        assert_eq!(arc("while Arc::strong_count(&data) > 1 {").unwrap(), "data");
        assert_eq!(
            arc("if let Some(v) = Arc::get_mut(&mut data) {").unwrap(),
            "data"
        );
        assert_eq!(arc("drop(data);").unwrap(), "data");
        assert_eq!(arc("Arc::new(Mutex::new(0))"), None);
        assert_eq!(arc("}"), None);
    }

    #[test]
    fn a_line_is_shown_without_what_is_around_it() {
        let source = text("    let a = 1; // one\n\"// no\"");
        assert_eq!(source.line(1), "let a = 1;");
        assert_eq!(source.line(2), "\"// no\"");
        assert_eq!((source.line(0), source.line(3)), ("", ""));
    }

    #[test]
    fn each_statement_of_a_line_has_its_own_function() {
        let line = "fn f() { let größe = spawn(|| inc(1)); let b = spawn(dec); spawn(inc); }";
        let source = text(line);
        let columns = [22, 48, 60];
        for (at, column) in ["spawn(||", "spawn(dec)", "spawn(inc)"].iter().zip(columns) {
            assert!(source.split_at(1, column).1.starts_with(at), "{at}");
        }
        let runs = columns.map(|column| source.function_spawned_at(1, column).unwrap());
        assert_eq!(runs, ["inc", "dec", "inc"]);
    }

    #[test]
    fn a_thread_has_the_name_of_the_function_that_it_runs() {
        let runs = |line: &str| text(line).function_spawned_at(1, 1);
        assert_eq!(runs("thread::spawn(take);").as_deref(), Some("take"));
        assert_eq!(
            runs("thread::spawn(move || eat(seat))").as_deref(),
            Some("eat")
        );
        assert_eq!(runs("s.spawn(|_| own::work());").as_deref(), Some("work"));
        assert_eq!(
            runs("thread::spawn(|| { eat(1) });").as_deref(),
            Some("eat")
        );
        assert_eq!(
            runs("thread::spawn(|| COUNTER.fetch_add(1, SeqCst));"),
            None
        );
        assert_eq!(runs("thread::spawn(|| {"), None);
        assert_eq!(runs("Command::new(program).spawn().unwrap();"), None);
        assert_eq!(runs("thread::spawn(runs(1));"), None);
    }
}
