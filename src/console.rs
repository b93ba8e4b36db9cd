//! Where a command writes.

use std::env;
use std::io::{self, IsTerminal, Write};

use anyhow::{Context, Result};
use baton::client::stdout;

use crate::styled::{Columns, Form, Glyphs, Look, Role, Text, Writer, printable};

/// Standard output, and how texts look there.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// What the roles of a text become.
    pub writer: Writer,
    /// The signs to draw with.
    pub glyphs: Glyphs,
    /// How interleavings are shown.
    pub form: Form,
}

impl Console {
    /// How texts are made now; the terminal's width can change.
    pub fn look(self) -> Look {
        Look {
            width: match self.form {
                Form::Drawing => width(),
                Form::Sentences => WIDEST,
            },
            glyphs: self.glyphs,
            form: self.form,
        }
    }

    /// Prints lines without roles.
    ///
    /// # Errors
    /// As [`print`].
    pub fn say_plain(self, lines: &str) -> Result<()> {
        self.say(&Text::of(Role::Plain, lines))
    }

    /// Prints a text for people.
    ///
    /// # Errors
    /// As [`print`].
    pub fn say(self, text: &Text) -> Result<()> {
        print(&self.writer.text(text))
    }
}

/// No text is laid out for a wider terminal, and sentences for a screen reader, which stops at each line, are folded only here.
const WIDEST: Columns = Columns(400);

/// The width of the terminal; if there is none, `COLUMNS`, or else 80.
fn width() -> Columns {
    let columns = match io::stdout().is_terminal() {
        true => crossterm::terminal::size()
            .ok()
            .map(|(columns, _)| usize::from(columns)),
        false => env::var("COLUMNS").ok().and_then(|text| text.parse().ok()),
    };
    Columns(columns.unwrap_or(80).clamp(20, WIDEST.0))
}

/// Prints a note on standard error, beside what the command prints.
pub fn note(text: &str) {
    eprintln!("note: {}", printable(text));
}

/// Checks that standard output was not closed when this process started (`>&-`).
///
/// # Errors
/// When it was.
pub fn is_open() -> io::Result<()> {
    match stdout::was_closed() {
        true => Err(io::Error::other("it is closed")),
        false => Ok(()),
    }
}

/// Prints unchanged on standard output. A reader that has closed the pipe (`| head`) is no error.
///
/// # Errors
/// When it cannot be written, for example to a full disk, or because it is closed.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    let written = is_open()
        .and_then(|()| out.write_all(text.as_bytes()))
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(()),
    }
}
