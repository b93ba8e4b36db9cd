//! PrairieLearn's `results.json`: <https://docs.prairielearn.com/externalGrading/#grading-result>.

use serde::Serialize;

use super::super::feedback::{self, cut};
use super::super::gradebook::{Gradebook, Row};
use super::Judged;

/// PrairieLearn takes no larger file, in bytes.
const LARGEST: usize = 1_000_000;

#[derive(Serialize)]
struct Results {
    gradable: bool,
    score: f64,
    message: String,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    points: f64,
    max_points: f64,
    message: String,
    output: String,
}

/// The results of a student who is judged on all exercises.
pub fn write(book: &Gradebook, row: &Row, judged: &[Judged<'_>]) -> String {
    let mut longest = LARGEST;
    loop {
        let text = with_texts_of(book, row, judged, longest);
        // Quotes and line ends take more room in JSON, so what fits is found by trying.
        if text.len() <= LARGEST || longest == 0 {
            return text;
        }
        longest /= 2;
    }
}

fn with_texts_of(book: &Gradebook, row: &Row, judged: &[Judged<'_>], longest: usize) -> String {
    let test = |(graded, line): &Judged<'_>| Test {
        name: graded.name.clone(),
        points: line.score().unwrap_or(0.0),
        max_points: graded.points,
        message: cut(&feedback::headline(line), longest.min(1000)),
        output: cut(&feedback::full(line, &book.links), longest),
    };
    let max = book.max_points();
    super::json(&Results {
        gradable: true,
        score: if max > 0.0 { row.points() / max } else { 0.0 },
        message: super::summary(book, row),
        tests: judged.iter().map(test).collect(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::super::gradebook::tests::{book, class};
    use super::super::super::result::Word;
    use super::super::super::result::tests::line;
    use super::*;

    fn written(book: &Gradebook) -> String {
        let row = &book.rows[0];
        write(book, row, &book.judged(row).unwrap())
    }

    #[test]
    fn a_student_has_the_fields_that_prairielearn_documents() {
        let value: Value = serde_json::from_str(&written(&class())).unwrap();
        assert_eq!(value["gradable"], true);
        let score = value["score"].as_f64().unwrap();
        assert!((score - 2.5 / 3.5).abs() < 1e-9, "{score}");
        assert!(value["message"].is_string());
        for test in value["tests"].as_array().unwrap() {
            for key in ["name", "message", "output"] {
                assert!(test[key].is_string(), "{key}");
            }
            assert!(test["points"].as_f64() <= test["max_points"].as_f64());
        }
        assert_eq!(value["tests"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn however_long_the_texts_are_the_file_is_below_a_megabyte_and_says_what_was_cut() {
        let lines = (0..30).map(|number| {
            let mut line = line("eve", &format!("exercise{number}"), Word::NotRun, "");
            line.finding.message = "\"\n".repeat(100_000);
            line
        });
        let text = written(&book(lines.collect()));
        assert!(
            text.len() <= LARGEST && text.len() > LARGEST / 4,
            "{}",
            text.len()
        );
        let value: Value = serde_json::from_str(&text).unwrap();
        let output = value["tests"][29]["output"].as_str().unwrap();
        assert!(output.contains("cut: it is longer"));
    }
}
