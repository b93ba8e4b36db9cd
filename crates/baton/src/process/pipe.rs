//! The streams between a process and the one that started it: each read and each write one step, as pipe(7) says.

use ::std::fs::{File, OpenOptions};
use ::std::io::{self, Read, Write};
use ::std::os::fd::{AsFd, AsRawFd, BorrowedFd, IntoRawFd, OwnedFd, RawFd};
use ::std::os::unix::fs::FileExt;
use ::std::panic::Location;

use crate::engine::pipe::PipeEnd;
use crate::engine::state::{Caller, Intent};
use crate::engine::{frames, integer, sandbox, turn, unsupported};
use protocol::Op;

/// One step: waits until there is something to read, or never will be.
#[inline(never)]
pub(crate) fn read(pipe: u32, buffer: &mut [u8], place: Caller) -> io::Result<usize> {
    let object = turn::with_state(|state| {
        (
            state.pipe_object(pipe),
            state.process_at(pipe, PipeEnd::Writing),
        )
    });
    let Some((object, second)) = object.filter(|_| !buffer.is_empty()) else {
        return Ok(0);
    };
    let Some(mut turn) = turn::take(Intent {
        second,
        argument: u64::from(pipe),
        ..Intent::new(Op::PipeRead, object, place)
    }) else {
        return Ok(0);
    };
    let found = turn.pipe(pipe).map(|pipe| pipe.take(buffer.len() as u64));
    let (from, count) = found.unwrap_or_default();
    turn.read(count);
    if count > 0 {
        let file = File::open(sandbox::pipe_path(pipe))?;
        let read = &mut buffer[..count as usize];
        file.read_exact_at(read, from)?;
        return Ok(integer::raise_digit(&mut turn, read));
    }
    Ok(0)
}

