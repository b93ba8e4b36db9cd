//! Standard streams: each write one step, as the printing macros; each read of a pipe, too.

mod stdin;
mod terminal;

use ::std::fmt::Arguments;
use ::std::marker::PhantomData;
use ::std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use ::std::panic::Location;

pub use ::std::io::*;

pub use stdin::{Stdin, StdinLock, stdin};
pub use terminal::IsTerminal;

use crate::print::{self, Stream};

macro_rules! streams {
    ($($name:ident $lock:ident $function:ident $stream:ident $descriptor:literal;)*) => {$(
        /// As std's.
        #[derive(Clone, Copy, Debug)]
        pub struct $name(());

        /// As std's, but other threads can write in between.
        #[derive(Debug)]
        pub struct $lock<'a>(PhantomData<&'a ()>);

        /// As std's.
        pub fn $function() -> $name {
            $name(())
        }

        impl $name {
            pub fn lock(&self) -> $lock<'static> {
                $lock(PhantomData)
            }
        }

        writers! { $stream for $name }
        writers! { $stream for &$name }
        writers! { $stream for $lock<'_> }
        descriptors! { $descriptor $name }
        descriptors! { $descriptor $lock<'_> }
    )*};
}

macro_rules! writers {
    ($stream:ident for $name:ty) => {
        impl Write for $name {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                print::write_step(Stream::$stream, bytes, Location::caller())?;
                Ok(bytes.len())
            }

            #[track_caller]
            fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
                print::write_step(Stream::$stream, bytes, Location::caller())
            }

            #[track_caller]
            fn write_fmt(&mut self, text: Arguments<'_>) -> Result<()> {
                let text = ::std::fmt::format(text);
                print::write_step(Stream::$stream, text.as_bytes(), Location::caller())
            }

            fn flush(&mut self) -> Result<()> {
                Ok(())
            }
        }
    };
}

macro_rules! descriptors {
    ($descriptor:literal $name:ty) => {
        impl AsFd for $name {
            fn as_fd(&self) -> BorrowedFd<'_> {
                // SAFETY: standard streams stay open for as long as the process lives.
                unsafe { BorrowedFd::borrow_raw($descriptor) }
            }
        }

        impl AsRawFd for $name {
            fn as_raw_fd(&self) -> RawFd {
                $descriptor
            }
        }
    };
}

streams! {
    Stdout StdoutLock stdout Stdout 1;
    Stderr StderrLock stderr Stderr 2;
}

descriptors! { 0 Stdin }
descriptors! { 0 StdinLock<'_> }
