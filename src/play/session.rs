//! A game in the terminal: everything that happens comes in through one channel, and what is to be done is done here.

use std::io;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::event::{Effect, Event};
use super::table::{Outcome, Program, Round, Table};
use super::view::{View, view};
use crate::console::Console;
use crate::terminal::{self, Capture, Heard, Terminal};

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
    OfGame(Round, Event),
    Heard(Heard),
}

/// Plays in the terminal until the player leaves, and returns what came of it. The terminal is then as before.
///
/// # Errors
/// [`PlayError::NoTerminal`] before anything is done; the others after the terminal was put back.
pub fn run(program: Program, console: Console) -> Result<Outcome, PlayError> {
    if !terminal::is_there() {
        return Err(PlayError::NoTerminal);
    }
    let (outcome, signal) = play(program, console)?;
    if let Some(signal) = signal {
        // So that the shell sees it. Where the system refuses, the program ends as usual.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    Ok(outcome)
}

/// Plays until the player leaves, or a signal asks for it.
fn play(program: Program, console: Console) -> Result<(Outcome, Option<i32>), PlayError> {
    let (sender, messages): (Sender<Message>, Receiver<Message>) = unbounded();
    let hearing = sender.clone();
    // After the end of the session no thread listens, and nothing is lost.
    let hear = move |heard| drop(hearing.send(Message::Heard(heard)));
    terminal::listen(hear.clone())?;
    let mut terminal = Terminal::take(console.writer)?;
    terminal::read_input(hear);
    let tell = Arc::new(move |round, event| drop(sender.send(Message::OfGame(round, event))));
    let mut table = Table::begin(program, terminal::size(), console.glyphs, tell);
    let mut effects = Vec::new();
    loop {
        if effects.contains(&Effect::Redraw) {
            terminal.forget();
        }
        show(&mut table, &mut terminal)?;
        for effect in effects.drain(..) {
            match effect {
                Effect::Leave => return Ok((table.outcome(), None)),
                Effect::Suspend => {
                    terminal.suspend()?;
                    table.step(Event::Resized(terminal::size()));
                }
                Effect::Redraw | Effect::Ask(..) | Effect::Anew(_) => {}
            }
        }
        let Ok(message) = messages.recv() else {
            return Ok((table.outcome(), None));
        };
        effects = match message {
            Message::OfGame(round, event) => table.hear(round, event),
            Message::Heard(Heard::Pressed(key)) => table.step(Event::Pressed(key)),
            Message::Heard(Heard::Mouse(mouse)) => table.step(Event::Mouse(mouse)),
            Message::Heard(Heard::Resized(size)) => table.step(Event::Resized(size)),
            Message::Heard(Heard::Continued) => table.step(Event::Continued),
            Message::Heard(Heard::Signal(signal)) => return Ok((table.outcome(), Some(signal))),
            Message::Heard(Heard::Crashed(message)) => return Err(PlayError::Crashed(message)),
            Message::Heard(Heard::Lost(error)) => return Err(error.into()),
        };
    }
}

/// Draws the game. The mouse is the game's as long as it is shown.
///
/// # Errors
/// When the terminal is gone.
pub fn show(table: &mut Table, terminal: &mut Terminal) -> io::Result<()> {
    let game = table.game_mut();
    let View {
        screen,
        viewport,
        regions,
    } = view(game);
    terminal.capture_mouse(Capture::Program)?;
    terminal.draw(screen, game.size)?;
    game.shown(viewport, regions);
    Ok(())
}
