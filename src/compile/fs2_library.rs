//! The compiled `fs2` that exercises may use: cargo builds it once, `rustc` is then told where it is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::supervise::{End, Outcome};

/// Where the compiled `fs2` lies.
#[derive(Debug, PartialEq)]
pub struct Fs2Library {
    rlib: PathBuf,
    /// The folder of what it depends on: cargo puts the library itself one folder higher.
    dependencies: PathBuf,
}

/// What to ask cargo for.
///
/// A target folder of its own: an editor's language server holds the lock of the usual one for long times.
pub fn cargo_arguments(root: &Path) -> Vec<OsString> {
    let mut args: Vec<OsString> = [
        "build",
        "--offline",
        "--package=fs2",
        "--message-format=json",
    ]
    .map(OsString::from)
    .to_vec();
    args.push("--manifest-path".into());
    args.push(root.join("Cargo.toml").into());
    args.push("--target-dir".into());
    args.push(root.join("target/racelings").into());
    args
}

#[derive(Deserialize)]
struct Artifact {
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

impl Fs2Library {
    /// Finds the library in cargo's answer.
    ///
    /// # Errors
    /// What cargo said instead, and what to do.
    pub fn in_cargos_answer(outcome: &Outcome) -> Result<Fs2Library, String> {
        if let End::NotStarted { reason } = &outcome.end {
            return Err(format!(
                "cargo could not be started: {reason}.\nInstall Rust from https://rustup.rs, or put cargo on the PATH."
            ));
        }
        let rlibs = outcome.stdout.head.lines().filter_map(|line| {
            let artifact: Artifact = serde_json::from_str(line).ok()?;
            let of_kind = |wanted: &str| {
                let is = |file: &&PathBuf| file.extension().is_some_and(|kind| kind == wanted);
                artifact.filenames.iter().find(is).cloned()
            };
            let rlib = of_kind("rlib")?;
            let dependencies = of_kind("rmeta")?.parent()?.to_path_buf();
            (artifact.target.name == "fs2").then_some(Fs2Library { rlib, dependencies })
        });
        rlibs.reduce(|_, last| last).ok_or_else(|| {
            format!(
                "The library fs2 could not be built:\n{}\n`cargo fetch` downloads it; then try again.",
                outcome.stderr.head.trim_end()
            )
        })
    }

    /// What `rustc` is to be told.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut library = OsString::from("fs2=");
        library.push(&self.rlib);
        let mut folder = OsString::from("dependency=");
        folder.push(&self.dependencies);
        vec!["--extern".into(), library, "-L".into(), folder]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::Captured;

    fn answer(stdout: &str, stderr: &str) -> Outcome {
        let captured = |text: &str| Captured {
            head: text.into(),
            total_bytes: text.len() as u64,
            ..Captured::default()
        };
        Outcome {
            end: End::Exited { code: 0 },
            stdout: captured(stdout),
            stderr: captured(stderr),
            seconds: 0.1,
            left_running: Vec::new(),
        }
    }

    #[test]
    fn the_rlib_among_the_artifacts_is_the_library() {
        let text = r#"{"reason":"compiler-artifact","target":{"name":"libc"},"filenames":["/t/liblibc.rlib"]}
{"reason":"compiler-artifact","target":{"name":"fs2"},"filenames":["/t/libfs2.rlib","/t/deps/libfs2-1.rmeta"]}
{"reason":"build-finished","success":true}"#;
        let library = Fs2Library::in_cargos_answer(&answer(text, "")).unwrap();
        let arguments = library.arguments();
        assert_eq!(arguments[1], "fs2=/t/libfs2.rlib");
        assert_eq!(arguments[3], "dependency=/t/deps");
    }

    #[test]
    fn without_one_cargos_own_words_are_told() {
        let error = Fs2Library::in_cargos_answer(&answer("", "error: no matching package"));
        assert!(error.unwrap_err().contains("no matching package"));
    }
}
