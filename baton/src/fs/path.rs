//! What is done to files by their path.

use ::std::fs::{Metadata, ReadDir};
use ::std::io;
use ::std::panic::Location;
use ::std::path::Path;

use super::file::{Said, finish};
use super::names;
use super::options::OpenOptions;
use crate::engine::state::{Caller, Intent};
use crate::engine::turn;
use crate::protocol::Op;

/// Opens, then reads: two steps.
#[track_caller]
pub fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {
    read_bytes(path.as_ref(), Location::caller())
}

#[inline(never)]
fn read_bytes(path: &Path, place: Caller) -> io::Result<Vec<u8>> {
    let file = OpenOptions::new().read(true).open_at(path, place)?;
    let mut bytes = Vec::new();
    file.read_rest(&mut bytes, place)?;
    Ok(bytes)
}

/// Opens, then reads: two steps.
#[track_caller]
pub fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {
    let bytes = read_bytes(path.as_ref(), Location::caller())?;
    String::from_utf8(bytes).map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "stream did not contain valid UTF-8",
        )
    })
}

/// Opens and cuts to nothing, then writes: two steps.
#[track_caller]
pub fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {
    write_bytes(path.as_ref(), contents.as_ref(), Location::caller())
}

#[inline(never)]
fn write_bytes(path: &Path, mut bytes: &[u8], place: Caller) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open_at(path, place)?;
    while !bytes.is_empty() {
        match file.write_at_place(bytes, place)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => bytes = &bytes[count..],
        }
    }
    Ok(())
}

/// Reads all, then writes all.
#[track_caller]
pub fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<u64> {
    let place = Location::caller();
    let bytes = read_bytes(from.as_ref(), place)?;
    write_bytes(to.as_ref(), &bytes, place)?;
    Ok(bytes.len() as u64)
}

/// One step on one path.
#[inline(never)]
fn on_path<T>(
    op: Op,
    path: &Path,
    place: Caller,
    act: &dyn Fn(&Path) -> io::Result<T>,
    say: &dyn Fn(&T) -> u64,
) -> io::Result<T> {
    let intent = Intent {
        second: names::file_behind(path),
        ..Intent::new(op, names::path_object(path), place)
    };
    let turn = turn::take(intent);
    finish(turn, act(path), |value| Said::Number(say(value)))
}

/// One step on two paths.
#[inline(never)]
fn on_paths(
    from: &Path,
    to: &Path,
    place: Caller,
    act: &dyn Fn(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let second = names::path_object(to);
    let turn = turn::take(Intent {
        second,
        ..Intent::new(Op::PathWrite, names::path_object(from), place)
    });
    finish(turn, act(from, to), |()| Said::Number(0))
}

macro_rules! steps_on_paths {
    ($($(#[$note:meta])* $name:ident $op:ident -> $result:ty;)*) => {$(
        $(#[$note])*
        #[track_caller]
        pub fn $name<P: AsRef<Path>>(path: P) -> io::Result<$result> {
            on_path(Op::$op, path.as_ref(), Location::caller(), &|path| ::std::fs::$name(path), &|_| 0)
        }
    )*};
}

steps_on_paths! {
    /// One step.
    remove_file PathWrite -> ();
    /// One step.
    create_dir PathWrite -> ();
    /// One step.
    create_dir_all PathWrite -> ();
    /// One step.
    remove_dir PathWrite -> ();
    /// One step.
    remove_dir_all PathWrite -> ();
    /// One step; the entries are read on as they are then.
    read_dir PathRead -> ReadDir;
    /// One step.
    symlink_metadata PathRead -> Metadata;
}

/// One step.
#[track_caller]
pub fn metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {
    let place = Location::caller();
    on_path(
        Op::PathRead,
        path.as_ref(),
        place,
        &|path| ::std::fs::metadata(path),
        &|data| data.len(),
    )
}

/// One step.
#[track_caller]
pub fn exists<P: AsRef<Path>>(path: P) -> io::Result<bool> {
    let place = Location::caller();
    on_path(
        Op::PathRead,
        path.as_ref(),
        place,
        &|path| ::std::fs::exists(path),
        &|is| u64::from(*is),
    )
}

/// One step on both paths.
#[track_caller]
pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {
    on_paths(
        from.as_ref(),
        to.as_ref(),
        Location::caller(),
        &|from, to| ::std::fs::rename(from, to),
    )
}

/// One step on both paths.
#[track_caller]
pub fn hard_link<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {
    on_paths(
        original.as_ref(),
        link.as_ref(),
        Location::caller(),
        &|from, to| ::std::fs::hard_link(from, to),
    )
}
