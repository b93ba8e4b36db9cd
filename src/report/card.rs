//! The card of an exercise that passes: why it does, a question, and other fixes with their prices.

use crate::catalog::{Card, Exercise};
use crate::invocation;
use crate::styled::{Columns, Line, Role, Text};

/// Whether the answer to a card's question is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// It is not; this sentence says how to see it.
    Hidden(&'a str),
    /// It is.
    Shown,
}

/// Where the card of an exercise that has just passed can be read; nothing if it has none.
pub fn card_pointer(exercise: &Exercise, width: Columns) -> Text {
    if exercise.card.is_none() {
        return Text::new();
    }
    let command = invocation::command(&["card", &exercise.name]);
    let words = format!("Why it passes, and what other fixes cost: `{command}`");
    Text::prose(Role::Plain, &words, width)
}

/// The card's reason and its question.
pub fn card_question(card: &Card, answer: Answer<'_>, width: Columns) -> Text {
    let mut text = paragraph("Why it passes", &card.why, width);
    text.append_apart(paragraph("Question", &card.question, width));
    text.append(match answer {
        Answer::Hidden(how) => Text::prose(Role::Message, how, width),
        Answer::Shown => paragraph("Answer", &card.answer, width),
    });
    text
}

/// The other fixes, by their sentences, and what fixes cost.
pub fn card_fixes(card: &Card, other_fixes: &[String], width: Columns) -> Text {
    let mut text = list("Other fixes that pass", other_fixes, width);
    let costs = list("What a fix costs", &card.costs, width);
    if text.is_empty() {
        return costs;
    }
    text.append_apart(costs);
    text
}

fn paragraph(title: &str, words: &str, width: Columns) -> Text {
    let line = Line::of(Role::Heading, title).and(Role::Plain, &format!(": {words}"));
    line.folded(width).into_iter().collect()
}

fn list(title: &str, items: &[String], width: Columns) -> Text {
    if items.is_empty() {
        return Text::new();
    }
    let mut text = Text::from_iter([Line::of(Role::Heading, title).and(Role::Plain, ":")]);
    for item in items {
        let lines = Text::prose(Role::Plain, item, Columns(width.0.saturating_sub(2)));
        for (at, line) in lines.into_lines().into_iter().enumerate() {
            let mut start = Line::of(Role::Plain, if at == 0 { "- " } else { "  " });
            start.append(line);
            text.push(start);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            why: "One step is not three.".into(),
            question: "What if it were two?".into(),
            answer: "Then it would fail.".into(),
            fixes: Vec::new(),
            costs: vec!["A lock: a thread waits for the other.".into()],
        }
    }

    fn plain(text: &Text) -> String {
        let lines: Vec<String> = text.lines().iter().map(Line::plain).collect();
        lines.join("\n")
    }

    #[test]
    fn the_answer_is_shown_only_on_request() {
        let hidden = card_question(&card(), Answer::Hidden("a answers it."), Columns(80));
        assert_eq!(
            plain(&hidden),
            "Why it passes: One step is not three.\n\nQuestion: What if it were two?\na answers it."
        );
        let shown = plain(&card_question(&card(), Answer::Shown, Columns(80)));
        assert!(
            shown.ends_with("two?\nAnswer: Then it would fail."),
            "{shown}"
        );
    }

    #[test]
    fn items_that_are_folded_are_indented_under_their_dash() {
        let fixes = card_fixes(&card(), &["Each has its own.".into()], Columns(16));
        assert_eq!(
            plain(&fixes),
            "Other fixes that pass:\n- Each has its\n  own.\n\nWhat a fix costs:\n- A lock: a\n  thread waits\n  for the other."
        );
        let costs = plain(&card_fixes(&card(), &[], Columns(80)));
        assert!(costs.starts_with("What a fix costs:\n- A lock"), "{costs}");
    }
}
