//! The set file: which exercises a class has to solve, what each is worth, and how they are checked.

use std::ops::{Range, RangeInclusive};

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::catalog::{Catalog, Exercise};
use crate::unsafe_code::Policy;

/// What a class has to solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// The exercises, in their order.
    pub tasks: Vec<Task>,
    /// When a student gets to see the solution of an exercise.
    pub solutions: Shown,
    /// The number of real runs in a row that must pass, if the set says so.
    pub runs: Option<u32>,
    /// Up to how many preemptions programs are explored, if the set says so.
    pub bound: Option<u32>,
    /// The unsafe code that submissions may have.
    pub unsafe_code: Policy,
}

/// An exercise of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The exercise.
    pub exercise: Exercise,
    /// What a pass is worth.
    pub points: f64,
}

/// When a student gets to see a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Never.
    Never,
    /// When the student's own program passes.
    #[default]
    AfterPass,
    /// From the beginning.
    Always,
}

/// What is wrong with a set file, with its place: `set.toml:3: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct SetError {
    file: String,
    line: usize,
    reason: String,
}

/// The keys of a set file, and of each exercise in it.
const KEYS: [&str; 5] = ["bound", "exercises", "runs", "solutions", "unsafe"];
const KEYS_OF_EXERCISE: [&str; 2] = ["name", "points"];

/// What an exercise can be worth.
pub const POINTS: RangeInclusive<f64> = 0.0..=1e6;

/// How many runs and preemptions a set can ask for.
const RUNS: RangeInclusive<u32> = 1..=10_000;
const BOUNDS: RangeInclusive<u32> = 0..=8;

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    solutions: Shown,
    runs: Option<Spanned<u32>>,
    bound: Option<Spanned<u32>>,
    #[serde(default, rename = "unsafe")]
    allows_unsafe: bool,
    exercises: Vec<ReadTask>,
}

#[derive(Deserialize)]
struct ReadTask {
    name: Spanned<String>,
    points: Option<Spanned<f64>>,
}

impl Set {
    /// All exercises of the catalog, one point each.
    pub fn of_all(catalog: &Catalog) -> Set {
        let task = |exercise: &Exercise| Task {
            exercise: exercise.clone(),
            points: 1.0,
        };
        Set {
            tasks: catalog.exercises.iter().map(task).collect(),
            solutions: Shown::default(),
            runs: None,
            bound: None,
            unsafe_code: Policy::AsInStarter,
        }
    }

    /// Reads the text of a set file.
    ///
    /// # Errors
    /// What is wrong in it, with its line and what to do.
    pub fn parse(text: &str, file: &str, catalog: &Catalog) -> Result<Set, SetError> {
        let wrong = |at: Option<Range<usize>>, reason: String| SetError {
            file: file.to_owned(),
            line: at.map_or(1, |at| line_of(text, at.start)),
            reason,
        };
        let not_toml =
            |error: toml::de::Error| wrong(error.span(), error.message().trim_end().to_owned());
        let table = DeTable::parse(text).map_err(not_toml)?;
        if let Some((at, reason)) = unknown_key(table.get_ref()) {
            return Err(wrong(Some(at), reason));
        }
        let read: Read = toml::from_str(text).map_err(not_toml)?;
        let within = |name, number: Option<Spanned<u32>>, range| {
            within(name, number, range).map_err(|(at, reason)| wrong(Some(at), reason))
        };
        let runs = within("runs", read.runs, RUNS)?;
        let bound = within("bound", read.bound, BOUNDS)?;
        let mut tasks: Vec<Task> = Vec::new();
        for task in read.exercises {
            let at = task.name.span();
            let exercise = catalog.get(task.name.get_ref());
            let exercise = exercise.map_err(|error| wrong(Some(at.clone()), error.to_string()))?;
            if tasks
                .iter()
                .any(|known| known.exercise.name == exercise.name)
            {
                let name = &exercise.name;
                return Err(wrong(
                    Some(at),
                    format!("{name} is there twice; remove one of them."),
                ));
            }
            let points = points(task.points).map_err(|(at, reason)| wrong(Some(at), reason))?;
            tasks.push(Task {
                exercise: exercise.clone(),
                points,
            });
        }
        if tasks.is_empty() {
            return Err(wrong(None, "there is no [[exercises]] in it.".into()));
        }
        Ok(Set {
            tasks,
            solutions: read.solutions,
            runs,
            bound,
            unsafe_code: match read.allows_unsafe {
                true => Policy::Allowed,
                false => Policy::AsInStarter,
            },
        })
    }
}

fn within(
    name: &str,
    number: Option<Spanned<u32>>,
    range: RangeInclusive<u32>,
) -> Result<Option<u32>, (Range<usize>, String)> {
    match number {
        Some(number) if !range.contains(number.get_ref()) => {
            let (from, to) = range.into_inner();
            Err((
                number.span(),
                format!("{name} is a number from {from} to {to}."),
            ))
        }
        number => Ok(number.map(Spanned::into_inner)),
    }
}

