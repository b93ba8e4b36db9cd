//! A sandbox for the programs of strangers, made by bubblewrap: namespaces of their own without a network, and a root of
//! nothing but the system's programs and libraries, and what the caller shows, all read-only. What they write is in memory,
//! of limited size, and gone with them.

mod calls;
mod hindrance;
mod install;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the program in a sandbox sees besides the system.
#[derive(Debug, Clone)]
pub struct Room {
    /// The program, as it is called inside.
    pub program: PathBuf,
    /// Files and folders, each with its path inside. They are read-only.
    pub shown: Vec<(PathBuf, PathBuf)>,
    /// Its whole environment.
    pub env: Vec<(OsString, OsString)>,
}

/// A room for a program, and what makes it.
#[derive(Debug)]
pub struct Sandbox {
    bwrap: PathBuf,
    nested: Nested,
    room: Room,
}

/// Whether the program can make user namespaces of its own, which open much of the kernel to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nested {
    Forbidden,
    /// bubblewrap before 0.8 cannot forbid it.
    Allowed,
}

/// Why there is no sandbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// There is no bubblewrap.
    #[error("bubblewrap is not installed. {advice}")]
    Missing {
        /// How it is installed.
        advice: String,
    },
    /// There is, and it does not work.
    #[error("bubblewrap is installed, but it does not work here: {words}\n{advice}")]
    Refused {
        /// What it says.
        words: String,
        /// What is to be done about it.
        advice: String,
    },
}

/// The folder that the program works in, as it is called inside.
pub const FOLDER: &str = "/check";

/// The folder for temporary files, as it is called inside.
pub const TEMPORARY: &str = "/tmp";

/// How much can be written to [`TEMPORARY`], and to the memory that processes share.
const TEMPORARY_BYTES: u64 = 1 << 30;
const SHARED_BYTES: u64 = 256 << 20;

/// The folders of the system's programs and libraries. In many systems all but the first are links into it.
const SYSTEM: [&str; 8] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
];

/// What the linkers need besides: where libraries are, and which program is `cc`.
const LINKING: [&str; 2] = ["/etc/ld.so.cache", "/etc/alternatives"];

/// As the first process it cannot be ended or stopped by a signal from inside.
const OPTIONS: [&str; 18] = [
    "--unshare-user",
    "--unshare-ipc",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--hostname",
    "sandbox",
    "--cap-drop",
    "ALL",
    "--die-with-parent",
    "--new-session",
    "--as-pid-1",
    "--clearenv",
];

impl Sandbox {
    /// Looks for bubblewrap, without trying it.
    ///
    /// # Errors
    /// [`Unavailable::Missing`], with how it is installed.
    pub fn find() -> Result<PathBuf, Unavailable> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut places = env::split_paths(&path).map(|folder| folder.join("bwrap"));
        places
            .find(|file| file.is_absolute() && file.is_file())
            .ok_or_else(|| Unavailable::Missing {
                advice: install::advice(),
            })
    }

    /// A sandbox with this room, in which the program says its version.
    ///
    /// # Errors
    /// [`Unavailable::Refused`].
    pub fn of(room: Room, bwrap: &Path) -> Result<Sandbox, Unavailable> {
        let mut sandbox = Sandbox {
            bwrap: bwrap.to_path_buf(),
            nested: Nested::Forbidden,
            room,
        };
        if sandbox.is_tried().is_ok() {
            return Ok(sandbox);
        }
        sandbox.nested = Nested::Allowed;
        match sandbox.is_tried() {
            Ok(()) => Ok(sandbox),
            Err(words) => Err(Unavailable::Refused {
                words,
                advice: hindrance::advice(&bwrap.display().to_string()),
            }),
        }
    }

    fn is_tried(&self) -> Result<(), String> {
        let mut command = Command::new(&self.bwrap);
        command.args(self.arguments(Path::new(TEMPORARY), &["--version".into()]));
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&output.stderr);
        match words.trim() {
            "" => Err(output.status.to_string()),
            words => Err(words.to_owned()),
        }
    }

    /// The program that makes the sandbox.
    pub fn maker(&self) -> &Path {
        &self.bwrap
    }

    /// The arguments with which it starts the room's program in this folder, which is read-only.
    pub fn arguments(&self, folder: &Path, args: &[OsString]) -> Vec<OsString> {
        let mut all = Arguments(OPTIONS.map(OsString::from).to_vec());
        if self.nested == Nested::Forbidden {
            all.add(["--disable-userns"]);
        }
        all.folder_in_memory(TEMPORARY, TEMPORARY_BYTES);
        all.system();
        all.add(["--proc", "/proc", "--remount-ro", "/proc"]);
        all.add(["--dev", "/dev"]);
        all.folder_in_memory("/dev/shm", SHARED_BYTES);
        all.add(["--remount-ro", "/dev"]);
        for (from, to) in &self.room.shown {
            all.add([OsStr::new("--ro-bind"), from.as_ref(), to.as_ref()]);
        }
        all.add([OsStr::new("--ro-bind"), folder.as_ref(), FOLDER.as_ref()]);
        // What was made for these is writable until now.
        all.add(["--remount-ro", "/", "--chdir", FOLDER]);
        for (name, value) in &self.room.env {
            all.add([OsStr::new("--setenv"), name, value]);
        }
        all.add([OsStr::new("--"), self.room.program.as_ref()]);
        all.add(args);
        all.0
    }
}

