//! The quiz in words.

use super::{Answer, Asked, Mark, Quiz, Score};
use crate::fixes::Fix;
use crate::styled::{Line, Look, Role, Text};

/// The current fix, with its lines numbered. Nothing is said of what it does: that would be an answer.
pub fn question(quiz: &Quiz, exercise: &str, look: Look) -> Text {
    let (number, of) = quiz.place();
    let title = format!("{exercise}: fix {number} of {of}");
    let mut text = Text::from_iter([Line::of(Role::Heading, &title)]);
    text.blank();
    if let Some(fix) = quiz.current() {
        text.append(listing(&fix.part));
    }
    text.folded(look.width)
}

fn listing(part: &str) -> Text {
    let lines = part.lines().enumerate();
    let numbered = |(at, line): (usize, &str)| {
        Line::of(Role::Quiet, &format!("{:>3}  ", at + 1)).and(Role::Plain, line)
    };
    lines.map(numbered).collect()
}

/// What is asked, as a prompt.
pub fn prompt(asked: Asked) -> &'static str {
    match asked {
        Asked::Passes => "Does it pass? (y, n; q quits) ",
        Asked::Line => "Which line is decisive? (its number; Enter if you don't know; q quits) ",
    }
}

/// What is said where the line is no answer.
pub fn help(asked: Asked) -> &'static str {
    match asked {
        Asked::Passes => "Type y if it passes, n if it fails.",
        Asked::Line => "Type the number of a line above, or nothing.",
    }
}

/// What was right in the answer, and what the fix does.
pub fn marked(answer: Answer, mark: Mark, fix: &Fix, look: Look) -> Text {
    let (role, words) = match (mark, answer) {
        (Mark::Right, _) => (Role::Right, format!("{} Right.", look.glyphs.right())),
        (Mark::WrongVerdict, Answer::Passes) => (
            Role::Wrong,
            format!("{} You said that it passes.", look.glyphs.wrong()),
        ),
        (Mark::WrongVerdict, Answer::Fails(_)) => (
            Role::Wrong,
            format!("{} You said that it fails.", look.glyphs.wrong()),
        ),
        (Mark::WrongLine { decisive }, _) => (
            Role::Wrong,
            format!(
                "{} It fails, as you said. The decisive line is {decisive}.",
                look.glyphs.wrong()
            ),
        ),
        (Mark::NotChecked, _) => (
            Role::NotRun,
            "There is no verdict, so your answer does not count.".to_owned(),
        ),
    };
    let mut text = Text::prose(role, &words, look.width);
    text.append(Text::prose(Role::Plain, &fix.summary, look.width));
    text
}

/// The end: how many were answered right.
pub fn score(score: Score) -> String {
    match score.of {
        0 => "You answered none.".to_owned(),
        of => format!("{} of {of} right.", score.right),
    }
}
