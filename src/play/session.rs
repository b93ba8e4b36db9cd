//! A game in the terminal: everything that happens comes in through one channel, and what is to be done is done here.

use std::io;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::event::{Effect, Event};
use super::game::Game;
use super::referee::{Open, Referee, Start};
use super::view::view;
use crate::check::playable::Wish;
use crate::console::Console;
use crate::terminal::{self, Heard, Terminal};

/// Where games come from.
pub struct Table {
    /// What is played, as the player knows it.
    pub name: String,
    /// What compiles it, as it is now.
    pub open: Box<dyn Fn(Wish) -> Open + Send>,
    /// Under what.
    pub wish: Wish,
    /// Where the game begins.
    pub start: Start,
}

/// Why a game cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// Standard input or output is a pipe or a file.
    #[error(
        "this needs a terminal: it reads keys and draws on the screen. With --linear it reads lines and prints sentences."
    )]
    NoTerminal,
    /// The terminal was there, but could not be used.
    #[error("the terminal cannot be used: {0}.")]
    Terminal(#[from] io::Error),
    /// A part of the program has panicked: a bug of ours. The message was printed when it happened.
    #[error("{0}")]
    Crashed(String),
}

enum Message {
    Event(Event),
    Heard(Heard),
}

/// Plays in the terminal until the player leaves. The terminal is then as before.
///
/// # Errors
/// [`PlayError::NoTerminal`] before anything is done; the others after the terminal was put back.
pub fn run(table: &Table, console: Console) -> Result<(), PlayError> {
    if !terminal::is_there() {
        return Err(PlayError::NoTerminal);
    }
    if let Some(signal) = play(table, console)? {
        // So that the shell sees it. Where the system refuses, the program ends as usual.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    Ok(())
}

/// Plays until the player leaves, or a signal asks for it.
fn play(table: &Table, console: Console) -> Result<Option<i32>, PlayError> {
    let (sender, messages): (Sender<Message>, Receiver<Message>) = unbounded();
    let hear = {
        let sender = sender.clone();
        move |heard| {
            // After the end of the session no thread listens, and nothing is lost.
            let _ = sender.send(Message::Heard(heard));
        }
    };
    terminal::listen(hear.clone())?;
    let mut terminal = Terminal::take(console.writer)?;
    terminal::read_keys(hear);
    let begin = |wish: Wish, start: Start| {
        let sender = sender.clone();
        let tell = move |event| {
            let _ = sender.send(Message::Event(event));
        };
        Referee::start((table.open)(wish), start, tell)
    };
    let mut referee = begin(table.wish, table.start.clone());
    let mut game = Game::new(&table.name, table.wish, terminal::size(), console.glyphs);
    let mut effects = Vec::new();
    loop {
        if effects.contains(&Effect::Redraw) {
            terminal.forget();
        }
        let (screen, viewport) = view(&game);
        terminal.draw(screen, game.size)?;
        game.shown(viewport);
        for effect in effects.drain(..) {
            match effect {
                Effect::Leave => return Ok(None),
                Effect::Ask(number, question) => referee.ask(number, question),
                Effect::Anew(wish) => {
                    drop(referee);
                    while messages.try_recv().is_ok() {}
                    referee = begin(wish, table.start.anew(wish));
                    game = Game::new(&table.name, wish, terminal::size(), console.glyphs);
                }
                Effect::Suspend => {
                    terminal.suspend()?;
                    let size = terminal::size();
                    let _ = sender.send(Message::Event(Event::Resized(size)));
                }
                Effect::Redraw => {}
            }
        }
        let message = messages.recv().expect("the session itself holds a sender");
        effects = match message {
            Message::Event(event) => game.step(event),
            Message::Heard(Heard::Pressed(key)) => game.step(Event::Pressed(key)),
            Message::Heard(Heard::Resized(size)) => game.step(Event::Resized(size)),
            Message::Heard(Heard::Continued) => game.step(Event::Continued),
            Message::Heard(Heard::Signal(signal)) => return Ok(Some(signal)),
            Message::Heard(Heard::Crashed(message)) => return Err(PlayError::Crashed(message)),
            Message::Heard(Heard::Lost(error)) => return Err(error.into()),
        };
    }
}
