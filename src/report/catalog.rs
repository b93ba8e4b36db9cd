//! The exercises with the learner's progress: as a table, and as JSON.

use serde::Serialize;

use super::exercise_bar;
use crate::catalog::{Catalog, Difficulty, Exercise, Mode};
use crate::progress::Progress;
use crate::styled::{Line, Look, Role, Text, printable};

/// What an exercise takes, in columns of their own: its minutes, and a star to three for its difficulty.
pub fn effort(exercise: &Exercise) -> String {
    let minutes = exercise.minutes.map(|minutes| format!("{minutes} min"));
    let stars = exercise.difficulty.map(|stars| stars.to_string());
    let (minutes, stars) = (minutes.unwrap_or_default(), stars.unwrap_or_default());
    format!("{minutes:>6} {stars:3}")
}

/// A line for each exercise, under a heading, with the bar below. Minutes and difficulty are in it where the width is enough
/// for them beside the files' whole paths.
pub fn list_table(catalog: &Catalog, progress: &Progress, look: Look) -> Text {
    let names = catalog.exercises.iter().map(|e| e.name.len());
    let wide = names.max().unwrap_or(0).max("Exercise".len());
    let current = progress.current_index(catalog);
    let mut rows = vec![Row {
        role: Role::Heading,
        start: format!("  {:wide$}  {:7}  {:8}  ", "Exercise", "State", "Attempts"),
        effort: format!("{:10}  ", "Effort"),
        file: "File".into(),
    }];
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        let record = progress.record(&exercise.name);
        let mark = if index == current { ">" } else { " " };
        let (state, role) = match record.done_at {
            Some(_) => ("done", Role::Right),
            None => ("pending", Role::Plain),
        };
        rows.push(Row {
            role,
            start: format!(
                "{mark} {:wide$}  {state:7}  {:8}  ",
                exercise.name, record.attempts
            ),
            effort: format!("{}  ", effort(exercise)),
            file: exercise.path().display().to_string(),
        });
    }
    let widest = rows.iter().map(|row| row.with_effort().chars().count());
    let has_room = widest.max().is_some_and(|widest| widest <= look.width.0);
    let mut text = Text::new();
    for row in rows {
        let line = match has_room {
            true => row.with_effort(),
            false => row.start + &row.file,
        };
        text.push(Line::of(row.role, &line).cut(look.width, look.glyphs));
    }
    text.blank();
    let done = progress.done_count(catalog);
    text.push(exercise_bar(done, catalog.exercises.len(), look.width));
    text
}

/// A line of the table, in parts.
struct Row {
    role: Role,
    start: String,
    effort: String,
    file: String,
}

impl Row {
    fn with_effort(&self) -> String {
        format!("{}{}{}", self.start, self.effort, self.file)
    }
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
    /// What a learner can do once they have done it.
    goal: Option<&'a str>,
    minutes: Option<u32>,
    /// From 1 to 3.
    difficulty: Option<Difficulty>,
    /// The names of the exercises that it builds on.
    needs: &'a [String],
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
            goal: exercise.goal.as_deref(),
            minutes: exercise.minutes,
            difficulty: exercise.difficulty,
            needs: &exercise.needs,
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
    use std::path::Path;

    use super::super::schema;
    use super::*;
    use crate::styled::{Columns, Form, Glyphs};

    #[test]
    fn the_table_has_minutes_and_stars_where_no_path_is_cut_for_them() {
        let info = "format_version = 1\n[[exercises]]\nname = \"spin1\"\ndir = \"04_locks\"\nmodes = [\"threads\"]\n\
                    minutes = 15\ndifficulty = 2\nhints = []\n";
        let catalog = Catalog::parse(info, Path::new("/kit")).unwrap();
        let at = |columns| {
            let look = Look {
                width: Columns(columns),
                glyphs: Glyphs::Ascii,
                form: Form::Drawing,
            };
            let text = list_table(&catalog, &Progress::default(), look);
            text.lines()[1].plain()
        };
        let wide = "> spin1     pending         0  15 min **   exercises/04_locks/spin1.rs";
        assert_eq!(at(80), wide);
        let narrow = "> spin1     pending         0  exercises/04_locks/spin1.rs";
        assert_eq!(at(60), narrow);
    }

    #[test]
    fn the_schema_is_that_of_what_is_printed() {
        let list = schemars::schema_for!(Entry<'static>);
        schema::assert_current("list", SCHEMA, list);
    }
}
