//! Standard output and standard error: each write one step, as the printing macros.

use ::std::fmt::Arguments;
use ::std::panic::Location;

pub use ::std::io::*;

use crate::print::{self, Stream};

macro_rules! streams {
    ($($name:ident $lock:ident $function:ident $stream:ident;)*) => {$(
        /// As std's.
        #[derive(Clone, Copy, Debug)]
        pub struct $name(());

        /// As std's, but that it keeps nobody else from writing in between.
        #[derive(Debug)]
        pub struct $lock(());

        /// As std's.
        pub fn $function() -> $name {
            $name(())
        }

        impl $name {
            pub fn lock(&self) -> $lock {
                $lock(())
            }
        }

        writers! { $stream: $name $lock }
    )*};
}

macro_rules! writers {
    ($stream:ident: $name:ident $lock:ident) => {
        writers! { $stream for $name }
        writers! { $stream for $lock }
        writers! { $stream for &$name }

        impl $name {
            /// Never.
            pub fn is_terminal(&self) -> bool {
                false
            }
        }

        impl $lock {
            /// Never.
            pub fn is_terminal(&self) -> bool {
                false
            }
        }
    };
    ($stream:ident for $name:ty) => {
        impl Write for $name {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                print::write_step(Stream::$stream, bytes, Location::caller());
                Ok(bytes.len())
            }

            #[track_caller]
            fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
                print::write_step(Stream::$stream, bytes, Location::caller());
                Ok(())
            }

            #[track_caller]
            fn write_fmt(&mut self, text: Arguments<'_>) -> Result<()> {
                print::print(Stream::$stream, text);
                Ok(())
            }

            fn flush(&mut self) -> Result<()> {
                Ok(())
            }
        }
    };
}

streams! {
    Stdout StdoutLock stdout Stdout;
    Stderr StderrLock stderr Stderr;
}
