//! A class as JUnit XML, which servers for continuous integration read: <https://github.com/testmoapp/junitxml>.
//!
//! Escaping is what pages do already, so no crate for XML is needed.

use super::super::feedback;
use super::super::gradebook::{Gradebook, Graded, Row};
use super::super::pages::Links;
use super::super::result::{GradeLine, MISSING, Word};
use crate::page::markup::Markup;

/// What a test case can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passes,
    Fails,
    Error,
    Skipped,
}

/// A suite for each student, a case for each exercise. What was not handed in is skipped, what could not be checked is an error.
pub fn write(book: &Gradebook) -> String {
    let mut markup = Markup::new();
    let all = book
        .rows
        .iter()
        .flat_map(|row| book.cells(row))
        .collect::<Vec<_>>();
    let attributes = counts("racelings", &all);
    markup.element("testsuites", &borrowed(&attributes), |suites| {
        for row in &book.rows {
            suites.line_end();
            suite(suites, book, row);
        }
        suites.line_end();
    });
    // Two characters that XML cannot have, and that people can see nothing of.
    let xml = markup
        .into_string()
        .replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}\n")
}

fn suite(suites: &mut Markup, book: &Gradebook, row: &Row) {
    let student = row.student.to_string();
    let cells: Vec<_> = book.cells(row).collect();
    suites.element("testsuite", &borrowed(&counts(&student, &cells)), |suite| {
        for (graded, line) in cells {
            suite.line_end();
            case(suite, &student, (graded, line), &book.links);
        }
        suite.line_end();
    });
}

fn case(
    suite: &mut Markup,
    student: &str,
    (graded, line): (&Graded, Option<&GradeLine>),
    links: &Links,
) {
    let time = format!("{:.3}", line.map_or(0.0, |line| line.finding.seconds));
    let attributes = [
        ("name", graded.name.as_str()),
        ("classname", student),
        ("time", &time),
    ];
    let element = match outcome(line) {
        Outcome::Passes => return suite.shape("testcase", &attributes),
        Outcome::Fails => "failure",
        Outcome::Error => "error",
        Outcome::Skipped => "skipped",
    };
    suite.element("testcase", &attributes, |case| {
        let Some(line) = line else {
            return case.shape(element, &[("message", "It has not been graded yet.")]);
        };
        let message = feedback::headline(line);
        let kind = line.finding.kind.as_deref().unwrap_or_default();
        match outcome(Some(line)) {
            // A skipped case has no type and no text.
            Outcome::Skipped => case.shape(element, &[("message", &message)]),
            Outcome::Passes | Outcome::Fails | Outcome::Error => {
                case.leaf(
                    element,
                    &[("message", &message), ("type", kind)],
                    &feedback::full(line, links),
                );
            }
        }
    });
}

fn outcome(line: Option<&GradeLine>) -> Outcome {
    let Some(line) = line else {
        return Outcome::Error;
    };
    match line.finding.verdict {
        Word::Passes => Outcome::Passes,
        Word::Fails => Outcome::Fails,
        Word::NotRun if line.finding.kind.as_deref() == Some(MISSING) => Outcome::Skipped,
        Word::NotRun => Outcome::Error,
    }
}

fn counts(name: &str, cells: &[(&Graded, Option<&GradeLine>)]) -> Vec<(&'static str, String)> {
    let count = |wanted| {
        let outcomes = cells.iter().map(|(_, line)| outcome(*line));
        outcomes
            .filter(|outcome| *outcome == wanted)
            .count()
            .to_string()
    };
    let lines = cells.iter().filter_map(|(_, line)| *line);
    let seconds: f64 = lines.map(|line| line.finding.seconds).sum();
    vec![
        ("name", name.to_owned()),
        ("tests", cells.len().to_string()),
        ("failures", count(Outcome::Fails)),
        ("errors", count(Outcome::Error)),
        ("skipped", count(Outcome::Skipped)),
        ("time", format!("{seconds:.3}")),
    ]
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    let pairs = attributes.iter();
    pairs.map(|(name, value)| (*name, value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::gradebook::tests::{book, class};
    use super::super::super::result::tests::line;
    use super::*;

    #[test]
    fn each_student_is_a_suite_and_each_exercise_a_case_of_the_right_outcome() {
        let xml = write(&class());
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"racelings\" tests=\"6\" failures=\"2\" errors=\"2\" skipped=\"1\" "), "{xml}");
        assert_eq!(xml.matches("<testsuite ").count(), 3);
        for expected in [
            "<testcase name=\"threads2\" classname=\"alice\" time=\"0.000\"/>",
            "<testcase name=\"threads1\" classname=\"alice\" time=\"0.000\"><failure message=\"",
            "<testcase name=\"threads1\" classname=\"bob\" time=\"0.000\"><skipped message=\"",
            "<testcase name=\"threads2\" classname=\"bob\" time=\"0.000\"><error message=\"",
            "<testcase name=\"threads2\" classname=\"carol\" time=\"0.000\"><error message=\"It has not been graded yet.\"/></testcase>",
        ] {
            assert!(xml.contains(expected), "{expected}: {xml}");
        }
        assert!(xml.contains(" type=\"deadlock\">"), "{xml}");
    }

    #[test]
    fn no_name_and_no_text_becomes_markup_and_no_control_character_is_left() {
        let mut line = line(
            "]]></testsuite>\"\u{0}\u{1b}\u{ffff}",
            "threads1",
            Word::Fails,
            "",
        );
        line.finding.message = "a\u{8}<b attribute='&'>".into();
        let xml = write(&book(vec![line]));
        assert_eq!(xml.matches("</testsuite>").count(), 1);
        assert!(!xml.contains("<b"), "{xml}");
        let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(xml.chars().all(is_xml), "{xml}");
    }
}
