//! The header of a program: its `//~` lines, which say what the kit must find.

use std::fs;
use std::path::Path;

/// The header, and the whole text of the program.
pub struct Header {
    /// The kinds of failure that are allowed; empty if the program passes.
    pub kinds: Vec<String>,
    /// A part of the message that says why the program is not checked; `None` if it is checked.
    pub limit: Option<String>,
    /// The texts that the decisive line may have; empty if any line is allowed.
    pub lines: Vec<String>,
    /// The kinds of the notes, each with the text of its line, which may be empty.
    pub notes: Vec<(String, String)>,
    /// A bound, and all outcomes within it, sorted.
    pub outcomes: Option<(u32, Vec<String>)>,
    /// The same, with one stale read allowed.
    pub stale: Option<(u32, Vec<String>)>,
    /// A bound, and the number of executions within it.
    pub executions: Option<(u32, u64)>,
    text: String,
}

impl Header {
    /// Reads a program's header.
    ///
    /// # Errors
    /// If a line of the header cannot be parsed.
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
                _ => return Err(format!("unknown word in the header: {word}")),
            }
        }
        said.ok_or("the header says neither PASSES nor FAILS nor NOT_RUN")?;
        header.text = text;
        Ok(header)
    }

    /// Whether the header allows this kind of failure; `None` stands for a pass.
    pub fn allows(&self, kind: Option<&str>) -> bool {
        match kind {
            None => self.kinds.is_empty(),
            Some(kind) => self.kinds.iter().any(|one| one == kind),
        }
    }

    /// The text of a line, which is counted from 1.
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
