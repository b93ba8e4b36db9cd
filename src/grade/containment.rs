//! The sandbox of a check: what it sees of the kit, the toolchain and the exercises, and under which names.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::check::FreshFolder;
use crate::compile::Tools;
use crate::sandbox::{Room, Sandbox, TEMPORARY, Unavailable};

/// The sandbox in which checks are made.
#[derive(Debug)]
pub struct Contained {
    /// The sandbox, whose program is the kit.
    pub sandbox: Sandbox,
    /// The kit's copy is in it.
    _folder: FreshFolder,
}

/// Why there is no sandbox for checks.
#[derive(Debug, thiserror::Error)]
pub enum ContainmentError {
    /// The kit could not be copied.
    #[error("the kit cannot be copied for the sandbox: {0}")]
    Copy(#[from] io::Error),
    /// bubblewrap.
    #[error("{0}")]
    Unavailable(#[from] Unavailable),
}

/// The names inside. None of them says who the teacher is; only the toolchain stays where it is, because it knows its place.
const KIT: &str = "/kit/racelings";
const CACHE: &str = "/cache";

/// The set of exercises, if it is another one than the kit's own, as it is called in the sandbox.
pub const EXERCISES: &str = "/exercises";

/// What checks need of a set of exercises. Its solutions are not among it.
const OF_EXERCISES: [&str; 2] = ["info.toml", "exercises"];

/// It can be executed and not read. A program that its user cannot read is closed to ptrace(2) and `/proc/PID/mem`,
/// and the solutions in it are not there to be read.
const EXECUTE_ONLY: u32 = 0o111;

impl Contained {
    /// Prepares the sandbox, and tries it.
    ///
    /// # Errors
    /// Why there is none.
    pub fn prepare(
        bwrap: &Path,
        kit: &Path,
        tools: &Tools,
        exercises: Option<&Path>,
    ) -> Result<Contained, ContainmentError> {
        let folder = FreshFolder::make()?;
        let copy = folder.path().join("racelings");
        fs::copy(kit, &copy)?;
        fs::set_permissions(&copy, Permissions::from_mode(EXECUTE_ONLY))?;
        let sandbox = Sandbox::of(room(copy, tools, exercises), bwrap)?;
        Ok(Contained {
            sandbox,
            _folder: folder,
        })
    }
}

fn room(kit: PathBuf, tools: &Tools, exercises: Option<&Path>) -> Room {
    let libraries = Path::new(CACHE).join("libraries");
    let kept_in = tools.libraries.parent().unwrap_or(&tools.libraries);
    let mut shown = vec![
        (tools.sysroot.clone(), tools.sysroot.clone()),
        (kit, KIT.into()),
        (kept_in.to_path_buf(), libraries),
    ];
    if let Some(root) = exercises {
        let part = |part| (root.join(part), Path::new(EXERCISES).join(part));
        shown.extend(OF_EXERCISES.map(part));
    }
    let env = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin".into()),
        ("RUSTC", tools.rustc.clone().into_os_string()),
        ("RACELINGS_CACHE", CACHE.into()),
        ("TMPDIR", TEMPORARY.into()),
    ];
    Room {
        program: KIT.into(),
        shown,
        env: env
            .map(|(name, value): (&str, OsString)| (name.into(), value))
            .into(),
    }
}
