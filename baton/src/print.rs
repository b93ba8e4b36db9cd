//! The printing macros: format first, then write in one step, so that nobody waits while holding a stream's lock.

use ::std::fmt::Arguments;
use ::std::io::Write;
use ::std::panic::Location;

use crate::engine::state::{Halt, Intent, State};
use crate::engine::turn;
use crate::protocol::{NO_OBJECT, ObjectKind, Op};

/// Where a printing macro writes.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// What the printing macros call.
#[doc(hidden)]
#[track_caller]
#[inline(never)]
pub fn print(stream: Stream, text: Arguments<'_>) {
    let text = ::std::fmt::format(text);
    let turn = turn::take(Intent::new(Op::Print, NO_OBJECT, Location::caller()));
    if let Some(mut turn) = turn {
        let object = output(&mut turn);
        turn.step().intent.object = object;
        turn.written(text.len() as u64);
        turn.printed = turn.printed.saturating_add(text.len() as u32);
        if turn.printed > turn.limits.output {
            turn.stop(Halt::OutputLimit);
        }
    }
    // A closed stream is the program's own doing, and a printing macro has nobody to tell.
    let _ = match stream {
        Stream::Stdout => ::std::io::stdout().write_all(text.as_bytes()),
        Stream::Stderr => ::std::io::stderr().write_all(text.as_bytes()),
    };
}

fn output(state: &mut State) -> u32 {
    if state.output_object == NO_OBJECT {
        state.output_object = state
            .add_object(ObjectKind::Output, 0, None)
            .unwrap_or(NO_OBJECT);
    }
    state.output_object
}

/// Prints to standard output.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {
        $crate::engine::print($crate::engine::Stream::Stdout, ::core::format_args!($($arguments)*))
    };
}

/// Prints to standard output, with a newline.
#[macro_export]
macro_rules! println {
    () => {
        $crate::engine::print($crate::engine::Stream::Stdout, ::core::format_args!("\n"))
    };
    ($($arguments:tt)*) => {
        $crate::engine::print(
            $crate::engine::Stream::Stdout,
            ::core::format_args!("{}\n", ::core::format_args!($($arguments)*)),
        )
    };
}

/// Prints to standard error.
#[macro_export]
macro_rules! eprint {
    ($($arguments:tt)*) => {
        $crate::engine::print($crate::engine::Stream::Stderr, ::core::format_args!($($arguments)*))
    };
}

/// Prints to standard error, with a newline.
#[macro_export]
macro_rules! eprintln {
    () => {
        $crate::engine::print($crate::engine::Stream::Stderr, ::core::format_args!("\n"))
    };
    ($($arguments:tt)*) => {
        $crate::engine::print(
            $crate::engine::Stream::Stderr,
            ::core::format_args!("{}\n", ::core::format_args!($($arguments)*)),
        )
    };
}

/// Prints a value with its place to standard error, and gives the value back.
#[macro_export]
macro_rules! dbg {
    () => {
        $crate::eprintln!("[{}:{}:{}]", ::core::file!(), ::core::line!(), ::core::column!())
    };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                $crate::eprintln!(
                    "[{}:{}:{}] {} = {:#?}",
                    ::core::file!(),
                    ::core::line!(),
                    ::core::column!(),
                    ::core::stringify!($value),
                    &value
                );
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => {
        ($($crate::dbg!($value)),+,)
    };
}
