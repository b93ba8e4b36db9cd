//! What only Unix has of processes: `std::os::unix::process`.

use ::std::ffi::{OsStr, OsString};
use ::std::io;
use ::std::os::unix::process::CommandExt as _;
use ::std::panic::Location;

use super::command::Command;
use crate::engine::state::NOBODY;
use crate::engine::{launch, task, turn, unsupported};

pub use ::std::os::unix::process::*;

/// The same in every execution: the first process's is that of what runs it.
pub fn parent_id() -> u32 {
    let parent = turn::with_state(|state| state.processes[task::process() as usize].parent);
    match parent {
        Some(NOBODY) => launch::virtual_id(0) - 1,
        Some(process) => launch::virtual_id(process),
        None => ::std::os::unix::process::parent_id(),
    }
}

/// What runs in a new process before the program does.
type BeforeExec = Box<dyn FnMut() -> io::Result<()> + Send + Sync>;

/// What only other programs can be started with.
pub(super) enum Extra {
    User(u32),
    Group(u32),
    Name(OsString),
    ProcessGroup(i32),
    Before(BeforeExec),
}

impl Extra {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Extra::User(_) => "another user for a process (`CommandExt::uid`)",
            Extra::Group(_) => "another group for a process (`CommandExt::gid`)",
            Extra::Name(_) => "another name for a process (`CommandExt::arg0`)",
            Extra::ProcessGroup(_) => "process groups (`CommandExt::process_group`)",
            Extra::Before(_) => "code before a process's program (`CommandExt::pre_exec`)",
        }
    }

    pub(super) fn apply(self, real: &mut ::std::process::Command) {
        match self {
            Extra::User(id) => real.uid(id),
            Extra::Group(id) => real.gid(id),
            Extra::Name(name) => real.arg0(name),
            Extra::ProcessGroup(group) => real.process_group(group),
            // SAFETY: the program's own promise, given to our `pre_exec`.
            Extra::Before(body) => unsafe { real.pre_exec(body) },
        };
    }
}

/// std's trait of that name, for our [`Command`].
pub trait CommandExt {
    fn uid(&mut self, id: u32) -> &mut Self;
    fn gid(&mut self, id: u32) -> &mut Self;
    /// # Safety
    /// As std's.
    unsafe fn pre_exec<F>(&mut self, body: F) -> &mut Self
    where
        F: FnMut() -> io::Result<()> + Send + Sync + 'static;
    #[deprecated = "use pre_exec"]
    fn before_exec<F>(&mut self, body: F) -> &mut Self
    where
        F: FnMut() -> io::Result<()> + Send + Sync + 'static;
    fn exec(&mut self) -> io::Error;
    fn arg0<S: AsRef<OsStr>>(&mut self, name: S) -> &mut Self;
    fn process_group(&mut self, group: i32) -> &mut Self;
}

impl CommandExt for Command {
    fn uid(&mut self, id: u32) -> &mut Self {
        self.extras.push(Extra::User(id));
        self
    }

    fn gid(&mut self, id: u32) -> &mut Self {
        self.extras.push(Extra::Group(id));
        self
    }

    unsafe fn pre_exec<F>(&mut self, body: F) -> &mut Self
    where
        F: FnMut() -> io::Result<()> + Send + Sync + 'static,
    {
        self.extras.push(Extra::Before(Box::new(body)));
        self
    }

    fn before_exec<F>(&mut self, body: F) -> &mut Self
    where
        F: FnMut() -> io::Result<()> + Send + Sync + 'static,
    {
        // SAFETY: std's own `before_exec` leaves it to its caller all the same.
        unsafe { self.pre_exec(body) }
    }

    #[track_caller]
    fn exec(&mut self) -> io::Error {
        if self.exists() {
            unsupported::stop("`CommandExt::exec`", Location::caller());
        }
        io::Error::from_raw_os_error(libc::ENOENT)
    }

    fn arg0<S: AsRef<OsStr>>(&mut self, name: S) -> &mut Self {
        self.extras.push(Extra::Name(name.as_ref().to_owned()));
        self
    }

    fn process_group(&mut self, group: i32) -> &mut Self {
        self.extras.push(Extra::ProcessGroup(group));
        self
    }
}
