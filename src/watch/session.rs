//! A session in the terminal: everything that happens comes in through one channel, and what is to be done is done
//! here.

use std::mem;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::WatchError;
use super::event::{Effect, Event};
use super::state::{Explaining, Purpose, State};
use super::view::view;
use super::worker::Worker;
use crate::catalog::Catalog;
use crate::comparison::{Comparison, other_fixes};
use crate::console::Console;
use crate::progress::{Change, Loaded, Progress, Store};
use crate::terminal::{self, Heard, Terminal};
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
#[derive(Debug)]
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
        terminal::read_keys(move |heard| inbox.hear(heard));
        let mut state = State::new(self.catalog.clone(), progress, purpose, terminal::size());
        state.glyphs = self.console.glyphs;
        state.explaining = self.explaining;
        let mut effects = state.start();
        loop {
            // First the screen: what is to be done may take a moment.
            if effects.contains(&Effect::Redraw) {
                terminal.forget();
            }
            let (screen, viewport) = view(&state);
            terminal.draw(screen, state.size)?;
            state.shown(viewport);
            for effect in effects.drain(..) {
                if effect == Effect::Quit {
                    return Ok(End::Quit {
                        at: state.exercise().name.clone(),
                    });
                }
                self.perform(effect, &mut terminal)?;
            }
            match self.next_message() {
                Message::Event(event) => effects = state.step(event),
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

    fn perform(&mut self, effect: Effect, terminal: &mut Terminal) -> std::io::Result<()> {
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
