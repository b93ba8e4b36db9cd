//! A session in the terminal: everything that happens comes in through one channel, and what is to be done is done
//! here.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::WatchError;
use super::event::{Effect, Event};
use super::state::{Purpose, State};
use super::view::view;
use super::worker::Worker;
use crate::catalog::Catalog;
use crate::comparison::{Comparison, other_fixes};
use crate::console::Console;
use crate::play::{self, Program, Round, Table};
use crate::progress::{Change, Loaded, Progress, Store};
use crate::report::Explaining;
use crate::terminal::{self, Capture, Heard, Key, Mouse, Terminal};
use crate::{learner, reset};

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The learner quit, and was at this exercise.
    Quit {
        /// Its name.
        at: String,
    },
    /// This signal asked for it.
    Signal(i32),
}

/// What comes through the channel.
#[derive(Debug)]
enum Message {
    Event(Event),
    /// Something that a referee says.
    OfGame(Round, play::Event),
    /// The mouse was used in a game.
    Mouse(Mouse),
    Signal(i32),
    Crashed(String),
    Lost(std::io::Error),
}

/// The way into a session, from any thread.
#[derive(Debug, Clone)]
pub struct Inbox(Sender<Message>);

impl Inbox {
    /// Sends the session what happened.
    pub fn tell(&self, event: Event) {
        self.send(Message::Event(event));
    }

    fn hear(&self, heard: Heard) {
        self.send(match heard {
            Heard::Pressed(key) => Message::Event(Event::Pressed(key)),
            Heard::Mouse(mouse) => Message::Mouse(mouse),
            Heard::Resized(size) => Message::Event(Event::Resized(size)),
            Heard::Continued => Message::Event(Event::Continued),
            Heard::Signal(signal) => Message::Signal(signal),
            Heard::Crashed(message) => Message::Crashed(message),
            Heard::Lost(error) => Message::Lost(error),
        });
    }

    fn send(&self, message: Message) {
        // After the end of the session no thread listens, and nothing is lost.
        let _ = self.0.send(message);
    }
}

/// A session, not yet on the screen.
pub struct Session {
    catalog: Catalog,
    console: Console,
    explaining: Explaining,
    store: Store,
    /// Changes that could not be kept yet; the next attempt takes them along.
    unkept: Vec<Change>,
    inbox: Inbox,
    messages: Receiver<Message>,
    worker: Option<Worker>,
    /// This program itself, from which games are refereed.
    kit: PathBuf,
    /// The game that is played, if there is one. It has the screen and the keys; all else goes on as before.
    table: Option<Table>,
}

impl Session {
    /// A session over these exercises.
    pub fn new(catalog: Catalog, console: Console) -> Session {
        let (sender, messages) = unbounded();
        let store = Store::of(&catalog.root);
        let inbox = Inbox(sender);
        Session {
            catalog,
            console,
            explaining: Explaining::WhenAsked,
            store,
            unkept: Vec::new(),
            inbox,
            messages,
            worker: None,
            kit: PathBuf::new(),
            table: None,
        }
    }

    /// The way in.
    pub fn inbox(&self) -> Inbox {
        self.inbox.clone()
    }

    /// Draws the failures of starters as early as this.
    pub fn explain(&mut self, explaining: Explaining) {
        self.explaining = explaining;
    }

    /// Has this worker make the checks.
    pub fn employ(&mut self, worker: Worker) {
        self.worker = Some(worker);
    }

    /// Has games refereed from this program, which is the kit itself.
    pub fn referee_from(&mut self, kit: &Path) {
        self.kit = kit.to_owned();
    }

    /// Takes the terminal and stays there until the learner or a signal ends it. The terminal is then as before.
    ///
    /// # Errors
    /// When the terminal is gone, or a part of the program has panicked.
    pub fn run(mut self, purpose: Purpose) -> Result<End, WatchError> {
        let inbox = self.inbox();
        terminal::listen(move |heard| inbox.hear(heard))?;
        let progress = self.load();
        let mut terminal = Terminal::take(self.console.writer)?;
        let inbox = self.inbox();
        terminal::read_input(move |heard| inbox.hear(heard));
        let mut state = State::new(self.catalog.clone(), progress, purpose, terminal::size());
        state.glyphs = self.console.glyphs;
        state.form = self.console.form;
        state.explaining = self.explaining;
        let mut effects = state.start();
        loop {
            // First the screen: what is to be done may take a moment.
            if effects.contains(&Effect::Redraw) {
                terminal.forget();
            }
            match &mut self.table {
                Some(table) => play::show(table, &mut terminal)?,
                None => {
                    let (screen, viewport) = view(&state);
                    terminal.capture_mouse(Capture::Terminal)?;
                    terminal.draw(screen, state.size)?;
                    state.shown(viewport);
                }
            }
            for effect in effects.drain(..) {
                if effect == Effect::Quit {
                    return Ok(End::Quit {
                        at: state.exercise().name.clone(),
                    });
                }
                self.perform(effect, &state, &mut terminal)?;
            }
            match self.next_message() {
                Message::Event(event) => {
                    let at = state.exercise_number();
                    let rest = self.at_the_table(event, at, &mut terminal)?;
                    effects = rest.map_or_else(Vec::new, |event| state.step(event));
                }
                Message::OfGame(round, event) => {
                    let heard = self.table.as_mut().map(|table| table.hear(round, event));
                    self.done_at_the_table(heard.unwrap_or_default(), &mut terminal)?;
                }
                Message::Mouse(mouse) => {
                    let event = play::Event::Mouse(mouse);
                    let used = self.table.as_mut().map(|table| table.step(event));
                    self.done_at_the_table(used.unwrap_or_default(), &mut terminal)?;
                }
                Message::Signal(signal) => return Ok(End::Signal(signal)),
                Message::Crashed(message) => return Err(WatchError::Crashed(message)),
                Message::Lost(error) => return Err(error.into()),
            }
        }
    }

