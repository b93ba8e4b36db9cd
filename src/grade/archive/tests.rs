use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn tar(entries: &[(&str, EntryType, &str)]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    for (path, kind, content) in entries {
        let mut header = Header::new_ustar();
        // Paths that `set_path` refuses are what is tried here.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        archive.append(&header, content.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in entries {
        archive
            .start_file(*path, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// What is found in an archive of that name: each place with its text, or the kind of what is wrong with it.
fn found(name: &str, bytes: &[u8]) -> Result<Vec<(String, String)>, &'static str> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let exercises = BTreeSet::from(["threads1"]);
    let found = read(
        File::open(path).unwrap(),
        name,
        &exercises,
        &mut Allowance::default(),
    );
    let text = |one: Candidate| match one.content {
        Ok(bytes) => (one.place, String::from_utf8(bytes).unwrap()),
        Err(why) => (one.place, why.kind().to_owned()),
    };
    assert!(!Path::new("/tmp/threads1.rs").exists());
    let found = found.map(|found| found.files.into_iter().map(|(_, one)| text(one)).collect());
    found.map_err(|why| why.kind())
}

fn pair(place: &str, text: &str) -> (String, String) {
    (place.into(), text.into())
}

#[test]
fn an_exercise_is_read_from_a_zip_a_tar_and_a_compressed_tar() {
    let zip = zipped(&[
        ("a/threads1.rs", b"text"),
        ("a/other.rs", b"x"),
        ("solutions/threads1.rs", b"x"),
    ]);
    assert_eq!(
        found("a.zip", &zip).unwrap(),
        [pair("a.zip:a/threads1.rs", "text")]
    );
    let tar = tar(&[
        ("./a/threads1.rs", EntryType::Regular, "text"),
        (".git/threads1.rs", EntryType::Regular, "x"),
    ]);
    assert_eq!(
        found("a.tar", &tar).unwrap(),
        [pair("a.tar:./a/threads1.rs", "text")]
    );
    assert_eq!(
        found("a.TGZ", &gz(&tar)).unwrap(),
        [pair("a.TGZ:./a/threads1.rs", "text")]
    );
}

#[test]
fn a_zip_of_a_program_for_windows_is_read_and_its_solutions_are_left_out_too() {
    let zip = zipped(&[
        ("exercises\\02_threads\\threads1.rs", b"text"),
        ("solutions\\02_threads\\threads1.rs", b"x"),
        ("b/odd\\threads1.rs", b"x"),
    ]);
    assert_eq!(
        found("a.zip", &zip).unwrap(),
        [pair("a.zip:exercises/02_threads/threads1.rs", "text")]
    );
}

#[test]
fn links_and_devices_in_an_archive_are_no_files_and_paths_lead_nowhere() {
    let tar = tar(&[
        ("threads1.rs", EntryType::Symlink, ""),
        ("b/threads1.rs", EntryType::Link, ""),
        ("c/threads1.rs", EntryType::Fifo, ""),
        ("d/threads1.rs", EntryType::Char, ""),
        ("/tmp/threads1.rs", EntryType::Regular, "absolute"),
        ("../../tmp/threads1.rs", EntryType::Regular, "above"),
    ]);
    let texts = found("a.tar", &tar)
        .unwrap()
        .into_iter()
        .map(|(_, text)| text);
    assert_eq!(
        Vec::from_iter(texts),
        [
            "unreadable",
            "unreadable",
            "unreadable",
            "unreadable",
            "absolute",
            "above"
        ]
    );
    let mut link = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    link.add_symlink("threads1.rs", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let link = link.finish().unwrap().into_inner();
    assert_eq!(
        found("a.zip", &link).unwrap(),
        [pair("a.zip:threads1.rs", "unreadable")]
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; 8 << 20];
    let bomb = zipped(&[("threads1.rs", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(
        found("a.zip", &bomb).unwrap(),
        [pair("a.zip:threads1.rs", "too_large")]
    );
    // Half a gigabyte that is no exercise, before one.
    let mut header = Header::new_ustar();
    header.set_path("zeros").unwrap();
    header.set_size(512 << 20);
    header.set_cksum();
    let mut large = GzEncoder::new(Vec::new(), Compression::fast());
    large.write_all(header.as_bytes()).unwrap();
    for _ in 0..64 {
        large.write_all(&zeros).unwrap();
    }
    let large = large.finish().unwrap();
    assert!(large.len() < 8 << 20);
    assert_eq!(found("a.tar.gz", &large), Err("bad_archive"));
}

#[test]
fn many_files_that_are_too_large_are_a_bomb_and_so_are_many_archives() {
    let zeros = vec![0; (1 << 20) + 1];
    let paths = ["a/threads1.rs", "b/threads1.rs", "c/threads1.rs"];
    let zip = zipped(&paths.map(|path| (path, &*zeros)));
    let mut header = Header::new_ustar();
    header.set_path("zeros").unwrap();
    header.set_size(3 << 20);
    header.set_cksum();
    let mut tar = Builder::new(Vec::new());
    tar.append(&header, std::io::repeat(0).take(3 << 20))
        .unwrap();
    let tgz = gz(&tar.into_inner().unwrap());
    let (zip, tgz) = (("a.zip", &zip), ("a.tgz", &tgz));
    let folder = tempfile::tempdir().unwrap();
    let exercises = BTreeSet::from(["threads1"]);
    let mut left = Allowance {
        entries: 100,
        bytes: 8 << 20,
    };
    let is_read = [zip, tgz, zip, tgz, zip].map(|(name, bytes)| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(File::open(path).unwrap(), name, &exercises, &mut left).is_ok()
    });
    assert_eq!(is_read, [true, true, false, false, false]);
}

#[test]
fn a_broken_archive_is_said_and_gives_nothing() {
    let good = zipped(&[("threads1.rs", b"text")]);
    for bytes in [&b"no archive"[..], &good[..good.len() / 2], b""] {
        assert_eq!(found("a.zip", bytes), Err("bad_archive"));
    }
    let tar = tar(&[("threads1.rs", EntryType::Regular, "text")]);
    assert_eq!(found("a.tar", &tar[..515]), Err("bad_archive"));
    assert_eq!(found("a.tar.gz", &tar), Err("bad_archive"));
}

#[test]
fn a_zip_with_two_files_of_one_name_is_refused_and_not_half_read() {
    let mut bytes = zipped(&[("threads1.rs", b"one"), ("threads9.rs", b"two")]);
    assert!(found("a.zip", &bytes).is_ok());
    for at in 0..bytes.len() - 8 {
        if bytes[at..].starts_with(b"threads9") {
            bytes[at + 7] = b'1';
        }
    }
    assert_eq!(found("a.zip", &bytes), Err("bad_archive"));
    // In a tar archive both are seen, and the student has to say which.
    let both = [
        ("threads1.rs", EntryType::Regular, "one"),
        ("threads1.rs", EntryType::Regular, "two"),
    ];
    assert_eq!(found("a.tar", &tar(&both)).unwrap().len(), 2);
}

#[test]
fn the_state_of_a_learners_folder_in_an_archive_is_found_and_not_more_of_it_than_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tar");
    let long = "#".repeat(1 << 20);
    let bytes = tar(&[
        ("mine/.racelings/state.toml", EntryType::Regular, "text"),
        ("long/.racelings/state.toml", EntryType::Regular, &long),
        ("link/.racelings/state.toml", EntryType::Symlink, ""),
    ]);
    std::fs::write(&path, bytes).unwrap();
    let exercises = BTreeSet::from(["threads1"]);
    let found = read(
        File::open(path).unwrap(),
        "a.tar",
        &exercises,
        &mut Allowance::default(),
    )
    .unwrap();
    let states = found.states.iter();
    let states: Vec<_> = states.map(|(place, text)| (&**place, text.len())).collect();
    let most = usize::try_from(super::super::claims::MOST_BYTES).unwrap();
    assert_eq!(
        states,
        [
            ("a.tar:mine/.racelings/state.toml", 4),
            ("a.tar:long/.racelings/state.toml", most),
        ]
    );
}
