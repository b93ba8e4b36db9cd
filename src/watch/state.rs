//! The state of watch: takes events in, says what is to be done. Pure; it touches no file, no clock and no terminal.

mod all;
mod go;

use super::checks::{Cause, Checks, Running};
use super::event::{Comparison, Effect, Event, Size};
use super::keys::{self, Action, Key};
use super::list::{List, Wish};
use super::view;
use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::{Checked, NotRun, Verdict};
use crate::progress::{Change, Progress};

pub use all::AllRun;

/// What the whole screen is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// The current exercise.
    Exercise,
    /// All keys.
    Keys,
    /// The learner's file beside the solution.
    Diff(Comparison),
    /// The check of all exercises.
    All(AllRun),
    /// The list of exercises.
    List(List),
}

/// What the program was started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To watch the current exercise.
    Watch,
    /// To show the list, and to end after it.
    List,
}

/// A question that waits for `y` or `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Set this exercise back to its starter?
    Reset(usize),
}

/// Whether the learner has already asked to leave an exercise that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    No,
    Asked,
}

/// Everything that watch knows.
#[derive(Debug, Clone)]
pub struct State {
    pub(super) catalog: Catalog,
    pub(super) progress: Progress,
    pub(super) purpose: Purpose,
    pub(super) size: Size,
    pub(super) current: usize,
    pub(super) checks: Checks,
    /// What was found in the current exercise as it is now.
    pub(super) verdict: Option<Checked>,
    pub(super) page: Page,
    pub(super) question: Option<Question>,
    /// What the learner should know, until the next key.
    pub(super) note: Option<String>,
    /// How many hints of the current exercise are shown.
    pub(super) hints: usize,
    /// The first line of the page that is shown; never beyond what fills the screen.
    pub(super) scroll: usize,
    pub(super) welcome: bool,
    leaving: Leaving,
    saved_other: Option<usize>,
}

impl State {
    /// The state at the start.
    pub fn new(catalog: Catalog, progress: Progress, purpose: Purpose, size: Size) -> State {
        let current = progress.current_index(&catalog);
        let page = match purpose {
            Purpose::Watch => Page::Exercise,
            Purpose::List => Page::List(List::at(current)),
        };
        State {
            welcome: progress == Progress::default() && purpose == Purpose::Watch,
            catalog,
            progress,
            purpose,
            size,
            current,
            checks: Checks::default(),
            verdict: None,
            page,
            question: None,
            note: None,
            hints: 0,
            scroll: 0,
            leaving: Leaving::No,
            saved_other: None,
        }
    }

    /// What is to be done first.
    pub fn start(&mut self) -> Vec<Effect> {
        match self.purpose {
            Purpose::Watch => self.checks.only(self.current, Cause::Shown),
            Purpose::List => Vec::new(),
        }
    }

