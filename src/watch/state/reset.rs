//! Setting an exercise back to its starter: the question, and what came of it.

use std::path::PathBuf;

use super::{CardState, Purpose, Question, State};
use crate::progress::Change;
use crate::watch::checks::Cause;
use crate::watch::event::Effect;
use crate::watch::keys::Key;

impl State {
    pub(super) fn answered(&mut self, question: Question, key: Key) -> Vec<Effect> {
        let Question::Reset(exercise) = question;
        match key {
            Key::Char('y' | 'Y') => vec![Effect::Reset(exercise)],
            Key::Char('n' | 'N' | 'q') | Key::Esc => {
                self.note = Some(format!("{} was not reset.", self.name_of(exercise)));
                Vec::new()
            }
            _ => {
                self.question = Some(question);
                Vec::new()
            }
        }
    }

    pub(super) fn was_reset(
        &mut self,
        exercise: usize,
        outcome: Result<Option<PathBuf>, String>,
    ) -> Vec<Effect> {
        let name = self.name_of(exercise).to_owned();
        let backup = match outcome {
            Ok(backup) => backup,
            Err(reason) => {
                self.note = Some(format!("{name} was not reset: {reason}"));
                return Vec::new();
            }
        };
        self.note = Some(match backup {
            Some(backup) => {
                let shown = backup.strip_prefix(&self.catalog.root).unwrap_or(&backup);
                format!(
                    "{name} is reset. Your version is kept in {}.",
                    shown.display()
                )
            }
            None => format!("{name} is reset. The file was unchanged, so no backup was made."),
        });
        let mut effects = self.keep(vec![Change::Reset { name }]);
        if exercise == self.current && self.purpose == Purpose::Watch {
            self.hints = 0;
            self.card = CardState::default();
            effects.extend(self.check_anew(Cause::Shown));
        }
        effects
    }
}
