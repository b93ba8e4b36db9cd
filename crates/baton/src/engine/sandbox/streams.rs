//! The server's own descriptors, out of the program's way, and what the program's processes write to.

use ::std::fs::File;
use ::std::io::{self, BufReader, Read, Seek, SeekFrom};
use ::std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use ::std::os::unix::fs::FileExt;
use ::std::sync::atomic::{AtomicI32, Ordering};

use super::children::asked_to_end;
use super::descriptors::{OURS, TASKS_END, duplicate, duplicate_to, out_of_the_way};
use super::folder::without_number;
use crate::engine::system::{self, check};
use protocol::{Output, Reading};

/// What connects the server with its surroundings.
pub(crate) struct Streams {
    pub(crate) requests: Requests,
    pub(crate) replies: File,
    /// What the program's own processes write to: standard output and standard error.
    pub(crate) captures: [Capture; 2],
}

/// The runner's requests. They end when the runner is gone, or when a signal asks the server to end.
pub(crate) struct Requests(BufReader<File>);

impl Read for Requests {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.0.read(bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted && asked_to_end() => Ok(0),
            other => other,
        }
    }
}

impl AsRawFd for Requests {
    fn as_raw_fd(&self) -> RawFd {
        self.0.get_ref().as_raw_fd()
    }
}

/// Takes the runner's pipes away from descriptors 0 and 1 and gives the program /dev/null and two memory files instead.
pub(crate) fn take_over_streams() -> io::Result<Streams> {
    let requests = Requests(BufReader::new(duplicate(0)?.into()));
    let replies = duplicate(1)?.into();
    let words = duplicate(2)?;
    WORDS.store(words.as_raw_fd(), Ordering::Relaxed);
    // It stays open for as long as the server lives.
    ::std::mem::forget(words);
    let null = File::open("/dev/null")?;
    let stdout = Capture::new(c"stdout")?;
    let stderr = Capture::new(c"stderr")?;
    for (from, to) in [
        (null.as_raw_fd(), 0),
        (stdout.file.as_raw_fd(), 1),
        (stderr.file.as_raw_fd(), 2),
    ] {
        // SAFETY: all descriptors are open; no value in this process owns the standard ones.
        check(unsafe { libc::dup2(from, to) })?;
    }
    Ok(Streams {
        requests,
        replies,
        captures: [stdout, stderr],
    })
}

/// Where the server's own words go.
static WORDS: AtomicI32 = AtomicI32::new(2);

/// Says on the runner's standard error why the server cannot go on.
pub(crate) fn complain(words: &str) {
    // SAFETY: as many bytes as are said can be read.
    unsafe {
        libc::write(
            WORDS.load(Ordering::Relaxed),
            words.as_ptr().cast(),
            words.len(),
        )
    };
}

/// In a child: it has nothing of the server's that it could disturb.
pub(super) fn close_servers() {
    // SAFETY: nothing in a child uses them.
    unsafe {
        system::call(
            libc::SYS_close_range,
            [OURS as usize, TASKS_END as usize - 1, 0],
        )
    };
}

/// The server's end and, as a plain number for all children to come, the tasks' end.
///
/// They are sockets: a pipe could be opened anew by its name in `/proc`, and a program could send messages of its own.
pub(crate) fn control_sockets() -> io::Result<(OwnedFd, RawFd)> {
    let mut ends = [0; 2];
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    // SAFETY: room for two descriptors, which are new and ours. The library's function is this crate's own.
    let [server, tasks] = unsafe {
        let made = libc::syscall(
            libc::SYS_socketpair,
            libc::AF_UNIX,
            kind,
            0,
            ends.as_mut_ptr(),
        );
        check(made as i32)?;
        check(libc::fcntl(ends[0], libc::F_SETFL, libc::O_NONBLOCK))?;
        ends.map(|end| OwnedFd::from_raw_fd(end))
    };
    let tasks = duplicate_to(tasks.as_raw_fd(), TASKS_END)?;
    let number = tasks.as_raw_fd();
    // It stays open for as long as the server lives.
    ::std::mem::forget(tasks);
    Ok((out_of_the_way(server)?, number))
}

/// Forgets messages of an execution that is over.
pub(crate) fn drain(control: &OwnedFd) {
    let mut bytes = [0u8; 64];
    // SAFETY: room for as many bytes; the descriptor does not block.
    while unsafe { libc::read(control.as_raw_fd(), bytes.as_mut_ptr().cast(), bytes.len()) } > 0 {}
}

/// A memory file that the program's processes append to, and where this execution's part of it begins.
pub(crate) struct Capture {
    file: File,
    start: u64,
}

/// How much a memory file may hold before it is emptied.
const ENOUGH: u64 = 1 << 20;

/// So much is read at once; most programs write less.
const PIECE: usize = 64 << 10;

impl Capture {
    fn new(name: &::std::ffi::CStr) -> io::Result<Self> {
        // SAFETY: the name ends with NUL; the descriptor is new and ours.
        let file = unsafe {
            OwnedFd::from_raw_fd(check(libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC))?)
        };
        let file = File::from(out_of_the_way(file)?);
        let capture = Self { file, start: 0 };
        capture.append_only()?;
        Ok(capture)
    }

    /// Makes each write go to the end, and nowhere else.
    pub(crate) fn append_only(&self) -> io::Result<()> {
        // SAFETY: plain system call on our own descriptor.
        check(unsafe { libc::fcntl(self.file.as_raw_fd(), libc::F_SETFL, libc::O_APPEND) })?;
        Ok(())
    }

    /// What was written since the last call; of what is beyond the limit, only that there is more.
    pub(crate) fn take(&mut self, limit: u64) -> io::Result<Output> {
        let end = self.file.seek(SeekFrom::End(0))?;
        let written = end.saturating_sub(self.start).min(limit + 1) as usize;
        let mut piece = vec![0; written.min(PIECE)];
        let mut reading = Reading::default();
        let mut read = 0;
        while read < written {
            let length = piece.len().min(written - read);
            let at = self.start + read as u64;
            self.file.read_exact_at(&mut piece[..length], at)?;
            reading.push(&without_number(&piece[..length]));
            read += length;
        }
        self.start = end;
        if end > ENOUGH {
            self.file.set_len(0)?;
            self.start = 0;
        }
        Ok(reading.finish())
    }
}
