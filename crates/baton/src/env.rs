//! The environment: arguments are those that the process was started with.

use ::std::ffi::OsString;
use ::std::io;
use ::std::os::unix::ffi::{OsStrExt, OsStringExt};
use ::std::path::{Path, PathBuf};

use crate::engine::task::Quiet;
use crate::engine::{fingerprint, sandbox, task, turn};

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

/// As std's. It is no step, but the task's state covers the current folder: a loop that changes it in each iteration may count.
pub fn set_current_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {
    change_folder(path.as_ref())
}

#[inline(never)]
fn change_folder(path: &Path) -> io::Result<()> {
    let before = current_folder();
    let result = ::std::env::set_current_dir(path);
    fingerprint::changes_folder(before, current_folder());
    result
}

/// A hash of the current folder's path, the same for each executor.
fn current_folder() -> u64 {
    let _quiet = Quiet::enter();
    let path = ::std::env::current_dir().unwrap_or_default();
    let path = sandbox::without_number(path.as_os_str().as_bytes());
    turn::hash(path.into_iter().map(u64::from)).into()
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
