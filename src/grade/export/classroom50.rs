//! Classroom 50's `result.json`, `classroom50/result/v1`:
//! <https://github.com/foundation50/classroom50/wiki/Advanced-Autograding#the-resultjson-contract>.

use serde::Serialize;

use super::super::feedback::{self, cut, points};
use super::super::gradebook::{Gradebook, Graded};
use super::super::pages::Links;
use super::super::result::GradeLine;
use super::Judged;

/// The schema's name.
const SCHEMA: &str = "classroom50/result/v1";

/// No text of one test is longer, in bytes: the file is taken up to 10 MiB, and no student reads more.
const LONGEST: usize = 50_000;

/// Which submission is graded: what Classroom 50's runner says in the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// `CLASSROOM`.
    pub classroom: String,
    /// `ASSIGNMENT`.
    pub assignment: String,
    /// `SUBMISSION_TAG`.
    pub tag: String,
    /// `COMMIT_URL`.
    pub commit: String,
    /// `RELEASE_URL`.
    pub release: String,
    /// `REVIEW_URL`, or the commit where there is none.
    pub review: String,
    /// The time, in UTC, to the second: `2026-06-01T14:32:01Z`. The runner replaces it by that of the submission.
    pub datetime: String,
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The points are no whole number.
    #[error(
        "Classroom 50 counts in whole points, and {exercise} is worth {points}: change the set file"
    )]
    Fraction {
        /// The exercise.
        exercise: String,
        /// What a pass is worth.
        points: String,
    },
    /// The runner has not said it.
    #[error("{0} is not set: Classroom 50's runner sets it where it runs the autograder")]
    NotSet(&'static str),
}

impl Submission {
    /// What the runner says, if it says all of it.
    ///
    /// # Errors
    /// What is not there.
    pub fn of_environment(
        of: &dyn Fn(&str) -> Option<String>,
        datetime: String,
    ) -> Result<Submission, Unfit> {
        let is_there = |value: &String| !value.is_empty();
        let get = |name| of(name).filter(is_there).ok_or(Unfit::NotSet(name));
        let commit = get("COMMIT_URL")?;
        Ok(Submission {
            classroom: get("CLASSROOM")?,
            assignment: get("ASSIGNMENT")?,
            tag: get("SUBMISSION_TAG")?,
            release: get("RELEASE_URL")?,
            review: get("REVIEW_URL").unwrap_or_else(|_| commit.clone()),
            commit,
            datetime,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Results<'a> {
    schema: &'static str,
    classroom: &'a str,
    assignment: &'a str,
    submission: &'a str,
    commit: &'a str,
    release: &'a str,
    review: &'a str,
    datetime: &'a str,
    score: u64,
    max_score: u64,
    tests: Vec<Test>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test {
    test_name: String,
    passed: bool,
    score: u64,
    max_score: u64,
    /// Not one of the documented fields: others are kept as they are.
    feedback: String,
}

/// The results of a student who is judged on all exercises.
///
/// # Errors
/// When an exercise is not worth a whole number of points.
pub fn write(
    book: &Gradebook,
    judged: &[Judged<'_>],
    submission: &Submission,
) -> Result<String, Unfit> {
    let tests = judged.iter();
    let tests = tests.map(|(graded, line)| test(graded, line, &book.links));
    let tests = tests.collect::<Result<Vec<Test>, Unfit>>()?;
    Ok(super::json(&Results {
        schema: SCHEMA,
        classroom: &submission.classroom,
        assignment: &submission.assignment,
        submission: &submission.tag,
        commit: &submission.commit,
        release: &submission.release,
        review: &submission.review,
        datetime: &submission.datetime,
        score: tests.iter().map(|test| test.score).sum(),
        max_score: tests.iter().map(|test| test.max_score).sum(),
        tests,
    }))
}

fn test(graded: &Graded, line: &GradeLine, links: &Links) -> Result<Test, Unfit> {
    if graded.points.fract() != 0.0 {
        return Err(Unfit::Fraction {
            exercise: graded.name.clone(),
            points: points(graded.points),
        });
    }
    // A set file has no points below 0 or above a million.
    let max_score = graded.points as u64;
    Ok(Test {
        test_name: graded.name.clone(),
        passed: line.finding.passes(),
        score: if line.finding.passes() { max_score } else { 0 },
        max_score,
        feedback: cut(&feedback::full(line, links), LONGEST),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::gradebook::tests::{book, class};
    use super::super::super::result::Word;
    use super::super::super::result::tests::line;
    use super::*;

    fn submission(without: &str) -> Result<Submission, Unfit> {
        let of = |name: &str| (name != without).then(|| format!("the {name}"));
        Submission::of_environment(&of, "2026-06-01T14:32:01Z".into())
    }

    #[test]
    fn a_result_has_the_fields_of_the_contract_and_the_scores_are_sums() {
        let mut lines = vec![
            line("alice", "threads1", Word::Passes, ""),
            line("alice", "threads2", Word::Fails, ""),
        ];
        lines[0].points = 4.0;
        let book = book(lines);
        let text = write(
            &book,
            &book.judged(&book.rows[0]).unwrap(),
            &submission("").unwrap(),
        )
        .unwrap();
        let mut value: Value = serde_json::from_str(&text).unwrap();
        for test in value["tests"].as_array_mut().unwrap() {
            assert!(test["feedback"].take().is_string());
        }
        assert_eq!(
            value,
            json!({
                "schema": "classroom50/result/v1",
                "classroom": "the CLASSROOM",
                "assignment": "the ASSIGNMENT",
                "submission": "the SUBMISSION_TAG",
                "commit": "the COMMIT_URL",
                "release": "the RELEASE_URL",
                "review": "the REVIEW_URL",
                "datetime": "2026-06-01T14:32:01Z",
                "score": 4,
                "max-score": 5,
                "tests": [
                    {"test-name": "threads1", "passed": true, "score": 4, "max-score": 4, "feedback": null},
                    {"test-name": "threads2", "passed": false, "score": 0, "max-score": 1, "feedback": null},
                ],
            })
        );
    }

    #[test]
    fn what_the_runner_has_not_said_is_named_and_a_review_is_the_commit_at_least() {
        assert_eq!(submission("CLASSROOM"), Err(Unfit::NotSet("CLASSROOM")));
        assert_eq!(submission("REVIEW_URL").unwrap().review, "the COMMIT_URL");
    }

    #[test]
    fn half_points_are_refused_and_not_rounded() {
        let book = class();
        let judged = book.judged(&book.rows[0]).unwrap();
        let error = write(&book, &judged, &submission("").unwrap()).unwrap_err();
        assert!(
            error.to_string().contains("threads2 is worth 2.5"),
            "{error}"
        );
    }
}