fn points(points: Option<Spanned<f64>>) -> Result<f64, (Range<usize>, String)> {
    match points {
        None => Ok(1.0),
        Some(points) if POINTS.contains(points.get_ref()) => Ok(points.into_inner()),
        Some(points) => Err((
            points.span(),
            "points is a number from 0 to 1000000.".into(),
        )),
    }
}

/// The first key that a set file does not have, and which one may be meant.
fn unknown_key(table: &DeTable<'_>) -> Option<(Range<usize>, String)> {
    unknown_in(table, &KEYS).or_else(|| {
        let exercises = table.get("exercises")?;
        let DeValue::Array(exercises) = exercises.get_ref() else {
            return None;
        };
        exercises.iter().find_map(|one| match one.get_ref() {
            DeValue::Table(table) => unknown_in(table, &KEYS_OF_EXERCISE),
            _ => None,
        })
    })
}

fn unknown_in(table: &DeTable<'_>, keys: &[&str]) -> Option<(Range<usize>, String)> {
    let key = table
        .keys()
        .find(|key| !keys.contains(&key.get_ref().as_ref()))?;
    let name: &str = key.get_ref();
    let likeness = |known: &&&str| (strsim::jaro_winkler(name, known) * 1e6) as u64;
    let nearest = keys
        .iter()
        .max_by_key(likeness)
        .copied()
        .unwrap_or_default();
    let reason = format!(
        "there is no key \"{name}\". Did you mean \"{nearest}\"? The keys here are {}.",
        keys.join(", ")
    );
    Some((key.span(), reason))
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const GOOD: &str = r#"solutions = "never"
runs = 5
bound = 4

[[exercises]]
name = "threads2"
points = 2.5

[[exercises]]
name = "threads1"
"#;

    fn parse(text: &str) -> Result<Set, SetError> {
        Set::parse(text, "set.toml", &Catalog::of_kit(Path::new("/nowhere")))
    }

    fn error(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_set_has_its_exercises_in_its_own_order() {
        let set = parse(GOOD).unwrap();
        let tasks = set.tasks.iter();
        let tasks = tasks.map(|task| (task.exercise.name.as_str(), task.points));
        assert_eq!(
            Vec::from_iter(tasks),
            [("threads2", 2.5), ("threads1", 1.0)]
        );
        assert_eq!(set.solutions, Shown::Never);
        assert_eq!((set.runs, set.bound), (Some(5), Some(4)));
        assert_eq!(set.unsafe_code, Policy::AsInStarter);
        let set = parse(&format!("unsafe = true\n{GOOD}")).unwrap();
        assert_eq!(set.unsafe_code, Policy::Allowed);
    }

    #[test]
    fn without_a_set_file_all_exercises_count_the_same() {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        let set = Set::of_all(&catalog);
        assert_eq!(set.tasks.len(), catalog.exercises.len());
        assert!(set.tasks.iter().all(|task| task.points == 1.0));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_do() {
        for (from, to, expected) in [
            (
                "solutions",
                "solution",
                "set.toml:1: there is no key \"solution\". Did you mean \"solutions\"?",
            ),
            (
                "points",
                "point",
                "set.toml:7: there is no key \"point\". Did you mean \"points\"?",
            ),
            (
                "threads2",
                "thread2",
                "set.toml:6: there is no exercise \"thread2\". Did you mean \"threads2\"?",
            ),
            (
                "threads2",
                "threads1",
                "set.toml:10: threads1 is there twice",
            ),
            (
                "runs = 5",
                "unsafe = 1",
                "set.toml:2: invalid type: integer `1`, expected a boolean",
            ),
            (
                "\"never\"",
                "\"sometimes\"",
                "set.toml:1: unknown variant `sometimes`",
            ),
            (
                "runs = 5",
                "runs = 0",
                "set.toml:2: runs is a number from 1",
            ),
            ("2.5", "-1.0", "set.toml:7: points is a number from 0"),
            ("2.5", "nan", "set.toml:7: points is a number from 0"),
            (
                "name = \"threads1\"",
                "",
                "set.toml:9: missing field `name`",
            ),
            ("[[exercises]]", "[exercises]", "set.toml:"),
        ] {
            let error = error(&GOOD.replacen(from, to, 1));
            let error_at_last = self::error(&GOOD.replace(from, to));
            assert!(
                error.starts_with(expected) || error_at_last.starts_with(expected),
                "{from}: {error}"
            );
        }
        assert!(error("exercises = []").contains("no [[exercises]]"));
        assert!(error("solutions = ").starts_with("set.toml:1: "));
    }
}
