//! What main does before and after the columns, in sentences. Pure.

use std::ops::Range;

use protocol::ObjectKind;

use super::super::super::words;
use super::super::repeats;
use super::{Painter, is_drawn};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::Event;
use crate::report::prose::not_shown;

/// If `main` uses more lines than this, or more steps in one line, only the first and the last of them are written.
const MANY_PARTS: usize = 8;

impl Painter<'_> {
    /// What main does in this range of events, outside the columns, in one sentence.
    pub fn sentences(&mut self, range: Range<usize>, when: &str) -> Vec<String> {
        let mut parts: Vec<(Option<usize>, Vec<String>)> = Vec::new();
        let mut add = |line: Option<usize>, effect: String| match parts.last_mut() {
            Some((same, effects)) if *same == line => effects.push(effect),
            _ => parts.push((line, vec![effect])),
        };
        for at in range.start..=range.end {
            let mut panics = self
                .interleaving
                .panics
                .iter()
                .filter(|panic| is_drawn(panic, self.interleaving));
            if let Some(panic) =
                panics.find(|panic| panic.actor == ActorId::MAIN && panic.after == at)
            {
                add(panic.line, format!("panics: {}", panic.message));
            }
            let Some(event) = self.interleaving.events.get(at).filter(|_| at < range.end) else {
                continue;
            };
            if let Some((ActorId::MAIN, line, words)) = self.first_access(at) {
                add(line, words);
            }
            self.state.apply(event);
            if event.actor == ActorId::MAIN
                && self.visible.is_shown(event)
                && !self.is_aside(event)
                && let Some(effect) = words::whole_effect(event, self.interleaving, self.glyphs)
            {
                add(event.line, effect);
            }
        }
        if parts.is_empty() {
            return Vec::new();
        }
        leave_out_the_middle(&mut parts, |left_out| {
            (None, vec![not_shown(left_out, "line")])
        });
        let parts: Vec<String> = parts
            .into_iter()
            .map(|(line, effects)| {
                let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
                format!("{}{line}", briefly(effects).join(", "))
            })
            .collect();
        vec![format!("{when}, main {}.", parts.join("; "))]
    }

    /// Whether it is about a value that only main uses, while others share what has a column.
    fn is_aside(&self, event: &Event) -> bool {
        let mut events = self.interleaving.events.iter();
        let of_memory = matches!(event.kind, Some(ObjectKind::Memory));
        of_memory
            && !self.cells.is_empty()
            && events.all(|one| one.actor == event.actor || one.object_id != event.object_id)
    }
}

/// What is done in one line, with repetitions folded and the middle left out.
fn briefly(effects: Vec<String>) -> Vec<String> {
    let mut effects = repeats::fold_effects(effects);
    leave_out_the_middle(&mut effects, |left_out| not_shown(left_out, "step"));
    effects
}

/// Replaces the middle of too many items by `instead`, which gets their number.
fn leave_out_the_middle<T>(items: &mut Vec<T>, instead: impl FnOnce(usize) -> T) {
    let left_out = items.len().saturating_sub(MANY_PARTS);
    if left_out > 1 {
        let middle = MANY_PARTS / 2..MANY_PARTS / 2 + left_out;
        items.splice(middle, [instead(left_out)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_main_repeats_in_one_line_is_written_once() {
        let many = vec!["reads 0".to_owned(); 400];
        assert_eq!(briefly(many), ["reads 0", "(repeated 399 more times)"]);
    }

    #[test]
    fn of_many_steps_in_one_line_the_first_and_the_last_are_written() {
        let brief = briefly((0..40).map(|value| format!("writes {value}")).collect());
        assert_eq!(brief.len(), MANY_PARTS + 1);
        assert_eq!(
            [&*brief[3], &brief[4], &brief[5]],
            ["writes 3", "(32 steps not shown)", "writes 36"]
        );
    }
}
