//! The compiled libraries that exercises may use, `fs2` and `baton`.
//!
//! cargo builds them once. They are kept by the contents of everything that they depend on, so that an ordinary check
//! only looks whether they are there: it never calls cargo, whose locks an editor's language server may hold for long.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::RecvTimeoutError;
use etcetera::BaseStrategy;
use fs2::FileExt;

use super::compiler::Compiler;
use super::recipe::{self, BuiltFile};
use super::refusal::{Preparing, Refusal};
use crate::kit;
use crate::supervise::{Cancel, Outcome, SuperviseError, Supervisor};

/// How often to check whether another kit has finished building.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// The libraries, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Libraries {
    folder: PathBuf,
}

impl Libraries {
    /// A library itself.
    pub fn rlib(&self, package: &str) -> PathBuf {
        self.folder.join(recipe::rlib_of(package))
    }

    /// The folder with what they depend on.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether they are there, and can be read.
    pub fn are_whole(&self) -> bool {
        let can_be_read = |package: &str| File::open(self.rlib(package)).is_ok();
        recipe::PACKAGES.iter().all(|package| can_be_read(package))
    }

    /// The libraries in this folder, if they are complete.
    fn kept_in(folder: PathBuf) -> Option<Libraries> {
        Some(Libraries { folder }).filter(Libraries::are_whole)
    }
}

/// Finds the libraries for this compiler, or has cargo build them.
///
/// # Errors
/// When it is cancelled, or the supervisor fails. The inner error says why there are none.
pub fn find(
    compiler: &Compiler,
    supervisor: &mut Supervisor,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Preparing),
) -> Result<Result<Libraries, Refusal>, SuperviseError> {
    let key = key(compiler);
    let caches = caches();
    let kept = || {
        caches
            .iter()
            .find_map(|cache| Libraries::kept_in(libraries_in(cache).join(&key)))
    };
    if let Some(libraries) = kept() {
        return Ok(Ok(libraries));
    }
    let (cache, lock) = match first_writable(&caches) {
        Ok(found) => found,
        Err(reason) => return Ok(Err(surroundings(reason))),
    };
    wait_for(&lock, cancel, on_progress)?;
    // Another kit may have built them while this one waited.
    if let Some(libraries) = kept() {
        return Ok(Ok(libraries));
    }
    let not_kept = |error: io::Error| {
        format!(
            "The kit's libraries could not be stored in {}: {error}.\nCheck the space on the disk.",
            cache.display()
        )
    };
    let outcome = match build(
        &cache.join("cargo"),
        compiler,
        supervisor,
        cancel,
        on_progress,
    )? {
        Ok(outcome) => outcome,
        Err(error) => return Ok(Err(surroundings(not_kept(error)))),
    };
    let built = recipe::built(&outcome)
        .and_then(|files| keep(&files, &libraries_in(cache), &key).map_err(not_kept));
    drop(lock);
    Ok(built.map_err(surroundings))
}

/// Has cargo build them in this folder, from the first supply that has all crates.
fn build(
    folder: &Path,
    compiler: &Compiler,
    supervisor: &mut Supervisor,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Preparing),
) -> Result<io::Result<Outcome>, SuperviseError> {
    let start = Instant::now();
    let mut tick = || {
        on_progress(Preparing::Building {
            seconds: start.elapsed().as_secs(),
        });
    };
    let mut last = Err(io::ErrorKind::NotFound.into());
    for supply in recipe::SUPPLIES {
        if let Err(error) = recipe::create(folder, supply) {
            return Ok(Err(error));
        }
        let job = recipe::job(compiler, folder, supply);
        let outcome = while_ticking(&mut tick, || supervisor.run(&job, cancel))?;
        let has_begun = recipe::has_begun(&outcome);
        last = Ok(outcome);
        if has_begun {
            break;
        }
    }
    Ok(last)
}

/// Does the work on a thread of its own, and ticks every second until it is done.
fn while_ticking<T: Send>(tick: &mut dyn FnMut(), work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let (done, is_done) = crossbeam_channel::bounded::<()>(0);
        let worker = scope.spawn(move || {
            // Dropped at the end, also by a panic.
            let _done = done;
            work()
        });
        tick();
        while is_done.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
            tick();
        }
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// The folders in which compiled libraries may be kept, best first: the one that the user names, or else
/// the clone's `target`, then the user's cache folder.
pub fn caches() -> Vec<PathBuf> {
    let named = std::env::var_os("RACELINGS_CACHE").filter(|folder| !folder.is_empty());
    if let Some(folder) = named.and_then(|folder| std::path::absolute(folder).ok()) {
        return vec![folder];
    }
    let of_user = etcetera::choose_base_strategy().ok();
    let of_user = of_user.map(|folders| folders.cache_dir().join("racelings"));
    let of_clone = clone().map(|clone| clone.join("target/racelings"));
    of_clone.into_iter().chain(of_user).collect()
}

/// The clone that this program was built in, if the program is still there.
fn clone() -> Option<PathBuf> {
    let clone = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().ok()?;
    let program = std::env::current_exe().ok()?.canonicalize().ok()?;
    program.starts_with(&clone).then_some(clone)
}

