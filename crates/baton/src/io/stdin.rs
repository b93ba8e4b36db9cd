//! Standard input: what the process was started with, which is nothing, or a pipe.

use ::std::io::{self, BufRead, BufReader, Lines, Read};
use ::std::panic::Location;

use crate::engine::pipe::NULL;
use crate::engine::{task, turn};
use crate::process::pipe;
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// The pipe without a buffer.
#[derive(Debug)]
struct Raw;

impl Read for Raw {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let number = turn::with_state(|state| state.processes[task::process().index()].streams[0]);
        match number {
            Some(number) if number > NULL => pipe::read(number, buffer, Location::caller()),
            // /dev/null, or whatever a process that is no task has.
            _ => io::Read::read(&mut ::std::io::stdin().lock(), buffer),
        }
    }
}

type Buffer = Option<BufReader<Raw>>;

static STDIN: Mutex<Buffer> = Mutex::new(None);

/// As std's.
#[derive(Debug)]
pub struct Stdin(());

/// As std's.
#[derive(Debug)]
pub struct StdinLock<'a>(MutexGuard<'a, Buffer>);

/// As std's.
pub fn stdin() -> Stdin {
    Stdin(())
}

impl Stdin {
    #[track_caller]
    pub fn lock(&self) -> StdinLock<'static> {
        StdinLock(STDIN.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[track_caller]
    pub fn read_line(&self, line: &mut String) -> io::Result<usize> {
        self.lock().read_line(line)
    }

    #[track_caller]
    pub fn lines(self) -> Lines<StdinLock<'static>> {
        self.lock().lines()
    }
}

impl StdinLock<'_> {
    fn buffer(&mut self) -> &mut BufReader<Raw> {
        self.0.get_or_insert_with(|| BufReader::new(Raw))
    }
}

impl Read for StdinLock<'_> {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.buffer().read(buffer)
    }
}

impl BufRead for StdinLock<'_> {
    #[track_caller]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.buffer().fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.buffer().consume(count);
    }
}

macro_rules! reads {
    ($($name:ty)*) => {$(
        impl Read for $name {
            #[track_caller]
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.lock().read(buffer)
            }

            #[track_caller]
            fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
                self.lock().read_to_end(bytes)
            }

            #[track_caller]
            fn read_to_string(&mut self, text: &mut String) -> io::Result<usize> {
                self.lock().read_to_string(text)
            }
        }
    )*};
}

reads! { Stdin &Stdin }
