//! Listening to a terminal: keys, the mouse, its size, signals, and panics of any thread.

use std::io;
use std::thread;

use crossterm::event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Key, Mouse, Size, panics, size_of};

/// Something that is heard.
#[derive(Debug)]
pub enum Heard {
    /// A key was pressed.
    Pressed(Key),
    /// The mouse was used, while it is captured.
    Mouse(Mouse),
    /// The terminal has this size now.
    Resized(Size),
    /// The program continues after it was stopped.
    Continued,
    /// This signal asks the program to end.
    Signal(i32),
    /// A thread has panicked, with this message.
    Crashed(String),
    /// The terminal is gone.
    Lost(io::Error),
}

/// Tells of signals and panics from now on. The threads end with the program.
///
/// # Errors
/// When signals cannot be caught.
pub fn listen(tell: impl Fn(Heard) + Clone + Send + Sync + 'static) -> io::Result<()> {
    let on_panic = tell.clone();
    panics::watch_for(move |message| on_panic(Heard::Crashed(message)));
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            tell(match signal {
                SIGCONT => Heard::Continued,
                signal => Heard::Signal(signal),
            });
        }
    });
    Ok(())
}

/// Reads the terminal from now on, on a thread of its own. It ends with the program: a read cannot be called back.
pub fn read_input(tell: impl Fn(Heard) + Send + 'static) {
    thread::spawn(move || {
        loop {
            match event::read() {
                Ok(event::Event::Key(key)) => {
                    if let Some(key) = Key::of(key) {
                        tell(Heard::Pressed(key));
                    }
                }
                Ok(event::Event::Mouse(mouse)) => {
                    if let Some(mouse) = Mouse::of(mouse) {
                        tell(Heard::Mouse(mouse));
                    }
                }
                Ok(event::Event::Resize(columns, rows)) => {
                    tell(Heard::Resized(size_of(columns, rows)));
                }
                // A paste into the wrong window is no command.
                Ok(_) => {}
                Err(error) => {
                    tell(Heard::Lost(error));
                    return;
                }
            }
        }
    });
}
