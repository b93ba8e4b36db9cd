//! A program in a pseudo-terminal, and its screen. It waits for what is to appear, never for a fixed time.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system,
};
use vt100::{MouseProtocolMode, Parser, Screen};

/// Only a program that hangs takes this long.
const DEADLINE: Duration = Duration::from_secs(60);

/// Every process that a session starts inherits this variable, with the session's own value.
const MARK: &str = "RACELINGS_TEST_SESSION";

/// A program in its terminal.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal can be inspected after the program has ended.
    slave: Option<Box<dyn SlavePty + Send>>,
    /// Reads until no process has the terminal open any more.
    reader: Option<JoinHandle<()>>,
    writer: Box<dyn Write + Send>,
    terminal: Arc<(Mutex<Parser>, Condvar)>,
    mode_before: String,
    mark: String,
}

/// The kit's program with these arguments.
pub fn racelings(arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_racelings"));
    command.args(arguments);
    command.env_remove("NO_COLOR");
    command
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("a terminal has cells")
}

impl Session {
    /// Starts the program in a terminal of 80 columns and 24 rows.
    pub fn start(mut command: CommandBuilder, folder: &Path, temporary: &Path) -> Session {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mark = format!("{}-{}", std::process::id(), temporary.display());
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        command.env("TMPDIR", temporary);
        command.env(MARK, &mark);
        let mode_before = mode(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = Parser::new(cells(24), cells(80), 0);
        let terminal = Arc::new((Mutex::new(parser), Condvar::new()));
        let output = pair.master.try_clone_reader().unwrap();
        let reader = Some(read_into(output, Arc::clone(&terminal)));
        let writer = pair.master.take_writer().unwrap();
        Session {
            child,
            master: pair.master,
            slave: Some(pair.slave),
            reader,
            writer,
            terminal,
            mode_before,
            mark,
        }
    }

    /// Types these bytes.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until all of these texts are on the screen.
    pub fn shows(&self, texts: &[&str]) {
        self.wait(&format!("{texts:?}"), |screen| {
            let contents = screen.contents();
            texts.iter().all(|text| contents.contains(text))
        });
    }

    /// Waits until the screen satisfies the condition.
    pub fn wait(&self, what: &str, is_there: impl Fn(&Screen) -> bool) {
        let start = Instant::now();
        let (parser, changed) = &*self.terminal;
        let mut parser = parser.lock().unwrap();
        while !is_there(parser.screen()) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() {
                let contents = parser.screen().contents();
                drop(parser);
                panic!("waited for {what}, but the screen is:\n{contents}");
            }
            parser = changed.wait_timeout(parser, left).unwrap().0;
        }
    }

    /// Does something with the screen as it is now.
    pub fn screen<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.terminal.0.lock().unwrap().screen())
    }

    /// Clicks on this text, as a terminal reports it (SGR).
    pub fn click(&mut self, text: &str) {
        self.shows(&[text]);
        let contents = self.terminal.0.lock().unwrap().screen().contents();
        let place = contents
            .lines()
            .enumerate()
            .find_map(|(row, line)| Some((row + 1, line[..line.find(text)?].chars().count() + 1)));
        let (row, column) = place.unwrap();
        self.press(&format!(
            "\u{1b}[<0;{column};{row}M\u{1b}[<0;{column};{row}m"
        ));
    }

    /// Turns the wheel one notch down, as a terminal reports it (SGR).
    pub fn wheel_down(&mut self) {
        self.press("\u{1b}[<65;1;1M");
    }

    /// Resizes the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        // Resizes the reader's screen first, so that it has the new size when the program draws for it.
        self.terminal
            .0
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = self.child.process_id().unwrap().try_into().unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Waits for the end; the terminal must be restored, and no process left. Returns the screen.
    pub fn ends(mut self) -> (ExitStatus, String) {
        let status = self.wait_for_child();
        self.is_as_before();
        wait_until("a process is left", || {
            processes_with(&self.mark).is_empty()
        });
        self.slave = None;
        self.reader.take().map(JoinHandle::join);
        let contents = self.terminal.0.lock().unwrap().screen().contents();
        (status, contents)
    }

    fn wait_for_child(&mut self) -> ExitStatus {
        let mut status = None;
        wait_until("the program does not end", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// Waits until the terminal is as it was before the program started.
    pub fn is_as_before(&self) {
        self.wait("the shell's screen", |screen| {
            let is_ours = screen.alternate_screen() || screen.bracketed_paste();
            !is_ours && !screen.hide_cursor() && !has_mouse(screen)
        });
        wait_until("the terminal's mode is another one", || {
            mode(&*self.master) == self.mode_before
        });
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A test that fails must not leave its program behind.
        let _ = self.child.kill();
    }
}

/// Whether the program is told of clicks.
pub fn has_mouse(screen: &Screen) -> bool {
    screen.mouse_protocol_mode() != MouseProtocolMode::None
}

fn read_into(
    mut reader: Box<dyn Read + Send>,
    terminal: Arc<(Mutex<Parser>, Condvar)>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            terminal.0.lock().unwrap().process(&buffer[..count]);
            terminal.1.notify_all();
        }
    })
}

/// Waits for a condition that is not about the screen.
pub fn wait_until(otherwise: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < DEADLINE, "{otherwise}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// All modes of the terminal (raw, echoing, …), as text.
fn mode(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has a mode"))
}

/// The processes of a session, in whatever session or group they are now.
fn processes_with(mark: &str) -> Vec<String> {
    let mark = format!("{MARK}={mark}");
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter(|process| {
            fs::read(process.path().join("environ")).is_ok_and(|variables| {
                variables
                    .split(|&byte| byte == 0)
                    .any(|variable| variable == mark.as_bytes())
            })
        })
        .map(|process| process.file_name().to_string_lossy().into_owned())
        .collect()
}
