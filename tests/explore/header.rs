//! What a program's first lines say of it.

use std::fs;
use std::path::Path;

/// The header, and the program's lines.
pub struct Header {
    /// The kinds that it may fail with; empty where it holds.
    pub kinds: Vec<String>,
    /// What the message names that says why it cannot be explored; `None` where it can.
    pub limit: Option<String>,
    /// The texts that the decisive line may have; empty where any will do.
    pub lines: Vec<String>,
    /// The kinds of the notes, each with its line's text or an empty one.
    pub notes: Vec<(String, String)>,
    /// A bound, and all outcomes within it, sorted.
    pub outcomes: Option<(u32, Vec<String>)>,
    /// The same where one load may read an old value.
    pub stale: Option<(u32, Vec<String>)>,
    /// A bound, and the number of executions within it.
    pub executions: Option<(u32, u64)>,
    text: String,
}

impl Header {
    /// Reads a program's header.
    ///
    /// # Errors
    /// When it is not of its form.
    pub fn read(file: &Path) -> Result<Header, String> {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let mut header = Header {
            kinds: Vec::new(),
            limit: None,
            lines: Vec::new(),
            notes: Vec::new(),
            outcomes: None,
            stale: None,
            executions: None,
            text: String::new(),
        };
        let mut said = None;
        for line in text.lines().map_while(|line| line.strip_prefix("//~ ")) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "PASSES" => said = Some(true),
                "FAILS" => {
                    said = Some(false);
                    header.kinds = rest.split(',').map(|kind| kind.trim().to_owned()).collect();
                }
                "NOT_RUN" => {
                    said = Some(false);
                    header.limit = Some(rest.to_owned());
                }
                "NOTE" => header.notes.push(note(rest)),
                "LINE" => header.lines = between_backticks(rest),
                "OUTCOMES" => header.outcomes = Some(outcomes(rest)?),
                "STALE" => header.stale = Some(outcomes(rest)?),
                "EXECUTIONS" => {
                    let (bound, rest) = within(rest)?;
                    let number = rest.trim().parse().map_err(|_| line.to_owned())?;
                    header.executions = Some((bound, number));
                }
                _ => return Err(format!("what does {word} mean?")),
            }
        }
        said.ok_or("it says neither HOLDS nor FAILS nor NOT_RUN")?;
        header.text = text;
        Ok(header)
    }

    /// Whether it may come to this kind; `None` for holding.
    pub fn allows(&self, kind: Option<&str>) -> bool {
        match kind {
            None => self.kinds.is_empty(),
            Some(kind) => self.kinds.iter().any(|one| one == kind),
        }
    }

    /// The text of a line.
    pub fn line(&self, number: usize) -> String {
        let line = self.text.lines().nth(number - 1).unwrap_or_default();
        line.trim().to_owned()
    }
}

/// `kind`, or `kind at `a line's text``.
fn note(rest: &str) -> (String, String) {
    let (kind, at) = rest.split_once(" at ").unwrap_or((rest, ""));
    let line = between_backticks(at).into_iter().next();
    (kind.trim().to_owned(), line.unwrap_or_default())
}

/// `within 2: `a`, `b``: the bound, and the outcomes, sorted.
fn outcomes(rest: &str) -> Result<(u32, Vec<String>), String> {
    let (bound, rest) = within(rest)?;
    let mut outcomes = between_backticks(rest);
    outcomes.sort();
    Ok((bound, outcomes))
}

fn within(text: &str) -> Result<(u32, &str), String> {
    let rest = text.strip_prefix("within ").ok_or(text)?;
    let (bound, rest) = rest.split_once(':').ok_or(text)?;
    Ok((bound.parse().map_err(|_| text.to_owned())?, rest))
}

fn between_backticks(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}
