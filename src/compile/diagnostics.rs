//! Reads what `rustc --error-format=json` says: one JSON object a line.

use std::path::Path;

use serde::Deserialize;

use super::refusal::{Refusal, UnsafeCode};
use crate::failure::Location;
use crate::unsafe_code;

/// The messages of the compiler.
#[derive(Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// Its warnings as it draws them, if there are any.
    pub warnings: Option<String>,
    /// What its lint says of unsafe code in the learner's part. The lint is off, unless it is asked for.
    pub unsafe_code: Vec<UnsafeCode>,
    /// Its errors as it draws them, and what else it printed: the linker's words, say.
    pub errors: String,
    first_error: Option<(String, Option<Location>)>,
    /// The last note on the first error: what the linker said, where it failed.
    last_note: Option<String>,
}

/// The names of the file that was compiled.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// What messages call it.
    pub shown: &'a str,
    /// The folder in which the compiler finds it, which means nothing to a learner.
    pub folder: &'a Path,
    /// Where the kit's part of it begins.
    pub check_line: Option<usize>,
}

#[derive(Deserialize)]
struct Diagnostic {
    message: String,
    code: Option<Code>,
    level: String,
    rendered: Option<String>,
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    label: Option<String>,
    #[serde(default)]
    text: Vec<Quoted>,
    expansion: Option<Box<Expansion>>,
}

/// A line of the source.
#[derive(Deserialize)]
struct Quoted {
    text: String,
}

/// Where the macro was called whose code a span is in.
#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

/// The number of their lines that are shown.
const LAST_WORDS: usize = 8;

/// rustc's code for `mod name;` without a file: its advice is to create one in a temporary folder.
const NO_FILE_FOR_MODULE: &str = "E0583";

/// Reads the compiler's standard error. Lines that are not JSON count as errors.
pub fn read(stderr: &str, names: Names<'_>) -> Diagnostics {
    let mut said = Diagnostics::default();
    for line in stderr.lines() {
        match serde_json::from_str::<Diagnostic>(line) {
            Ok(diagnostic) => said.take(diagnostic, names),
            Err(_) => said.keep_unread(line),
        }
    }
    said
}

impl Diagnostics {
    /// Keeps a line that is no message, or one that nests too deeply to be read: a macro that calls itself makes such messages.
    fn keep_unread(&mut self, line: &str) {
        self.errors.push_str(line);
        self.errors.push('\n');
        if line.contains(unsafe_code::LINT) {
            self.unsafe_code.push(UnsafeCode {
                what: "code of which the compiler's message cannot be read".into(),
                location: None,
            });
        }
    }

    fn take(&mut self, diagnostic: Diagnostic, names: Names<'_>) {
        match diagnostic.level.as_str() {
            "warning" => {
                // The last one only counts the others.
                if !diagnostic.spans.is_empty() {
                    let rendered = rendered(&diagnostic, names);
                    self.warnings.get_or_insert_default().push_str(&rendered);
                }
                if diagnostic.has_code(unsafe_code::LINT) && !is_kits(&diagnostic, names) {
                    self.unsafe_code.push(UnsafeCode {
                        location: place(&diagnostic, names),
                        what: diagnostic.message,
                    });
                }
            }
            "failure-note" => {}
            _ => {
                self.errors.push_str(&rendered(&diagnostic, names));
                if self.first_error.is_none() {
                    let location = place(&diagnostic, names);
                    self.last_note = diagnostic.children.last().map(|note| note.message.clone());
                    self.first_error = Some((diagnostic.message, location));
                }
            }
        }
    }

    /// Whether its first error has a place in a source file: then it is about the program.
    pub fn names_a_place(&self) -> bool {
        matches!(self.first_error, Some((_, Some(_))))
    }

    /// The first error in a sentence, or else the first line that it printed.
    pub fn first_message(&self) -> Option<&str> {
        match &self.first_error {
            Some((message, _)) => Some(message),
            None => self.errors.lines().find(|line| !line.trim().is_empty()),
        }
    }

    /// What was printed last about the first error, or at all: a few lines.
    pub fn last_words(&self) -> impl Iterator<Item = &str> {
        let words = self.last_note.as_deref().unwrap_or(&self.errors);
        let lines: Vec<_> = words
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        let from = lines.len().saturating_sub(LAST_WORDS);
        lines.into_iter().skip(from)
    }

    /// The verdict on a file that does not compile.
    pub fn refusal(self) -> Refusal {
        let without_place = || ("the compiler rejects it".to_owned(), None);
        let (message, location) = self.first_error.unwrap_or_else(without_place);
        Refusal::DoesNotCompile {
            rendered: self.errors,
            message,
            location,
        }
    }
}

