//! Programs that use much of std behave the same with baton as with the real std: each is compiled both ways, and every
//! execution within the bound must print what the real run printed.

#![cfg(target_os = "linux")]

mod driver;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use driver::Program;

/// The output of the program with the real std, and its exit code.
fn really(name: &str) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    let executable = std::env::current_exe().unwrap();
    let dependencies = executable.parent().unwrap();
    let fs2 = newest(dependencies, "libfs2-");
    let compiled = Command::new("rustc")
        .args(["--edition=2024", "-Aunused", "-o"])
        .arg(&program)
        .arg(format!("--extern=fs2={}", fs2.display()))
        .arg(format!("-Ldependency={}", dependencies.display()))
        .arg(source(name))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{said}");
    let run = folder.path().join("run");
    fs::create_dir(&run).unwrap();
    let output = Command::new(&program)
        .current_dir(run)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.code(),
    )
}

/// The newest rlib with this prefix: cargo built it for this test.
fn newest(folder: &Path, prefix: &str) -> PathBuf {
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(prefix) && name.ends_with(".rlib"))
        })
        .max_by_key(|path| path.metadata().unwrap().modified().unwrap())
        .expect("cargo built it")
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/coverage")
        .join(format!("{name}.rs"))
}

fn assert_as_really(name: &str, bound: usize) {
    let (printed, code) = really(name);
    let mut program = Program::from_text(&fs::read_to_string(source(name)).unwrap());
    program.explore_with(bound, |reply| {
        let here = String::from_utf8_lossy(&reply.stdout);
        let differs = printed
            .lines()
            .zip(here.lines())
            .find(|(real, here)| real != here);
        let schedule = reply.decisions();
        let more = String::from_utf8_lossy(&reply.stderr);
        assert_eq!(differs, None, "{name} {schedule:?}: {more}");
        assert_eq!(printed, here, "{name} {schedule:?}: {:?} {more}", reply.end);
        assert_eq!(
            Some(reply.end.clone()),
            code.map(|code| protocol::End::Exited { code })
        );
    });
}

macro_rules! facts {
    ($($fact:ident: $name:literal within $bound:literal;)*) => {$(
        #[test]
        fn $fact() {
            assert_as_really($name, $bound);
        }
    )*};
}

facts! {
    threads_do_as_really: "threads" within 0;
    locks_do_as_really: "locks" within 1;
    condition_variables_do_as_really: "condvars" within 0;
    what_is_done_once_is_done_as_really: "once" within 0;
    channels_do_as_really: "channels" within 0;
    atomics_do_as_really: "atomics" within 1;
    files_do_as_really: "files" within 1;
    locks_on_files_do_as_really: "file_locks" within 1;
    processes_do_as_really: "processes" within 0;
    the_surroundings_are_as_really: "surroundings" within 1;
}
