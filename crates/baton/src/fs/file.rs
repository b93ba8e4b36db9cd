//! An opened file.

use ::std::fs::{FileTimes, Metadata, Permissions};
use ::std::io::{self, Read, Seek, SeekFrom, Write};
use ::std::mem::ManuallyDrop;
use ::std::os::fd::AsRawFd;
use ::std::panic::Location;
use ::std::ptr;
use ::std::time::SystemTime;

use crate::engine::integer;
use crate::engine::owned::Owned;
use crate::engine::state::{Caller, Intent};
use crate::engine::turn::{self, Turn};
use protocol::{ObjectId, Op};

/// An opened file, as std's.
#[derive(Debug)]
pub struct File {
    real: ::std::fs::File,
    pub(super) opening: Owned<Opening>,
}

/// What `try_clone` shares: offset and locks.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) file: Option<ObjectId>,
    pub(super) id: Option<ObjectId>,
}

impl File {
    pub(super) fn unwatched(real: ::std::fs::File) -> Self {
        Self::watched(real, None, None)
    }

    pub(super) fn watched(
        real: ::std::fs::File,
        file: Option<ObjectId>,
        id: Option<ObjectId>,
    ) -> Self {
        Self {
            real,
            opening: Owned::new(Opening { file, id }),
        }
    }

    pub(super) fn opening(&self) -> &Opening {
        &self.opening
    }

    /// The same opening under a second handle: offset and locks are shared.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            real: self.real.try_clone()?,
            opening: self.opening.clone(),
        })
    }

    #[track_caller]
    #[inline(never)]
    pub fn metadata(&self) -> io::Result<Metadata> {
        let turn = self.turn(Op::FileMetadata, Location::caller());
        finish(turn, self.real.metadata(), |data| Said::Found(data.len()))
    }

    #[track_caller]
    #[inline(never)]
    pub fn set_len(&self, size: u64) -> io::Result<()> {
        let turn = self.turn(Op::FileSetLen, Location::caller());
        finish(turn, self.real.set_len(size), |()| Said::Set(size))
    }

    /// As fs2's: room on the disk, and a file at least as long.
    #[inline(never)]
    pub(super) fn allocate_at_place(&self, length: u64, place: Caller) -> io::Result<()> {
        let turn = self.turn(Op::FileSetLen, place);
        // SAFETY: plain system call on an open descriptor.
        let result = match unsafe { libc::fallocate(self.as_raw_fd(), 0, 0, length as i64) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        };
        finish(turn, result, |()| {
            Said::Set(self.real.metadata().map_or(length, |data| data.len()))
        })
    }

    /// Nothing between tasks: what one wrote the others see at once.
    pub fn sync_all(&self) -> io::Result<()> {
        self.real.sync_all()
    }

    /// As `sync_all`.
    pub fn sync_data(&self) -> io::Result<()> {
        self.real.sync_data()
    }

    pub fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.real.set_permissions(permissions)
    }

    pub fn set_times(&self, times: FileTimes) -> io::Result<()> {
        self.real.set_times(times)
    }

    pub fn set_modified(&self, time: SystemTime) -> io::Result<()> {
        self.real.set_modified(time)
    }

    /// The real file alone, without closing it.
    pub(super) fn into_real(self) -> ::std::fs::File {
        let file = ManuallyDrop::new(self);
        // SAFETY: each field is moved out once, and the rest is never used nor dropped.
        let (real, opening) = unsafe { (ptr::read(&file.real), ptr::read(&file.opening)) };
        drop(opening);
        real
    }

    pub(super) fn real(&self) -> &::std::fs::File {
        &self.real
    }

    pub(super) fn turn(&self, op: Op, place: Caller) -> Option<Turn> {
        let file = self.opening.file?;
        turn::take(Intent {
            second: self.opening.id,
            ..Intent::new(op, file, place)
        })
    }

    #[inline(never)]
    pub(super) fn read_at_place(&self, buffer: &mut [u8], place: Caller) -> io::Result<usize> {
        let mut turn = self.turn(Op::FileRead, place);
        let result = (&self.real).read(buffer);
        let result = result.map(|count| raise(&mut turn, &mut buffer[..count]));
        finish(turn, result, |count| Said::Read(&buffer[..*count]))
    }

    /// All that is left, in one step.
    #[inline(never)]
    pub(super) fn read_rest(&self, bytes: &mut Vec<u8>, place: Caller) -> io::Result<usize> {
        let before = bytes.len();
        let mut turn = self.turn(Op::FileRead, place);
        let result = (&self.real).read_to_end(bytes);
        let left = raise(&mut turn, &mut bytes[before..]);
        bytes.truncate(before + left);
        let result = result.map(|_| left);
        finish(turn, result, |_| Said::Read(&bytes[before..]))
    }

    #[inline(never)]
    fn read_rest_as_text(&self, text: &mut String, place: Caller) -> io::Result<usize> {
        let before = text.len();
        let mut turn = self.turn(Op::FileRead, place);
        let result = (&self.real).read_to_string(text);
        let mut read = text.split_off(before).into_bytes();
        let left = raise(&mut turn, &mut read);
        let result = result.map(|_| left);
        text.push_str(&String::from_utf8_lossy(&read[..left]));
        finish(turn, result, |_| Said::Read(&text.as_bytes()[before..]))
    }

    #[inline(never)]
    pub(super) fn write_at_place(&self, bytes: &[u8], place: Caller) -> io::Result<usize> {
        let turn = self.turn(Op::FileWrite, place);
        let result = (&self.real).write(bytes);
        finish(turn, result, |count| Said::Written {
            bytes: &bytes[..*count],
            // With `append` only the system knows where the end was.
            at: (&self.real)
                .stream_position()
                .map_or(0, |end| end.saturating_sub(*count as u64)),
        })
    }

    #[inline(never)]
    fn seek_at_place(&self, to: SeekFrom, place: Caller) -> io::Result<u64> {
        // Only the end of a file is something that others can move.
        let second = match to {
            SeekFrom::End(_) => self.opening.file,
            SeekFrom::Start(_) | SeekFrom::Current(_) => None,
        };
        let turn = self.opening.id.and_then(|opening| {
            turn::take(Intent {
                second,
                ..Intent::new(Op::FileSeek, opening, place)
            })
        });
        finish(turn, (&self.real).seek(to), |at| Said::Found(*at))
    }
}