impl Diagnostic {
    fn has_code(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|own| own.code == code)
    }
}

/// Whether a message is about the kit's part alone, and about no macro of the learner's that is called there.
fn is_kits(diagnostic: &Diagnostic, names: Names<'_>) -> bool {
    let is_kits = |span: &Span| {
        let from = names.check_line.unwrap_or(usize::MAX);
        span.file_name == names.shown && span.line_start >= from
    };
    let mut all = diagnostic.spans.iter().flat_map(calls).peekable();
    all.peek().is_some() && all.all(is_kits)
}

/// The line that an error is about. A line of the compiled file is preferred, named by the error, by a macro call that led to
/// it, or by a note; and among these a line above the check line, because an unclosed bracket reaches into the kit's part.
fn place(diagnostic: &Diagnostic, names: Names<'_>) -> Option<Location> {
    let all = || {
        let primary = diagnostic.spans.iter().filter(|span| span.is_primary);
        let children = diagnostic.children.iter().flat_map(|child| &child.spans);
        primary.chain(&diagnostic.spans).chain(children)
    };
    let in_the_file = || {
        all()
            .flat_map(calls)
            .filter(|span| span.file_name == names.shown)
    };
    let is_learners = |span: &&Span| names.check_line.is_none_or(|check| span.line_start < check);
    let span = in_the_file()
        .find(is_learners)
        .or_else(|| in_the_file().next())
        .or_else(|| all().next())?;
    Some(Location {
        file: span.file_name.clone(),
        line: span.line_start,
    })
}

/// A span, then the call of the macro that it is in, then the call that that one is in, and so on.
fn calls(span: &Span) -> impl Iterator<Item = &Span> {
    std::iter::successors(Some(span), |inner| {
        inner.expansion.as_ref().map(|outer| &outer.span)
    })
}

/// Whether a message, or code that is quoted, has control characters in it.
fn writes_controls(diagnostic: &Diagnostic) -> bool {
    let has = |text: &str| {
        text.chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
    };
    let quoted = |span: &Span| {
        span.label.as_deref().is_some_and(has) || span.text.iter().any(|line| has(&line.text))
    };
    has(&diagnostic.message)
        || diagnostic.spans.iter().any(quoted)
        || diagnostic.children.iter().any(writes_controls)
}

