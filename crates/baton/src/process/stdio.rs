//! What the streams of a process are connected to.

use ::std::io::{PipeReader, PipeWriter};
use ::std::os::fd::{FromRawFd, OwnedFd, RawFd};

use super::pipe::{ChildStderr, ChildStdin, ChildStdout, Handle, Way};
use crate::engine::pipe::{INHERITED, NULL};
use crate::fs::File;

/// What a stream of a process is connected to, as std's.
#[derive(Debug)]
pub struct Stdio(pub(super) Stream);

#[derive(Debug)]
pub(super) enum Stream {
    Inherit,
    Null,
    Piped,
    /// An end of a pipe of another process of the execution.
    Pipe(Handle),
    /// A file or the like, which a process of the execution cannot be given.
    Real(::std::process::Stdio),
}

/// What a stream of a process that is started is connected to.
#[derive(Debug)]
pub(super) enum Connection {
    /// By its number, as a process's record has it.
    Stream(u32),
    Piped,
    Real(::std::process::Stdio),
}

impl Connection {
    pub(super) const INHERIT: Connection = Connection::Stream(INHERITED);
    pub(super) const NULL: Connection = Connection::Stream(NULL);

    /// As it was asked for; a file goes to the first process that is started with it.
    pub(super) fn of(given: &mut Option<Stdio>) -> Option<Self> {
        let connection = match given.as_ref()?.0 {
            Stream::Inherit => Connection::INHERIT,
            Stream::Null => Connection::NULL,
            Stream::Piped => Connection::Piped,
            Stream::Pipe(ref handle) => Connection::Stream(handle.pipe),
            Stream::Real(_) => match given.take() {
                Some(Stdio(Stream::Real(real))) => Connection::Real(real),
                _ => return None,
            },
        };
        Some(connection)
    }

    /// For a program that is not this one. `None`: it cannot have a pipe of the execution's.
    pub(super) fn for_real(self) -> Option<::std::process::Stdio> {
        Some(match self {
            Connection::Stream(INHERITED) => ::std::process::Stdio::inherit(),
            Connection::Stream(NULL) => ::std::process::Stdio::null(),
            Connection::Stream(_) => return None,
            Connection::Piped => ::std::process::Stdio::piped(),
            Connection::Real(real) => real,
        })
    }
}

impl Stdio {
    pub fn inherit() -> Self {
        Self(Stream::Inherit)
    }

    pub fn null() -> Self {
        Self(Stream::Null)
    }

    pub fn piped() -> Self {
        Self(Stream::Piped)
    }
}

impl FromRawFd for Stdio {
    unsafe fn from_raw_fd(descriptor: RawFd) -> Self {
        // SAFETY: the caller's.
        Self::from(unsafe { OwnedFd::from_raw_fd(descriptor) })
    }
}

macro_rules! real_streams {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Stdio {
            fn from(stream: $kind) -> Self {
                Self(Stream::Real(OwnedFd::from(stream).into()))
            }
        }
    )*};
}

real_streams! {
    OwnedFd File PipeReader PipeWriter
}

macro_rules! ends {
    ($($end:ident)*) => {$(
        impl From<$end> for Stdio {
            fn from(end: $end) -> Self {
                Self(match end.0 {
                    Way::Ours(handle) => Stream::Pipe(handle),
                    Way::Real(real) => Stream::Real(real.into()),
                })
            }
        }
    )*};
}

ends! { ChildStdin ChildStdout ChildStderr }

/// The process's own stream, wherever that goes.
macro_rules! own_streams {
    ($($name:ident)*) => {$(
        impl From<crate::io::$name> for Stdio {
            fn from(_stream: crate::io::$name) -> Self {
                Self(Stream::Inherit)
            }
        }
    )*};
}

own_streams! { Stdout Stderr }
