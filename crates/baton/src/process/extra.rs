//! The options of a `Command` that only other programs can be started with.

use ::std::ffi::OsString;
use ::std::io;
use ::std::os::unix::process::CommandExt as _;

/// What runs in a new process before the program does.
type BeforeExec = Box<dyn FnMut() -> io::Result<()> + Send + Sync>;

/// The options of a `Command` that only other programs can be started with.
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
