//! Locks on files: std's own and fs2's, between two handles of one file.

use fs2::FileExt;
use std::fs::{File, TryLockError};
use std::io;

fn kind(result: Result<(), TryLockError>) -> &'static str {
    match result {
        Ok(()) => "got",
        Err(TryLockError::WouldBlock) => "would block",
        Err(TryLockError::Error(_)) => "error",
    }
}

fn contended(result: io::Result<()>) -> &'static str {
    match result {
        Ok(()) => "got",
        Err(error) if error.raw_os_error() == fs2::lock_contended_error().raw_os_error() => "contended",
        Err(_) => "error",
    }
}

fn of_std(a: &File, b: &File) -> io::Result<()> {
    a.lock()?;
    println!("{} {}", kind(b.try_lock()), kind(b.try_lock_shared()));
    a.lock()?;
    a.unlock()?;
    println!("{} {}", kind(b.try_lock()), kind(a.try_lock_shared()));
    b.unlock()?;
    b.unlock()?;
    a.lock_shared()?;
    println!("{} {}", kind(b.try_lock_shared()), kind(b.try_lock()));
    // The failed attempt has released the shared lock.
    println!("{}", kind(a.try_lock()));
    a.unlock()?;
    b.unlock()
}

fn of_fs2(a: &File, b: &File) -> io::Result<()> {
    FileExt::lock_exclusive(a)?;
    println!("{} {}", contended(FileExt::try_lock_exclusive(b)), contended(FileExt::try_lock_shared(b)));
    FileExt::unlock(a)?;
    FileExt::lock_shared(a)?;
    println!("{} {}", contended(FileExt::try_lock_shared(b)), contended(FileExt::try_lock_exclusive(b)));
    FileExt::unlock(a)?;
    FileExt::unlock(b)?;
    a.allocate(10)?;
    println!("{} {}", a.metadata()?.len(), a.allocated_size()? >= 10);
    a.allocate(5)?;
    println!("{}", a.metadata()?.len());
    Ok(())
}

fn openings() -> io::Result<()> {
    let first = File::create("shared")?;
    let second = File::create("shared")?;
    let again = first.try_clone()?;
    first.lock()?;
    println!("{} {}", kind(again.try_lock()), kind(second.try_lock()));
    drop(first);
    println!("{}", kind(second.try_lock()));
    drop(again);
    println!("{}", kind(second.try_lock()));
    let duplicate = second.duplicate()?;
    duplicate.unlock()?;
    println!("{}", kind(File::open("shared")?.try_lock()));
    Ok(())
}

fn main() -> io::Result<()> {
    let (a, b) = (File::create("lock")?, File::create("lock")?);
    of_std(&a, &b)?;
    of_fs2(&a, &b)?;
    openings()
}
