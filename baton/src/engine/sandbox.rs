//! The surroundings of an execution: its streams, its folder, its limits, and that nothing of it stays behind.

use ::std::ffi::OsStr;
use ::std::fs::{self, File};
use ::std::io;
use ::std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use ::std::os::unix::ffi::OsStrExt;
use ::std::os::unix::fs::FileExt;
use ::std::path::{Path, PathBuf};
use ::std::sync::OnceLock;

use super::state::{self, Process, Text};
use super::{heap, launch, stack};

/// The largest file that a program may write, and the memory that it may take.
const MAX_FILE: u64 = 64 << 20;
const MAX_MEMORY: u64 = (256 << 20) + (stack::TOTAL + heap::TOTAL) as u64;

/// Makes ld.so(8) look up all symbols at once.
const BIND_NOW: &str = "LD_BIND_NOW";

/// The folder's name, beside which the pipes of the execution lie.
const FOLDER: &str = "run";

/// Takes the runner's pipes away from descriptors 0 and 1 and gives the program /dev/null and two memory files instead.
pub(crate) fn take_over_streams() -> io::Result<(File, File, [Capture; 2])> {
    let requests = duplicate(0)?;
    let replies = duplicate(1)?;
    let null = File::open("/dev/null")?;
    let stdout = Capture::new(c"stdout")?;
    let stderr = Capture::new(c"stderr")?;
    for (from, to) in [
        (null.as_raw_fd(), 0),
        (stdout.file.as_raw_fd(), 1),
        (stderr.file.as_raw_fd(), 2),
    ] {
        // SAFETY: all descriptors are open; the standard ones belong to nobody in this process.
        check(unsafe { libc::dup2(from, to) })?;
    }
    Ok((requests, replies, [stdout, stderr]))
}

fn duplicate(descriptor: RawFd) -> io::Result<File> {
    // SAFETY: a new descriptor, ours alone.
    unsafe {
        Ok(File::from_raw_fd(check(libc::fcntl(
            descriptor,
            libc::F_DUPFD_CLOEXEC,
            100,
        ))?))
    }
}

fn memory_file(name: &::std::ffi::CStr) -> io::Result<File> {
    // SAFETY: the name ends with NUL; the descriptor is new and ours.
    unsafe {
        Ok(File::from_raw_fd(check(libc::memfd_create(
            name.as_ptr(),
            libc::MFD_CLOEXEC,
        ))?))
    }
}

fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// The server's end and, as a plain number for all children to come, the tasks' end.
pub(crate) fn control_pipe() -> io::Result<(OwnedFd, RawFd)> {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors, which are new and ours.
    unsafe {
        check(libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC))?;
        check(libc::fcntl(ends[0], libc::F_SETFL, libc::O_NONBLOCK))?;
        Ok((OwnedFd::from_raw_fd(ends[0]), ends[1]))
    }
}

/// Starts this program anew without address space randomisation, so that pointers in a trace are the same each time, and
/// with all its symbols bound, so that no child has to. Where the system refuses that, nothing is lost but that.
pub(crate) fn fix_addresses() {
    // SAFETY: plain system calls.
    unsafe {
        let now = libc::personality(0xffff_ffff);
        if now < 0 || now & libc::ADDR_NO_RANDOMIZE != 0 {
            return;
        }
        if libc::personality((now | libc::ADDR_NO_RANDOMIZE) as libc::c_ulong) < 0 {
            return;
        }
    }
    let Ok(program) = ::std::env::current_exe() else {
        return;
    };
    // Returns only where it failed, and then all goes on as it is.
    let _ = ::std::os::unix::process::CommandExt::exec(
        ::std::process::Command::new(program)
            .args(::std::env::args_os().skip(1))
            .env(BIND_NOW, "1"),
    );
}

/// One core, no core dumps, limits for all children, and their orphans come to us.
pub(crate) fn prepare() -> io::Result<()> {
    // SAFETY: plain system calls on plain data.
    unsafe {
        check(libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1))?;
        for (resource, most) in [
            (libc::RLIMIT_CORE, 0),
            (libc::RLIMIT_FSIZE, MAX_FILE),
            (libc::RLIMIT_DATA, MAX_MEMORY),
        ] {
            let mut limit = libc::rlimit {
                rlim_cur: 0,
                rlim_max: 0,
            };
            check(libc::getrlimit(resource, &mut limit))?;
            limit.rlim_cur = most.min(limit.rlim_max);
            check(libc::setrlimit(resource, &limit))?;
        }
        // Handing over is quickest where it needs no other core; if the system will not, it is only slower.
        let wanted = ::std::env::var("BATON_CORE")
            .ok()
            .and_then(|core| core.parse::<usize>().ok());
        let core = wanted.unwrap_or_else(|| libc::sched_getcpu().max(0) as usize);
        let mut set: libc::cpu_set_t = ::std::mem::zeroed();
        libc::CPU_SET(core, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set);
        ::std::env::remove_var("BATON_CORE");
        ::std::env::remove_var(BIND_NOW);
        // Few of a child's pages differ from the server's where its threads share one arena.
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
    Ok(())
}

