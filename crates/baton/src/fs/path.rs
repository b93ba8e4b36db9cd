//! What is done to files by their path.

use ::std::fs::{DirEntry, Metadata};
use ::std::io;
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::path::Path;

use super::file::{Said, finish};
use super::names;
use super::options::OpenOptions;
use crate::engine::state::{Caller, Intent};
use crate::engine::task::Quiet;
use crate::engine::turn::{self, Turn};
use protocol::Op;

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

/// Waits for the turn of a step on one path.
fn begin(op: Op, path: &Path, place: Caller) -> Option<Turn> {
    if op == Op::PathWrite {
        names::refuse_outside(path, place);
    }
    let intent = Intent {
        second: names::file_behind(path),
        ..Intent::new(op, names::path_object(path), place)
    };
    let mut turn = turn::take(intent);
    if let Some(turn) = &mut turn
        && turn.others_went()
    {
        turn.step().intent.second = names::file_now_behind(turn, path);
    }
    turn
}

/// One step on one path.
#[inline(never)]
fn on_path<T>(
    op: Op,
    path: &Path,
    place: Caller,
    act: &dyn Fn(&Path) -> io::Result<T>,
    say: &dyn Fn(&T) -> Said<'static>,
    afterwards: Afterwards,
) -> io::Result<T> {
    let mut turn = begin(op, path, place);
    let _quiet = Quiet::enter();
    let result = act(path);
    if let (Some(turn), Err(_)) = (&mut turn, &result) {
        turn.read(afterwards as u64);
    }
    finish(turn, result, say)
}

/// One step on two paths.
#[inline(never)]
fn on_paths(
    from: &Path,
    to: &Path,
    place: Caller,
    afterwards: Afterwards,
    act: &dyn Fn(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    names::refuse_outside(from, place);
    names::refuse_outside(to, place);
    let second = names::path_object(to);
    let mut turn = turn::take(Intent {
        second,
        ..Intent::new(Op::PathWrite, names::path_object(from), place)
    });
    let replaced = names::last_name(to).filter(|file| Some(*file) != names::last_name(from));
    let result = act(from, to);
    forget(&mut turn, &result, replaced);
    if let (Some(turn), Err(_)) = (&mut turn, &result) {
        turn.read(afterwards as u64);
    }
    finish(turn, result, |()| Said::Found(afterwards as u64))
}

/// Whether the path leads somewhere afterwards, if all goes well.
#[derive(Clone, Copy)]
enum Afterwards {
    Nowhere = 0,
    Somewhere = 1,
}

/// The last name of a file is gone, if all went well.
fn forget(turn: &mut Option<Turn>, result: &io::Result<()>, file: Option<(u64, u64)>) {
    if let (Some(turn), Ok(()), Some(file)) = (turn, result, file) {
        names::forget(turn, file);
    }
}

/// One step.
#[track_caller]
pub fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> {
    remove(path.as_ref(), Location::caller())
}

#[inline(never)]
fn remove(path: &Path, place: Caller) -> io::Result<()> {
    let mut turn = begin(Op::PathWrite, path, place);
    let file = names::last_name(path);
    let result = ::std::fs::remove_file(path);
    forget(&mut turn, &result, file);
    finish(turn, result, |()| Said::Found(0))
}

macro_rules! steps_on_paths {
    ($($(#[$note:meta])* $name:ident $op:ident $afterwards:ident -> $result:ty;)*) => {$(
        $(#[$note])*
        #[track_caller]
        pub fn $name<P: AsRef<Path>>(path: P) -> io::Result<$result> {
            let afterwards = Afterwards::$afterwards;
            let say = &|_: &$result| Said::Found(afterwards as u64);
            on_path(Op::$op, path.as_ref(), Location::caller(), &|path| ::std::fs::$name(path), say, afterwards)
        }
    )*};
}

steps_on_paths! {
    /// One step.
    create_dir PathWrite Somewhere -> ();
    /// One step.
    remove_dir PathWrite Nowhere -> ();
    /// One step.
    remove_dir_all PathWrite Nowhere -> ();
    /// One step.
    symlink_metadata PathRead Somewhere -> Metadata;
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
        &|data| Said::Found(data.len()),
        Afterwards::Somewhere,
    )
}

/// One step, on the folders above as well.
#[track_caller]
pub fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {
    let place = Location::caller();
    names::name_folders_above(path.as_ref());
    on_path(
        Op::PathWrite,
        path.as_ref(),
        place,
        &|path| ::std::fs::create_dir_all(path),
        &|()| Said::Found(Afterwards::Somewhere as u64),
        Afterwards::Somewhere,
    )
}

/// What is in a folder, all read in one step, by name.
#[derive(Debug)]
pub struct ReadDir(::std::vec::IntoIter<io::Result<DirEntry>>);

impl UnwindSafe for ReadDir {}
impl RefUnwindSafe for ReadDir {}

impl Iterator for ReadDir {
    type Item = io::Result<DirEntry>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

fn entries(path: &Path) -> io::Result<Vec<io::Result<DirEntry>>> {
    let mut entries: Vec<_> = ::std::fs::read_dir(path)?.collect();
    // The order that the system gives may differ from one execution to the next.
    entries.sort_by_key(|entry| entry.as_ref().ok().map(DirEntry::file_name));
    Ok(entries)
}

/// One step.
#[track_caller]
pub fn read_dir<P: AsRef<Path>>(path: P) -> io::Result<ReadDir> {
    let place = Location::caller();
    let read = on_path(
        Op::PathRead,
        path.as_ref(),
        place,
        &entries,
        &|entries| Said::Found(entries.len() as u64),
        Afterwards::Somewhere,
    )?;
    Ok(ReadDir(read.into_iter()))
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
        &|exists| {
            if *exists {
                Said::Found(1)
            } else {
                Said::Absent
            }
        },
        Afterwards::Somewhere,
    )
}

/// One step on both paths.
#[track_caller]
pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {
    on_paths(
        from.as_ref(),
        to.as_ref(),
        Location::caller(),
        Afterwards::Nowhere,
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
        Afterwards::Somewhere,
        &|from, to| ::std::fs::hard_link(from, to),
    )
}
