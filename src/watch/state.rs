//! The state of watch: takes events, returns what is to be done. Pure; it touches no file, no clock and no terminal.

mod all;
mod card;
mod go;
mod press;
mod reset;

use super::checks::{Cause, Checks, Running};
use super::event::{Effect, Event, Size};
use super::list::List;
use super::view::Viewport;
use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::Checked;
use crate::comparison::Comparison;
use crate::progress::{Change, Moment, Progress};
use crate::report::{self, Explaining};
use crate::styled::{Columns, Form, Glyphs, Look, Text};

pub use all::AllRun;
pub use card::CardState;

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

/// Whether the learner has already asked to leave an exercise that fails.
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
    /// The card of the current exercise, as far as the verdict on it lets the learner see it.
    pub(super) card: CardState,
    /// The first line of the page that is to be shown.
    pub(super) scroll: usize,
    /// What of the page was shown last.
    viewport: Viewport,
    /// When the failure of a starter is drawn.
    pub(super) explaining: Explaining,
    /// Whether the learner has asked how the starter of the current exercise fails.
    explained: bool,
    /// The signs to draw with.
    pub(super) glyphs: Glyphs,
    pub(super) form: Form,
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
            card: CardState::default(),
            scroll: 0,
            viewport: Viewport::default(),
            explaining: Explaining::WhenAsked,
            explained: false,
            glyphs: Glyphs::Unicode,
            form: Form::Drawing,
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

    /// Takes an event, and returns what is to be done.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Pressed(key) => self.pressed(key),
            Event::Resized(size) => {
                self.size = size;
                vec![Effect::Redraw]
            }
            Event::Saved(exercises) => self.saved(&exercises),
            Event::Progressed {
                generation,
                progress,
            } => {
                self.checks.progressed(generation, progress);
                Vec::new()
            }
            Event::Finished {
                generation,
                checked,
                at,
            } => {
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
                // The learner may have turned to another page in the meantime.
                if matches!(self.page, Page::Exercise | Page::Diff(_)) {
                    self.turn_to(Page::Diff(comparison));
                }
                Vec::new()
            }
            Event::OtherFixes { exercise, fixes } => {
                if exercise == self.current {
                    self.card.other_fixes = fixes;
                }
                Vec::new()
            }
            Event::Compared(Err(notice)) | Event::Notice(notice) => {
                self.notice(notice);
                Vec::new()
            }
            Event::PageWritten(written) => {
                self.note = Some(match written {
                    Ok(file) => format!("The page is {}", file.display()),
                    Err(why) => format!("There is no page: {why}"),
                });
                Vec::new()
            }
            Event::Continued => vec![Effect::Redraw],
        }
    }

    /// Takes in what the screen shows now. Scrolling starts from there, so it never goes beyond the end of the page.
    pub fn shown(&mut self, viewport: Viewport) {
        self.scroll = viewport.from;
        self.viewport = viewport;
    }

    /// How texts are to be made for the screen.
    pub(super) fn look(&self) -> Look {
        Look {
            width: Columns(self.size.columns),
            glyphs: self.glyphs,
            form: self.form,
        }
    }

    /// What is asked about a starter, as long as how it fails is not to be drawn.
    pub(super) fn prediction(&self) -> Option<Text> {
        let explained = self.explained || self.explaining == Explaining::Always;
        let checked = self.verdict.as_ref().filter(|_| !explained);
        report::prediction(checked?, self.look())
    }

    /// The number of the exercise that the learner is at.
    pub fn exercise_number(&self) -> usize {
        self.current
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

    fn turn_to(&mut self, page: Page) {
        self.page = page;
        self.scroll = 0;
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
            if std::mem::replace(&mut self.leaving, Leaving::No) == Leaving::Asked {
                self.note = None;
            }
            effects.extend(self.check_anew(Cause::Tried));
        }
        for &other in exercises
            .iter()
            .filter(|&&exercise| exercise != self.current)
        {
            if let Page::All(all) = &mut self.page
                && !all.is_finished()
            {
                all.results[other] = None;
                effects.extend(self.checks.also(other, Cause::Shown));
                continue;
            }
            let name = self.name_of(other);
            self.note = Some(format!("You saved {name}, another exercise: g goes there."));
            self.saved_other = Some(other);
        }
        effects
    }

    /// Takes in what a check has found.
    fn found(&mut self, ended: &Running, checked: Checked, at: Moment) -> Vec<Effect> {
        let was_done = self.progress.is_done(&checked.name);
        let change = Change::by(&checked, at).filter(|change| match ended.cause {
            Cause::Tried => true,
            // Looking at an exercise again is not an attempt if it changes nothing.
            Cause::Shown => was_done != matches!(change, Change::Passed { .. }),
        });
        let mut effects = change.map_or_else(Vec::new, |change| self.keep(vec![change]));
        if let Page::All(all) = &mut self.page {
            all.results[ended.exercise] = Some(checked);
            effects.extend(self.all_found());
        } else if ended.exercise == self.current {
            effects.extend(self.take_in(checked));
        }
        effects
    }

    /// Adds to what the learner should know: two notices at the start must not hide each other.
    fn notice(&mut self, notice: String) {
        self.note = Some(match self.note.take() {
            Some(note) if note.contains(&notice) => note,
            Some(note) => format!("{note}\n{notice}"),
            None => notice,
        });
    }

    /// Changes the progress here at once, and has the changes kept.
    fn keep(&mut self, changes: Vec<Change>) -> Vec<Effect> {
        for change in &changes {
            self.progress.apply(change);
        }
        vec![Effect::Keep(changes)]
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
