//! The results of a class as a table: a row for each student, a column for each exercise. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::merge;
use super::pages::Links;
use super::result::GradeLine;
use super::student::Student;

/// The results of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradebook {
    /// The exercises, in the order in which learners meet them.
    pub exercises: Vec<Graded>,
    /// The students, by name.
    pub rows: Vec<Row>,
    /// How many students of the class have no result at all: they were not graded yet, or on another machine.
    pub without_result: usize,
    /// How the pages of counterexamples are linked to.
    pub links: Links,
}

/// An exercise, and what a pass is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    /// Its name.
    pub name: String,
    /// The points.
    pub points: f64,
}

/// A student's results.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The student.
    pub student: Student,
    /// One result for each exercise; none where it has not been graded yet.
    pub results: Vec<Option<GradeLine>>,
}

/// Why results are no table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Inconsistent {
    /// There is no result.
    #[error("there are no results in it")]
    Empty,
    /// There are results for an exercise that is not there.
    #[error(
        "there are results of {0}, and there is no such exercise here. Go to the folder of the exercises, or name it with --exercises"
    )]
    Unknown(String),
    /// Results for one exercise count differently.
    #[error(
        "{exercise} is worth {one} in some results and {other} in others: the set file was changed meanwhile. Grade the class again with the set file that counts; nothing is checked twice"
    )]
    Points {
        /// The exercise.
        exercise: String,
        /// What a pass is worth in one result.
        one: f64,
        /// And in another.
        other: f64,
    },
}

impl Gradebook {
    /// The table of results. Of several for the same student and exercise, the last one counts. `order` has the exercises in
    /// their order.
    ///
    /// # Errors
    /// When there are none, they are about an exercise that is not there, or disagree about what one is worth.
    pub fn of(
        lines: Vec<GradeLine>,
        order: &[String],
        links: Links,
    ) -> Result<Gradebook, Inconsistent> {
        let class = lines.last().map_or(0, |line| line.class.students);
        let mut results = merge::last(lines);
        let mut points: BTreeMap<String, f64> = BTreeMap::new();
        for line in results.values() {
            let known = *points.entry(line.exercise.clone()).or_insert(line.points);
            if known.to_bits() != line.points.to_bits() {
                return Err(Inconsistent::Points {
                    exercise: line.exercise.clone(),
                    one: known,
                    other: line.points,
                });
            }
        }
        if let Some(unknown) = points.keys().find(|name| !order.contains(name)) {
            return Err(Inconsistent::Unknown(unknown.clone()));
        }
        let graded = |name: &String| {
            let points = *points.get(name)?;
            let name = name.clone();
            Some(Graded { name, points })
        };
        let exercises: Vec<Graded> = order.iter().filter_map(graded).collect();
        let students: BTreeSet<Student> =
            results.keys().map(|(student, _)| student.clone()).collect();
        let mut row = |student: Student| Row {
            results: exercises
                .iter()
                .map(|exercise| results.remove(&(student.clone(), exercise.name.clone())))
                .collect(),
            student,
        };
        let rows: Vec<Row> = students.into_iter().map(&mut row).collect();
        match rows.is_empty() {
            true => Err(Inconsistent::Empty),
            false => Ok(Gradebook {
                without_result: class.saturating_sub(rows.len()),
                exercises,
                rows,
                links,
            }),
        }
    }

    /// What can be reached.
    pub fn max_points(&self) -> f64 {
        self.exercises.iter().map(|exercise| exercise.points).sum()
    }

    /// The row of a student, by the name of their submission.
    pub fn row_of(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.student.name() == name)
    }

    /// Each exercise with a student's result for it.
    pub fn cells<'a>(
        &'a self,
        row: &'a Row,
    ) -> impl Iterator<Item = (&'a Graded, Option<&'a GradeLine>)> {
        let results = row.results.iter().map(Option::as_ref);
        self.exercises.iter().zip(results)
    }

    /// Each exercise with a student's result, if the student is judged on all of them.
    ///
    /// # Errors
    /// The exercises on which nothing is known.
    pub fn judged<'a>(
        &'a self,
        row: &'a Row,
    ) -> Result<Vec<(&'a Graded, &'a GradeLine)>, Vec<&'a str>> {
        let mut judged = Vec::new();
        let mut open = Vec::new();
        for (exercise, line) in self.cells(row) {
            match line.filter(|line| line.score().is_some()) {
                Some(line) => judged.push((exercise, line)),
                None => open.push(exercise.name.as_str()),
            }
        }
        match open.is_empty() {
            true => Ok(judged),
            false => Err(open),
        }
    }
}