/// In a fresh child, before it waits for its first grant.
pub(crate) fn enter_child(group: i32, process: &Process) {
    // SAFETY: the child has one thread; plain system calls.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        libc::setpgid(0, group);
    }
    // SAFETY: the server filled in all of it before the fork, and text is only ever added.
    let state = unsafe { &*state::pointer() };
    let words = |text: Text| {
        state
            .text(text)
            .split(|byte| *byte == 0)
            .filter(|word| !word.is_empty())
    };
    for word in words(process.environment) {
        if word == launch::CLEAR_ENVIRONMENT.as_bytes() {
            let names: Vec<_> = ::std::env::vars_os().map(|(name, _)| name).collect();
            // SAFETY: one thread.
            names
                .iter()
                .for_each(|name| unsafe { ::std::env::remove_var(name) });
            continue;
        }
        let mut halves = word.splitn(2, |byte| *byte == b'=');
        let name = OsStr::from_bytes(halves.next().unwrap_or_default());
        // SAFETY: one thread.
        unsafe {
            match halves.next() {
                Some(value) => ::std::env::set_var(name, OsStr::from_bytes(value)),
                None => ::std::env::remove_var(name),
            }
        }
    }
    if process.folder.length > 0 {
        // A folder that is gone shows itself at the first file.
        let _ = ::std::env::set_current_dir(OsStr::from_bytes(state.text(process.folder)));
    }
    for (stream, pipe) in process.streams.iter().enumerate() {
        let opened = match pipe {
            0 => continue,
            1 => fs::OpenOptions::new()
                .read(true)
                .write(true)
                .open("/dev/null"),
            pipe => fs::OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .open(pipe_path(*pipe)),
        };
        if let Ok(file) = opened {
            // SAFETY: both are open.
            unsafe { libc::dup2(file.as_raw_fd(), stream as i32) };
        }
    }
}

/// Where the bytes of a pipe between two processes lie.
pub(crate) fn pipe_path(pipe: u32) -> PathBuf {
    around().join(format!("pipe-{pipe}"))
}

static AROUND: OnceLock<PathBuf> = OnceLock::new();

fn around() -> PathBuf {
    AROUND.get().cloned().unwrap_or_default()
}

/// The folder in which executions run.
pub(crate) fn run_folder() -> PathBuf {
    around().join(FOLDER)
}

/// The folder in which executions run, and the one around it for what is ours.
pub(crate) struct Folder {
    run: PathBuf,
    around: PathBuf,
}

impl Folder {
    /// Makes a fresh folder in the current one and goes there.
    pub(crate) fn make() -> io::Result<Self> {
        let around = ::std::env::current_dir()?.join("baton");
        fs::create_dir(&around).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot make the folder {}: {error}", around.display()),
            )
        })?;
        let run = around.join(FOLDER);
        fs::create_dir(&run)?;
        ::std::env::set_current_dir(&run)?;
        let _ = AROUND.set(around.clone());
        Ok(Self { run, around })
    }

    /// Removes whatever an execution left there.
    pub(crate) fn empty(&self) -> io::Result<()> {
        if !self.run.is_dir() {
            fs::create_dir(&self.run)?;
            ::std::env::set_current_dir(&self.run)?;
        }
        empty_folder(&self.run)?;
        // SAFETY: every child is gone, so the state is the server's.
        if unsafe { (*state::pointer()).pipe_count } > 1 {
            for entry in fs::read_dir(&self.around)? {
                let entry = entry?;
                if entry.file_name() != FOLDER {
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Ok(())
    }
}

fn empty_folder(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Waits for the child's end; its wait status.
pub(crate) fn reap(id: i32) -> i32 {
    let mut status = 0;
    // SAFETY: a child of ours, reaped here only.
    while unsafe { libc::waitpid(id, &mut status, 0) } < 0 {
        if io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            break;
        }
    }
    status
}

/// Ends and reaps whatever the program's processes left behind them.
pub(crate) fn kill_orphans() {
    loop {
        let mut status = 0;
        // SAFETY: plain system call.
        match unsafe { libc::waitpid(-1, &mut status, libc::WNOHANG) } {
            0 => {}
            id if id > 0 => continue,
            _ => return,
        }
        let path = format!("/proc/self/task/{}/children", ::std::process::id());
        for child in fs::read_to_string(path)
            .unwrap_or_default()
            .split_whitespace()
        {
            if let Ok(id) = child.parse() {
                // SAFETY: a child of ours that is not reaped yet.
                unsafe { libc::kill(id, libc::SIGKILL) };
                reap(id);
            }
        }
    }
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

impl Capture {
    fn new(name: &::std::ffi::CStr) -> io::Result<Self> {
        let file = memory_file(name)?;
        // SAFETY: plain system call on our own descriptor.
        check(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, libc::O_APPEND) })?;
        Ok(Self { file, start: 0 })
    }

    /// What was written since the last call, at most so many bytes of it.
    pub(crate) fn take(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let end = self.file.metadata()?.len();
        let mut bytes = vec![0; end.saturating_sub(self.start).min(limit) as usize];
        self.file.read_exact_at(&mut bytes, self.start)?;
        self.start = end;
        if end > ENOUGH {
            self.file.set_len(0)?;
            self.start = 0;
        }
        Ok(bytes)
    }
}
