//! The streams between a process and the one that started it.
//!
//! Between processes of the execution the bytes lie in a file. Reading waits for the other process's end and then finds
//! all it wrote; so two processes that answer each other line by line do not get on here. Nothing can be written to a
//! process: it would read on, as if there were nothing more to come, before that is there.

use ::std::fs::File;
use ::std::io::{self, Read, Write};
use ::std::panic::Location;

use crate::engine::sandbox;
use crate::engine::state::{Caller, Intent};
use crate::engine::turn;
use crate::engine::unsupported;
use crate::protocol::{ObjectId, Op};

/// What a process reads from.
#[derive(Debug)]
pub struct ChildStdin(Writer);

#[derive(Debug)]
enum Writer {
    Ours,
    Real(::std::process::ChildStdin),
}

impl ChildStdin {
    pub(super) fn ours() -> Self {
        Self(Writer::Ours)
    }

    pub(super) fn real(real: ::std::process::ChildStdin) -> Self {
        Self(Writer::Real(real))
    }
}

impl Write for ChildStdin {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Writer::Ours => {
                unsupported::stop(
                    "writing to a process's standard input (`ChildStdin`)",
                    Location::caller(),
                );
                Err(io::ErrorKind::Unsupported.into())
            }
            Writer::Real(real) => real.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file that a process wrote to, and how far it has been read.
#[derive(Debug)]
struct Reader {
    pipe: u32,
    process: u8,
    object: ObjectId,
    file: Option<File>,
}

impl Reader {
    #[inline(never)]
    fn read(&mut self, buffer: &mut [u8], place: Caller) -> io::Result<usize> {
        if self.file.is_none() {
            let argument = u64::from(self.process);
            drop(turn::take(Intent {
                argument,
                ..Intent::new(Op::PipeRead, self.object, place)
            }));
            // A process that died before it began made no file.
            self.file = File::open(sandbox::pipe_path(self.pipe)).ok();
        }
        self.file.as_mut().map_or(Ok(0), |file| file.read(buffer))
    }
}

macro_rules! read_ends {
    ($($name:ident)*) => {$(
        /// What a process writes to.
        #[derive(Debug)]
        pub struct $name(Result<Reader, ::std::process::$name>);

        impl $name {
            pub(super) fn of(pipe: u32, process: u8, object: ObjectId) -> Self {
                Self(Ok(Reader { pipe, process, object, file: None }))
            }

            pub(super) fn real(real: ::std::process::$name) -> Self {
                Self(Err(real))
            }
        }

        impl Read for $name {
            #[track_caller]
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                match &mut self.0 {
                    Ok(reader) => reader.read(buffer, Location::caller()),
                    Err(real) => real.read(buffer),
                }
            }
        }
    )*};
}

read_ends! { ChildStdout ChildStderr }
