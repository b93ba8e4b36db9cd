//! A quiz over the known fixes of an exercise: does it pass, and if not, which line is decisive? Pure: it takes the lines that
//! the learner types and the verdicts of the kit, which checks each fix when it was answered.

pub mod words;

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use fnv::FnvHasher;

use crate::check::verdict::{Evidence, Failure, Kind, Verdict};
use crate::fixes::{Expected, Fix};

/// A quiz under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Quiz {
    fixes: Vec<Fix>,
    at: usize,
    asked: Asked,
    score: Score,
}

/// What the learner is asked about the current fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Whether it passes.
    Passes,
    /// Which line is decisive.
    Line,
}

/// How many fixes were answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Right, in all that was asked.
    pub right: usize,
    /// All of them.
    pub of: usize,
}

/// What the learner says of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It passes.
    Passes,
    /// It fails, and this line is decisive; none where the learner does not know.
    Fails(Option<usize>),
}

/// What follows from a line that the learner typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The line is no answer to the question.
    AskAgain,
    /// The next question.
    Ask,
    /// The fix is to be checked.
    Check(Answer),
    /// The learner leaves.
    Leave,
}

/// What was right in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// All of it.
    Right,
    /// Whether it passes was wrong.
    WrongVerdict,
    /// It fails, as was said, but another line is decisive.
    WrongLine {
        /// Which.
        decisive: usize,
    },
    /// The kit came to no verdict, so there is nothing to compare with.
    NotChecked,
}

impl Quiz {
    /// A quiz over these fixes. Those that were answered right before come last; apart from that, no order gives away which
    /// ones pass. Fixes that pass vacuously are left out: there is no line to find in them.
    pub fn new(fixes: Vec<Fix>, answered: &BTreeSet<String>) -> Quiz {
        let asked_about = |fix: &Fix| fix.expected == Expected::Passes || can_be_broken(fix);
        let mut fixes: Vec<Fix> = fixes.into_iter().filter(asked_about).collect();
        fixes.sort_by_cached_key(|fix| {
            let mut hasher = FnvHasher::default();
            fix.name.hash(&mut hasher);
            (answered.contains(&fix.name), hasher.finish())
        });
        Quiz {
            fixes,
            at: 0,
            asked: Asked::Passes,
            score: Score::default(),
        }
    }

    /// A question about this fix alone, of which the learner knows that it fails: which line is decisive.
    pub fn about_line_of(fix: Fix) -> Quiz {
        Quiz {
            fixes: vec![fix],
            at: 0,
            asked: Asked::Line,
            score: Score::default(),
        }
    }

    /// The fix that is asked about; none at the end.
    pub fn current(&self) -> Option<&Fix> {
        self.fixes.get(self.at)
    }

    /// What is asked about it.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// The place of the current fix, counted from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.at + 1, self.fixes.len())
    }

    /// What was answered so far.
    pub fn score(&self) -> Score {
        self.score
    }

    /// Takes a line that the learner typed.
    pub fn take(&mut self, typed: &str) -> Next {
        let typed = typed.trim().to_lowercase();
        if ["q", "quit"].contains(&typed.as_str()) {
            return Next::Leave;
        }
        let lines = self.current().map_or(0, |fix| fix.part.lines().count());
        match (self.asked, typed.as_str()) {
            (Asked::Passes, "y" | "yes") => Next::Check(Answer::Passes),
            (Asked::Passes, "n" | "no") => {
                self.asked = Asked::Line;
                Next::Ask
            }
            (Asked::Passes, _) => Next::AskAgain,
            (Asked::Line, "") => Next::Check(Answer::Fails(None)),
            (Asked::Line, number) => match number.parse() {
                Ok(line) if (1..=lines).contains(&line) => Next::Check(Answer::Fails(Some(line))),
                _ => Next::AskAgain,
            },
        }
    }

    /// Takes the verdict on the current fix, says what was right in the answer, and goes on to the next fix.
    pub fn mark(&mut self, answer: Answer, verdict: &Verdict) -> Mark {
        let mark = mark(answer, verdict);
        if mark != Mark::NotChecked {
            self.score.of += 1;
            self.score.right += usize::from(mark == Mark::Right);
        }
        self.at += 1;
        self.asked = Asked::Passes;
        mark
    }
}

/// Whether some interleaving breaks it: whether it fails, and not because it passes vacuously.
pub fn can_be_broken(fix: &Fix) -> bool {
    match &fix.expected {
        Expected::Passes => false,
        Expected::Fails { kinds, .. } => kinds.iter().any(|kind| kind != "vacuous"),
    }
}

fn mark(answer: Answer, verdict: &Verdict) -> Mark {
    match (answer, verdict) {
        (_, Verdict::NotRun(_)) => Mark::NotChecked,
        (Answer::Passes, Verdict::Passes(_)) => Mark::Right,
        (Answer::Passes, Verdict::Fails(_)) | (Answer::Fails(_), Verdict::Passes(_)) => {
            Mark::WrongVerdict
        }
        (Answer::Fails(line), Verdict::Fails(failure)) => {
            let decisive = decisive_lines(failure);
            match decisive.first() {
                Some(first) if !line.is_some_and(|line| decisive.contains(&line)) => {
                    Mark::WrongLine { decisive: *first }
                }
                // Where no line is decisive, as where a worker does nothing, none is asked for.
                _ => Mark::Right,
            }
        }
    }
}

