//! Which file of a submission is the exercise: the one text that is the student's own. Pure.

use super::submission::{Submission, Unusable};
use crate::source::{self, Source, SourceError};

/// An exercise as a student has handed it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The file, below the submission.
    pub place: String,
    /// What stands above the check line.
    pub above: String,
    /// Whether it is the starter's.
    pub is_starter: bool,
}

/// The text that a submission has for an exercise with this starter.
///
/// A copy of the starter beside an own text does not count. Two own texts that differ are a question that only the student
/// can answer.
///
/// # Errors
/// Why there is none.
pub fn choose(submission: &Submission, exercise: &str, starter: &str) -> Result<Chosen, Unusable> {
    let mut texts: Vec<Chosen> = Vec::new();
    let mut problem = None;
    for candidate in submission.candidates.get(exercise).into_iter().flatten() {
        let chosen = candidate.content.clone().and_then(|bytes| {
            text(bytes, &candidate.place, starter).map_err(|error| Unusable::Text {
                place: candidate.place.clone(),
                error,
            })
        });
        match chosen {
            Ok(chosen) if texts.iter().any(|known| known.above == chosen.above) => {}
            Ok(chosen) => texts.push(chosen),
            Err(why) => {
                problem.get_or_insert(why);
            }
        }
    }
    // Perhaps the student's own text is in a folder that was not searched.
    let not_seen = submission.not_seen.clone();
    let (starters, mut own): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| text.is_starter);
    if own.len() > 1 {
        let places = own.into_iter().map(|text| text.place);
        return Err(Unusable::Ambiguous(places.collect()));
    }
    match (own.pop(), problem.or(not_seen), starters.into_iter().next()) {
        (Some(own), ..) => Ok(own),
        (None, Some(why), _) => Err(why),
        (None, None, Some(starter)) => Ok(starter),
        (None, None, None) => Err(Unusable::Missing(format!("{exercise}.rs"))),
    }
}

fn text(bytes: Vec<u8>, place: &str, starter: &str) -> Result<Chosen, SourceError> {
    let text = source::text_of(bytes)?;
    let above = Source::part(&text)?.above;
    Ok(Chosen {
        place: place.to_owned(),
        is_starter: source::compose(&text, starter)?.is_starter,
        above,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::claims::States;
    use super::super::submission::Candidate;
    use super::*;

    const CHECK: &str = "// ---- The check begins here.\n\nmod check {\n    pub fn main() {}\n}\n\nfn main() {\n    check::main();\n}\n";

    fn text(above: &str) -> String {
        format!("{above}{CHECK}")
    }

    fn submission(files: &[(&str, &str)]) -> Submission {
        let candidates = files.iter().map(|(place, text)| Candidate {
            place: (*place).into(),
            content: Ok((*text).into()),
            modified: None,
        });
        Submission {
            candidates: BTreeMap::from([("threads1".into(), candidates.collect())]),
            not_seen: None,
            states: States::default(),
        }
    }

    fn chosen(files: &[(&str, &str)]) -> Result<String, &'static str> {
        let chosen = choose(&submission(files), "threads1", &text("starter\n"));
        chosen.map(|text| text.above).map_err(|why| why.kind())
    }

    #[test]
    fn the_students_own_text_is_chosen_and_not_the_starter_beside_it() {
        let (starter, own) = (text("starter\n"), text("own\n"));
        assert_eq!(
            chosen(&[("a/threads1.rs", &starter)]),
            Ok("starter\n".into())
        );
        let both = [("a/threads1.rs", &*starter), ("threads1.rs", &own)];
        assert_eq!(chosen(&both), Ok("own\n".into()));
    }

    #[test]
    fn what_is_below_the_check_line_is_not_read() {
        let edited = "own\n// ---- The check begins here.\nfn main() { forged() }\n";
        assert_eq!(chosen(&[("threads1.rs", edited)]), Ok("own\n".into()));
    }

    #[test]
    fn two_own_texts_are_ambiguous_but_two_copies_of_one_are_not() {
        let (one, other) = (text("one\n"), text("other\n"));
        assert_eq!(chosen(&[("a", &one), ("b", &one)]), Ok("one\n".into()));
        assert_eq!(chosen(&[("a", &one), ("b", &other)]), Err("ambiguous"));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_not_covered_up_by_a_starter() {
        let starter = text("starter\n");
        let both = [("a", &*starter), ("b", "no check line")];
        assert_eq!(chosen(&both), Err("no_check_line"));
        let own = text("own\n");
        let with_own = [("a", &*own), ("b", "no check line")];
        assert_eq!(chosen(&with_own), Ok("own\n".into()));
    }

    #[test]
    fn what_was_not_handed_in_is_missing_unless_not_all_was_seen() {
        assert_eq!(chosen(&[]), Err("missing"));
        let mut submission = submission(&[]);
        submission.not_seen = Some(Unusable::TooMuch("it has too many files".into()));
        let chosen = choose(&submission, "threads1", &text("starter\n"));
        assert_eq!(chosen.unwrap_err().kind(), "too_many_files");
    }
}
