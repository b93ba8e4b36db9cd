//! A verdict as one line of JSON.

use serde::Serialize;

use super::verdict::{reason, why_not};
use crate::check::verdict::{Checked, Kind, Location, NotRun, Verdict};

/// The line's form; every key is always there, `null` where there is nothing to say.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    verdict: &'static str,
    kind: Option<&'static str>,
    message: String,
    file: &'a str,
    line: Option<usize>,
    runs: u32,
    values: &'a [String],
    seconds: f64,
}

/// The verdict as one JSON object in one line, without the newline.
pub fn checked_json(checked: &Checked) -> String {
    let own = Location {
        file: checked.file.clone(),
        line: 0,
    };
    let mut line = Line {
        name: &checked.name,
        verdict: "holds",
        kind: None,
        message: String::new(),
        file: &own.file,
        line: None,
        runs: 0,
        values: &[],
        // Below a millisecond it is noise.
        seconds: (checked.seconds * 1e3).round() / 1e3,
    };
    match &checked.verdict {
        Verdict::Holds(held) => {
            line.runs = held.total_runs();
            line.values = &held.values;
            line.message = "the counter held".into();
        }
        Verdict::Fails(failure) => {
            line.verdict = "fails";
            line.kind = Some(failure.kind.name());
            line.message = reason(failure);
            line.runs = failure.runs;
            line.values = &failure.values;
            if let Kind::Panic {
                location: Some(location),
                ..
            } = &failure.kind
            {
                line.file = &location.file;
                line.line = Some(location.line);
            }
        }
        Verdict::NotRun(why) => {
            line.verdict = "not_run";
            line.kind = Some(why.name());
            line.message = match why {
                NotRun::DoesNotCompile { message, .. } => message.clone(),
                other => why_not(other),
            };
            line.line = match why {
                NotRun::DoesNotCompile {
                    location: Some(location),
                    ..
                } => Some(location.line),
                NotRun::BadSource { line, .. } => *line,
                _ => None,
            };
        }
    }
    serde_json::to_string(&line).expect("a line of strings and numbers is always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::World;
    use crate::check::verdict::{Failure, Held, Output};

    fn line(verdict: Verdict) -> serde_json::Value {
        let checked = Checked {
            name: "threads1".into(),
            file: "exercises/02_threads/threads1.rs".into(),
            verdict,
            notes: Vec::new(),
            seconds: 0.123_456,
        };
        let text = checked_json(&checked);
        assert!(!text.contains('\n'));
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn every_key_is_always_there() {
        let held = Held {
            runs: vec![(World::Threads, 2)],
            rounds: vec![(World::Threads, 100)],
            values: vec!["0".into(), "0".into()],
        };
        let expected = serde_json::json!({
            "name": "threads1", "verdict": "holds", "kind": null, "message": "the counter held",
            "file": "exercises/02_threads/threads1.rs", "line": null, "runs": 2,
            "values": ["0", "0"], "seconds": 0.123,
        });
        assert_eq!(line(Verdict::Holds(held)), expected);
    }

    #[test]
    fn a_panic_names_its_own_file_and_line() {
        let location = Some(Location {
            file: "other.rs".into(),
            line: 9,
        });
        let failure = Failure {
            kind: Kind::Panic {
                message: "oh".into(),
                location,
            },
            world: World::Threads,
            rounds: 20,
            values: Vec::new(),
            runs: 1,
            stdout: Output::default(),
            stderr: Output::default(),
        };
        let line = line(Verdict::Fails(Box::new(failure)));
        assert_eq!(
            (&line["verdict"], &line["kind"]),
            (&"fails".into(), &"panic".into())
        );
        assert_eq!(
            (&line["file"], &line["line"]),
            (&"other.rs".into(), &9.into())
        );
        assert_eq!(line["message"], "it panicked at other.rs:9: oh");
    }

    #[test]
    fn a_compile_error_is_not_run_with_its_line() {
        let why = NotRun::DoesNotCompile {
            rendered: "error: …".into(),
            message: "mismatched types".into(),
            location: Some(Location {
                file: "a.rs".into(),
                line: 7,
            }),
        };
        let line = line(Verdict::NotRun(why));
        assert_eq!(
            (&line["verdict"], &line["line"]),
            (&"not_run".into(), &7.into())
        );
        assert_eq!(line["message"], "mismatched types");
    }
}
