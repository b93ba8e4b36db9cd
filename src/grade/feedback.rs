//! What a student reads about a result, in plain text. Pure.

use super::pages::Links;
use super::result::GradeLine;
use crate::styled::printable;

/// What is said where a text was cut.
const CUT: &str = "\n[… cut: it is longer than this service takes]";

/// All that is known of a result: the verdict, the reason, the counterexample in sentences, its page, and how to run it again.
pub fn full(line: &GradeLine, links: &Links) -> String {
    let finding = &line.finding;
    let mut parts = vec![finding.headline.clone()];
    // A pass needs no reason.
    if !finding.passes() && !finding.headline.contains(finding.message.as_str()) {
        parts.push(finding.message.clone());
    }
    if !finding.sentences.is_empty() {
        parts.push(finding.sentences.join("\n"));
    }
    if let Some(schedule) = &finding.schedule {
        let exercise = &line.exercise;
        parts.push(format!(
            "To run it again: racelings replay {exercise} {schedule}"
        ));
    }
    if let Some(link) = links.for_student(line) {
        parts.push(format!("Its page: {link}"));
    }
    printable(&parts.join("\n\n")).into_owned()
}

/// The verdict in one line.
pub fn headline(line: &GradeLine) -> String {
    printable(&line.finding.headline).replace(['\n', '\t'], " ")
}

/// At most so many bytes of a text. Where it is cut, between two characters, it says so.
pub fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let room = bytes.saturating_sub(CUT.len());
    let end = (0..=room).rev().find(|at| text.is_char_boundary(*at));
    format!("{}{CUT}", &text[..end.unwrap_or(0)])
}

/// Points as people write them: `2` or `2.5`.
pub fn points(points: f64) -> String {
    let rounded = (points * 1e4).round() / 1e4;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::super::result::Word;
    use super::super::result::tests::line;
    use super::*;

    #[test]
    fn feedback_has_the_verdict_the_reason_the_story_and_the_schedule_and_nothing_twice() {
        let mut line = line("alice", "threads1", Word::Fails, "text");
        line.finding.headline = "✗ threads1 fails: the counter ended at 1".into();
        line.finding.message = "the counter ended at 1".into();
        line.finding.sentences = vec!["1. inc reads 0.".into(), "2. dec reads 0 \u{1b}[2J.".into()];
        line.finding.schedule = Some("2t:a3b".into());
        line.finding.page = Some("pages/a.html".into());
        let text = full(&line, &Links::At("https://uni.example".into()));
        assert_eq!(
            text,
            "✗ threads1 fails: the counter ended at 1\n\n1. inc reads 0.\n2. dec reads 0 \\u{1b}[2J.\n\nTo run it again: racelings replay threads1 2t:a3b\n\nIts page: https://uni.example/KEY.html"
                .replace("KEY", &line.key.to_string())
        );
    }

    #[test]
    fn a_text_is_cut_between_characters_and_says_so() {
        let text = "ä".repeat(1000);
        assert_eq!(cut(&text, 2000), text);
        for bytes in 100..120 {
            let cut = cut(&text, bytes);
            assert!(cut.len() <= bytes && cut.len() + 2 > bytes, "{bytes}");
            assert!(cut.ends_with(CUT), "{cut}");
        }
    }

    #[test]
    fn points_have_no_more_digits_than_they_need() {
        let written = [0.0, 2.0, 2.5, 0.1 + 0.2].map(points);
        assert_eq!(written, ["0", "2", "2.5", "0.3"]);
    }
}
