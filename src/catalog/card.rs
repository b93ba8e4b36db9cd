//! The card of an exercise: what a learner may read and think about once the exercise passes.

use serde::{Deserialize, Deserializer};

/// What `info.toml` says about an exercise that passes. Each text is one paragraph, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Why the file passes now, whichever right fix it is.
    #[serde(deserialize_with = "paragraph")]
    pub why: String,
    /// Something to think about.
    #[serde(deserialize_with = "paragraph")]
    pub question: String,
    /// Its answer.
    #[serde(deserialize_with = "paragraph")]
    pub answer: String,
    /// The names of the known right fixes to mention.
    #[serde(default)]
    pub fixes: Vec<String>,
    /// Kinds of fixes, each with its price.
    #[serde(deserialize_with = "paragraphs")]
    pub costs: Vec<String>,
}

impl Card {
    /// Its texts, each with the name that `info.toml` has for it.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let paragraphs = [
            ("why", &*self.why),
            ("question", &*self.question),
            ("answer", &*self.answer),
        ];
        let costs = self.costs.iter().map(|cost| ("costs", &**cost));
        paragraphs.into_iter().chain(costs)
    }
}

fn paragraph<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| in_one_line(&text))
}

fn paragraphs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    Ok(texts.iter().map(|text| in_one_line(text)).collect())
}

/// The text without its line breaks.
pub(super) fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use std::path::Path;

    const INFO: &str = r#"format_version = 1

[[exercises]]
name = "threads1"
dir = "02_threads"
modes = ["threads"]
hints = []

[exercises.card]
why = """
One step is
not three."""
question = "What if?"
answer = "Then so."
fixes = ["mutex"]
costs = ["A lock: waiting.", "Spinning: a processor."]

[[exercises]]
name = "threads2"
dir = "02_threads"
modes = ["threads"]
hints = []
"#;

    fn parsed(text: &str) -> Result<Catalog, String> {
        Catalog::parse(text, Path::new("/kit")).map_err(|error| error.to_string())
    }

    #[test]
    fn an_exercise_may_have_a_card_whose_texts_are_paragraphs() {
        let catalog = parsed(INFO).unwrap();
        let card = catalog.exercises[0].card.as_ref().unwrap();
        assert_eq!(card.why, "One step is not three.");
        assert_eq!(card.fixes, ["mutex"]);
        let texts: Vec<_> = card.texts().collect();
        assert_eq!(texts[4], ("costs", "Spinning: a processor."));
        assert_eq!(catalog.exercises[1].card, None);
    }

    #[test]
    fn what_is_wrong_with_a_card_is_named_with_its_line() {
        let error = |good: &str, bad: &str| parsed(&INFO.replacen(good, bad, 1)).unwrap_err();
        let missing = error("answer = \"Then so.\"\n", "");
        assert!(
            missing.starts_with("info.toml:9: missing field `answer`"),
            "{missing}"
        );
        let unknown = error("answer", "anwser");
        assert!(
            unknown.starts_with("info.toml:14: unknown field `anwser`"),
            "{unknown}"
        );
        let number = error("\"What if?\"", "7");
        assert!(number.starts_with("info.toml:13: invalid type"), "{number}");
    }
}
