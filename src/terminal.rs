//! The terminal: raw mode and the alternate screen, frames without flicker, and everything as before at the end.

mod binding;
mod key;
mod listening;
mod mouse;
pub mod panics;
mod screen;

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{Command, terminal};
use rustix::process::{Signal, kill_current_process_group};

use crate::styled::{Line, Writer};

pub use binding::Binding;
pub use key::Key;
pub use listening::{Heard, listen, read_input};
pub use mouse::{Capture, Mouse, Region};
pub use screen::{KeyLine, Screen, Size, Viewport, fitting_keys};

/// Whether the terminal is ours at the moment. A process has one terminal, and a panic must find it from any thread.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Where a terminal does not say how large it is.
const USUAL: Size = Size {
    columns: 80,
    rows: 24,
};

/// The terminal, taken from the shell until this is dropped.
#[derive(Debug)]
pub struct Terminal {
    screen: File,
    writer: Writer,
    shown: Option<Screen>,
    mouse: Capture,
}

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or the system refuses.
    pub fn take(writer: Writer) -> io::Result<Terminal> {
        if !is_there() {
            return Err(io::Error::other("standard input or output is no terminal"));
        }
        // A file of our own: a frame is one write, and no lock is held that a panic could wait for.
        let screen = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut terminal = Terminal {
            screen,
            writer,
            shown: None,
            mouse: Capture::Terminal,
        };
        terminal.enter()?;
        Ok(terminal)
    }

    /// Draws the screen: only the lines that have changed, all in one write.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, screen: Screen, size: Size) -> io::Result<()> {
        if self.shown.as_ref() == Some(&screen) || !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        let frame = frame(self.shown.as_ref(), &screen, size, self.writer);
        self.shown = Some(screen);
        self.screen.write_all(frame.as_bytes())?;
        self.screen.flush()
    }

    /// Says whose the mouse is from now on, until the terminal is given back.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn capture_mouse(&mut self, mouse: Capture) -> io::Result<()> {
        if self.mouse == mouse || !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.mouse = mouse;
        self.screen.write_all(match mouse {
            Capture::Program => mouse::CAPTURE.as_bytes(),
            Capture::Terminal => mouse::RELEASE.as_bytes(),
        })
    }

    /// Forgets what is shown, so that the next frame draws every line.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Restores the terminal and stops the program, as Ctrl-Z does; takes it again when the program continues.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        self.mouse = Capture::Terminal;
        // The whole group: a `cargo run` above us has to stop too, or the shell would keep waiting for it.
        let _ = kill_current_process_group(Signal::TSTP);
        self.forget();
        self.enter()
    }

    fn enter(&mut self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut codes = String::new();
        push(&mut codes, EnterAlternateScreen);
        push(&mut codes, EnableBracketedPaste);
        push(&mut codes, DisableLineWrap);
        push(&mut codes, Hide);
        self.screen.write_all(codes.as_bytes())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether there is a terminal to read keys from and to draw on.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The terminal's size.
pub fn size() -> Size {
    let (columns, rows) = terminal::size().unwrap_or((0, 0));
    size_of(columns, rows)
}

/// A size as the terminal reports it; zero means that it does not know.
pub fn size_of(columns: u16, rows: u16) -> Size {
    if columns == 0 || rows == 0 {
        return USUAL;
    }
    Size {
        columns: columns.into(),
        rows: rows.into(),
    }
}

/// Puts the terminal back as it was, if it is taken. Can be called from any thread, and again.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut codes = String::from("\u{1b}[0m");
    codes.push_str(mouse::RELEASE);
    push(&mut codes, EndSynchronizedUpdate);
    push(&mut codes, EnableLineWrap);
    push(&mut codes, DisableBracketedPaste);
    push(&mut codes, Show);
    push(&mut codes, LeaveAlternateScreen);
    // When the terminal is gone, there is no place for an error.
    if let Ok(screen) = io::stdout().as_fd().try_clone_to_owned() {
        let _ = File::from(screen).write_all(codes.as_bytes());
    }
    let _ = terminal::disable_raw_mode();
}

fn push(codes: &mut String, command: impl Command) {
    // A string takes everything.
    let _ = command.write_ansi(codes);
}

/// The codes that turn one screen into the other.
fn frame(before: Option<&Screen>, screen: &Screen, size: Size, writer: Writer) -> String {
    let mut codes = String::new();
    push(&mut codes, BeginSynchronizedUpdate);
    if before.is_none() {
        push(&mut codes, Clear(ClearType::All));
    }
    let before = before.map_or(&[][..], |before| before.lines.as_slice());
    let none = Line::new();
    for row in 0..screen.lines.len().max(before.len()).min(size.rows) {
        let line = screen.lines.get(row).unwrap_or(&none);
        if before.get(row).is_some_and(|before| before == line) {
            continue;
        }
        push(
            &mut codes,
            MoveTo(0, u16::try_from(row).unwrap_or(u16::MAX)),
        );
        codes.push_str(&writer.line(line));
        // After a full line the cursor is still on its last cell: clearing from there would eat it.
        if line.width() < size.columns {
            push(&mut codes, Clear(ClearType::UntilNewLine));
        }
    }
    push(&mut codes, EndSynchronizedUpdate);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::styled::Role;

    fn screen(lines: &[&str]) -> Screen {
        Screen {
            lines: lines
                .iter()
                .map(|line| Line::of(Role::Plain, line))
                .collect(),
        }
    }

    fn on_terminal(screens: &[Screen], size: Size) -> String {
        let (rows, columns) = (size.rows as u16, size.columns as u16);
        let mut parser =
            vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        let mut before = None;
        for screen in screens {
            parser.process(frame(before, screen, size, Writer::Terminal).as_bytes());
            before = Some(screen);
        }
        parser.screen().contents()
    }

    #[test]
    fn a_frame_leaves_nothing_of_the_one_before() {
        let size = Size {
            columns: 6,
            rows: 3,
        };
        let screens = [
            screen(&["abcdef", "ghijkl", "mnopqr"]),
            screen(&["abc", "ghijkl"]),
            screen(&["abc", "日本語", "full l"]),
        ];
        assert_eq!(on_terminal(&screens[..1], size), "abcdef\nghijkl\nmnopqr");
        assert_eq!(on_terminal(&screens[..2], size), "abc\nghijkl");
        assert_eq!(on_terminal(&screens, size), "abc\n日本語\nfull l");
    }

    #[test]
    fn lines_that_stay_are_not_written_again() {
        let size = Size {
            columns: 20,
            rows: 3,
        };
        let codes = frame(
            Some(&screen(&["same", "old"])),
            &screen(&["same", "new"]),
            size,
            Writer::Plain,
        );
        assert!(
            codes.contains("new") && !codes.contains("same"),
            "{codes:?}"
        );
    }

    #[test]
    fn a_terminal_that_does_not_know_its_size_has_the_usual_one() {
        assert_eq!(size_of(0, 0), USUAL);
        assert_eq!(
            size_of(1, 1),
            Size {
                columns: 1,
                rows: 1
            }
        );
    }
}