/// The lines that a failure is about: the decisive one first, then the other access of a data race.
fn decisive_lines(failure: &Failure) -> Vec<usize> {
    let decisive = match &failure.evidence {
        Evidence::Interleaving { interleaving, .. } => interleaving.decisive_line(&failure.kind),
        Evidence::Runs(_) => None,
    };
    let others = match &failure.kind {
        Kind::DataRace(race) | Kind::UseAfterFree(race) => {
            let accesses = [&race.first, &race.second].map(|access| access.location.as_ref());
            accesses.into_iter().flatten().map(|at| at.line).collect()
        }
        _ => Vec::new(),
    };
    decisive.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::verdict::{NotRun, Passed};
    use crate::exploration::coverage::Coverage;
    use crate::exploration::interleaving::{Decisive, Interleaving};
    use explore::story::cause::Cause;

    fn fix(name: &str) -> Fix {
        Fix {
            name: name.into(),
            shown: format!("{name}.rs"),
            expected: Expected::Passes,
            summary: String::new(),
            part: "fn a() {}\nfn b() {}\n".into(),
        }
    }

    fn passes() -> Verdict {
        Verdict::Passes(Passed {
            explored: Vec::new(),
            runs: Vec::new(),
            rounds: Vec::new(),
            values: Vec::new(),
        })
    }

    fn fails_at(line: Option<usize>) -> Verdict {
        let mut interleaving = Interleaving::of_events(Vec::new());
        interleaving.story.decisive = line.map(|line| Decisive {
            event: None,
            line: Some(line),
            cause: Cause::LeavesTrailingBytes {
                object: "counter.txt".into(),
            },
            first: None,
        });
        Verdict::Fails(Box::new(Failure {
            kind: Kind::Deadlock,
            evidence: Evidence::Interleaving {
                interleaving: Box::new(interleaving),
                coverage: Coverage::default(),
            },
        }))
    }

    #[test]
    fn a_fix_that_fails_is_asked_for_its_line() {
        let mut quiz = Quiz::new(vec![fix("a")], &BTreeSet::new());
        assert_eq!(quiz.take("perhaps"), Next::AskAgain);
        assert_eq!(quiz.take(" No "), Next::Ask);
        assert_eq!(quiz.asked(), Asked::Line);
        for typed in ["0", "3", "-1", "one"] {
            assert_eq!(quiz.take(typed), Next::AskAgain, "{typed}");
        }
        assert_eq!(quiz.take("2"), Next::Check(Answer::Fails(Some(2))));
        assert_eq!(quiz.take(""), Next::Check(Answer::Fails(None)));
        assert_eq!(quiz.take("q"), Next::Leave);
    }

    #[test]
    fn an_answer_is_right_where_the_kits_verdict_says_the_same() {
        let said = |answer, verdict: &Verdict| mark(answer, verdict);
        assert_eq!(said(Answer::Passes, &passes()), Mark::Right);
        assert_eq!(said(Answer::Fails(Some(1)), &passes()), Mark::WrongVerdict);
        assert_eq!(said(Answer::Passes, &fails_at(Some(2))), Mark::WrongVerdict);
        assert_eq!(
            said(Answer::Fails(Some(2)), &fails_at(Some(2))),
            Mark::Right
        );
        let other = Mark::WrongLine { decisive: 2 };
        assert_eq!(said(Answer::Fails(Some(1)), &fails_at(Some(2))), other);
        assert_eq!(said(Answer::Fails(None), &fails_at(Some(2))), other);
        assert_eq!(said(Answer::Fails(None), &fails_at(None)), Mark::Right);
        let cancelled = Verdict::NotRun(NotRun::Cancelled);
        assert_eq!(said(Answer::Passes, &cancelled), Mark::NotChecked);
    }

    #[test]
    fn a_fix_that_passes_vacuously_is_no_question() {
        let with = |kind: &str| Fix {
            expected: Expected::Fails {
                kinds: vec![kind.into()],
                at: Vec::new(),
            },
            ..fix(kind)
        };
        let quiz = Quiz::new(vec![with("vacuous"), with("deadlock")], &BTreeSet::new());
        assert_eq!(quiz.place(), (1, 1));
        assert_eq!(quiz.current(), Some(&with("deadlock")));
    }

    #[test]
    fn each_fix_is_asked_once_and_those_answered_before_come_last() {
        let names = ["a", "b", "c", "d"];
        let answered = BTreeSet::from(["b".to_owned(), "c".to_owned()]);
        let mut quiz = Quiz::new(names.map(fix).to_vec(), &answered);
        let mut order = Vec::new();
        while let Some(fix) = quiz.current() {
            order.push(fix.name.clone());
            quiz.mark(Answer::Passes, &passes());
        }
        assert!(order[2..].iter().all(|name| answered.contains(name)));
        order.sort();
        assert_eq!(order, names);
        assert_eq!(quiz.score(), Score { right: 4, of: 4 });
    }
}
