//! Checks of the cards: each is complete, fits the screen, and mentions fixes that there are.

use crate::catalog::{self, Card, Catalog};
use crate::fixes::{self, Expected, Fix};
use crate::report::{Answer, card_fixes, card_question};
use crate::styled::Columns;

/// The width of the smallest screen on which a card is read without scrolling inside one of its halves.
const WIDTH: Columns = Columns(80);

/// The rows of such a screen (24) that `watch` leaves for a page.
const ROWS: usize = 19;

/// The rows that the verdict takes above the card.
const ROWS_OF_VERDICT: usize = 5;

/// As many fixes are enough to choose from.
const MOST_FIXES: usize = 6;

/// The problems of all cards, each with its exercise.
pub fn problems(catalog: &Catalog) -> Vec<String> {
    let mut problems = Vec::new();
    for exercise in &catalog.exercises {
        let found = match &exercise.card {
            Some(card) => of_card(card, &fixes::on_disk(&catalog.root, exercise).0),
            None if catalog::is_of_kit(&catalog.root) => {
                vec!["it has no `[exercises.card]` in info.toml.".to_owned()]
            }
            None => Vec::new(),
        };
        let name = &exercise.name;
        problems.extend(found.iter().map(|what| format!("{name}: {what}")));
    }
    problems
}

fn of_card(card: &Card, known: &[Fix]) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, text) in card.texts() {
        if text.is_empty() {
            problems.push(format!("`{name}` of its card is empty."));
        }
    }
    if !(2..=4).contains(&card.costs.len()) {
        problems.push(format!(
            "its card has {} costs; expected two to four.",
            card.costs.len()
        ));
    }
    if card.fixes.len() > MOST_FIXES {
        problems.push(format!(
            "its card mentions {} fixes; expected at most {MOST_FIXES}.",
            card.fixes.len()
        ));
    }
    let mut summaries = Vec::new();
    for name in &card.fixes {
        let right = |fix: &&Fix| fix.name == *name && fix.expected == Expected::Passes;
        match known.iter().find(right) {
            Some(fix) => summaries.push(fix.summary.clone()),
            None => problems.push(format!(
                "its card mentions the fix \"{name}\", which is no known right fix of it."
            )),
        }
    }
    let question = card_question(card, Answer::Shown, WIDTH);
    let fixes = card_fixes(card, &summaries, WIDTH);
    problems.extend(too_long(
        "`why`, `question` and `answer`",
        question.lines().len(),
        ROWS - ROWS_OF_VERDICT,
    ));
    problems.extend(too_long("`fixes` and `costs`", fixes.lines().len(), ROWS));
    problems
}

fn too_long(what: &str, rows: usize, most: usize) -> Option<String> {
    let width = WIDTH.0;
    (rows > most).then(|| {
        format!("{what} of its card take {rows} rows of {width} columns; expected at most {most}.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn card() -> Card {
        Card {
            why: "One step is not three.".into(),
            question: "What if it were two?".into(),
            answer: "Then it would fail.".into(),
            fixes: vec!["mutex".into()],
            costs: vec!["A lock: waiting.".into(), "Spinning: a processor.".into()],
        }
    }

    fn known() -> [Fix; 1] {
        [Fix {
            name: "mutex".into(),
            shown: "mutex.rs".into(),
            expected: Expected::Passes,
            summary: "A Mutex is held.".into(),
            part: String::new(),
        }]
    }

    #[test]
    fn every_exercise_of_the_kit_has_a_card_without_a_problem() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert_eq!(problems(&catalog), [""; 0]);
    }

    #[test]
    fn only_an_exercise_of_the_kit_must_have_a_card() {
        let clone = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut catalog = Catalog::find(clone).unwrap();
        catalog.exercises.truncate(1);
        catalog.exercises[0].card = None;
        assert_eq!(
            problems(&catalog),
            ["intro1: it has no `[exercises.card]` in info.toml."]
        );
        catalog.root = "/somewhere/else".into();
        assert_eq!(problems(&catalog), [""; 0]);
    }

    #[test]
    fn each_problem_of_a_card_is_named() {
        assert_eq!(of_card(&card(), &known()), [""; 0]);
        let problem = |change: fn(&mut Card)| {
            let mut card = card();
            change(&mut card);
            of_card(&card, &known()).join(" ")
        };
        let empty = problem(|card| card.answer.clear());
        assert_eq!(empty, "`answer` of its card is empty.");
        let costs = problem(|card| card.costs.truncate(1));
        assert_eq!(costs, "its card has 1 costs; expected two to four.");
        let long = problem(|card| card.question = "word ".repeat(200));
        assert!(long.contains("expected at most 14"), "{long}");
        let unknown = problem(|card| card.fixes.push("mutexes".into()));
        assert!(unknown.contains("\"mutexes\""), "{unknown}");
        let many = problem(|card| card.fixes = vec!["mutex".into(); 7]);
        assert_eq!(many, "its card mentions 7 fixes; expected at most 6.");
        let wrong = Fix {
            expected: Expected::Fails {
                kinds: Vec::new(),
                at: Vec::new(),
            },
            ..known()[0].clone()
        };
        let wrong = of_card(&card(), &[wrong]).join(" ");
        assert!(wrong.contains("no known right fix"), "{wrong}");
    }
}
