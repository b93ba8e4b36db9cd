//! Locks on files, as flock(2) keeps them: by opening, shared or exclusive, gone when the opening is closed.
//!
//! All processes that could hold one are in the execution, so the state keeps them instead of the kernel. So it is known which
//! task can acquire a lock before it tries.

use ::std::io;
use ::std::panic::Location;

use super::file::{File, Opening};
use crate::engine::choice;
use crate::engine::frames;
use crate::engine::owned::Owned;
use crate::engine::state::{Caller, FileLock, Intent, MAX_FILE_LOCKS, State};
use crate::engine::task::{self, Quiet};
use crate::engine::turn::{self, Turn};
use protocol::{ObjectId, Op};

/// Whether the lock is held now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Yes,
    No,
}

#[inline(never)]
fn lock(opening: &Opening, op: Op, place: Caller) -> Held {
    if opening.file.is_none() {
        return Held::Yes;
    }
    let exclusive = matches!(op, Op::FileLock | Op::FileTryLock);
    let intent = Intent {
        second: opening.id,
        ..Intent::new(op, opening.file, place)
    };
    give_up_other_kind(intent, exclusive);
    let Some(mut turn) = turn::take(intent) else {
        return Held::Yes;
    };
    if !choice::file_lock_is_free(&turn, &intent, exclusive) {
        turn.failed();
        drop(turn);
        give_up_other_kind(intent, exclusive);
        return Held::No;
    }
    release(&mut turn, opening.id);
    hold(&mut turn, opening, exclusive);
    Held::Yes
}

/// A lock of the other kind goes away before the new one is got, and even if it is not: flock(2) says so. Where no other task
/// stands in the way that makes no difference, and is no step.
fn give_up_other_kind(intent: Intent, exclusive: bool) {
    let converts = turn::with_state(|state| {
        let had = held(state, intent.second);
        had.is_some_and(|had| had != exclusive)
            && !choice::file_lock_is_free(state, &intent, exclusive)
    });
    if converts == Some(true)
        && let Some(mut turn) = turn::take(Intent {
            op: Op::FileUnlock,
            ..intent
        })
    {
        release(&mut turn, intent.second);
    }
}

fn held(state: &State, opening: Option<ObjectId>) -> Option<bool> {
    let locks = &state.file_locks[..state.file_lock_count as usize];
    locks
        .iter()
        .find(|lock| lock.opening == opening)
        .map(|lock| lock.exclusive)
}

fn hold(turn: &mut Turn, opening: &Opening, exclusive: bool) {
    let count = turn.file_lock_count as usize;
    if count == MAX_FILE_LOCKS {
        turn.stop_at_limit("locks on files");
        return;
    }
    let (task, process) = (turn.me(), task::process());
    turn.file_locks[count] = FileLock {
        file: opening.file,
        opening: opening.id,
        task: task.into(),
        process: process.into(),
        exclusive,
    };
    turn.file_lock_count += 1;
}

/// Takes the opening's lock away; whether it was exclusive, if there was one.
fn release(state: &mut State, opening: Option<ObjectId>) -> Option<bool> {
    let count = state.file_lock_count as usize;
    let at = state.file_locks[..count]
        .iter()
        .position(|lock| lock.opening == opening)?;
    let exclusive = state.file_locks[at].exclusive;
    state.file_locks.copy_within(at + 1..count, at);
    state.file_lock_count -= 1;
    Some(exclusive)
}

#[inline(never)]
fn unlock(opening: &Opening, place: Caller) {
    if opening.file.is_none() {
        return;
    }
    let intent = Intent {
        second: opening.id,
        ..Intent::new(Op::FileUnlock, opening.file, place)
    };
    if let Some(mut turn) = turn::take(intent)
        && release(&mut turn, opening.id).is_none()
    {
        turn.failed();
    }
}

/// Whether the opening holds a lock.
pub(super) fn is_held(opening: &Opening) -> bool {
    turn::with_state(|state| held(state, opening.id).is_some()) == Some(true)
}

impl Drop for File {
    // Compiled into the program, whose frame pointers lead to the learner's line.
    #[inline]
    fn drop(&mut self) {
        let _quiet = Quiet::enter();
        let frame = frames::frame_pointer();
        drop_handle(&self.opening, frame);
    }
}

