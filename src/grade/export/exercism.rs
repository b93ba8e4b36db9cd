//! exercism's `results.json`, version 3: <https://exercism.org/docs/building/tooling/test-runners/interface>.

use serde::Serialize;

use super::super::feedback::{self, cut};
use super::super::gradebook::Gradebook;
use super::super::result::{GradeLine, Word};
use super::Judged;

/// No message is longer, in bytes: its limit in characters is smaller for those that take several bytes.
const LONGEST_MESSAGE: usize = 65_535;

/// No output is longer, in bytes, and so none in characters.
const LONGEST_OUTPUT: usize = 500;

#[derive(Serialize)]
struct Results {
    version: u8,
    status: Status,
    message: Option<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: Status,
    message: Option<String>,
    output: Option<String>,
    test_code: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Pass,
    Fail,
    Error,
}

/// The results of a student who is judged on all exercises. Where none could be checked, the message says why.
pub fn write(book: &Gradebook, judged: &[Judged<'_>]) -> String {
    let full = |line: &GradeLine| cut(&feedback::full(line, &book.links), LONGEST_MESSAGE);
    let tests = judged.iter().map(|(_, line)| test(line, full(line)));
    let tests: Vec<Test> = tests.collect();
    let all = |status| tests.iter().all(|test| test.status == status);
    let status = match (all(Status::Pass), all(Status::Error)) {
        (true, _) => Status::Pass,
        (false, true) => Status::Error,
        (false, false) => Status::Fail,
    };
    let messages = judged.iter().map(|(_, line)| full(line));
    let message = (status == Status::Error)
        .then(|| cut(&messages.collect::<Vec<_>>().join("\n\n"), LONGEST_MESSAGE));
    super::json(&Results {
        version: 3,
        status,
        message,
        tests,
    })
}

fn test(line: &GradeLine, full: String) -> Test {
    let status = match line.finding.verdict {
        Word::Passes => Status::Pass,
        Word::Fails => Status::Fail,
        Word::NotRun => Status::Error,
    };
    let message = (status != Status::Pass).then_some(full);
    // What a test itself has to say when nothing is wrong.
    let output = (status == Status::Pass).then(|| cut(&feedback::headline(line), LONGEST_OUTPUT));
    Test {
        name: line.exercise.clone(),
        status,
        message,
        output,
        test_code: format!("racelings run {}", line.exercise),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::super::gradebook::tests::book;
    use super::super::super::result::tests::line;
    use super::*;

    fn written(lines: Vec<GradeLine>) -> Value {
        let book = book(lines);
        let judged = book.judged(&book.rows[0]).unwrap();
        serde_json::from_str(&write(&book, &judged)).unwrap()
    }

    #[test]
    fn the_status_is_that_of_all_tests_together() {
        let of = |words: &[Word]| {
            let lines = words.iter().enumerate();
            let lines = lines.map(|(at, word)| line("a", &format!("exercise{at}"), *word, ""));
            let value = written(lines.collect());
            assert_eq!(value["version"], 3);
            // A message is required where the status is an error, and null elsewhere.
            assert_eq!(value["message"].is_string(), value["status"] == "error");
            for (test, word) in value["tests"].as_array().unwrap().iter().zip(words) {
                assert_eq!(test["message"].is_null(), *word == Word::Passes);
                assert!(test["name"].is_string() && test["test_code"].is_string());
            }
            value["status"].as_str().unwrap().to_owned()
        };
        assert_eq!(of(&[Word::Passes, Word::Passes]), "pass");
        assert_eq!(of(&[Word::Passes, Word::Fails]), "fail");
        assert_eq!(of(&[Word::Passes, Word::NotRun]), "fail");
        assert_eq!(of(&[Word::NotRun, Word::NotRun]), "error");
    }

    #[test]
    fn messages_and_outputs_keep_their_limits_in_characters_and_bytes() {
        let mut fails = line("a", "one", Word::NotRun, "");
        fails.finding.message = "ß".repeat(100_000);
        let mut passes = line("a", "two", Word::Passes, "");
        passes.finding.headline = "ß".repeat(100_000);
        let value = written(vec![fails.clone(), passes]);
        let length = |value: &Value| value.as_str().unwrap().len();
        assert!((60_000..=65_535).contains(&length(&value["tests"][0]["message"])));
        assert!((400..=500).contains(&length(&value["tests"][1]["output"])));
        assert!(length(&written(vec![fails])["message"]) <= 65_535);
    }
}
