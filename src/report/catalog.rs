//! The exercises with the learner's progress: as a table, and as JSON.

use serde::Serialize;

use super::exercise_bar;
use crate::catalog::{Catalog, Difficulty, Exercise, Mode};
use crate::progress::Progress;
use crate::styled::{Line, Look, Role, Text, printable};

/// What the numbers and stars of an exercise mean, below a list.
const EFFORT: &str = "Effort: minutes, as estimated, and * easy, ** medium, *** hard";

/// What the mark at some exercises means.
pub const FURTHER: &str = "+ may be skipped: only exercises with a + build on it";

/// What an exercise takes, in columns of their own: its minutes, a star to three for its difficulty, and whether it may be
/// skipped.
pub fn effort(exercise: &Exercise) -> String {
    let minutes = exercise.minutes.map(|minutes| format!("{minutes} min"));
    let stars = exercise.difficulty.map(|stars| stars.to_string());
    let (minutes, stars) = (minutes.unwrap_or_default(), stars.unwrap_or_default());
    let further = if exercise.further { "+" } else { " " };
    format!("{minutes:>6} {stars:3}{further}")
}

/// A line for each exercise, below the folder of its chapter, with the bar at the end.
pub fn list_table(catalog: &Catalog, progress: &Progress, look: Look) -> Text {
    let names = catalog.exercises.iter().map(|e| e.name.len());
    let wide = names.max().unwrap_or(0).max("Exercise".len());
    let current = progress.current_index(catalog);
    let mut text = Text::new();
    let mut add = |role, line: &str| text.push(Line::of(role, line).cut(look.width, look.glyphs));
    let columns = ("Exercise", "State", "Attempts", "Effort");
    let (name, state, attempts, effort) = columns;
    add(
        Role::Heading,
        &format!("  {name:wide$}  {state:7}  {attempts}  {effort:11}  Builds on"),
    );
    let mut chapter = "";
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        if exercise.dir != chapter {
            chapter = &exercise.dir;
            add(Role::Heading, &format!("exercises/{chapter}"));
        }
        let mark = if index == current { ">" } else { " " };
        let record = progress.record(&exercise.name);
        let (state, role) = match record.done_at {
            Some(_) => ("done", Role::Right),
            None => ("pending", Role::Plain),
        };
        let (name, attempts) = (&exercise.name, record.attempts);
        let (effort, needs) = (self::effort(exercise), exercise.needs.join(", "));
        let line = format!("{mark} {name:wide$}  {state:7}  {attempts:8}  {effort}  {needs}");
        add(role, line.trim_end());
    }
    let any = |has: fn(&Exercise) -> bool| catalog.exercises.iter().any(has);
    let timed = any(|exercise| exercise.minutes.is_some()).then_some(EFFORT);
    let further = any(|exercise| exercise.further).then_some(FURTHER);
    let notes: Vec<Line> = timed
        .into_iter()
        .chain(further)
        .map(|note| Line::of(Role::Note, note).cut(look.width, look.glyphs))
        .collect();
    text.append_apart(notes.into_iter().collect());
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
    /// What a learner can do once they have done it.
    goal: Option<&'a str>,
    minutes: Option<u32>,
    /// From 1 to 3.
    difficulty: Option<Difficulty>,
    /// The names of the exercises that it builds on.
    needs: &'a [String],
    /// Whether it may be skipped.
    further: bool,
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
            further: exercise.further,
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
    fn the_table_has_the_folder_of_each_chapter_and_says_what_each_exercise_builds_on() {
        let info = "format_version = 1\n[[exercises]]\nname = \"threads1\"\ndir = \"02_threads\"\n\
                    modes = [\"threads\"]\nhints = []\n\
                    [[exercises]]\nname = \"spin1\"\ndir = \"04_locks\"\nmodes = [\"threads\"]\n\
                    minutes = 15\ndifficulty = 2\nneeds = [\"threads1\"]\nfurther = true\nhints = []\n";
        let catalog = Catalog::parse(info, Path::new("/kit")).unwrap();
        let look = Look {
            width: Columns(80),
            glyphs: Glyphs::Ascii,
            form: Form::Drawing,
        };
        let text = list_table(&catalog, &Progress::default(), look);
        let lines: Vec<_> = text.lines().iter().map(Line::plain).collect();
        let expected = [
            "  Exercise  State    Attempts  Effort       Builds on",
            "exercises/02_threads",
            "> threads1  pending         0",
            "exercises/04_locks",
            "  spin1     pending         0  15 min ** +  threads1",
            "",
            EFFORT,
            FURTHER,
        ];
        assert_eq!(lines[..expected.len()], expected);
    }

    #[test]
    fn the_schema_is_that_of_what_is_printed() {
        let list = schemars::schema_for!(Entry<'static>);
        schema::assert_current("list", SCHEMA, list);
    }
}
