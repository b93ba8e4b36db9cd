//! The folder in which executions run, fresh for each of them.
//!
//! It lies in memory where there is a file system for that: to make and remove a file on a disk takes longer than all the
//! rest of an execution.

use ::std::ffi::CStr;
use ::std::fs::{self, File};
use ::std::io;
use ::std::mem::MaybeUninit;
use ::std::os::fd::AsRawFd;
use ::std::os::unix::ffi::OsStrExt;
use ::std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use ::std::path::{Path, PathBuf};
use ::std::sync::OnceLock;

use super::descriptors::out_of_the_way;
use crate::memory_folder::{self, MEMORY, PREFIX};
use crate::removal;

/// What the folder is called in what the program says of it.
const PLAIN: &[u8] = b"/racelings";

/// The folder's name, beside which the pipes of the execution lie.
const FOLDER: &str = "run";

static AROUND: OnceLock<PathBuf> = OnceLock::new();

fn around() -> PathBuf {
    AROUND.get().cloned().unwrap_or_default()
}

/// The folder in which executions run.
pub(crate) fn run_folder() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    RUN.get_or_init(|| around().join(FOLDER))
}

/// The same text with one name for the folder, whichever executor it is whose folder is named in it.
pub(crate) fn without_number(text: &[u8]) -> Vec<u8> {
    let around = AROUND.get().map_or(Path::new(""), PathBuf::as_path);
    let around = around.as_os_str().as_bytes();
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, behind @ ..] = rest {
        let is_named = *first == b'/' && !around.is_empty() && rest.starts_with(around);
        if is_named {
            plain.extend_from_slice(PLAIN);
            rest = &rest[around.len()..];
        } else {
            plain.push(*first);
            rest = behind;
        }
    }
    plain
}

/// Where the bytes of a pipe between two processes lie.
pub(crate) fn pipe_path(pipe: u32) -> PathBuf {
    around().join(format!("pipe-{pipe}"))
}

/// The folder in which executions run, and the one around it for what is ours. Dropping it removes both.
pub(crate) struct Folder {
    around: PathBuf,
    /// Open and locked for as long as it is in use.
    _in_use: File,
    /// The open folder, and what it is to the file system: a program can put another one in its place.
    open: File,
    identity: (u64, u64),
}

impl Folder {
    /// Makes a fresh folder, in memory or in the current folder, and goes there.
    pub(crate) fn make() -> io::Result<Self> {
        remove_abandoned();
        let in_memory = memory_folder::of(::std::process::id());
        let around = if has_room(c"/dev/shm") && make_private(&in_memory).is_ok() {
            in_memory
        } else {
            let here = ::std::env::current_dir()?.join("baton");
            make_private(&here).map_err(|error| {
                io::Error::new(
                    error.kind(),
                    format!("cannot make the folder {}: {error}", here.display()),
                )
            })?;
            here
        };
        let in_use = File::from(out_of_the_way(File::open(&around)?.into())?);
        in_use.lock()?;
        let _ = AROUND.set(around.clone());
        let (open, identity) = make_run()?;
        Ok(Self {
            around,
            _in_use: in_use,
            open,
            identity,
        })
    }

    /// Removes whatever an execution left there; where it may have had pipes, those too.
    pub(crate) fn empty(&mut self, pipes: bool) -> io::Result<()> {
        if !self.is_in_place() {
            // A program may have removed even the folder around it.
            if make_private(&self.around).is_err() {
                removal::empty(&self.around)?;
            }
            (self.open, self.identity) = make_run()?;
            return Ok(());
        }
        if !self.is_empty() {
            empty_run()?;
        }
        if pipes {
            for entry in fs::read_dir(&self.around)? {
                let entry = entry?;
                if entry.file_name() != FOLDER {
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Ok(())
    }

    fn is_in_place(&self) -> bool {
        fs::symlink_metadata(run_folder()).is_ok_and(|data| {
            (data.dev(), data.ino()) == self.identity && data.mode() & 0o700 == 0o700
        })
    }

    /// Whether there is nothing in it, asked for in as few calls as that takes.
    fn is_empty(&self) -> bool {
        let mut bytes = [0u8; 512];
        // SAFETY: the folder is open, and there is room for as many bytes as are said.
        let length = unsafe {
            libc::lseek(self.open.as_raw_fd(), 0, libc::SEEK_SET);
            libc::syscall(
                libc::SYS_getdents64,
                self.open.as_raw_fd(),
                bytes.as_mut_ptr(),
                bytes.len(),
            )
        };
        // An entry is an inode, an offset, its own length, a kind, and the name, ending with NUL.
        let mut rest = &bytes[..usize::try_from(length).unwrap_or(0)];
        let mut dots = 0;
        while let [_, .., _] = rest {
            let own = usize::from(u16::from_ne_bytes([rest[16], rest[17]]));
            match &rest[19..22] {
                [b'.', 0, _] | [b'.', b'.', 0] => dots += 1,
                _ => return false,
            }
            rest = &rest[own..];
        }
        // The two that each folder has came in one call, with room for more.
        dots == 2
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = ::std::env::set_current_dir("/");
        let _ = removal::remove(&self.around);
    }
}

/// So many bytes are free where files lie in memory, or they lie on the disk: for want of space a right program would fail.
const ROOM: u64 = 16 << 20;

fn has_room(folder: &CStr) -> bool {
    let mut about = MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: a path that ends with NUL, and room for one answer.
    if unsafe { libc::statvfs(folder.as_ptr(), about.as_mut_ptr()) } != 0 {
        return false;
    }
    // SAFETY: the call has succeeded, so it has filled it in.
    let about = unsafe { about.assume_init() };
    about.f_bavail.saturating_mul(about.f_frsize) >= ROOM
}

fn make_private(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(path)
}

fn make_run() -> io::Result<(File, (u64, u64))> {
    fs::create_dir(run_folder())?;
    ::std::env::set_current_dir(run_folder())?;
    let open = File::from(out_of_the_way(File::open(run_folder())?.into())?);
    let data = open.metadata()?;
    Ok((open, (data.dev(), data.ino())))
}

/// Removes what servers left in memory that were killed before they could: those that are gone, or had our own number.
fn remove_abandoned() {
    let own = ::std::process::id();
    for entry in fs::read_dir(MEMORY).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let server = name
            .as_bytes()
            .strip_prefix(PREFIX.as_bytes())
            .and_then(|id| ::std::str::from_utf8(id).ok()?.parse::<u32>().ok());
        let is_gone =
            server.is_some_and(|id| id == own || !Path::new("/proc").join(id.to_string()).exists());
        // Where the folder is shared with other containers, the process may be in one of them.
        if is_gone && open_folder(&entry.path()).is_ok_and(|open| open.try_lock().is_ok()) {
            let _ = removal::remove(&entry.path());
        }
    }
}

/// Opens a folder itself, and no other one that a link leads to.
fn open_folder(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW)
        .open(path)
}

/// Removes all that is in the folder in which executions run.
fn empty_run() -> io::Result<()> {
    for entry in fs::read_dir(run_folder())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removal::remove(&entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
