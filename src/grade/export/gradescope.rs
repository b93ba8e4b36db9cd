//! Gradescope's `results.json`: <https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format>.

use serde::Serialize;

use super::super::feedback::{self, cut};
use super::super::gradebook::{Gradebook, Graded, Row};
use super::super::pages::Links;
use super::super::result::GradeLine;
use super::Judged;

/// No text of one test is longer, in bytes: Gradescope names no limit, and no student reads more.
const LONGEST: usize = 50_000;

#[derive(Serialize)]
struct Results {
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    test_name_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    execution_time: u64,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    score: f64,
    max_score: f64,
    status: &'static str,
    output: String,
}

/// The results of a student who is judged on all exercises. Every text is `text`, so none of it is taken for HTML or Markdown.
pub fn write(book: &Gradebook, row: &Row, judged: &[Judged<'_>]) -> String {
    let seconds: f64 = judged.iter().map(|(_, line)| line.finding.seconds).sum();
    super::json(&Results {
        output: super::summary(book, row),
        output_format: "text",
        test_output_format: "text",
        test_name_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        execution_time: seconds.ceil() as u64,
        tests: judged
            .iter()
            .map(|(graded, line)| test(graded, line, &book.links))
            .collect(),
    })
}

fn test(graded: &Graded, line: &GradeLine, links: &Links) -> Test {
    Test {
        name: graded.name.clone(),
        score: line.score().unwrap_or(0.0),
        max_score: graded.points,
        status: match line.finding.passes() {
            true => "passed",
            false => "failed",
        },
        output: cut(&feedback::full(line, links), LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::gradebook::tests::class;
    use super::*;

    #[test]
    fn a_student_has_the_fields_that_gradescope_documents() {
        let book = class();
        let alice = &book.rows[0];
        let text = write(&book, alice, &book.judged(alice).unwrap());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["output"], "1 of 2 exercises pass: 2.5 of 3.5 points.");
        let formats = ["text", "html", "simple_format", "md", "ansi"];
        for key in ["output_format", "test_output_format", "test_name_format"] {
            assert!(formats.contains(&value[key].as_str().unwrap()), "{key}");
        }
        let visible = ["hidden", "after_due_date", "after_published", "visible"];
        for key in ["visibility", "stdout_visibility"] {
            assert!(visible.contains(&value[key].as_str().unwrap()), "{key}");
        }
        assert!(value["execution_time"].is_u64());
        let mut tests = value["tests"].clone();
        for test in tests.as_array_mut().unwrap() {
            assert!(
                test["output"]
                    .take()
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
        }
        assert_eq!(
            tests,
            json!([
                {"name": "threads1", "score": 0.0, "max_score": 1.0, "status": "failed", "output": null},
                {"name": "threads2", "score": 2.5, "max_score": 2.5, "status": "passed", "output": null},
            ])
        );
    }
}
