//! What each key does on each page.

use super::{Leaving, Page, Purpose, Question, State};
use crate::catalog::Solutions;
use crate::invocation;
use crate::progress::Change;
use crate::styled::Form;
use crate::watch::checks::Cause;
use crate::watch::event::Effect;
use crate::watch::keys::{self, Action, Key};
use crate::watch::list::{List, Wish};

impl State {
    pub(super) fn pressed(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Interrupt => return self.quit(),
            Key::Suspend => return vec![Effect::Suspend],
            _ => {}
        }
        if let Some(question) = self.question.take() {
            return self.answered(question, key);
        }
        self.note = None;
        if let Page::List(list) = &mut self.page {
            let wish = list.press(key, &self.catalog, &self.progress);
            return self.wished(wish);
        }
        if self.scrolled(key) {
            return Vec::new();
        }
        let leaving = std::mem::replace(&mut self.leaving, Leaving::No);
        match (key, &self.page) {
            (_, Page::Exercise) => self.acted(key, leaving),
            (Key::Esc | Key::Enter | Key::Char('q'), _) => self.back(),
            (Key::Char('?'), Page::Keys) | (Key::Char('d'), Page::Diff(_)) => self.back(),
            (Key::Char(character), _) if keys::action(character).is_some() => {
                let mut effects = self.back();
                effects.extend(self.acted(key, leaving));
                effects
            }
            _ => Vec::new(),
        }
    }

    fn acted(&mut self, key: Key, leaving: Leaving) -> Vec<Effect> {
        let Key::Char(character) = key else {
            return Vec::new();
        };
        let Some(action) = keys::action(character) else {
            return Vec::new();
        };
        match action {
            Action::Next => self.next(leaving),
            Action::Previous => self.previous(),
            Action::Hint => self.hint(),
            Action::List => {
                self.turn_to(Page::List(List::at(self.current)));
                Vec::new()
            }
            Action::Diff => vec![Effect::Compare(self.current)],
            Action::Solution => {
                self.note = Some(self.where_the_solution_is());
                Vec::new()
            }
            Action::Explain => self.explain(),
            Action::Play => self.play(),
            Action::Page => self.write_page(),
            Action::Again => self.check_anew(Cause::Tried),
            Action::Reset => {
                self.question = Some(Question::Reset(self.current));
                Vec::new()
            }
            Action::CheckAll => self.check_all(),
            Action::Answer => {
                self.answer();
                Vec::new()
            }
            Action::GoToSaved => self.go_to_saved(),
            Action::Keys => {
                self.turn_to(Page::Keys);
                Vec::new()
            }
            Action::Quit => self.quit(),
        }
    }

    /// Draws what breaks a starter, which is not drawn before it is asked for.
    fn explain(&mut self) -> Vec<Effect> {
        if self.prediction().is_some() {
            self.explained = true;
            self.scroll = 0;
            return Vec::new();
        }
        self.note = Some(match &self.verdict {
            None => "It is being checked.".into(),
            Some(_) => "All that the check found is shown.".into(),
        });
        Vec::new()
    }

    /// Has the page written of what the check found.
    fn write_page(&mut self) -> Vec<Effect> {
        if self.verdict.is_none() || self.checks.running().is_some() {
            self.note = Some("It is being checked: a page shows what the check finds.".into());
            return Vec::new();
        }
        self.note = Some("The page is being written.".into());
        vec![Effect::WritePage(self.current)]
    }

    /// A game on the screen; for a screen reader, the command for one in lines of text.
    fn play(&mut self) -> Vec<Effect> {
        match self.form {
            Form::Drawing => vec![Effect::Play(self.current)],
            Form::Sentences => {
                let play = invocation::command(&["play", &self.exercise().name]);
                self.note = Some(format!(
                    "In another terminal, `{play}` plays in lines of text."
                ));
                Vec::new()
            }
        }
    }

    fn where_the_solution_is(&self) -> String {
        let exercise = self.exercise();
        let (name, path) = (&exercise.name, exercise.solution_path());
        if self.catalog.solutions.are_withheld() {
            return format!("The solution of {name} is not part of this kit.");
        }
        match self.catalog.solutions {
            Solutions::WhenPassed if !self.progress.is_done(name) => {
                format!(
                    "The solution is written when {name} passes, to {}.",
                    path.display()
                )
            }
            Solutions::Beside | Solutions::WhenPassed | Solutions::Withheld => format!(
                "The solution is in {} (d shows it beside yours).",
                path.display()
            ),
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.checks.stop();
        effects.push(Effect::Quit);
        effects
    }

    /// Takes a scrolling key in; says whether it was one.
    fn scrolled(&mut self, key: Key) -> bool {
        let page = self.viewport.rows.saturating_sub(1).max(1);
        self.scroll = match key {
            Key::Up | Key::Char('k') => self.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.scroll.saturating_add(1),
            Key::PageUp => self.scroll.saturating_sub(page),
            Key::PageDown | Key::Char(' ') => self.scroll.saturating_add(page),
            Key::Home => 0,
            Key::End => usize::MAX,
            _ => return false,
        };
        true
    }

    fn wished(&mut self, wish: Wish) -> Vec<Effect> {
        match wish {
            Wish::Stay => Vec::new(),
            Wish::Reset(exercise) => {
                self.question = Some(Question::Reset(exercise));
                Vec::new()
            }
            Wish::Leave if self.purpose == Purpose::List => self.quit(),
            Wish::Leave => self.back(),
            Wish::GoTo(exercise) if self.purpose == Purpose::List => {
                self.current = exercise;
                let name = self.name_of(exercise).to_owned();
                let mut effects = self.keep(vec![Change::WentTo { name }]);
                effects.extend(self.quit());
                effects
            }
            Wish::GoTo(exercise) if exercise == self.current => self.back(),
            Wish::GoTo(exercise) => self.go_to(exercise),
        }
    }
}
