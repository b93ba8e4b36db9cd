//! A starter that the learner has not edited yet: what came out, and a question about how, instead of the answer.

use super::reason::reason;
use super::verdict::headline;
use crate::catalog::Mode;
use crate::check::verdict::{Checked, Evidence, Failure, Kind, Verdict};
use crate::exploration::interleaving::Interleaving;
use crate::styled::{Glyphs, Line, Look, Role, Text};

/// Whether how a starter fails is explained before the learner has thought about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explaining {
    /// Only when the learner asks for it.
    WhenAsked,
    /// At once.
    Always,
}

/// What came out of a starter, and what the learner is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// The verdict in a line, without the lines of the program that would answer the question.
    pub outcome: Line,
    /// The question.
    pub question: String,
}

/// What came out of a starter, and what the learner is asked about it, as text.
pub fn prediction(checked: &Checked, look: Look) -> Option<Text> {
    let Prediction { outcome, question } = asked(checked, look.glyphs)?;
    let mut text: Text = outcome.folded(look.width).into_iter().collect();
    text.append_apart(Text::prose(Role::Message, &question, look.width));
    Some(text)
}

/// What the learner is asked about a starter. None where there is nothing to find out: where no interleaving of several
/// threads shows the failure.
pub fn asked(checked: &Checked, glyphs: Glyphs) -> Option<Prediction> {
    let Verdict::Fails(failure) = &checked.verdict else {
        return None;
    };
    let Evidence::Interleaving { interleaving, .. } = &failure.evidence else {
        return None;
    };
    if !checked.is_starter || interleaving.actors.len() < 2 {
        return None;
    }
    Some(Prediction {
        outcome: outcome(checked, failure, glyphs),
        question: question(&failure.kind, interleaving)?,
    })
}

/// The verdict in a line, without the lines of the program that would answer the question.
fn outcome(checked: &Checked, failure: &Failure, glyphs: Glyphs) -> Line {
    let what = match &failure.kind {
        Kind::DataRace(race) => format!("data race on {}", race.object),
        Kind::UseAfterFree(race) => format!("use after free of {}", race.object),
        Kind::Livelock => "livelock: it never ends".to_owned(),
        Kind::Panic { .. } => reason(failure),
        Kind::WrongResult { .. }
        | Kind::NoResult
        | Kind::Deadlock
        | Kind::TimeLimit { .. }
        | Kind::Vacuous(_)
        | Kind::LeftRunning
        | Kind::ExitCode(_)
        | Kind::Signal(_)
        | Kind::StackOverflow { .. }
        | Kind::Stopped(_)
        | Kind::WildWrite
        | Kind::OutputLimit { .. }
        | Kind::MemoryLimit { .. }
        | Kind::ProcessLimit { .. }
        | Kind::FileLimit { .. }
        | Kind::KilledSupervisor { .. }
        | Kind::StoppedSupervisor { .. } => {
            return headline(checked, glyphs);
        }
    };
    let words = format!("{} {} fails: {what}", glyphs.wrong(), checked.name);
    Line::of(Role::Fails, &words)
}

