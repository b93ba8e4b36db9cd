//! The printing macros: format first, then write in one step, so that no thread waits while it holds a stream's lock.

use ::std::fmt::Arguments;
use ::std::io;
use ::std::panic::Location;

use crate::engine::pipe::NULL;
use crate::engine::state::{Caller, Halt, Intent, State};
use crate::engine::{system, task, turn};
use crate::process::pipe;
use protocol::{ObjectId, ObjectKind, Op, ProcessId};

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
    if let Err(error) = write_step(stream, text.as_bytes(), Location::caller()) {
        let name = match stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        };
        panic!("failed printing to {name}: {error}");
    }
}

/// The pipe that the process has as this stream, if it is one.
fn pipe_of(stream: Stream) -> Option<u32> {
    let number = turn::with_state(|state| {
        let streams = state.processes[task::process().index()].streams;
        match stream {
            Stream::Stdout => streams[1],
            Stream::Stderr => streams[2],
        }
    });
    number.filter(|number| *number > NULL)
}

/// One step, whatever is written; into a pipe, one for each piece that it has room for.
///
/// # Errors
/// `BrokenPipe` where no process reads the pipe any more.
#[inline(never)]
pub(crate) fn write_step(stream: Stream, mut bytes: &[u8], place: Caller) -> io::Result<()> {
    let Some(pipe) = pipe_of(stream) else {
        write_whole(stream, bytes, place);
        return Ok(());
    };
    while !bytes.is_empty() {
        let count = pipe::write(pipe, bytes, place)?;
        bytes = &bytes[count..];
    }
    Ok(())
}

fn write_whole(stream: Stream, bytes: &[u8], place: Caller) {
    let object = turn::with_state(output).flatten();
    let turn = turn::take(Intent::new(Op::Print, object, place));
    if let Some(mut turn) = turn {
        turn.written(bytes.len() as u64);
        turn.printed = turn.printed.saturating_add(bytes.len() as u32);
        if turn.printed > turn.limits.output {
            turn.stop(Halt::OutputLimit);
        }
    }
    write(stream, bytes);
}

/// Past std's streams: without their locks and buffers.
pub(crate) fn write(stream: Stream, mut bytes: &[u8]) {
    if let Some(number) = pipe_of(stream) {
        turn::with_state(|state| {
            if let Some(pipe) = state.pipe(number) {
                pipe.wrote(bytes.len() as u64);
            }
        });
    }
    let descriptor = match stream {
        Stream::Stdout => 1,
        Stream::Stderr => 2,
    };
    while !bytes.is_empty() {
        match usize::try_from(system::write(descriptor, bytes)) {
            Ok(count) if count > 0 => bytes = &bytes[count..],
            // A closed stream is the program's own doing, and a printing macro has no place for an error.
            _ => return,
        }
    }
}

fn output(state: &mut State) -> Option<ObjectId> {
    if state.output_object.is_none() {
        state.output_object = state.add_object(ObjectKind::Output, ProcessId::FIRST, None);
    }
    state.output_object
}

/// Prints to standard output.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {
        $crate::print::print($crate::print::Stream::Stdout, ::core::format_args!($($arguments)*))
    };
}

/// Prints to standard output, with a newline.
#[macro_export]
macro_rules! println {
    () => {
        $crate::print::print($crate::print::Stream::Stdout, ::core::format_args!("\n"))
    };
    ($($arguments:tt)*) => {
        $crate::print::print(
            $crate::print::Stream::Stdout,
            ::core::format_args!("{}\n", ::core::format_args!($($arguments)*)),
        )
    };
}

/// Prints to standard error.
#[macro_export]
macro_rules! eprint {
    ($($arguments:tt)*) => {
        $crate::print::print($crate::print::Stream::Stderr, ::core::format_args!($($arguments)*))
    };
}

/// Prints to standard error, with a newline.
#[macro_export]
macro_rules! eprintln {
    () => {
        $crate::print::print($crate::print::Stream::Stderr, ::core::format_args!("\n"))
    };
    ($($arguments:tt)*) => {
        $crate::print::print(
            $crate::print::Stream::Stderr,
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