/// As the compiler draws it, without names that mean nothing to a learner.
fn rendered(diagnostic: &Diagnostic, names: Names<'_>) -> String {
    let mut drawn = diagnostic.rendered.clone().unwrap_or_default();
    // The colours are the compiler's own, or else there are none: the program may have written some into its messages.
    if writes_controls(diagnostic) {
        drawn = console::strip_ansi_codes(&drawn).into_owned();
    }
    let folder = format!("{}/", names.folder.display());
    if !diagnostic.has_code(NO_FILE_FOR_MODULE) {
        return drawn.replace(&folder, "");
    }
    let mut text = String::new();
    for line in drawn.lines().filter(|line| !line.contains(&folder)) {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("An exercise is one file: write the module into it, as `mod name { ... }`.\n\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stderr: &str) -> Diagnostics {
        let folder = Path::new("/tmp/racelings-x");
        read(
            stderr,
            Names {
                shown: "a.rs",
                folder,
                check_line: Some(20),
            },
        )
    }

    fn line(level: &str, message: &str, rendered: &str, at: Option<usize>) -> String {
        let spans: Vec<_> = at.map(|line| span("a.rs", line)).into_iter().collect();
        serde_json::json!({"message": message, "level": level, "rendered": rendered, "spans": spans})
            .to_string()
    }

    fn span(file: &str, line: usize) -> serde_json::Value {
        serde_json::json!({"file_name": file, "line_start": line, "is_primary": true})
    }

    fn place_of(error: &serde_json::Value) -> String {
        let Refusal::DoesNotCompile { location, .. } = said(&error.to_string()).refusal() else {
            panic!("compile errors are a refusal");
        };
        location.unwrap().to_string()
    }

    #[test]
    fn an_error_in_a_macro_of_std_is_at_the_learners_call() {
        let mut inner = span("/rustc/0/library/std/src/panic.rs", 221);
        inner["expansion"] = serde_json::json!({"span": span("a.rs", 4)});
        let error = serde_json::json!({
            "message": "evaluation panicked", "level": "error", "rendered": "", "spans": [inner],
        });
        assert_eq!(place_of(&error), "a.rs:4");
    }

    #[test]
    fn an_error_in_std_is_at_the_line_of_the_learners_that_a_note_names() {
        let note = serde_json::json!({
            "message": "inside `LIMIT`", "level": "note", "rendered": null, "spans": [span("a.rs", 9)],
        });
        let error = serde_json::json!({
            "message": "overflow", "level": "error", "rendered": "",
            "spans": [span("/rustc/0/library/core/src/num.rs", 1)], "children": [note],
        });
        assert_eq!(place_of(&error), "a.rs:9");
    }

    #[test]
    fn an_error_that_begins_above_the_check_line_is_there() {
        let mut opening = span("a.rs", 13);
        opening["is_primary"] = false.into();
        let mut error = serde_json::json!({
            "message": "this file contains an unclosed delimiter", "level": "error", "rendered": "",
            "spans": [span("a.rs", 49), opening],
        });
        assert_eq!(place_of(&error), "a.rs:13");
        error["spans"].as_array_mut().unwrap().pop();
        assert_eq!(place_of(&error), "a.rs:49");
    }

    #[test]
    fn a_module_without_a_file_is_to_be_written_into_the_exercise() {
        let error = serde_json::json!({
            "message": "file not found for module `helper`", "level": "error", "spans": [span("a.rs", 1)],
            "code": {"code": "E0583"},
            "rendered": "error\n  = help: create file \"/tmp/racelings-x/exercise/helper.rs\"\n",
        });
        let said = said(&error.to_string());
        assert!(!said.errors.contains("/tmp"), "{}", said.errors);
        assert!(said.errors.contains("one file"), "{}", said.errors);
    }

    #[test]
    fn the_first_error_with_a_place_is_the_message() {
        let text = [
            line("warning", "unused", "warning: unused\n", Some(3)),
            line("error", "mismatched types", "error: mismatched\n", Some(7)),
            line("error", "aborting", "error: aborting\n", None),
        ]
        .join("\n");
        let Refusal::DoesNotCompile {
            rendered,
            message,
            location,
        } = said(&text).refusal()
        else {
            panic!("compile errors are a refusal");
        };
        assert_eq!(message, "mismatched types");
        assert_eq!(location.unwrap().to_string(), "a.rs:7");
        assert_eq!(rendered, "error: mismatched\nerror: aborting\n");
    }

    #[test]
    fn warnings_are_kept_apart() {
        let text = line("warning", "unused", "warning: unused\n", Some(3));
        assert_eq!(said(&text).warnings.as_deref(), Some("warning: unused\n"));
        let count = line("warning", "1 warning emitted", "warning: 1\n", None);
        assert_eq!(said(&count).warnings, None);
    }

    fn lint(spans: &[serde_json::Value]) -> String {
        serde_json::json!({
            "message": "usage of an `unsafe` block", "level": "warning", "code": {"code": "unsafe_code"},
            "rendered": "warning: unsafe\n", "spans": spans,
        })
        .to_string()
    }

    #[test]
    fn unsafe_code_is_the_learners_unless_it_is_written_below_the_check_line() {
        let place = |spans: &[serde_json::Value]| {
            let found = said(&lint(spans)).unsafe_code.pop()?;
            Some(found.location.map(|location| location.to_string()))
        };
        assert_eq!(place(&[span("a.rs", 7)]), Some(Some("a.rs:7".into())));
        assert_eq!(place(&[span("a.rs", 20)]), None);
        assert_eq!(place(&[]), Some(None));
        assert_eq!(
            place(&[span("included.rs", 30)]),
            Some(Some("included.rs:30".into()))
        );
        let mut in_macro = span("a.rs", 3);
        in_macro["expansion"] = serde_json::json!({"span": span("a.rs", 40)});
        assert_eq!(place(&[in_macro]), Some(Some("a.rs:3".into())));
        let mut kits = span("a.rs", 30);
        kits["expansion"] = serde_json::json!({"span": span("a.rs", 40)});
        assert_eq!(place(&[kits]), None);
    }

    #[test]
    fn unsafe_code_is_found_however_deep_the_macro_is_that_makes_it() {
        let mut call = span("a.rs", 7);
        for _ in 0..200 {
            let mut inner = span("a.rs", 3);
            inner["expansion"] = serde_json::json!({"span": call});
            call = inner;
        }
        assert_eq!(said(&lint(&[call])).unsafe_code.len(), 1);
    }

    #[test]
    fn what_is_not_json_is_shown_as_it_is() {
        let Refusal::DoesNotCompile { rendered, .. } = said("cc: not found").refusal() else {
            panic!("compile errors are a refusal");
        };
        assert_eq!(rendered, "cc: not found\n");
    }
}
