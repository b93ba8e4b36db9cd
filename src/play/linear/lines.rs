//! Reads commands from standard input, and prints sentences.

use std::io::{self, BufRead};
use std::sync::Arc;

use anyhow::Result;
use crossbeam_channel::{Receiver, unbounded};

use super::{Command, answer, beginning, help, how_to_follow, parse, refused, state};
use crate::console::Console;
use crate::play::event::{Effect, Event};
use crate::play::keys::Action;
use crate::play::table::{Outcome, Program, Round, Table};
use crate::styled::Glyphs;
use crate::terminal::Size;

/// Wide enough that nothing is cut: sentences are not laid out.
const SIZE: Size = Size {
    columns: 100,
    rows: 100,
};

/// Plays until the input ends, or the player leaves, and returns what came of it.
///
/// # Errors
/// When standard input cannot be read, or standard output cannot be written.
pub fn run(program: Program, console: Console) -> Result<Outcome> {
    let (sender, heard) = unbounded();
    let tell = Arc::new(move |round, event| drop(sender.send((round, event))));
    let mut table = Table::begin(program, SIZE, Glyphs::Ascii, tell);
    wait(&mut table, &heard);
    if let Some(lines) = refused(table.game(), console.glyphs) {
        say(console, lines)?;
        return Ok(table.outcome());
    }
    say(console, beginning(table.game()))?;
    say(console, table.game().note.clone())?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        take_in(&mut table, &heard);
        match parse(&line, table.game()) {
            Ok(Command::Act(Action::Leave)) => break,
            Ok(Command::State) => say(console, state(table.game()))?,
            Ok(Command::Help) => say(console, help())?,
            Ok(command) => {
                let before = table.game().moment().cloned();
                table.obey(command);
                wait(&mut table, &heard);
                if let Some(lines) = refused(table.game(), console.glyphs) {
                    say(console, lines)?;
                    return Ok(table.outcome());
                }
                say(console, answer(table.game(), before.as_ref()))?;
                if command == Command::Act(Action::Hint) {
                    say(console, how_to_follow(table.game()))?;
                }
            }
            Err(what) => say(console, Some(what))?,
        }
    }
    Ok(table.outcome())
}

/// Takes in what has come, until no answer is awaited.
fn wait(table: &mut Table, heard: &Receiver<(Round, Event)>) {
    take_in(table, heard);
    while table.game().is_waiting()
        && let Ok((round, event)) = heard.recv()
    {
        table.hear(round, event);
        take_in(table, heard);
    }
}

fn take_in(table: &mut Table, heard: &Receiver<(Round, Event)>) -> Vec<Effect> {
    let come = heard.try_iter();
    come.flat_map(|(round, event)| table.hear(round, event))
        .collect()
}

fn say(console: Console, lines: impl IntoIterator<Item = String>) -> Result<()> {
    for line in lines {
        console.say_plain(&line)?;
    }
    Ok(())
}