#[inline(never)]
fn drop_handle(opening: &Owned<Opening>, frame: usize) {
    if opening.file.is_some() && opening.is_alone() {
        close(opening, frame);
    }
}

/// The last handle of an opening is closed: a step only if that releases a lock.
fn close(opening: &Opening, frame: usize) {
    if !is_held(opening) {
        return;
    }
    let frames = frames::frames_from(frame);
    let intent = Intent {
        second: opening.id,
        frames,
        ..Intent::bare(Op::FileClose, opening.file)
    };
    if let Some(mut turn) = turn::take(intent) {
        release(&mut turn, opening.id);
    }
}

impl File {
    #[track_caller]
    pub fn lock(&self) -> io::Result<()> {
        lock(self.opening(), Op::FileLock, Location::caller());
        Ok(())
    }

    #[track_caller]
    pub fn lock_shared(&self) -> io::Result<()> {
        lock(self.opening(), Op::FileLockShared, Location::caller());
        Ok(())
    }

    #[track_caller]
    pub fn try_lock(&self) -> Result<(), ::std::fs::TryLockError> {
        match lock(self.opening(), Op::FileTryLock, Location::caller()) {
            Held::Yes => Ok(()),
            Held::No => Err(::std::fs::TryLockError::WouldBlock),
        }
    }

    #[track_caller]
    pub fn try_lock_shared(&self) -> Result<(), ::std::fs::TryLockError> {
        match lock(self.opening(), Op::FileTryLockShared, Location::caller()) {
            Held::Yes => Ok(()),
            Held::No => Err(::std::fs::TryLockError::WouldBlock),
        }
    }

    #[track_caller]
    pub fn unlock(&self) -> io::Result<()> {
        unlock(self.opening(), Location::caller());
        Ok(())
    }
}

/// fs2's `FileExt`, on the same locks.
pub trait FileExt {
    fn duplicate(&self) -> io::Result<File>;
    fn allocated_size(&self) -> io::Result<u64>;
    fn allocate(&self, length: u64) -> io::Result<()>;
    fn lock_shared(&self) -> io::Result<()>;
    fn lock_exclusive(&self) -> io::Result<()>;
    fn try_lock_shared(&self) -> io::Result<()>;
    fn try_lock_exclusive(&self) -> io::Result<()>;
    fn unlock(&self) -> io::Result<()>;
}

/// The error for a lock that another opening holds, as fs2's.
pub fn lock_contended_error() -> io::Error {
    io::Error::from_raw_os_error(libc::EWOULDBLOCK)
}

fn tried(held: Held) -> io::Result<()> {
    match held {
        Held::Yes => Ok(()),
        Held::No => Err(lock_contended_error()),
    }
}

impl FileExt for File {
    fn duplicate(&self) -> io::Result<File> {
        self.try_clone()
    }

    #[track_caller]
    fn allocated_size(&self) -> io::Result<u64> {
        use ::std::os::unix::fs::MetadataExt;
        self.metadata().map(|data| data.blocks() * 512)
    }

    #[track_caller]
    fn allocate(&self, length: u64) -> io::Result<()> {
        self.allocate_at_place(length, Location::caller())
    }

    #[track_caller]
    fn lock_shared(&self) -> io::Result<()> {
        lock(self.opening(), Op::FileLockShared, Location::caller());
        Ok(())
    }

    #[track_caller]
    fn lock_exclusive(&self) -> io::Result<()> {
        lock(self.opening(), Op::FileLock, Location::caller());
        Ok(())
    }

    #[track_caller]
    fn try_lock_shared(&self) -> io::Result<()> {
        tried(lock(
            self.opening(),
            Op::FileTryLockShared,
            Location::caller(),
        ))
    }

    #[track_caller]
    fn try_lock_exclusive(&self) -> io::Result<()> {
        tried(lock(self.opening(), Op::FileTryLock, Location::caller()))
    }

    #[track_caller]
    fn unlock(&self) -> io::Result<()> {
        unlock(self.opening(), Location::caller());
        Ok(())
    }
}
