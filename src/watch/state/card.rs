//! The card below the verdict of an exercise that passes: its answer, and the other fixes that it mentions.

use super::State;
use crate::catalog::Card;
use crate::check::verdict::{Checked, Verdict};
use crate::watch::event::Effect;
use crate::watch::view;

/// What is known and shown of the current exercise's card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardState {
    /// Whether the answer to its question is shown.
    pub answer_is_shown: bool,
    /// What the other fixes do that it mentions.
    pub other_fixes: Vec<String>,
}

impl State {
    /// The card of the current exercise, if it is to be shown.
    pub fn card(&self) -> Option<&Card> {
        let verdict = &self.verdict.as_ref()?.verdict;
        let passes = matches!(verdict, Verdict::Passes(_));
        self.exercise().card.as_ref().filter(|_| passes)
    }

    /// Takes in the verdict on the current exercise.
    pub(super) fn take_in(&mut self, checked: Checked) -> Vec<Effect> {
        self.verdict = Some(checked);
        let card = self.card();
        card.map_or_else(Vec::new, |_| vec![Effect::ReadOtherFixes(self.current)])
    }

    /// Shows the answer to the card's question, or hides it again.
    pub(super) fn answer(&mut self) {
        if self.card().is_none() {
            let name = &self.exercise().name;
            self.note = Some(match self.exercise().card {
                Some(_) => format!("The question comes when {name} passes."),
                None => format!("There is no question for {name}."),
            });
            return;
        }
        self.card.answer_is_shown = !self.card.answer_is_shown;
        // The answer must be on the screen: if not all of the card's beginning fits, then at least its end.
        let rows = view::rows_of_question(self);
        let first = rows.end.saturating_sub(self.viewport.rows);
        self.scroll = self.scroll.min(rows.start).max(first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::event::Event;
    use crate::watch::keys::Key;
    use crate::watch::sample::{catalog, done, fails, passes};
    use crate::watch::state::Purpose;
    use crate::watch::state::tests::{SIZE, finished};

    fn press(state: &mut State, keys: &str) {
        for key in keys.chars() {
            state.step(Event::Pressed(Key::Char(key)));
        }
    }

    /// At threads1, the exercise with a card, after a check with this verdict.
    fn at_the_card(verdict: Verdict) -> (State, Vec<Effect>) {
        let progress = done(&["intro1", "intro2"]);
        let mut state = State::new(catalog(), progress, Purpose::Watch, SIZE);
        state.start();
        let effects = state.step(finished(1, 2, verdict));
        (state, effects)
    }

    #[test]
    fn a_pass_asks_for_the_fixes_that_its_card_mentions() {
        let asks = |effects: &[Effect]| effects.contains(&Effect::ReadOtherFixes(2));
        let (mut state, effects) = at_the_card(passes());
        assert!(asks(&effects), "{effects:?}");
        let fixes = vec!["A Mutex is held.".to_owned()];
        state.step(Event::OtherFixes {
            exercise: 0,
            fixes: fixes.clone(),
        });
        assert_eq!(state.card.other_fixes, [""; 0]);
        state.step(Event::OtherFixes { exercise: 2, fixes });
        assert_eq!(state.card.other_fixes, ["A Mutex is held."]);
        assert!(!asks(&at_the_card(fails("")).1));
    }

    #[test]
    fn a_check_of_all_that_ends_at_a_card_asks_for_its_fixes_too() {
        let (mut state, _) = at_the_card(passes());
        press(&mut state, "c");
        let effects: Vec<_> = (0..4)
            .flat_map(|exercise| state.step(finished(exercise + 2, exercise as usize, passes())))
            .collect();
        assert!(effects.contains(&Effect::ReadOtherFixes(2)), "{effects:?}");
    }

    #[test]
    fn the_answer_is_shown_and_hidden_and_never_before_the_pass() {
        let (mut state, _) = at_the_card(fails(""));
        press(&mut state, "a");
        assert_eq!(
            state.note.as_deref(),
            Some("The question comes when threads1 passes.")
        );
        assert!(!state.card.answer_is_shown);
        let (mut state, _) = at_the_card(passes());
        press(&mut state, "a");
        assert!(state.card.answer_is_shown);
        press(&mut state, "a");
        assert!(!state.card.answer_is_shown);
        press(&mut state, "an");
        assert!(
            !state.card.answer_is_shown,
            "the next exercise has a question of its own"
        );
        press(&mut state, "a");
        assert_eq!(
            state.note.as_deref(),
            Some("There is no question for locks1.")
        );
    }
}
