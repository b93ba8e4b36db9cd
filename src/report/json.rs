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
