//! The environment: arguments are those that the process was started with.

use ::std::ffi::OsString;
use ::std::os::unix::ffi::OsStringExt;
use ::std::path::PathBuf;

use crate::engine::{sandbox, task, turn};

pub use ::std::env::*;

macro_rules! arguments {
    ($($(#[$note:meta])* $name:ident $item:ty;)*) => {$(
        $(#[$note])*
        #[derive(Clone, Debug)]
        pub struct $name(::std::vec::IntoIter<$item>);

        impl Iterator for $name {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                self.0.next()
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl ExactSizeIterator for $name {}

        impl DoubleEndedIterator for $name {
            fn next_back(&mut self) -> Option<$item> {
                self.0.next_back()
            }
        }
    )*};
}

arguments! {
    /// The arguments as text.
    Args String;
    /// The arguments.
    ArgsOs OsString;
}

/// The folder in which the execution runs: what lies there is gone when it ends, and no other execution sees it.
pub fn temp_dir() -> PathBuf {
    match task::current() {
        Some(_) => sandbox::run_folder().to_owned(),
        None => ::std::env::temp_dir(),
    }
}

/// The program's path and the arguments.
#[inline(never)]
pub fn args_os() -> ArgsOs {
    let mut words: Vec<OsString> = ::std::env::args_os().take(1).collect();
    let given = turn::with_state(|state| {
        let arguments = state.processes[task::process().index()].arguments;
        let bytes = state.text(arguments).to_vec();
        bytes
            .split_inclusive(|byte| *byte == 0)
            .map(|word| word[..word.len() - 1].to_vec())
            .collect::<Vec<_>>()
    });
    words.extend(
        given
            .unwrap_or_default()
            .into_iter()
            .map(OsString::from_vec),
    );
    ArgsOs(words.into_iter())
}

/// As `args_os`, for arguments that are text.
pub fn args() -> Args {
    let words: Vec<String> = args_os()
        .map(|word| {
            word.into_string()
                .unwrap_or_else(|word| panic!("an argument is not text: {word:?}"))
        })
        .collect();
    Args(words.into_iter())
}
