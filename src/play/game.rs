//! A game: takes events, returns what is to be done. Pure; it touches no program, no clock and no terminal.

mod act;
mod hint;
mod played;

use std::collections::VecDeque;

use protocol::Op;

use super::event::{Effect, Event, Hint, Number, Par, Question};
use super::keys::{self, Action};
use crate::check::playable::Wish;
use crate::check::verdict::{NotRun, Progress};
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Counts, Ended, Position, Standing, Until};
use crate::exploration::schedule::Environment;
use crate::exploration::search::Preemptions;
use crate::report;
use crate::report::drawing::board::{self, Board, Known};
use crate::styled::{Columns, Form, Glyphs, Look};
use crate::terminal::{Key, Mouse, Region, Size, Viewport};

pub use played::Played;

/// So many lines are scrolled by a notch of the wheel.
const WHEEL: usize = 3;

/// What the whole screen is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The board.
    Board,
    /// The interleaving so far, drawn.
    Story,
    /// A counterexample, drawn.
    Counterexample,
    /// All keys.
    Keys,
}

/// How far the game is.
#[derive(Debug)]
pub enum Phase {
    /// The program is being compiled.
    Opening(Option<Progress>),
    /// It cannot be played.
    Refused(Box<NotRun>),
    /// It is played.
    Playing(Played),
}

/// A moment of the game.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The moment.
    pub position: Position,
    /// The same in words.
    pub board: Board,
    /// What was done to come here; nothing at the beginning.
    pub done: Option<Done>,
}

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// By whom.
    pub actor: ActorId,
    /// What was done, in words.
    pub words: String,
    /// The line of its last step.
    pub line: Option<usize>,
    /// Why it counted as a preemption, if it did.
    pub counts: Option<Counts>,
}

/// Everything that is known of a game.
#[derive(Debug)]
pub struct Game {
    /// What is played, as the player knows it.
    pub name: String,
    pub(super) size: Size,
    pub(super) glyphs: Glyphs,
    pub(super) page: Page,
    pub(super) phase: Phase,
    pub(super) par: Par,
    /// The fewest preemptions with which the player has broken it.
    pub(super) broken: Option<Preemptions>,
    /// Whether each step is a move of its own.
    pub(super) expanded: bool,
    /// What the player should know, until the next key.
    pub(super) note: Option<String>,
    /// The last hint.
    pub(super) hint: Option<Hint>,
    pub(super) scroll: usize,
    viewport: Viewport,
    /// What can be clicked on the screen.
    regions: Vec<Region<Action>>,
    wish: Wish,
    /// What is shared.
    known: Known,
    last: Number,
    awaited: Option<Number>,
    /// Keys that were pressed while an answer was awaited.
    queued: VecDeque<Key>,
}

impl Game {
    /// A game whose program is not there yet.
    pub fn new(name: &str, wish: Wish, size: Size, glyphs: Glyphs) -> Game {
        Game {
            name: name.to_owned(),
            size,
            glyphs,
            page: Page::Board,
            phase: Phase::Opening(None),
            par: Par::Searching,
            broken: None,
            expanded: false,
            note: None,
            hint: None,
            scroll: 0,
            viewport: Viewport::default(),
            regions: Vec::new(),
            wish,
            known: Known::default(),
            last: Number::default(),
            awaited: None,
            queued: VecDeque::new(),
        }
    }

