//! What the kit needs of the machine, and what to do if it is missing.

use std::env;
use std::io;
use std::path::Path;

use rustix::fs::statvfs;
use rustix::process::{Resource, getrlimit};

/// A limit, how the shell calls it, and what a compiler needs at the least.
struct Needed {
    resource: Resource,
    option: &'static str,
    /// The unit in which the shell counts.
    unit: u64,
    least: u64,
}

const NEEDED: [Needed; 7] = [
    Needed {
        resource: Resource::Fsize,
        option: "-f",
        unit: 1 << 10,
        least: 64 << 20,
    },
    Needed {
        resource: Resource::As,
        option: "-v",
        unit: 1 << 10,
        least: 8 << 30,
    },
    Needed {
        resource: Resource::Data,
        option: "-d",
        unit: 1 << 10,
        least: 1 << 30,
    },
    Needed {
        resource: Resource::Nproc,
        option: "-u",
        unit: 1,
        least: 256,
    },
    Needed {
        resource: Resource::Nofile,
        option: "-n",
        unit: 1,
        least: 256,
    },
    Needed {
        resource: Resource::Stack,
        option: "-s",
        unit: 1 << 10,
        least: 1 << 20,
    },
    Needed {
        resource: Resource::Cpu,
        option: "-t",
        unit: 1,
        least: 3600,
    },
];

/// The limits of this shell that a compiler or an executor may well fail of, as it shows them: `ulimit -v 500000`.
fn limits_too_low() -> Vec<String> {
    NEEDED
        .iter()
        .filter_map(|needed| {
            let now = getrlimit(needed.resource).current?;
            let Needed { option, unit, .. } = needed;
            (now < needed.least).then(|| format!("ulimit {option} {}", now / unit))
        })
        .collect()
}

/// The limits of this shell that are too low, if there are any, in words.
pub fn advice_on_limits() -> Option<String> {
    let limits = limits_too_low();
    (!limits.is_empty()).then(|| {
        format!(
            "Limits of this shell are too low: {}. Start racelings from another one.",
            limits.join(", ")
        )
    })
}

/// Whether the shell leaves the first thread a stack of so many bytes.
pub fn first_thread_has(stack: usize) -> bool {
    let limit = getrlimit(Resource::Stack).current;
    limit.is_none_or(|limit| limit >= stack as u64)
}

/// What the system has refused, and what to do: a reason for `NotRun::Surroundings`.
pub fn refused(what: &str) -> String {
    let advice = advice_on_limits().unwrap_or_else(|| "Close other programs and try again.".into());
    format!("{what}.\n{advice}")
}

/// Says that the current folder was removed, and what to do: no program works in one.
pub fn removed_folder() -> Option<&'static str> {
    let gone = env::current_dir().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    gone.then_some(
        "The current folder was removed, and rustc does not run in such a folder.\nChange to another one with `cd`, and try again.",
    )
}

/// Says why `rustc` cannot use a folder whose path is not UTF-8, and what to do.
pub fn unreadable_path(folder: &Path) -> Option<String> {
    folder.to_str().is_none().then(|| {
        format!(
            "rustc only takes paths in UTF-8, and this one is not: {}.\nSet TMPDIR and RACELINGS_CACHE to other folders.",
            folder.display()
        )
    })
}

/// Says what to install if `rustc` has no linker.
pub fn advice_on_linker() -> Option<&'static str> {
    let is_there = |folder: &Path| folder.join("cc").is_file();
    let found = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| is_there(&folder)));
    (!found).then_some(
        "There is no `cc` on the PATH, with which rustc links. Install a C compiler (Debian, Ubuntu: `apt install gcc`).",
    )
}

/// The least free space where programs are compiled and run: with less, a full disk shows in many ways.
const FREE: u64 = 64 << 20;

/// Makes sure that there is some space in a folder.
///
/// # Errors
/// `StorageFull`, or what the system says.
pub fn has_space(folder: &Path) -> io::Result<()> {
    let about = statvfs(folder)?;
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    if free >= FREE {
        return Ok(());
    }
    let words = format!(
        "only {} MiB are free, at least {} are needed",
        free >> 20,
        FREE >> 20
    );
    Err(io::Error::new(io::ErrorKind::StorageFull, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_before_it_is_written_to() {
        has_space(&env::temp_dir()).unwrap();
        // Nothing is free in the kernel's own file system.
        let error = has_space(Path::new("/proc")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_utf_8_is_named() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(OsStr::from_bytes(b"/somewhere/\xff"));
        let reason = unreadable_path(odd).unwrap();
        assert!(reason.contains("/somewhere/"), "{reason}");
        assert_eq!(unreadable_path(Path::new("/tmp")), None);
    }

    #[test]
    fn what_was_refused_comes_with_something_to_do() {
        let reason = refused("The executor could not be started");
        assert_eq!(reason.lines().count(), 2, "{reason}");
    }
}
