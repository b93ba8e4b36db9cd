//! Files: the real ones in the execution's folder, each call one step; locks on them kept in the state.

mod descriptor;
mod file;
mod lock;
mod names;
mod options;
mod path;
mod position;
pub(crate) mod statx;

pub use ::std::fs::*;

pub(crate) use names::PATHS;

pub use file::File;
pub use lock::{FileExt, lock_contended_error};
pub use options::OpenOptions;
pub use path::{
    ReadDir, copy, create_dir, create_dir_all, exists, hard_link, metadata, read, read_dir,
    read_to_string, remove_dir, remove_dir_all, remove_file, rename, symlink_metadata, write,
};