    fn next_message(&self) -> Message {
        let message = self.messages.recv();
        message.expect("the session itself holds a sender, so the channel stays open")
    }

    /// The progress; a problem with it is shown on the screen.
    fn load(&self) -> Progress {
        let loaded = self.store.load().unwrap_or_else(Loaded::nothing);
        if let Some(notice) = loaded.notice {
            self.inbox.tell(Event::Notice(notice));
        }
        if let Some(notice) = learner::notice(&self.catalog) {
            self.inbox.tell(Event::Notice(notice));
        }
        loaded.progress
    }

    fn perform(
        &mut self,
        effect: Effect,
        state: &State,
        terminal: &mut Terminal,
    ) -> std::io::Result<()> {
        match effect {
            Effect::Check {
                generation,
                exercise,
            } => {
                let exercise = self.catalog.exercises[exercise].clone();
                if let Some(worker) = &mut self.worker {
                    worker.check(generation, exercise);
                }
            }
            Effect::Cancel => {
                if let Some(worker) = &self.worker {
                    worker.cancel();
                }
            }
            Effect::Keep(changes) => self.keep(changes),
            Effect::Reset(exercise) => {
                let outcome = reset::reset(&self.catalog, &self.catalog.exercises[exercise])
                    .map(|reset| reset.backup)
                    .map_err(|error| error.to_string());
                self.inbox.tell(Event::WasReset { exercise, outcome });
            }
            Effect::Compare(exercise) => {
                let comparison = Comparison::read(&self.catalog, &self.catalog.exercises[exercise]);
                let comparison = comparison.map_err(|error| error.to_string());
                self.inbox.tell(Event::Compared(comparison));
            }
            Effect::Play(exercise) => {
                let exercise = &self.catalog.exercises[exercise];
                let program = Program::of_exercise(exercise, &self.catalog.root, &self.kit);
                let inbox = self.inbox();
                let tell = move |round, event| inbox.send(Message::OfGame(round, event));
                let (size, glyphs) = (state.size, state.glyphs);
                self.table = Some(Table::begin(program, size, glyphs, Arc::new(tell)));
            }
            Effect::WritePage(exercise) => {
                let exercise = self.catalog.exercises[exercise].clone();
                if let (Some(worker), Some(checked)) = (&mut self.worker, &state.verdict) {
                    // As on the screen.
                    let explaining = match state.prediction() {
                        Some(_) => Explaining::WhenAsked,
                        None => Explaining::Always,
                    };
                    worker.write_page(exercise, Box::new(checked.clone()), explaining);
                }
            }
            Effect::ReadOtherFixes(exercise) => {
                let of = &self.catalog.exercises[exercise];
                let fixes = other_fixes(&self.catalog.root, of);
                self.inbox.tell(Event::OtherFixes { exercise, fixes });
            }
            Effect::Suspend => {
                terminal.suspend()?;
                self.inbox.tell(Event::Resized(terminal::size()));
            }
            Effect::Redraw | Effect::Quit => {}
        }
        Ok(())
    }

    /// Hands an event to the game, if one is played. What is left is for the exercise `at` which the learner is.
    fn at_the_table(
        &mut self,
        event: Event,
        at: usize,
        terminal: &mut Terminal,
    ) -> std::io::Result<Option<Event>> {
        let Some(table) = &mut self.table else {
            return Ok(Some(event));
        };
        let (of_game, rest) = match event {
            // From everywhere.
            Event::Pressed(Key::Interrupt) => (None, Some(event)),
            Event::Pressed(key) => (Some(play::Event::Pressed(key)), None),
            Event::Resized(size) => (Some(play::Event::Resized(size)), Some(event)),
            Event::Saved(ref saved) if saved.contains(&at) => {
                (Some(play::Event::Saved), Some(event))
            }
            other => (None, Some(other)),
        };
        let effects = of_game.map(|event| table.step(event));
        self.done_at_the_table(effects.unwrap_or_default(), terminal)?;
        Ok(rest)
    }

    /// Does what a game wants.
    fn done_at_the_table(
        &mut self,
        effects: Vec<play::Effect>,
        terminal: &mut Terminal,
    ) -> std::io::Result<()> {
        for effect in effects {
            match effect {
                play::Effect::Leave => self.table = None,
                play::Effect::Suspend => {
                    terminal.suspend()?;
                    self.inbox.tell(Event::Resized(terminal::size()));
                }
                play::Effect::Redraw => terminal.forget(),
                play::Effect::Ask(..) | play::Effect::Anew(_) => {}
            }
        }
        Ok(())
    }

    fn keep(&mut self, changes: Vec<Change>) {
        // It is reported once that they cannot be kept.
        let is_told = !self.unkept.is_empty();
        self.unkept.extend(changes);
        let notice = match self.store.update(&self.unkept) {
            Ok(Loaded { progress, notice }) => {
                let kept = mem::take(&mut self.unkept);
                self.inbox.tell(Event::Kept(progress));
                let handed_out = learner::hand_out(&self.catalog, &kept);
                notice.or(handed_out.err().map(|error| error.to_string()))
            }
            Err(error) => (!is_told).then(|| error.to_string()),
        };
        if let Some(notice) = notice {
            self.inbox.tell(Event::Notice(notice));
        }
    }
}