struct Arguments(Vec<OsString>);

impl Arguments {
    fn add<T: AsRef<OsStr>>(&mut self, some: impl IntoIterator<Item = T>) {
        let some = some.into_iter().map(|one| one.as_ref().to_owned());
        self.0.extend(some);
    }

    fn folder_in_memory(&mut self, place: &str, bytes: u64) {
        self.add(["--size", &bytes.to_string(), "--tmpfs", place]);
    }

    fn system(&mut self) {
        for folder in SYSTEM {
            match fs::read_link(folder) {
                Ok(to) => self.add([OsStr::new("--symlink"), to.as_ref(), folder.as_ref()]),
                Err(_) => self.add(["--ro-bind-try", folder, folder]),
            }
        }
        for file in LINKING {
            self.add(["--ro-bind-try", file, file]);
        }
    }
}

/// What a program in a sandbox may have at the most, whatever it or its children ask for.
const MOST: [(Resource, u64); 4] = [
    // No dump at all: with 0, a program of the system's would still get it.
    (Resource::Core, 1),
    (Resource::Nofile, 4096),
    (Resource::Fsize, 1 << 30),
    (Resource::Data, 2 << 30),
];

/// Lowers the limits of this process, and of all that it starts, for good, and refuses them what no check needs of the
/// kernel.
///
/// # Errors
/// When the system refuses.
pub fn confine() -> io::Result<()> {
    for (resource, most) in MOST {
        let now = getrlimit(resource);
        let lowest = |limit: Option<u64>| Some(limit.map_or(most, |limit| limit.min(most)));
        let lowered = Rlimit {
            current: lowest(now.current),
            maximum: lowest(now.maximum),
        };
        setrlimit(resource, lowered)?;
    }
    calls::refuse()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sandbox() -> Sandbox {
        Sandbox {
            bwrap: "/usr/bin/bwrap".into(),
            nested: Nested::Forbidden,
            room: Room {
                program: "/kit/racelings".into(),
                shown: vec![("/home/eve/kit".into(), "/kit".into())],
                env: vec![("TMPDIR".into(), TEMPORARY.into())],
            },
        }
    }

    fn lines(arguments: &[OsString]) -> String {
        let words = arguments.iter().map(|word| word.to_string_lossy());
        let lines = words.map(|word| match word.starts_with("--") {
            true => format!("\n{word}"),
            false => format!(" {word}"),
        });
        lines.collect()
    }

    #[test]
    fn nothing_is_shown_that_can_be_written_to_but_what_is_in_memory() {
        let arguments = sandbox().arguments(Path::new("/tmp/x"), &["run".into()]);
        let lines = lines(&arguments);
        let (options, command) = lines.split_once("\n-- ").unwrap();
        assert_eq!(command, "/kit/racelings run");
        for line in options.lines() {
            assert!(!line.starts_with("--bind"), "{line}");
            assert!(!line.starts_with("--dev-bind"), "{line}");
            assert!(!line.starts_with("--share"), "{line}");
        }
        for expected in [
            "--unshare-net",
            "--clearenv",
            "--disable-userns",
            "--die-with-parent",
            "--new-session",
            "--cap-drop ALL",
            "--ro-bind /home/eve/kit /kit",
            "--ro-bind /tmp/x /check",
            "--remount-ro /proc",
            "--setenv TMPDIR /tmp",
        ] {
            assert!(options.lines().any(|line| line == expected), "{expected}");
        }
    }

    #[test]
    fn the_temporary_folder_is_made_before_what_may_be_shown_in_it() {
        let arguments = lines(&sandbox().arguments(Path::new("/tmp/x"), &[]));
        let at = |line| arguments.find(line).unwrap();
        assert!(at("--tmpfs /tmp") < at("--ro-bind /home/eve/kit"));
        assert!(at("--ro-bind /tmp/x") < at("--remount-ro /\n"));
    }

    #[test]
    fn a_sandbox_that_does_not_work_is_told_from_one_that_is_missing() {
        let refused = Sandbox::of(sandbox().room, Path::new("/bin/false")).unwrap_err();
        assert!(
            matches!(refused, Unavailable::Refused { .. }),
            "{refused:?}"
        );
        let missing = Unavailable::Missing {
            advice: "Install it:".into(),
        };
        assert_eq!(
            missing.to_string(),
            "bubblewrap is not installed. Install it:"
        );
    }
}
