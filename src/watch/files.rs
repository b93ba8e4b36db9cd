//! Notices saves: by events of the system, or by polling where there are none.
//!
//! That something happened below `exercises/` is only the sign to look at every exercise's file. What counts is
//! whether a file is another one than at the last look, so it does not matter how an editor saves, and that a file
//! was only read (which the system also reports) was not saved.

use std::any::Any;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify_debouncer_mini::notify::{
    self, ErrorKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
};
use notify_debouncer_mini::{Config, DebounceEventResult, Debouncer, new_debouncer_opt};
use rustix::io::Errno;

use super::event::Event;
use crate::catalog::Catalog;

/// Writes that follow each other faster than this are one save.
const DEBOUNCE: Duration = Duration::from_millis(50);

/// How often the files are polled if the system does not report changes.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// How saves are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detection {
    /// The system reports changes.
    Events,
    /// By looking at intervals.
    Polling,
}

/// Sees saves until it is dropped.
pub struct FileWatch {
    /// Nothing where neither way works.
    _watcher: Option<Box<dyn Any>>,
}

/// Watches the exercises' files. Calls `tell` with saves, and with problems of detecting them.
pub fn watch(
    catalog: &Catalog,
    detection: Detection,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> FileWatch {
    match detection {
        Detection::Events => watch_by::<RecommendedWatcher>(catalog, tell),
        Detection::Polling => poll(catalog, tell),
    }
}

/// Has the system report saves, or polls if it cannot.
fn watch_by<W: Watcher + 'static>(
    catalog: &Catalog,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> FileWatch {
    let looker = Looker::new(catalog, Detection::Events);
    match debounced::<W>(&folder(catalog), looker, tell.clone()) {
        Ok(watcher) => FileWatch {
            _watcher: Some(Box::new(watcher)),
        },
        Err(error) => {
            tell(Event::Notice(format!(
                "The system does not report changes ({}), so the files are polled 5 times a second.",
                reason(&error)
            )));
            poll(catalog, tell)
        }
    }
}

fn poll(catalog: &Catalog, tell: impl Fn(Event) + Clone + Send + 'static) -> FileWatch {
    let looker = Looker::new(catalog, Detection::Polling);
    match debounced::<PollWatcher>(&folder(catalog), looker, tell.clone()) {
        Ok(watcher) => FileWatch {
            _watcher: Some(Box::new(watcher)),
        },
        Err(error) => {
            tell(Event::Notice(format!(
                "Saves cannot be detected ({}): press r after each save.",
                reason(&error)
            )));
            FileWatch { _watcher: None }
        }
    }
}

fn folder(catalog: &Catalog) -> PathBuf {
    catalog.root.join("exercises")
}

fn debounced<W: Watcher>(
    folder: &Path,
    mut looker: Looker,
    tell: impl Fn(Event) + Send + 'static,
) -> notify::Result<Debouncer<W>> {
    let backend = notify::Config::default()
        .with_poll_interval(POLL_INTERVAL)
        .with_compare_contents(true);
    let config = Config::default()
        .with_timeout(DEBOUNCE)
        .with_batch_mode(false)
        .with_notify_config(backend);
    let on_events = move |events: DebounceEventResult| {
        if let Err(error) = events {
            tell(Event::Notice(format!(
                "Some saves may be missed ({}): press r then, or start again with --poll.",
                reason(&error)
            )));
        }
        let saved = looker.look();
        if !saved.is_empty() {
            tell(Event::Saved(saved));
        }
    };
    let mut debouncer = new_debouncer_opt(config, on_events)?;
    debouncer
        .watcher()
        .watch(folder, RecursiveMode::Recursive)?;
    Ok(debouncer)
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "its limit on file watches is reached".into(),
        ErrorKind::Io(error) if error.raw_os_error() == Some(Errno::MFILE.raw_os_error()) => {
            "its limit on watchers is reached".into()
        }
        ErrorKind::Io(error) => error.to_string(),
        ErrorKind::PathNotFound => "there is no folder `exercises`".into(),
        _ => error.to_string(),
    }
}

/// Remembers how each exercise's file was at the last look.
#[derive(Debug)]
struct Looker {
    paths: Vec<PathBuf>,
    detection: Detection,
    last: Vec<Option<Stamp>>,
}

/// Distinguishes one state of a file from another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
    /// Only where looking does not make the system tell us of our own look.
    content: Option<u64>,
}

impl Looker {
    fn new(catalog: &Catalog, detection: Detection) -> Looker {
        let exercises = catalog.exercises.iter();
        let paths: Vec<_> = exercises
            .map(|exercise| catalog.root.join(exercise.path()))
            .collect();
        let last = paths
            .iter()
            .map(|path| Stamp::of(path, detection))
            .collect();
        Looker {
            paths,
            detection,
            last,
        }
    }

    /// The exercises whose files are other ones than at the last look.
    fn look(&mut self) -> Vec<usize> {
        let mut saved = Vec::new();
        for (exercise, path) in self.paths.iter().enumerate() {
            let stamp = Stamp::of(path, self.detection);
            if stamp != self.last[exercise] {
                self.last[exercise] = stamp;
                saved.push(exercise);
            }
        }
        saved
    }
}

