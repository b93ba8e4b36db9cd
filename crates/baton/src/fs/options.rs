//! Opening files.

use ::std::io;
use ::std::os::unix::fs::OpenOptionsExt;
use ::std::panic::Location;
use ::std::path::Path;

use super::file::File;
use super::names;
use crate::engine::state::{Caller, Intent};
use crate::engine::task::Quiet;
use crate::engine::{task, turn};
use protocol::{ObjectId, Op};

/// How a file is to be opened, as std's.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    real: ::std::fs::OpenOptions,
    create: bool,
    create_new: bool,
    truncate: bool,
    /// Whether what is there can be changed.
    writes: bool,
}

macro_rules! plain_options {
    ($($name:ident)*) => {$(
        pub fn $name(&mut self, on: bool) -> &mut Self {
            self.real.$name(on);
            self
        }
    )*};
}

macro_rules! remembered_options {
    ($($name:ident)*) => {$(
        pub fn $name(&mut self, on: bool) -> &mut Self {
            self.real.$name(on);
            self.$name = on;
            self
        }
    )*};
}

impl OpenOptionsExt for OpenOptions {
    fn mode(&mut self, mode: u32) -> &mut Self {
        self.real.mode(mode);
        self
    }

    fn custom_flags(&mut self, flags: i32) -> &mut Self {
        self.real.custom_flags(flags);
        self
    }
}

impl OpenOptions {
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    pub fn new() -> Self {
        Self {
            real: ::std::fs::OpenOptions::new(),
            create: false,
            create_new: false,
            truncate: false,
            writes: false,
        }
    }

    plain_options! { read }

    pub fn write(&mut self, on: bool) -> &mut Self {
        self.real.write(on);
        self.writes |= on;
        self
    }

    pub fn append(&mut self, on: bool) -> &mut Self {
        self.real.append(on);
        self.writes |= on;
        self
    }

    remembered_options! { create create_new truncate }

    #[track_caller]
    pub fn open<P: AsRef<Path>>(&self, path: P) -> io::Result<File> {
        self.open_at(path.as_ref(), Location::caller())
    }

    /// One step: the name is looked up, the file made or cut to nothing where that was asked for.
    #[inline(never)]
    pub(super) fn open_at(&self, path: &Path, place: Caller) -> io::Result<File> {
        if task::current().is_none() {
            return Ok(File::unwatched(self.real.open(path)?));
        }
        if self.writes {
            names::refuse_outside(path, place);
        }
        let intent = Intent {
            second: names::file_behind(path),
            ..Intent::new(Op::FileOpen, names::path_object(path), place)
        };
        let intent = Intent {
            op: self.op(intent.second),
            ..intent
        };
        let mut turn = turn::take(intent).expect("asked above whether this is a task");
        if turn.others_went() {
            // Another task may have made or removed the file since.
            let behind = names::file_now_behind(&mut turn, path);
            turn.step().intent.second = behind;
            turn.step().intent.op = self.op(behind);
        }
        if turn.step().intent.op == Op::FileCreate
            && let Some(length) = length(path)
        {
            turn.read(length);
        }
        let opened = self
            .real
            .open(path)
            .and_then(|file| file.metadata().map(|data| (file, data)));
        let (file, data) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                turn.failed();
                return Err(error);
            }
        };
        let object = names::file_object(&mut turn, &data, Some(path));
        let me = turn.me();
        let opening = turn.add_opening(me, place);
        turn.step().intent.second = object;
        drop(turn);
        Ok(File::watched(file, object, opening))
    }

    /// What opening is, with that file behind the path now.
    fn op(&self, behind: Option<ObjectId>) -> Op {
        let makes = self.create_new || (self.create && behind.is_none());
        if makes || self.truncate {
            Op::FileCreate
        } else {
            Op::FileOpen
        }
    }
}

/// The length of the file that is there already.
fn length(path: &Path) -> Option<u64> {
    let _quiet = Quiet::enter();
    let data = ::std::fs::metadata(path).ok()?;
    data.is_file().then_some(data.len())
}

impl File {
    #[track_caller]
    pub fn open<P: AsRef<Path>>(path: P) -> io::Result<Self> {
        OpenOptions::new()
            .read(true)
            .open_at(path.as_ref(), Location::caller())
    }

    #[track_caller]
    pub fn create<P: AsRef<Path>>(path: P) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create(true)
            .truncate(true)
            .open_at(path.as_ref(), Location::caller())
    }

    #[track_caller]
    pub fn create_new<P: AsRef<Path>>(path: P) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create_new(true)
            .open_at(path.as_ref(), Location::caller())
    }

    pub fn options() -> OpenOptions {
        OpenOptions::new()
    }
}
