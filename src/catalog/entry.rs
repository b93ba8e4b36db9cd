//! What `info.toml` contains: the texts around the exercises, and an entry for each of them.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use super::card::in_one_line;
use super::{Card, DEFAULT_TIME_LIMIT, Difficulty, Exercise, Mode};

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Info {
    pub(super) format_version: toml::Spanned<u32>,
    #[serde(default)]
    pub(super) welcome_message: String,
    #[serde(default)]
    pub(super) final_message: String,
    #[serde(default)]
    pub(super) exercises: Vec<Entry>,
}

/// What is written about one exercise.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) name: toml::Spanned<String>,
    dir: toml::Spanned<String>,
    modes: toml::Spanned<Vec<Mode>>,
    #[serde(default)]
    fails: Vec<String>,
    time_limit: Option<toml::Spanned<f64>>,
    #[serde(default = "two_workers")]
    workers: u32,
    #[serde(default = "they_alternate")]
    alternate: bool,
    #[serde(default)]
    crashes: bool,
    #[serde(default, deserialize_with = "sentence")]
    goal: Option<String>,
    minutes: Option<u32>,
    difficulty: Option<Difficulty>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    further: bool,
    hints: Vec<String>,
    card: Option<Card>,
}

fn sentence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(|text| Some(in_one_line(&text)))
}

fn two_workers() -> u32 {
    2
}

fn they_alternate() -> bool {
    true
}

/// Whether an exercise or a chapter's folder can have this name.
pub fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.chars().all(is_plain)
}

impl Entry {
    /// What is wrong with the entry, and where.
    pub(super) fn problem(&self, seen: &HashSet<String>) -> Option<(Range<usize>, String)> {
        let name = self.name.get_ref();
        if !is_name(name) {
            let reason = format!("name \"{name}\": use lower-case letters, digits and _ only.");
            return Some((self.name.span(), reason));
        }
        if seen.contains(name) {
            let reason = format!("the name \"{name}\" is given twice; names are unique.");
            return Some((self.name.span(), reason));
        }
        let dir = self.dir.get_ref();
        if !is_name(dir) {
            let reason =
                format!("dir \"{dir}\": it is the name of a folder, such as \"02_threads\".");
            return Some((self.dir.span(), reason));
        }
        if self.modes.get_ref().is_empty() {
            let reason =
                format!("{name}: modes is empty; give \"threads\", \"processes\", or both.");
            return Some((self.modes.span(), reason));
        }
        let limit = self.time_limit.as_ref()?;
        let in_range = (0.1..=600.0).contains(limit.get_ref());
        let reason = format!("{name}: time_limit is in seconds, from 0.1 to 600.");
        (!in_range).then(|| (limit.span(), reason))
    }
}

impl From<Entry> for Exercise {
    fn from(entry: Entry) -> Exercise {
        Exercise {
            name: entry.name.into_inner(),
            dir: entry.dir.into_inner(),
            modes: entry.modes.into_inner(),
            fails: entry.fails,
            time_limit: entry.time_limit.map_or(DEFAULT_TIME_LIMIT, |limit| {
                Duration::from_secs_f64(limit.into_inner())
            }),
            workers: entry.workers,
            alternate: entry.alternate,
            crashes: entry.crashes,
            goal: entry.goal,
            minutes: entry.minutes,
            difficulty: entry.difficulty,
            needs: entry.needs,
            further: entry.further,
            hints: entry.hints,
            card: entry.card,
        }
    }
}
