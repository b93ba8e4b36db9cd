//! What only Unix has of processes: `std::os::unix::process`.

use ::std::ffi::OsStr;
use ::std::io;
use ::std::panic::Location;

use super::command::Command;
use super::extra::Extra;
use protocol::ProcessId;

use crate::engine::{control, task, turn, unsupported};

pub use ::std::os::unix::process::*;

/// The same in every execution: the first process's is that of what runs it.
pub fn parent_id() -> u32 {
    let parent = turn::with_state(|state| state.processes[task::process().index()].parent);
    match parent {
        Some(None) => control::virtual_id(ProcessId::FIRST) - 1,
        Some(Some(parent)) => control::virtual_id(parent),
        None => ::std::os::unix::process::parent_id(),
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
        // SAFETY: std's own `before_exec` leaves it to its caller, too.
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