/// What the learner is asked.
fn question(kind: &Kind, interleaving: &Interleaving) -> Option<String> {
    let (one, several) = match interleaving.schedule.setting.environment.mode {
        Some(Mode::Processes) => ("process", "processes"),
        Some(Mode::Threads) | None => ("thread", "threads"),
    };
    let preempted = match interleaving.preemptions.number() {
        0 => format!("It needs no preemption. In which order do the {several} run?"),
        1 => format!("It takes one preemption. In which line would you preempt a {one}?"),
        number => {
            format!(
                "It takes {number} preemptions. In which lines would you preempt the {several}?"
            )
        }
    };
    match kind {
        Kind::WrongResult { .. } if interleaving.events.iter().any(|event| event.stale) => {
            Some("A load reads an old value. Which load, and what would order it after the store?".into())
        }
        Kind::DataRace(_) => {
            Some("Two threads access it, at least one of them writes, and neither access happens before the other. Which lines are they?".into())
        }
        Kind::UseAfterFree(_) => Some("Which thread frees it, and which one uses it then?".into()),
        Kind::Deadlock | Kind::Livelock | Kind::TimeLimit { .. } => {
            Some(format!("{preempted} And what does each of them wait for?"))
        }
        Kind::WrongResult { .. } | Kind::Panic { .. } | Kind::NoResult => Some(preempted),
        Kind::ExitCode(_)
        | Kind::StackOverflow { .. }
        | Kind::Signal(_)
        | Kind::Stopped(_)
        | Kind::WildWrite
        | Kind::OutputLimit { .. }
        | Kind::MemoryLimit { .. }
        | Kind::ProcessLimit { .. }
        | Kind::FileLimit { .. }
        | Kind::StoppedSupervisor { .. }
        | Kind::KilledSupervisor { .. }
        | Kind::LeftRunning
        | Kind::Vacuous(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::coverage::Coverage;
    use crate::exploration::interleaving::Event;
    use crate::exploration::search::Preemptions;
    use crate::failure::{DataRace, Location, RaceAccess};
    use crate::styled::{Columns, Form};

    const LOOK: Look = Look {
        width: Columns(200),
        glyphs: Glyphs::Unicode,
        form: Form::Drawing,
    };

    fn starter(kind: Kind, preemptions: u32, events: Vec<Event>) -> Checked {
        let mut interleaving = Interleaving::of_events(events);
        interleaving.story.preemptions = Preemptions::new(preemptions);
        Checked {
            name: "threads1".into(),
            file: "threads1.rs".into(),
            is_starter: true,
            verdict: Verdict::Fails(Box::new(Failure {
                kind,
                evidence: Evidence::Interleaving {
                    interleaving: Box::new(interleaving),
                    coverage: Coverage::default(),
                },
            })),
            notes: Vec::new(),
            seconds: 0.1,
        }
    }

    fn wrong() -> Kind {
        Kind::WrongResult {
            expected: "0".into(),
            got: "1".into(),
        }
    }

    fn asked(checked: &Checked) -> Vec<String> {
        let text = prediction(checked, LOOK).unwrap();
        text.lines().iter().map(Line::plain).collect()
    }

    #[test]
    fn it_says_what_came_out_and_asks_how() {
        assert_eq!(
            asked(&starter(wrong(), 1, Vec::new())),
            [
                "✗ threads1 fails: the counter ended at 1; expected 0",
                "",
                "It takes one preemption. In which line would you preempt a thread?"
            ]
        );
        let without = asked(&starter(wrong(), 0, Vec::new())).join("\n");
        assert!(without.ends_with("It needs no preemption. In which order do the threads run?"));
        let deadlock = asked(&starter(Kind::Deadlock, 1, Vec::new())).join("\n");
        assert!(
            deadlock.ends_with("And what does each of them wait for?"),
            "{deadlock}"
        );
    }

    #[test]
    fn the_lines_of_a_data_race_are_not_given_away() {
        let access = |writes| RaceAccess {
            who: "inc".into(),
            writes,
            frees: false,
            atomic: false,
            location: Some(Location {
                file: "threads1.rs".into(),
                line: 36,
            }),
        };
        let race = Kind::DataRace(Box::new(DataRace {
            object: "COUNTER".into(),
            first: access(true),
            second: access(false),
        }));
        let asked = asked(&starter(race, 1, Vec::new()));
        assert_eq!(asked[0], "✗ threads1 fails: data race on COUNTER");
        assert!(!asked.concat().contains("36"), "{asked:?}");
    }

    #[test]
    fn what_the_learner_has_edited_is_not_asked_about() {
        let edited = Checked {
            is_starter: false,
            ..starter(wrong(), 1, Vec::new())
        };
        assert_eq!(prediction(&edited, LOOK), None);
    }

    #[test]
    fn a_program_of_one_thread_is_not_asked_about() {
        let mut alone = starter(wrong(), 0, Vec::new());
        if let Verdict::Fails(failure) = &mut alone.verdict
            && let Evidence::Interleaving { interleaving, .. } = &mut failure.evidence
        {
            interleaving.story.actors.truncate(1);
        }
        assert_eq!(prediction(&alone, LOOK), None);
    }
}
