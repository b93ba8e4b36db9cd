//! How this program is called, so that a printed command runs as printed in the shell that started the kit.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What the installed program is called.
const NAME: &str = env!("CARGO_PKG_NAME");

/// The set of exercises that the command line names.
static EXERCISES: OnceLock<PathBuf> = OnceLock::new();

/// Keeps the folder that the command line names with `--exercises`. To be called once, before any command.
pub fn use_exercises_in(folder: PathBuf) {
    let _ = EXERCISES.set(folder);
}

/// Whether interleavings are shown in sentences, for a screen reader.
static LINEAR: OnceLock<()> = OnceLock::new();

/// Has each printed command show interleavings in sentences, as this one does. To be called before any command.
pub fn use_sentences() {
    let _ = LINEAR.set(());
}

/// The folder that the command line names with `--exercises`.
pub fn exercises() -> Option<&'static Path> {
    EXERCISES.get().map(PathBuf::as_path)
}

/// The command with these words, for the same exercises and the same reader.
pub fn command<S: AsRef<str>>(words: &[S]) -> String {
    line(how(), &options(exercises()), words)
}

/// The command with these words, for the exercises around the folder that it is typed in.
pub fn plain<S: AsRef<str>>(words: &[S]) -> String {
    line(how(), &[], words)
}

/// The command with these words as someone types it who has installed the kit.
pub fn installed<S: AsRef<str>>(words: &[S]) -> String {
    line(How::Installed, &[], words)
}

/// The command with these words, for the exercises in this folder, from wherever the kit was started.
pub fn command_in<S: AsRef<str>>(folder: &Path, words: &[S]) -> String {
    line(how(), &options(Some(folder)), words)
}

/// The options of the command line that every further command gets too.
fn options(exercises: Option<&Path>) -> Vec<String> {
    let folder = exercises.map(|folder| folder.to_string_lossy().into_owned());
    let exercises = folder.map(|folder| ["--exercises".to_owned(), folder]);
    let linear = LINEAR.get().map(|()| "--linear".to_owned());
    exercises.into_iter().flatten().chain(linear).collect()
}

/// How the kit was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// By `cargo run`, in its clone.
    ByCargo,
    /// By its name, which the shell finds in `PATH`.
    Installed,
    /// By this path, as it was typed.
    ByPath(String),
}

/// How the kit was started. Cargo sets variables for what it runs; an installed kit may also be started by the cargo of
/// another package.
pub fn how() -> How {
    // Cargo runs the unit tests, and they expect the words of an installed kit.
    if cfg!(test) {
        return How::Installed;
    }
    let is_of_this_package =
        env::var("CARGO_PKG_NAME").is_ok_and(|name| name == env!("CARGO_PKG_NAME"));
    if env::var_os("CARGO").is_some() && is_of_this_package {
        return How::ByCargo;
    }
    match env::args().next() {
        Some(typed) if typed.contains('/') && !is_in_path() => How::ByPath(typed),
        _ => How::Installed,
    }
}

/// Whether a shell starts this very program by its name.
fn is_in_path() -> bool {
    let (Ok(this), Some(path)) = (env::current_exe(), env::var_os("PATH")) else {
        return false;
    };
    let mut programs = env::split_paths(&path).map(|folder| folder.join(NAME));
    let found = programs.find_map(|program| program.canonicalize().ok());
    found.is_some_and(|found| this.canonicalize().is_ok_and(|this| this == found))
}

fn line<S: AsRef<str>>(how: How, options: &[String], words: &[S]) -> String {
    let mut line = match how {
        How::ByCargo => "cargo run --".to_owned(),
        How::Installed => NAME.to_owned(),
        How::ByPath(typed) => quoted(&typed),
    };
    let options = options.iter().map(String::as_str);
    for word in options.chain(words.iter().map(AsRef::as_ref)) {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    line
}

/// A word, quoted for a POSIX shell if necessary.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+@,=^~".contains(c);
    if !word.is_empty() && !word.starts_with('~') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_the_one_that_the_learner_would_type() {
        let words = ["run", "threads1"];
        assert_eq!(line(How::ByCargo, &[], &words), "cargo run -- run threads1");
        assert_eq!(line(How::Installed, &[], &words), "racelings run threads1");
        let typed = || How::ByPath("./my kit/racelings".to_owned());
        assert_eq!(
            line(typed(), &[], &words),
            "'./my kit/racelings' run threads1"
        );
        let set = options(Some(Path::new("my set")));
        assert_eq!(
            line(How::Installed, &set, &words),
            "racelings --exercises 'my set' run threads1"
        );
    }

    #[test]
    fn what_a_shell_would_change_is_quoted() {
        for plain in [
            "2p:a3b2R17=1",
            "1-E:aW12cb",
            "2018/1-:aFb",
            "exercises/a.rs",
        ] {
            assert_eq!(quoted(plain), plain);
        }
        assert_eq!(quoted("it's a race.rs"), r"'it'\''s a race.rs'");
        for word in ["~", "a!b", "$HOME", "(26)", "a;b", "\u{e9}", ""] {
            assert_eq!(quoted(word), format!("'{word}'"));
        }
    }
}