/// One step: waits for room. How many bytes were written.
///
/// # Errors
/// `BrokenPipe` where no process can read them any more.
#[inline(never)]
pub(crate) fn write(pipe: u32, bytes: &[u8], place: Caller) -> io::Result<usize> {
    let known = turn::with_state(|state| {
        (
            state.pipe_object(pipe),
            state.process_at(pipe, PipeEnd::Reading),
        )
    });
    let Some((object, second)) = known.filter(|_| !bytes.is_empty()) else {
        return Ok(0);
    };
    let wanted = bytes.len() as u64;
    let Some(mut turn) = turn::take(Intent {
        second,
        argument: u64::from(pipe) | wanted << u32::BITS,
        ..Intent::new(Op::PipeWrite, object, place)
    }) else {
        return Ok(bytes.len());
    };
    if !turn.is_open(pipe, PipeEnd::Reading) {
        turn.failed();
        return Err(io::Error::from_raw_os_error(libc::EPIPE));
    }
    let count = turn.room(pipe, wanted);
    turn.written(count);
    if let Some(pipe) = turn.pipe(pipe) {
        pipe.wrote(count);
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(sandbox::pipe_path(pipe))?;
    file.write_all(&bytes[..count as usize])?;
    Ok(count as usize)
}

/// An end of a pipe in the program's hands. Dropping it closes it: a step where the other end can notice.
#[derive(Debug)]
pub(super) struct Handle {
    pub(super) pipe: u32,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Reading,
    Writing,
}

impl Drop for Handle {
    #[inline(never)]
    fn drop(&mut self) {
        let other = match self.end {
            End::Reading => PipeEnd::Writing,
            End::Writing => PipeEnd::Reading,
        };
        let noticed = turn::with_state(|state| {
            let open = state.is_open(self.pipe, other);
            (open, state.pipe_object(self.pipe))
        });
        let Some((true, object)) = noticed else {
            return;
        };
        let closed = turn::take(Intent {
            frames: frames::frames_from(frames::frame_pointer()),
            ..Intent::bare(Op::PipeClose, object)
        });
        if let Some(mut turn) = closed
            && let Some(pipe) = turn.pipe(self.pipe)
        {
            pipe.let_go();
        }
    }
}

/// A pipe between processes of the execution, or what another program has.
#[derive(Debug)]
pub(super) enum Way<R> {
    Ours(Handle),
    Real(R),
}

macro_rules! ends {
    ($($(#[$note:meta])* $name:ident $end:ident;)*) => {$(
        $(#[$note])*
        #[derive(Debug)]
        pub struct $name(pub(super) Way<::std::process::$name>);

        impl $name {
            pub(super) fn of(pipe: u32) -> Self {
                Self(Way::Ours(Handle { pipe, end: End::$end }))
            }

            pub(super) fn real(real: ::std::process::$name) -> Self {
                Self(Way::Real(real))
            }

            #[track_caller]
            fn without_descriptor(&self) -> ! {
                let what = concat!("the descriptor of a `", stringify!($name), "`");
                unsupported::leave(what, Location::caller())
            }
        }

        impl AsFd for $name {
            #[track_caller]
            fn as_fd(&self) -> BorrowedFd<'_> {
                match &self.0 {
                    Way::Ours(_) => self.without_descriptor(),
                    Way::Real(real) => real.as_fd(),
                }
            }
        }

        impl AsRawFd for $name {
            #[track_caller]
            fn as_raw_fd(&self) -> RawFd {
                self.as_fd().as_raw_fd()
            }
        }

        impl IntoRawFd for $name {
            #[track_caller]
            fn into_raw_fd(self) -> RawFd {
                OwnedFd::from(self).into_raw_fd()
            }
        }

        impl From<$name> for OwnedFd {
            #[track_caller]
            fn from(end: $name) -> OwnedFd {
                match end.0 {
                    Way::Ours(_) => end.without_descriptor(),
                    Way::Real(real) => real.into(),
                }
            }
        }

        impl From<OwnedFd> for $name {
            fn from(descriptor: OwnedFd) -> Self {
                Self::real(descriptor.into())
            }
        }
    )*};
}

ends! {
    /// What a process reads from.
    ChildStdin Writing;
    /// What a process writes its output to.
    ChildStdout Reading;
    /// What a process writes its errors to.
    ChildStderr Reading;
}

macro_rules! writes {
    ($($name:ty)*) => {$(
        impl Write for $name {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                match &self.0 {
                    Way::Ours(handle) => write(handle.pipe, bytes, Location::caller()),
                    Way::Real(real) => (&*real).write(bytes),
                }
            }

            #[track_caller]
            fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
                while !bytes.is_empty() {
                    match self.write(bytes)? {
                        0 => return Err(io::ErrorKind::WriteZero.into()),
                        count => bytes = &bytes[count..],
                    }
                }
                Ok(())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
    )*};
}

writes! { ChildStdin &ChildStdin }

/// How much is read in one step where all is asked for.
const AT_ONCE: usize = 1 << 16;

/// What std says of bytes that are no text.
const NOT_UTF_8: &str = "stream did not contain valid UTF-8";

macro_rules! reads {
    ($($name:ty)*) => {$(
        impl $name {
            pub(super) fn pipe(&self) -> Option<u32> {
                match &self.0 {
                    Way::Ours(handle) => Some(handle.pipe),
                    Way::Real(_) => None,
                }
            }
        }

        impl Read for $name {
            #[track_caller]
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                match &mut self.0 {
                    Way::Ours(handle) => read(handle.pipe, buffer, Location::caller()),
                    Way::Real(real) => real.read(buffer),
                }
            }

            #[track_caller]
            fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
                let before = bytes.len();
                let mut buffer = vec![0; AT_ONCE];
                loop {
                    match self.read(&mut buffer)? {
                        0 => return Ok(bytes.len() - before),
                        count => bytes.extend_from_slice(&buffer[..count]),
                    }
                }
            }

            #[track_caller]
            fn read_to_string(&mut self, text: &mut String) -> io::Result<usize> {
                let mut bytes = Vec::new();
                self.read_to_end(&mut bytes)?;
                let read = ::std::str::from_utf8(&bytes)
                    .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, NOT_UTF_8))?;
                text.push_str(read);
                Ok(read.len())
            }
        }
    )*};
}

reads! { ChildStdout ChildStderr }