    /// Takes an event, and returns what is to be done.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Pressed(key) => self.pressed(key),
            Event::Mouse(mouse) => self.used(mouse),
            Event::Resized(size) => {
                self.size = size;
                vec![Effect::Redraw]
            }
            Event::Continued => vec![Effect::Redraw],
            Event::Opening(progress) => {
                if let Phase::Opening(now) = &mut self.phase {
                    *now = Some(progress);
                }
                Vec::new()
            }
            Event::Opened {
                environment,
                moments,
                whole,
            } => {
                self.known = Known::of(&whole);
                self.opened(environment, moments);
                if whole.actors.len() == 1 {
                    self.note = Some("There is only one thread: nothing to schedule.".to_owned());
                }
                self.go_on()
            }
            Event::Refused(why) => {
                self.phase = Phase::Refused(why);
                self.awaited = None;
                self.go_on()
            }
            Event::Arrived { number, position } if self.awaited == Some(number) => {
                let mut effects = self.arrived(*position);
                effects.extend(self.go_on());
                effects
            }
            Event::Hinted { number, hint } if self.awaited == Some(number) => {
                self.awaited = None;
                self.hinted(hint);
                self.go_on()
            }
            Event::NotFollowed { number, why } if self.awaited == Some(number) => {
                self.awaited = None;
                let why = report::why_not(&why);
                self.note = Some(format!("This cannot be followed: {why}."));
                self.go_on()
            }
            Event::Arrived { .. } | Event::Hinted { .. } | Event::NotFollowed { .. } => Vec::new(),
            Event::Searched(par) => {
                self.par = *par;
                self.searched();
                Vec::new()
            }
            Event::Saved => {
                self.note = Some("The file was saved: anew (n) plays it as it is now.".to_owned());
                Vec::new()
            }
        }
    }

    /// Takes in what the screen shows now, and what can be clicked on it. Scrolling starts from there, so it never goes
    /// beyond the end of the page.
    pub fn shown(&mut self, viewport: Viewport, regions: Vec<Region<Action>>) {
        self.scroll = viewport.from;
        self.viewport = viewport;
        self.regions = regions;
    }

    /// Whether the board is shown, and not a text that can be scrolled.
    pub(super) fn shows_board(&self) -> bool {
        self.page == Page::Board && self.moment().is_some()
    }

    /// Whether an answer is awaited.
    pub fn is_waiting(&self) -> bool {
        self.awaited.is_some() || matches!(self.phase, Phase::Opening(_))
    }

    /// The moment that is shown, once there is one.
    pub fn moment(&self) -> Option<&Moment> {
        match &self.phase {
            Phase::Playing(played) => played.moments.get(played.at),
            Phase::Opening(_) | Phase::Refused(_) => None,
        }
    }

    /// The moment before the one that is shown.
    pub fn moment_before(&self) -> Option<&Moment> {
        match &self.phase {
            Phase::Playing(played) => played.moments.get(played.at.checked_sub(1)?),
            Phase::Opening(_) | Phase::Refused(_) => None,
        }
    }

    pub(super) fn look(&self) -> Look {
        Look {
            width: Columns(self.size.columns),
            glyphs: self.glyphs,
            form: Form::Drawing,
        }
    }

    fn opened(&mut self, environment: Environment, moments: Vec<Position>) {
        let mut passed: Vec<Moment> = Vec::new();
        for position in moments {
            let moment = self.moment_of(position, passed.last());
            passed.push(moment);
        }
        let at = passed.len().saturating_sub(1);
        let ended = passed
            .last()
            .is_some_and(|moment| moment.position.end.is_some());
        self.phase = Phase::Playing(Played {
            environment,
            beginning: passed.clone(),
            moments: passed,
            at,
            selected: 0,
        });
        self.page = match ended {
            true => Page::Story,
            false => Page::Board,
        };
        self.searched();
    }

    /// A moment with its words, after the one before.
    fn moment_of(&self, position: Position, before: Option<&Moment>) -> Moment {
        let done = before.and_then(|before| {
            let from = before.position.prefix.steps();
            let events = position.interleaving.events.get(from..)?;
            let actor = events.first()?.actor;
            let own = events
                .iter()
                .take_while(|event| event.actor == actor)
                .count();
            let preemptions = |position: &Position| position.interleaving.preemptions;
            // A move of several steps may preempt no thread, and yield on the way.
            let counts = || {
                let mut moves = before.position.moves.iter();
                let first = moves.find(|one| one.actor == actor)?;
                before.position.counts(first)
            };
            let costs = preemptions(&position) > preemptions(&before.position);
            Some(Done {
                actor,
                words: board::done(&events[..own], &position.interleaving, self.glyphs),
                line: events[..own]
                    .iter()
                    .rev()
                    .filter(|event| event.op != Op::Crash)
                    .find_map(|event| event.line),
                counts: costs.then(|| counts().unwrap_or(Counts::ThoughItYields)),
            })
        });
        Moment {
            board: Board::of(&position, &self.known, self.glyphs),
            position,
            done,
        }
    }

    fn arrived(&mut self, position: Position) -> Vec<Effect> {
        self.awaited = None;
        if let Some(alone) = goes_alone(&position) {
            let one = Box::new(position.moves[alone].clone());
            return self.ask(Question::RunOn(one, Until::Blocked));
        }
        let before = self.moment().cloned();
        let moment = self.moment_of(position, before.as_ref());
        let ended = moment.position.end.is_some();
        if let Some(Ended::Wrong(_)) = moment.position.end {
            let preemptions = moment.position.interleaving.preemptions;
            self.broken = fewest(self.broken, Some(preemptions));
        }
        if let Phase::Playing(played) = &mut self.phase {
            let last = moment.done.as_ref().map(|done| done.actor);
            played.moments.truncate(played.at + 1);
            played.moments.push(moment);
            played.at += 1;
            played.select(last);
        }
        if ended {
            self.page = Page::Story;
            self.scroll = 0;
        }
        Vec::new()
    }

    /// Takes in the keys that were pressed in the meantime.
    fn go_on(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.is_waiting()
            && let Some(key) = self.queued.pop_front()
        {
            effects.extend(self.pressed(key));
        }
        effects
    }

    fn ask(&mut self, question: Question) -> Vec<Effect> {
        self.last = Number(self.last.0 + 1);
        self.awaited = Some(self.last);
        vec![Effect::Ask(self.last, question)]
    }

    fn pressed(&mut self, key: Key) -> Vec<Effect> {
        match (key, keys::action(key)) {
            (Key::Suspend, _) => return vec![Effect::Suspend],
            (Key::Interrupt, _) => return vec![Effect::Leave],
            (_, Some(Action::Leave)) if !self.is_playing() => return vec![Effect::Leave],
            _ if self.is_waiting() => {
                self.queued.push_back(key);
                return Vec::new();
            }
            _ => {}
        }
        self.note = None;
        if !self.shows_board() && self.scrolled(key) {
            return Vec::new();
        }
        let action = keys::action(key);
        action.map_or_else(Vec::new, |action| self.chosen(action))
    }

    /// Takes in what was done with the mouse. A click means what the screen shows now, so it is not kept until an answer comes.
    fn used(&mut self, mouse: Mouse) -> Vec<Effect> {
        match mouse {
            Mouse::WheelUp if !self.shows_board() => {
                self.scroll = self.scroll.saturating_sub(WHEEL);
            }
            Mouse::WheelDown if !self.shows_board() => {
                self.scroll = self.scroll.saturating_add(WHEEL);
            }
            Mouse::WheelUp | Mouse::WheelDown => {}
            Mouse::Clicked { row, column } => match Region::action_at(&self.regions, row, column) {
                Some(Action::Leave) if !self.is_playing() => return vec![Effect::Leave],
                Some(action) if !self.is_waiting() => {
                    self.note = None;
                    return self.chosen(action);
                }
                Some(_) | None => {}
            },
        }
        Vec::new()
    }

    fn is_playing(&self) -> bool {
        matches!(self.phase, Phase::Playing(_))
    }

    /// Does what the player wants, on the page that is shown.
    fn chosen(&mut self, action: Action) -> Vec<Effect> {
        match (self.page, action) {
            (Page::Board, action) => self.act(action),
            // Back to the board, and no further.
            (_, Action::Leave | Action::Selected) => self.turn_to(Page::Board),
            (Page::Keys, Action::Keys) | (Page::Story, Action::Story) => self.turn_to(Page::Board),
            // How it ended stays on the screen.
            (Page::Story, Action::Step(_) | Action::RunOn | Action::Access) if self.has_ended() => {
                self.note = Some(act::ENDED.to_owned());
                Vec::new()
            }
            (_, action) => {
                self.turn_to(Page::Board);
                self.act(action)
            }
        }
    }

    fn has_ended(&self) -> bool {
        let moment = self.moment();
        moment.is_some_and(|moment| moment.position.end.is_some())
    }

    fn turn_to(&mut self, page: Page) -> Vec<Effect> {
        self.page = page;
        self.scroll = 0;
        Vec::new()
    }

    /// Takes a scrolling key in; says whether it was one.
    fn scrolled(&mut self, key: Key) -> bool {
        let page = self.viewport.rows.saturating_sub(1).max(1);
        self.scroll = match key {
            Key::Up => self.scroll.saturating_sub(1),
            Key::Down => self.scroll.saturating_add(1),
            Key::PageUp => self.scroll.saturating_sub(page),
            Key::PageDown | Key::Char(' ') => self.scroll.saturating_add(page),
            Key::Home => 0,
            Key::End => usize::MAX,
            Key::Char(_)
            | Key::Left
            | Key::Right
            | Key::Enter
            | Key::Esc
            | Key::Backspace
            | Key::Interrupt
            | Key::Suspend => return false,
        };
        true
    }
}

/// The smaller one, if there is any.
pub fn fewest(one: Option<Preemptions>, other: Option<Preemptions>) -> Option<Preemptions> {
    one.into_iter().chain(other).min()
}

/// The only move, where one actor is left and nothing is to be decided: then it goes to its end.
fn goes_alone(position: &Position) -> Option<usize> {
    let mut left = position
        .standings
        .iter()
        .filter(|standing| **standing != Standing::Ended);
    let alone = matches!((left.next(), left.next()), (Some(Standing::Ready), None));
    (position.end.is_none() && alone && position.moves.len() == 1).then_some(0)
}

#[cfg(test)]
pub(in crate::play) mod laws;