fn libraries_in(cache: &Path) -> PathBuf {
    cache.join("libraries")
}

/// The first of the folders that can be written to, with its lock file.
fn first_writable(caches: &[PathBuf]) -> Result<(&Path, File), String> {
    let mut refused = Vec::new();
    for cache in caches {
        let lock = fs::create_dir_all(libraries_in(cache)).and_then(|()| {
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(cache.join("lock"))
        });
        match lock {
            Ok(lock) => return Ok((cache, lock)),
            Err(error) => refused.push(format!("{}: {error}", cache.display())),
        }
    }
    Err(format!(
        "There is no folder in which compiled libraries can be stored.\n{}\nSet RACELINGS_CACHE to another one.",
        refused.join("\n")
    ))
}

/// Acquires the lock, and reports if another kit holds it.
fn wait_for(
    lock: &File,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Preparing),
) -> Result<(), SuperviseError> {
    // On a file system without locks two kits may both build; each still puts a whole folder in place at once.
    let mut is_told = false;
    while let Err(error) = FileExt::try_lock_exclusive(lock) {
        if error.raw_os_error() != fs2::lock_contended_error().raw_os_error() {
            return Ok(());
        }
        if !is_told {
            on_progress(Preparing::Waiting);
            is_told = true;
        }
        if cancel.is_cancelled_within(ASK_AGAIN) {
            return Err(SuperviseError::Cancelled);
        }
    }
    Ok(())
}

/// Puts the compiled files under their name, all at once.
fn keep(files: &[BuiltFile], libraries: &Path, key: &str) -> io::Result<Libraries> {
    let folder = libraries.join(key);
    let whole = tempfile::Builder::new()
        .prefix(".new-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .tempdir_in(libraries)?;
    for file in files {
        fs::copy(&file.from, whole.path().join(&file.name))?;
    }
    // What is there under this name is incomplete.
    let _ = fs::remove_dir_all(&folder);
    fs::rename(whole.keep(), &folder)?;
    forget_old(libraries, key);
    Libraries::kept_in(folder).ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// How many sets of libraries are kept: for several compilers, or versions of the kit.
const MOST_KEPT: usize = 8;

/// Removes the oldest sets beyond so many.
fn forget_old(libraries: &Path, key: &str) {
    let mut others: Vec<_> = fs::read_dir(libraries)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name() != key)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    others.sort();
    let beyond = (others.len() + 1).saturating_sub(MOST_KEPT);
    for (_, path) in others.into_iter().take(beyond) {
        let _ = fs::remove_dir_all(path);
    }
}

/// A name for the libraries of this kit and this compiler: other contents have another one.
fn key(compiler: &Compiler) -> String {
    let mut hasher = DefaultHasher::new();
    compiler.identity.hash(&mut hasher);
    (recipe::SETTINGS, recipe::FLAGS).hash(&mut hasher);
    kit::hash_library_sources(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn surroundings(reason: String) -> Refusal {
    Refusal::Surroundings { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_another_kit_is_told_and_ends_when_it_is_cancelled() {
        let cache = tempfile::tempdir().unwrap();
        let caches = [cache.path().to_path_buf()];
        let (_, held) = first_writable(&caches).unwrap();
        FileExt::lock_exclusive(&held).unwrap();
        let (_, wanted) = first_writable(&caches).unwrap();
        let cancel = Cancel::new();
        let mut told = Vec::new();
        let waited = wait_for(&wanted, &cancel, &mut |progress| {
            told.push(progress);
            cancel.cancel();
        });
        assert!(matches!(waited, Err(SuperviseError::Cancelled)));
        assert_eq!(told, [Preparing::Waiting]);
        drop(held);
        wait_for(&wanted, &Cancel::new(), &mut |_| {
            panic!("nothing to wait for")
        })
        .unwrap();
    }

    #[test]
    fn the_oldest_libraries_beyond_some_are_removed_but_never_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..MOST_KEPT + 3 {
            fs::create_dir(folder.path().join(number.to_string())).unwrap();
        }
        forget_old(folder.path(), "0");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), MOST_KEPT);
        assert!(folder.path().join("0").is_dir());
    }

    #[test]
    fn long_work_ticks_until_it_is_done() {
        let (sender, ticked) = crossbeam_channel::unbounded();
        let mut ticks = 0;
        let mut tick = || {
            ticks += 1;
            let _ = sender.send(());
        };
        // Ends after two ticks.
        let work = || ticked.iter().take(2).count();
        assert_eq!(while_ticking(&mut tick, work), 2);
        assert!(ticks >= 2);
    }

    #[test]
    fn where_nothing_can_be_written_the_next_folder_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let caches = [file.join("cache"), folder.path().join("cache")];
        assert_eq!(first_writable(&caches).unwrap().0, caches[1]);
        let error = first_writable(&caches[..1]).unwrap_err();
        assert!(error.contains(&*caches[0].to_string_lossy()), "{error}");
    }
}
