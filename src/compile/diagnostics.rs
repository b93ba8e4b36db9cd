//! Reads what `rustc --error-format=json` says: one JSON object a line.

use serde::Deserialize;

use crate::check::verdict::{Location, NotRun};

/// What the compiler said.
#[derive(Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// Its warnings as it draws them, if there are any.
    pub warnings: Option<String>,
    errors: String,
    first_error: Option<(String, Option<Location>)>,
}

#[derive(Deserialize)]
struct Diagnostic {
    message: String,
    level: String,
    rendered: Option<String>,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

/// Reads the compiler's standard error. Lines that are not JSON (the linker's, say) count as errors.
pub fn read(stderr: &str) -> Diagnostics {
    let mut said = Diagnostics::default();
    for line in stderr.lines() {
        match serde_json::from_str::<Diagnostic>(line) {
            Ok(diagnostic) => said.take(diagnostic),
            Err(_) => {
                said.errors.push_str(line);
                said.errors.push('\n');
            }
        }
    }
    said
}

impl Diagnostics {
    fn take(&mut self, diagnostic: Diagnostic) {
        let rendered = diagnostic.rendered.unwrap_or_default();
        match diagnostic.level.as_str() {
            "warning" => {
                // The last one only counts the others.
                if !diagnostic.spans.is_empty() {
                    self.warnings.get_or_insert_default().push_str(&rendered);
                }
            }
            "failure-note" => {}
            _ => {
                self.errors.push_str(&rendered);
                let primary = diagnostic.spans.into_iter().find(|span| span.is_primary);
                let location = primary.map(|span| Location {
                    file: span.file_name,
                    line: span.line_start,
                });
                self.first_error
                    .get_or_insert((diagnostic.message, location));
            }
        }
    }

    /// The verdict on a file that does not compile.
    pub fn refusal(self) -> NotRun {
        let without_place = || ("the compiler refuses it".to_owned(), None);
        let (message, location) = self.first_error.unwrap_or_else(without_place);
        NotRun::DoesNotCompile {
            rendered: self.errors,
            message,
            location,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(level: &str, message: &str, rendered: &str, at: Option<usize>) -> String {
        let spans: Vec<_> = at
            .map(|line| serde_json::json!({"file_name": "a.rs", "line_start": line, "is_primary": true}))
            .into_iter()
            .collect();
        serde_json::json!({"message": message, "level": level, "rendered": rendered, "spans": spans})
            .to_string()
    }

    #[test]
    fn the_first_error_with_a_place_is_the_message() {
        let text = [
            line("warning", "unused", "warning: unused\n", Some(3)),
            line("error", "mismatched types", "error: mismatched\n", Some(7)),
            line("error", "aborting", "error: aborting\n", None),
        ]
        .join("\n");
        let NotRun::DoesNotCompile {
            rendered,
            message,
            location,
        } = read(&text).refusal()
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
        assert_eq!(read(&text).warnings.as_deref(), Some("warning: unused\n"));
        let count = line("warning", "1 warning emitted", "warning: 1\n", None);
        assert_eq!(read(&count).warnings, None);
    }

    #[test]
    fn what_is_not_json_is_shown_as_it_is() {
        let NotRun::DoesNotCompile { rendered, .. } = read("cc: not found").refusal() else {
            panic!("compile errors are a refusal");
        };
        assert_eq!(rendered, "cc: not found\n");
    }
}
