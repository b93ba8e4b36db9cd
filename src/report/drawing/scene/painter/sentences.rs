//! What main does before and after the columns, in sentences. Pure.

use std::ops::Range;

use super::super::super::words;
use super::{Painter, is_told};
use crate::explore::interleaving::{Event, Interleaving};
use crate::report::prose::counted;
use crate::styled::Glyphs;

/// Of what main does in more lines than these, only the first and the last are told.
const MANY_PARTS: usize = 8;

impl Painter<'_> {
    /// What main does outside of the columns, in one sentence.
    pub fn sentences(&mut self, range: Range<usize>, when: &str) -> Vec<String> {
        let mut parts: Vec<(Option<usize>, Vec<String>)> = Vec::new();
        let mut add = |line: Option<usize>, effect: String| match parts.last_mut() {
            Some((same, effects)) if *same == line => effects.push(effect),
            _ => parts.push((line, vec![effect])),
        };
        for at in range.start..=range.end {
            let mut panics = self
                .told
                .panics
                .iter()
                .filter(|panic| is_told(panic, self.told));
            if let Some(panic) = panics.find(|panic| panic.actor == 0 && panic.after == at) {
                add(panic.line, format!("panics: {}", panic.message));
            }
            let Some(event) = self.told.events.get(at).filter(|_| at < range.end) else {
                continue;
            };
            if let Some((0, line, words)) = self.first_access(at) {
                add(line, words);
            }
            self.state.apply(event);
            if event.actor == 0
                && self.visible.is_shown(event)
                && let Some(effect) = whole_effect(event, self.told, self.glyphs)
            {
                add(event.line, effect);
            }
        }
        if parts.is_empty() {
            return Vec::new();
        }
        let left_out = parts.len().saturating_sub(MANY_PARTS);
        if left_out > 1 {
            let lines = format!("({} not shown)", counted(left_out, "line"));
            let middle = MANY_PARTS / 2..MANY_PARTS / 2 + left_out;
            parts.splice(middle, [(None, vec![lines])]);
        }
        let said: Vec<String> = parts
            .into_iter()
            .map(|(line, effects)| {
                let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
                format!("{}{line}", effects.join(", "))
            })
            .collect();
        vec![format!("{when}, main {}.", said.join("; "))]
    }
}

/// As in a column, but there is no line of code to say the name.
fn whole_effect(event: &Event, told: &Interleaving, glyphs: Glyphs) -> Option<String> {
    let alone = Event {
        line: None,
        ..event.clone()
    };
    words::effect(&alone, told, glyphs, "")
}