/// What a step on a file had to say.
pub(super) enum Said<'a> {
    Read(&'a [u8]),
    Written {
        bytes: &'a [u8],
        /// Where in the file they begin.
        at: u64,
    },
    Found(u64),
    /// There is nothing.
    Absent,
    /// The file's length.
    Set(u64),
}

/// How much of a file's text the trace keeps.
const KEPT: usize = 48;

/// As [`integer::raise_digit`], for a read that may be no step.
pub(super) fn raise(turn: &mut Option<Turn>, bytes: &mut [u8]) -> usize {
    match turn {
        Some(turn) => integer::raise_digit(turn, bytes),
        None => bytes.len(),
    }
}

fn is_of_the_system(turn: &mut Turn) -> bool {
    let Some(object) = turn.step().intent.object else {
        return false;
    };
    let name = turn.object(object).name;
    turn.text(name).starts_with(b"/proc/")
}

/// Completes the step with the result.
pub(super) fn finish<'a, T>(
    turn: Option<Turn>,
    result: io::Result<T>,
    say: impl FnOnce(&T) -> Said<'a>,
) -> io::Result<T> {
    let Some(mut turn) = turn else { return result };
    match &result {
        Err(_) => turn.failed(),
        Ok(value) => {
            let bytes = match say(value) {
                Said::Found(number) => {
                    turn.read(number);
                    return result;
                }
                Said::Absent => {
                    turn.failed();
                    return result;
                }
                Said::Set(number) => {
                    turn.written(number);
                    return result;
                }
                // What the system says of itself is never twice the same.
                Said::Read(_) if is_of_the_system(&mut turn) => return result,
                Said::Read(bytes) => {
                    turn.read(bytes.len() as u64);
                    bytes
                }
                Said::Written { bytes, at } => {
                    turn.read(at);
                    turn.written(bytes.len() as u64);
                    bytes
                }
            };
            let text = turn.add_text(beginning(bytes));
            turn.step().text = text;
        }
    }
    result
}

/// As much as is kept, without a part of a character at its end.
fn beginning(bytes: &[u8]) -> &[u8] {
    let is_within = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let mut ends = (KEPT - 3..=KEPT).rev();
    let end = ends.find(|at| !is_within(at)).unwrap_or(KEPT);
    bytes.get(..end).unwrap_or(bytes)
}

impl Read for &File {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_at_place(buffer, Location::caller())
    }

    #[track_caller]
    fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        self.read_rest(bytes, Location::caller())
    }

    #[track_caller]
    fn read_to_string(&mut self, text: &mut String) -> io::Result<usize> {
        self.read_rest_as_text(text, Location::caller())
    }
}

impl Read for File {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_at_place(buffer, Location::caller())
    }

    #[track_caller]
    fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        self.read_rest(bytes, Location::caller())
    }

    #[track_caller]
    fn read_to_string(&mut self, text: &mut String) -> io::Result<usize> {
        self.read_rest_as_text(text, Location::caller())
    }
}

macro_rules! writes_and_seeks {
    ($($file:ty)*) => {$(
        impl Write for $file {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.write_at_place(bytes, Location::caller())
            }

            #[track_caller]
            fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
                let place = Location::caller();
                while !bytes.is_empty() {
                    match self.write_at_place(bytes, place)? {
                        0 => return Err(io::ErrorKind::WriteZero.into()),
                        count => bytes = &bytes[count..],
                    }
                }
                Ok(())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        impl Seek for $file {
            #[track_caller]
            fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
                self.seek_at_place(to, Location::caller())
            }
        }
    )*};
}

writes_and_seeks! { File &File }