    /// Takes an event in, and says what is to be done.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let effects = match event {
            Event::Pressed(key) => self.pressed(key),
            Event::Resized(size) => {
                self.size = size;
                vec![Effect::Redraw]
            }
            Event::Saved(exercises) => self.saved(&exercises),
            Event::Progressed { generation, progress } => {
                self.checks.progressed(generation, progress);
                Vec::new()
            }
            Event::Finished { generation, checked, at } => {
                let (ended, mut effects) = self.checks.finished(generation);
                if let Some(ended) = ended {
                    effects.extend(self.found(&ended, *checked, at));
                }
                effects
            }
            Event::Kept(progress) => {
                self.progress = progress;
                Vec::new()
            }
            Event::WasReset { exercise, outcome } => self.was_reset(exercise, outcome),
            Event::Compared(Ok(comparison)) => {
                self.turn_to(Page::Diff(comparison));
                Vec::new()
            }
            Event::Compared(Err(notice)) | Event::Notice(notice) => {
                self.note = Some(notice);
                Vec::new()
            }
            Event::Continued => vec![Effect::Redraw],
        };
        self.scroll = self.scroll.min(view::last_scroll(self));
        effects
    }

    /// The exercise that the learner is at.
    pub fn exercise(&self) -> &Exercise {
        &self.catalog.exercises[self.current]
    }

    /// Whether every exercise holds.
    pub fn all_done(&self) -> bool {
        self.progress.done_count(&self.catalog) == self.catalog.exercises.len()
    }

    fn name_of(&self, exercise: usize) -> &str {
        &self.catalog.exercises[exercise].name
    }

    fn pressed(&mut self, key: Key) -> Vec<Effect> {
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
                let path = self.exercise().solution_path();
                self.note = Some(format!(
                    "The solution is in {} (d shows it beside yours).",
                    path.display()
                ));
                Vec::new()
            }
            Action::Again => self.check_anew(Cause::Tried),
            Action::Reset => {
                self.question = Some(Question::Reset(self.current));
                Vec::new()
            }
            Action::CheckAll => self.check_all(),
            Action::GoToSaved => self.go_to_saved(),
            Action::Keys => {
                self.turn_to(Page::Keys);
                Vec::new()
            }
            Action::Quit => self.quit(),
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.checks.stop();
        effects.push(Effect::Quit);
        effects
    }

    fn turn_to(&mut self, page: Page) {
        self.page = page;
        self.scroll = 0;
    }

    /// Takes a scrolling key in; says whether it was one.
    fn scrolled(&mut self, key: Key) -> bool {
        let page = view::body_rows(self).saturating_sub(1).max(1);
        self.scroll = match key {
            Key::Up | Key::Char('k') => self.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.scroll + 1,
            Key::PageUp => self.scroll.saturating_sub(page),
            Key::PageDown | Key::Char(' ') => self.scroll + page,
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

    fn answered(&mut self, question: Question, key: Key) -> Vec<Effect> {
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

    fn was_reset(
        &mut self,
        exercise: usize,
        outcome: Result<Option<std::path::PathBuf>, String>,
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
                format!("{name} is reset. Your version is kept in {}.", shown.display())
            }
            None => format!("{name} is reset. It was as it came, so there is no backup."),
        });
        let mut effects = self.keep(vec![Change::Reset { name }]);
        if exercise == self.current && self.purpose == Purpose::Watch {
            self.hints = 0;
            effects.extend(self.check_anew(Cause::Shown));
        }
        effects
    }

    /// Checks the current exercise from the beginning.
    fn check_anew(&mut self, cause: Cause) -> Vec<Effect> {
        self.verdict = None;
        self.scroll = 0;
        self.checks.only(self.current, cause)
    }

    fn saved(&mut self, exercises: &[usize]) -> Vec<Effect> {
        let mut effects = Vec::new();
        if exercises.contains(&self.current) {
            // A save brings the learner back to the exercise; only the list is something to stay in.
            if !matches!(self.page, Page::List(_)) {
                self.page = Page::Exercise;
            }
            self.welcome = false;
            self.leaving = Leaving::No;
            effects.extend(self.check_anew(Cause::Tried));
        }
        for &other in exercises.iter().filter(|&&exercise| exercise != self.current) {
            if let Page::All(all) = &mut self.page {
                if !all.is_finished() {
                    all.results[other] = None;
                    effects.extend(self.checks.also(other, Cause::Shown));
                    continue;
                }
            }
            let name = self.name_of(other);
            self.note = Some(format!("You saved {name}, another exercise: g goes there."));
            self.saved_other = Some(other);
        }
        effects
    }

    /// Takes in what a check has found.
    fn found(&mut self, ended: &Running, checked: Checked, at: jiff::Timestamp) -> Vec<Effect> {
        let name = checked.name.clone();
        let was_done = self.progress.is_done(&name);
        let change = match (&checked.verdict, ended.cause) {
            // To look at an exercise again is no attempt, where it changes nothing.
            (Verdict::Holds(_), Cause::Shown) if was_done => None,
            (Verdict::Holds(_), _) => Some(Change::Held { name, at }),
            (Verdict::NotRun(why), _) if !is_the_learners(why) => None,
            (_, Cause::Shown) if !was_done => None,
            _ => Some(Change::Failed { name }),
        };
        let mut effects = change.map_or_else(Vec::new, |change| self.keep(vec![change]));
        if let Page::All(all) = &mut self.page {
            all.results[ended.exercise] = Some(checked);
            effects.extend(self.all_found());
        } else if ended.exercise == self.current {
            self.verdict = Some(checked);
        }
        effects
    }

    /// Changes the progress here at once, and has the changes kept.
    fn keep(&mut self, changes: Vec<Change>) -> Vec<Effect> {
        for change in &changes {
            self.progress.apply(change);
        }
        vec![Effect::Keep(changes)]
    }
}

/// Whether the learner's own file is why it could not be run.
fn is_the_learners(why: &NotRun) -> bool {
    matches!(why, NotRun::DoesNotCompile { .. } | NotRun::BadSource { .. })
}

#[cfg(test)]
mod tests;
