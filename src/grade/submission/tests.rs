use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::*;
use crate::catalog::Catalog;

fn exercises() -> BTreeSet<&'static str> {
    BTreeSet::from(["threads1", "threads2"])
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn at(&self, place: &str) -> PathBuf {
        let path = self.0.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    fn write(&self, place: &str, text: &str) {
        fs::write(self.at(place), text).unwrap();
    }

    fn read(&self) -> Submission {
        read(self.0.path(), &exercises())
    }

    /// The place of each candidate for threads1, and the kind of what is wrong with it.
    fn candidates(&self) -> Vec<(String, Option<&'static str>)> {
        let found = self.read().candidates.remove("threads1");
        let kind = |one: Candidate| (one.place, one.content.err().map(|why| why.kind()));
        found.into_iter().flatten().map(kind).collect()
    }
}

#[test]
fn exercises_are_found_wherever_a_student_may_put_them() {
    for place in [
        "threads1.rs",
        "exercises/02_threads/threads1.rs",
        "racelings-main/exercises/02_threads/threads1.rs",
        "my work/threads1.rs",
    ] {
        let folder = Folder::new();
        folder.write(place, "text");
        assert_eq!(folder.candidates(), [(place.to_owned(), None)]);
    }
}

#[test]
fn solutions_originals_backups_and_other_files_are_not_the_students() {
    let folder = Folder::new();
    for place in [
        "solutions/02_threads/threads1.rs",
        "exercises/.originals/02_threads/threads1.rs",
        ".racelings/backups/threads1.rs",
        "tests/variants/02_threads/threads1.rs",
        "target/threads1.rs",
        "threads1.rs.bak",
        "Threads1.rs",
    ] {
        folder.write(place, "text");
    }
    assert_eq!(folder.candidates(), []);
    assert_eq!(folder.read().not_seen, None);
}

#[test]
fn links_pipes_sockets_and_folders_in_place_of_a_file_are_never_opened() {
    let folder = Folder::new();
    symlink("/etc/passwd", folder.at("a/threads1.rs")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.at("b/threads1.rs"))
        .status();
    assert!(made.unwrap().success());
    let _socket = UnixListener::bind(folder.at("c/threads1.rs")).unwrap();
    fs::create_dir(folder.at("d/threads1.rs")).unwrap();
    let kinds = folder
        .candidates()
        .into_iter()
        .map(|(_, kind)| kind.unwrap());
    assert_eq!(
        Vec::from_iter(kinds),
        ["symbolic_link", "unreadable", "unreadable", "unreadable"]
    );
}

#[test]
fn links_to_folders_are_not_followed_and_those_that_lead_away_are_said() {
    let folder = Folder::new();
    let elsewhere = Folder::new();
    elsewhere.write("threads1.rs", "text");
    symlink(".", folder.at("circle")).unwrap();
    symlink("/etc/hostname", folder.at("notes.txt")).unwrap();
    symlink(elsewhere.0.path(), folder.at("target")).unwrap();
    assert_eq!(folder.read(), Submission::default());
    for to in [elsewhere.0.path(), Path::new("nowhere")] {
        let link = folder.at("link");
        symlink(to, &link).unwrap();
        assert_eq!(folder.candidates(), []);
        let not_seen = folder.read().not_seen;
        assert_eq!(not_seen, Some(Unusable::Link("link".into())));
        fs::remove_file(link).unwrap();
    }
    symlink(elsewhere.0.path(), folder.at("link")).unwrap();
    let link = folder.at("link");
    let found = read(&link, &exercises());
    assert_eq!(found.not_seen.unwrap().kind(), "symbolic_link");
}

#[test]
fn large_files_many_files_and_deep_folders_are_said() {
    let folder = Folder::new();
    let sparse = File::create(folder.at("threads1.rs")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    assert_eq!(
        folder.candidates(),
        [("threads1.rs".to_owned(), Some("too_large"))]
    );
    let folder = Folder::new();
    for number in 0..=MOST_OF_ONE_NAME {
        folder.write(&format!("{number}/threads1.rs"), "text");
    }
    assert_eq!(folder.candidates().len(), MOST_OF_ONE_NAME);
    assert_eq!(folder.read().not_seen.unwrap().kind(), "too_many_files");
    let folder = Folder::new();
    folder.write(&format!("{}threads1.rs", "deep/".repeat(DEEPEST + 1)), "");
    assert_eq!(folder.read().not_seen.unwrap().kind(), "too_many_files");
}

#[test]
fn the_state_of_a_learners_folder_is_read_and_no_link_to_another() {
    let catalog = Catalog::of_kit(Path::new("/nowhere"));
    let exercise = catalog.get("threads1").unwrap();
    let place = "mine/exercises/02_threads/threads1.rs";
    let state = "format_version = 1\n\n[exercises.threads1]\nattempts = 7\n";
    let folder = Folder::new();
    folder.write(place, "text");
    folder.write("mine/.racelings/state.toml", state);
    let claims = folder.read().claims(exercise, place).unwrap();
    assert_eq!((claims.attempts, claims.passed_at), (7, None));
    assert!(claims.modified.is_some());
    assert_eq!(folder.read().not_seen, None);
    // A file whose time cannot be written says nothing of its time.
    let file = File::options().write(true).open(folder.at(place)).unwrap();
    let late = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33);
    let _ = file.set_modified(late);
    assert!(folder.read().claims(exercise, place).is_some());
    let other = Folder::new();
    other.write(place, "text");
    symlink(folder.at("mine/.racelings"), other.at("mine/.racelings")).unwrap();
    assert_eq!(other.read().claims(exercise, place), None);
    let linked = Folder::new();
    linked.write(place, "text");
    let to = linked.at("mine/.racelings/state.toml");
    symlink(folder.at("mine/.racelings/state.toml"), to).unwrap();
    assert_eq!(linked.read().claims(exercise, place), None);
    let long = Folder::new();
    long.write(place, "text");
    let endless = format!("{state}{}", "#".repeat(1 << 20));
    long.write("mine/.racelings/state.toml", &endless);
    assert_eq!(long.read().claims(exercise, place), None);
}
