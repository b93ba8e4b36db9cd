use super::*;
use crate::progress::Moment;
use std::os::unix::fs::symlink;

fn created() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("mine");
    Folder::create(&root).unwrap();
    (folder, root)
}

/// What an update did with the files that it did something with.
fn updated(root: &Path) -> Vec<(String, Step)> {
    let steps = Folder::open(root).unwrap().update().unwrap();
    let names = steps
        .into_iter()
        .map(|(path, step)| (path.display().to_string(), step));
    names
        .filter(|(_, step)| !matches!(step, Step::Same | Step::Yours))
        .collect()
}

/// Makes the manifest say that an older kit wrote this file, with this text.
fn written_as(root: &Path, place: &str, text: &str) {
    let mut folder = Folder::open(root).unwrap();
    folder.manifest.files.insert(place.into(), hash_of(text));
    folder.manifest.racelings = "0.0.1".into();
    folder.keep_manifest().unwrap();
}

const FIRST: &str = "exercises/01_intro/intro1.rs";

#[test]
fn a_new_folder_has_starters_and_chapters_but_no_solutions() {
    let (_folder, root) = created();
    let catalog = Catalog::find(&root.join("exercises/02_threads")).unwrap();
    assert_eq!(
        (catalog.root.as_path(), catalog.solutions),
        (&*root, Solutions::WhenPassed)
    );
    for exercise in &catalog.exercises {
        assert!(root.join(exercise.path()).is_file(), "{}", exercise.name);
        assert!(
            root.join("exercises")
                .join(&exercise.dir)
                .join("README.md")
                .is_file()
        );
    }
    assert!(!root.join("solutions").exists() && !root.join("exercises/.originals").exists());
    assert_eq!(updated(&root), []);
    assert_eq!(notice(&catalog), None);
}

#[test]
fn a_folder_that_is_not_empty_is_not_written_into() {
    let (folder, root) = created();
    assert!(matches!(
        Folder::create(&root),
        Err(FolderError::IsThere(_))
    ));
    let full = folder.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("mine"), "").unwrap();
    assert!(matches!(
        Folder::create(&full),
        Err(FolderError::NotEmpty(_))
    ));
    assert_eq!(fs::read_dir(&full).unwrap().count(), 1);
    assert!(matches!(Folder::open(&full), Err(FolderError::NotOurs(_))));
}

#[test]
fn an_update_writes_unchanged_files_and_leaves_those_that_the_learner_has_changed() {
    let (_folder, root) = created();
    let starter = fs::read_to_string(root.join(FIRST)).unwrap();
    let second = "exercises/01_intro/intro2.rs";
    for (place, text) in [(FIRST, "old"), (second, "mine")] {
        fs::write(root.join(place), text).unwrap();
        written_as(&root, place, "old");
    }
    fs::write(root.join("exercises/01_intro/notes.rs"), "mine").unwrap();
    let catalog = Catalog::find(&root).unwrap();
    assert!(notice(&catalog).unwrap().contains("0.0.1"));
    for _ in 0..2 {
        let steps = updated(&root);
        assert!(steps.contains(&(second.into(), Step::Differs)), "{steps:?}");
        assert_eq!(fs::read_to_string(root.join(FIRST)).unwrap(), starter);
        assert_eq!(fs::read_to_string(root.join(second)).unwrap(), "mine");
    }
    assert!(root.join("exercises/01_intro/notes.rs").is_file());
    assert_eq!(notice(&catalog), None);
}

#[test]
fn missing_files_are_restored_and_files_of_older_kits_are_removed() {
    let (_folder, root) = created();
    fs::remove_dir_all(root.join("exercises/01_intro")).unwrap();
    for (place, text) in [("exercises/old.rs", "old"), ("exercises/mine.rs", "mine")] {
        fs::write(root.join(place), text).unwrap();
        written_as(&root, place, "old");
    }
    let steps = updated(&root);
    for step in [
        (FIRST, Step::Restored),
        ("exercises/old.rs", Step::Removed),
        ("exercises/mine.rs", Step::LeftBehind),
    ] {
        assert!(
            steps.contains(&(step.0.to_owned(), step.1)),
            "{step:?}: {steps:?}"
        );
    }
    assert!(!root.join("exercises/old.rs").exists() && root.join("exercises/mine.rs").exists());
    assert_eq!(updated(&root), []);
}

#[test]
fn a_link_in_a_files_place_is_the_learners() {
    let (_folder, root) = created();
    let elsewhere = root.join("elsewhere.rs");
    fs::rename(root.join(FIRST), &elsewhere).unwrap();
    symlink(&elsewhere, root.join(FIRST)).unwrap();
    written_as(&root, FIRST, "old");
    assert_eq!(updated(&root), [(FIRST.to_owned(), Step::Differs)]);
    assert!(fs::symlink_metadata(root.join(FIRST)).unwrap().is_symlink());
}

