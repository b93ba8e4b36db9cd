//! The compiled libraries that exercises may use, `fs2` and `baton`: cargo builds them once, `rustc` is then told where
//! they are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::supervise::{End, Outcome};

/// Where a compiled library lies.
#[derive(Debug, PartialEq)]
pub struct Library {
    /// The library itself.
    pub rlib: PathBuf,
    /// The folder of what it depends on: cargo puts the library itself one folder higher.
    pub dependencies: PathBuf,
}

/// What to ask cargo for, of the kit's own workspace.
///
/// A target folder of its own: an editor's language server holds the lock of the usual one for long times.
pub fn cargo_arguments(package: &str, kit: &Path) -> Vec<OsString> {
    let mut args: Vec<OsString> = ["build", "--offline", "--message-format=json"]
        .map(OsString::from)
        .to_vec();
    args.push(format!("--package={package}").into());
    args.push("--manifest-path".into());
    args.push(kit.join("Cargo.toml").into());
    args.push("--target-dir".into());
    args.push(kit.join("target/racelings").into());
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

impl Library {
    /// Finds the library in cargo's answer.
    ///
    /// # Errors
    /// What cargo said instead, and what to do.
    pub fn in_cargos_answer(package: &str, outcome: &Outcome) -> Result<Library, String> {
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
            (artifact.target.name == package).then_some(Library { rlib, dependencies })
        });
        rlibs.reduce(|_, last| last).ok_or_else(|| {
            format!(
                "The library {package} could not be built:\n{}\n`cargo fetch` downloads what it needs; then try again.",
                outcome.stderr.head.trim_end()
            )
        })
    }

    /// What `rustc` is to be told, for a crate that uses the library under its own name.
    pub fn arguments(&self, name: &str) -> Vec<OsString> {
        let mut library = OsString::from(format!("{name}="));
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
            processor_seconds: 0.0,
            left_running: Vec::new(),
        }
    }

    #[test]
    fn the_rlib_among_the_artifacts_is_the_library() {
        let text = r#"{"reason":"compiler-artifact","target":{"name":"libc"},"filenames":["/t/liblibc.rlib"]}
{"reason":"compiler-artifact","target":{"name":"fs2"},"filenames":["/t/libfs2.rlib","/t/deps/libfs2-1.rmeta"]}
{"reason":"build-finished","success":true}"#;
        let library = Library::in_cargos_answer("fs2", &answer(text, "")).unwrap();
        let arguments = library.arguments("fs2");
        assert_eq!(arguments[1], "fs2=/t/libfs2.rlib");
        assert_eq!(arguments[3], "dependency=/t/deps");
    }

    #[test]
    fn without_one_cargos_own_words_are_told() {
        let error = Library::in_cargos_answer("fs2", &answer("", "error: no matching package"));
        assert!(error.unwrap_err().contains("no matching package"));
    }
}