impl Stamp {
    /// Nothing for a file that is not there.
    fn of(path: &Path, detection: Detection) -> Option<Stamp> {
        let about = fs::metadata(path).ok()?;
        let content = match detection {
            Detection::Polling if about.is_file() => fs::read(path).ok().map(|bytes| {
                let mut hasher = DefaultHasher::new();
                bytes.hash(&mut hasher);
                hasher.finish()
            }),
            _ => None,
        };
        Some(Stamp {
            device: about.dev(),
            inode: about.ino(),
            bytes: about.len(),
            modified: (about.mtime(), about.mtime_nsec()),
            content,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::{Receiver, unbounded};

    const DEADLINE: Duration = Duration::from_secs(30);

    fn project() -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog {
            root: folder.path().into(),
            ..crate::watch::sample::catalog()
        };
        for exercise in &catalog.exercises {
            let path = folder.path().join(exercise.path());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "start").unwrap();
        }
        (folder, catalog)
    }

    fn watched(catalog: &Catalog, detection: Detection) -> (FileWatch, Receiver<Event>) {
        let (sender, receiver) = unbounded();
        let tell = move |event| {
            let _ = sender.send(event);
        };
        (watch(catalog, detection, tell), receiver)
    }

    fn path(catalog: &Catalog, exercise: usize) -> PathBuf {
        catalog.root.join(catalog.exercises[exercise].path())
    }

    /// Saves in the way that an editor does, with this text.
    type Save = fn(&Path, &str);

    const EDITORS: [(&str, Save); 5] = [
        ("writes in place", |path, text| {
            fs::write(path, text).unwrap()
        }),
        ("writes twice", |path, text| {
            fs::write(path, text).unwrap();
            fs::write(path, text).unwrap();
        }),
        ("renames a temporary file over it", |path, text| {
            let temporary = path.with_extension("tmp");
            fs::write(&temporary, text).unwrap();
            fs::rename(temporary, path).unwrap();
        }),
        ("deletes and creates", |path, text| {
            fs::remove_file(path).unwrap();
            fs::write(path, text).unwrap();
        }),
        ("moves to a backup and creates", |path, text| {
            fs::rename(path, path.with_extension("bak")).unwrap();
            fs::write(path, text).unwrap();
        }),
    ];

    /// Every event until the file of the last exercise was seen too, which is saved after `save`.
    fn seen_until_marker(catalog: &Catalog, events: &Receiver<Event>) -> Vec<usize> {
        fs::write(path(catalog, 3), "marker").unwrap();
        let mut seen = Vec::new();
        while !seen.contains(&3) {
            match events.recv_timeout(DEADLINE).unwrap() {
                Event::Saved(saved) => seen.extend(saved),
                other => panic!("{other:?}"),
            }
        }
        seen
    }

    #[test]
    fn every_way_of_saving_is_seen_whatever_the_detection() {
        for detection in [Detection::Events, Detection::Polling] {
            for (way, save) in EDITORS {
                let (_folder, catalog) = project();
                let (_watch, events) = watched(&catalog, detection);
                save(&path(&catalog, 1), "changed");
                let seen = events.recv_timeout(DEADLINE);
                assert_eq!(seen, Ok(Event::Saved(vec![1])), "{way} {detection:?}");
            }
        }
    }

    #[test]
    fn reading_the_files_is_no_save() {
        for detection in [Detection::Events, Detection::Polling] {
            let (_folder, catalog) = project();
            let (_watch, events) = watched(&catalog, detection);
            for exercise in 0..3 {
                fs::read(path(&catalog, exercise)).unwrap();
            }
            assert_eq!(seen_until_marker(&catalog, &events), [3]);
        }
    }

    #[test]
    fn a_deleted_file_and_its_return_are_both_seen() {
        let (_folder, catalog) = project();
        let (_watch, events) = watched(&catalog, Detection::Events);
        fs::remove_file(path(&catalog, 0)).unwrap();
        assert_eq!(events.recv_timeout(DEADLINE), Ok(Event::Saved(vec![0])));
        fs::write(path(&catalog, 0), "back").unwrap();
        assert_eq!(events.recv_timeout(DEADLINE), Ok(Event::Saved(vec![0])));
    }

    #[test]
    fn other_files_are_no_exercises() {
        let (_folder, catalog) = project();
        let (_watch, events) = watched(&catalog, Detection::Events);
        fs::write(path(&catalog, 0).with_extension("rs~"), "x").unwrap();
        assert_eq!(seen_until_marker(&catalog, &events), [3]);
    }

    /// A system that has no watches left.
    struct NoneLeft;

    impl Watcher for NoneLeft {
        fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> notify::Result<Self> {
            Ok(NoneLeft)
        }

        fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
            Err(notify::Error::new(ErrorKind::MaxFilesWatch))
        }

        fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
            Ok(())
        }

        fn kind() -> notify::WatcherKind {
            notify::WatcherKind::NullWatcher
        }
    }

    #[test]
    fn at_the_systems_limit_the_files_are_polled_and_the_learner_is_told() {
        let (_folder, catalog) = project();
        let (sender, events) = unbounded();
        let _watch = watch_by::<NoneLeft>(&catalog, move |event| {
            let _ = sender.send(event);
        });
        let Ok(Event::Notice(notice)) = events.recv_timeout(DEADLINE) else {
            panic!("no notice");
        };
        assert!(
            notice.contains("its limit on file watches is reached"),
            "{notice}"
        );
        assert_eq!(seen_until_marker(&catalog, &events), [3]);
    }

    #[test]
    fn without_the_folder_the_learner_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog {
            root: folder.path().into(),
            ..crate::watch::sample::catalog()
        };
        let (_watch, events) = watched(&catalog, Detection::Events);
        let notice = |event| matches!(event, Ok(Event::Notice(_)));
        assert!(notice(events.recv_timeout(DEADLINE)));
    }
}