#[test]
fn nothing_behind_a_link_is_touched_whatever_the_manifest_says_of_it() {
    let (folder, root) = created();
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious"), "precious").unwrap();
    symlink(&outside, root.join("linked")).unwrap();
    symlink(outside.join("precious"), root.join("link")).unwrap();
    written_as(&root, "linked/precious", "precious");
    let mut folder = Folder::open(&root).unwrap();
    folder.manifest.files.insert("link".into(), String::new());
    folder.keep_manifest().unwrap();
    let found = updated(&root);
    let left = |place: &str| (place.to_owned(), Step::LeftBehind);
    assert_eq!(found, [left("link"), left("linked/precious")]);
    let kept = fs::read_to_string(outside.join("precious")).unwrap();
    assert_eq!(kept, "precious");
    assert!(root.join("link").is_symlink());
}

#[test]
fn a_chapter_that_is_a_link_stays_the_learners() {
    let (folder, root) = created();
    let outside = folder.path().join("outside");
    fs::rename(root.join("exercises/01_intro"), &outside).unwrap();
    symlink(&outside, root.join("exercises/01_intro")).unwrap();
    fs::write(outside.join("intro1.rs"), "old").unwrap();
    written_as(&root, FIRST, "old");
    assert_eq!(updated(&root), [(FIRST.to_owned(), Step::Differs)]);
    assert_eq!(fs::read_to_string(root.join(FIRST)).unwrap(), "old");
}

#[test]
fn a_file_in_the_place_of_a_chapter_is_the_learners() {
    let (_folder, root) = created();
    fs::remove_dir_all(root.join("exercises/01_intro")).unwrap();
    fs::write(root.join("exercises/01_intro"), "mine").unwrap();
    assert_eq!(updated(&root), []);
    assert!(root.join("exercises/01_intro").is_file());
}

#[test]
fn a_solution_comes_when_its_exercise_passes_and_cargo_knows_it() {
    let (_folder, root) = created();
    let catalog = Catalog::find(&root).unwrap();
    let name = || "intro1".to_owned();
    hand_out(&catalog, &[Change::Failed { name: name() }]).unwrap();
    assert!(!root.join("solutions").exists());
    let at = Moment::from_second(0);
    hand_out(&catalog, &[Change::Passed { name: name(), at }]).unwrap();
    assert!(root.join("solutions/01_intro/intro1.rs").is_file());
    assert_eq!(
        fs::read_dir(root.join("solutions/01_intro"))
            .unwrap()
            .count(),
        1
    );
    let cargo = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(cargo.contains("intro1_solution") && !cargo.contains("intro2_solution"));
    assert_eq!(updated(&root), []);
}

#[test]
fn a_manifest_of_the_learners_own_is_not_written_over() {
    let (_folder, root) = created();
    fs::write(root.join("Cargo.toml"), "[workspace]\n").unwrap();
    let catalog = Catalog::find(&root).unwrap();
    let at = Moment::from_second(0);
    let passed = Change::Passed {
        name: "intro1".into(),
        at,
    };
    hand_out(&catalog, &[passed]).unwrap();
    assert_eq!(
        fs::read_to_string(root.join("Cargo.toml")).unwrap(),
        "[workspace]\n"
    );
}

#[test]
fn a_broken_mark_is_noticed_and_nothing_is_written() {
    let (_folder, root) = created();
    fs::remove_file(root.join(FIRST)).unwrap();
    for broken in [
        "format_version = 9\nracelings = \"1\"\nfiles = {}\n",
        "format_version = 1\nracelings = \"1\"\n[files]\n\"../x\" = \"0\"\n",
        "x",
    ] {
        fs::write(root.join(LEARNERS_MARK), broken).unwrap();
        assert!(matches!(
            Folder::open(&root),
            Err(FolderError::Broken { .. })
        ));
        assert!(notice(&Catalog::find(&root).unwrap()).is_some());
    }
    assert!(!root.join(FIRST).exists());
}

#[test]
fn in_a_clone_whose_solutions_are_sealed_one_is_written_when_its_exercise_passes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let manifest = root.join("solutions/Cargo.toml");
    source::write_whole(&manifest, "[package]\nname = \"solutions\"\n").unwrap();
    let catalog = Catalog::of_kit(root);
    assert_eq!(notice(&catalog), None);
    let passed = Change::Passed {
        name: "threads1".into(),
        at: Moment::from_second(3),
    };
    let failed = Change::Failed {
        name: "locks1".into(),
    };
    let solution = root.join("solutions/02_threads/threads1.rs");
    for _ in 0..2 {
        hand_out(&catalog, &[passed.clone(), failed.clone()]).unwrap();
        let written = fs::read_to_string(&solution).unwrap();
        assert_eq!(
            Some(&*written),
            kit::text(Path::new("solutions/02_threads/threads1.rs"))
        );
        let targets = fs::read_to_string(&manifest).unwrap();
        let target = "[[bin]]\nname = \"threads1_solution\"\npath = \"02_threads/threads1.rs\"\n";
        assert_eq!(targets.matches(target).count(), 1, "{targets}");
        assert!(!targets.contains("locks1"));
        // One that the learner has removed comes again.
        fs::remove_file(&solution).unwrap();
    }
}
