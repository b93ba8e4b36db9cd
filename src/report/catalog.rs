//! The exercises with the learner's progress: as a table, and as JSON.

use serde::Serialize;

use super::exercise_bar;
use crate::catalog::{Catalog, Mode};
use crate::progress::Progress;
use crate::styled::{Line, Look, Role, Text, printable};

/// A line for each exercise, under a heading, with the bar below.
pub fn list_table(catalog: &Catalog, progress: &Progress, look: Look) -> Text {
    let names = catalog.exercises.iter().map(|e| e.name.len());
    let wide = names.max().unwrap_or(0).max("Exercise".len());
    let mut text = Text::new();
    let head = format!(
        "  {:wide$}  {:7}  {:8}  File",
        "Exercise", "State", "Attempts"
    );
    text.push(Line::of(Role::Heading, &head).cut(look.width, look.glyphs));
    let current = progress.current_index(catalog);
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        let record = progress.record(&exercise.name);
        let mark = if index == current { ">" } else { " " };
        let (state, role) = match record.done_at {
            Some(_) => ("done", Role::Right),
            None => ("pending", Role::Plain),
        };
        let line = format!(
            "{mark} {:wide$}  {state:7}  {:8}  {}",
            exercise.name,
            record.attempts,
            exercise.path().display()
        );
        text.push(Line::of(role, &line).cut(look.width, look.glyphs));
    }
    text.blank();
    let done = progress.done_count(catalog);
    text.push(exercise_bar(done, catalog.exercises.len(), look.width));
    text
}

/// What `list` prints: docs/schema/list.json.
const SCHEMA: &str = "racelings/list/1";

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Entry<'a> {
    /// The schema of this object, and its version.
    schema: &'static str,
    name: &'a str,
    dir: &'a str,
    file: String,
    modes: &'a [Mode],
    state: &'static str,
    current: bool,
    done_at: Option<String>,
    attempts: u32,
    hints_seen: usize,
    hints: usize,
}

/// A JSON object for each exercise, one a line.
pub fn list_json(catalog: &Catalog, progress: &Progress) -> String {
    let current = progress.current_index(catalog);
    let mut text = String::new();
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        let record = progress.record(&exercise.name);
        let entry = Entry {
            schema: SCHEMA,
            name: &exercise.name,
            dir: &exercise.dir,
            file: exercise.path().display().to_string(),
            modes: &exercise.modes,
            state: if record.done_at.is_some() {
                "done"
            } else {
                "pending"
            },
            current: index == current,
            done_at: record.done_at.map(|at| at.to_string()),
            attempts: record.attempts,
            hints_seen: record.hints_seen,
            hints: exercise.hints.len(),
        };
        let line = serde_json::to_string(&entry);
        text.push_str(&printable::json(
            &line.expect("strings and numbers are always JSON"),
        ));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    #[test]
    fn the_schema_is_that_of_what_is_printed() {
        let list = schemars::schema_for!(Entry<'static>);
        schema::assert_current("list", SCHEMA, list);
    }
}