impl Row {
    /// The student's points: what is known of them.
    pub fn points(&self) -> f64 {
        let lines = self.results.iter().flatten();
        lines.filter_map(GradeLine::score).sum()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::result::tests::line;
    use super::super::result::{Finding, Word};
    use super::*;

    /// What is gathered from results, without links.
    pub fn book(lines: Vec<GradeLine>) -> Gradebook {
        let order: BTreeSet<String> = lines.iter().map(|line| line.exercise.clone()).collect();
        Gradebook::of(lines, &Vec::from_iter(order), Links::None).unwrap()
    }

    fn order() -> Vec<String> {
        ["threads1", "threads2"].map(str::to_owned).into()
    }

    /// Alice passes one of two, bob was disturbed in one and has handed in nothing for the other, carol is not graded yet in one.
    pub fn class() -> Gradebook {
        let mut lines = vec![
            line("alice", "threads2", Word::Passes, "one"),
            line("alice", "threads1", Word::Fails, "two"),
            line("bob", "threads2", Word::NotRun, ""),
            line("bob", "threads1", Word::NotRun, ""),
            line("carol", "threads1", Word::Fails, "two"),
        ];
        for line in &mut lines {
            line.points = if line.exercise == "threads2" {
                2.5
            } else {
                1.0
            };
        }
        lines[2].finding = Finding::not_run("threads2", "surroundings", "the disk is full", None);
        lines[3].file = None;
        lines[3].finding = Finding::not_run("threads1", "missing", "no file", None);
        book(lines)
    }

    #[test]
    fn exercises_are_in_their_order_and_what_is_not_known_is_no_zero() {
        let book = class();
        let names = book
            .exercises
            .iter()
            .map(|one| (one.name.as_str(), one.points));
        assert_eq!(
            Vec::from_iter(names),
            [("threads1", 1.0), ("threads2", 2.5)]
        );
        let scores = |name: &str| -> Vec<Option<f64>> {
            let row = book.row_of(name).unwrap();
            let cells = book.cells(row);
            cells
                .map(|(_, line)| line.and_then(GradeLine::score))
                .collect()
        };
        assert_eq!(scores("alice"), [Some(0.0), Some(2.5)]);
        assert_eq!(scores("bob"), [Some(0.0), None]);
        assert_eq!(scores("carol"), [Some(0.0), None]);
        assert_eq!(book.judged(&book.rows[0]).unwrap().len(), 2);
        assert_eq!(book.judged(&book.rows[1]), Err(vec!["threads2"]));
        assert_eq!((book.rows[0].points(), book.max_points()), (2.5, 3.5));
    }

    #[test]
    fn results_of_an_exercise_that_is_not_there_are_no_table() {
        let lines = ["threads1", "zeta"].map(|name| line("a", name, Word::Passes, ""));
        let error = Gradebook::of(lines.to_vec(), &order(), Links::None).unwrap_err();
        assert!(error.to_string().contains("results of zeta"), "{error}");
    }

    #[test]
    fn students_of_the_class_without_any_result_are_counted() {
        let of = |lines| book(lines).without_result;
        let one = |student| line(student, "threads1", Word::Passes, "one");
        assert_eq!(of(vec![one("alice")]), 1);
        assert_eq!(of(vec![one("alice"), one("bob")]), 0);
    }

    #[test]
    fn results_that_disagree_about_points_are_no_table() {
        let mut lines = ["a", "b"].map(|name| line(name, "threads1", Word::Passes, ""));
        lines[1].points = 2.0;
        let error = Gradebook::of(lines.to_vec(), &order(), Links::None).unwrap_err();
        assert!(
            error.to_string().starts_with("threads1 is worth 1 in some"),
            "{error}"
        );
        let none = Gradebook::of(Vec::new(), &order(), Links::None);
        assert_eq!(none, Err(Inconsistent::Empty));
    }
}
