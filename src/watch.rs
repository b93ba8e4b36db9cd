//! The command that learners work with: checks the current exercise on start and on every save, and shows the verdict.
//!
//! The core is pure: `state` takes `event`s and returns what is to be done, `view` draws it. At the edges, `session`
//! wires the terminal, the `files` and the `worker` to it.

mod checks;
mod event;
mod files;
mod keys;
mod list;
#[cfg(test)]
mod sample;
mod session;
mod state;
mod view;
mod worker;

use std::fs;
use std::path::PathBuf;

use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::{Checked, Progress};
use crate::check::{Checker, Subject};
use crate::console::Console;
use crate::invocation;
use crate::progress::Store;
use crate::publish::{Found, Program};
use crate::report::{self, Explaining};
use crate::supervise::Cancel;
use crate::terminal;
use session::{End, Session};
use state::Purpose;
use worker::{Check, Worker};

pub use files::Detection;

/// Why watch cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// Standard input or output is a pipe or a file.
    #[error(
        "this needs a terminal: it reads keys and draws on the screen.\nWithout one, `{all}` checks all exercises, `{one}` one of them.",
        all = invocation::command(&["verify"]),
        one = invocation::command(&["run"])
    )]
    NoTerminal,
    /// The terminal was there, but could not be used.
    #[error("the terminal cannot be used: {0}.")]
    Terminal(#[from] std::io::Error),
    /// A part of the program has panicked: a bug of ours. The message was printed when it happened.
    #[error("{0}")]
    Crashed(String),
}

/// Watches the exercises until the learner quits. The terminal is then as before.
///
/// # Errors
/// [`WatchError::NoTerminal`] before anything is done; the others after the terminal was put back.
pub fn run(
    catalog: Catalog,
    checker: Checker,
    detection: Detection,
    explaining: Explaining,
    console: Console,
) -> Result<(), WatchError> {
    if !terminal::is_there() {
        return Err(WatchError::NoTerminal);
    }
    let mut session = Session::new(catalog.clone(), console);
    session.explain(explaining);
    session.referee_from(checker.kit());
    let inbox = session.inbox();
    let checks = OfProject {
        checker,
        root: catalog.root.clone(),
        found: None,
    };
    session.employ(Worker::start(checks, move |event| inbox.tell(event)));
    let inbox = session.inbox();
    let _files = files::watch(&catalog, detection, move |event| inbox.tell(event));
    let end = session.run(Purpose::Watch)?;
    if let End::Quit { at } = &end {
        println!("Your progress is kept. Next time you continue with {at}.");
    }
    finish(end);
    Ok(())
}

/// Shows the list of exercises until the learner has chosen one, or leaves it.
///
/// # Errors
/// As [`run`].
pub fn run_list(catalog: Catalog, console: Console) -> Result<(), WatchError> {
    if !terminal::is_there() {
        return Err(WatchError::NoTerminal);
    }
    let end = Session::new(catalog, console).run(Purpose::List)?;
    if let End::Quit { at } = &end {
        let watch = invocation::command(&["watch"]);
        println!("The current exercise is {at}; `{watch}` continues there.");
    }
    finish(end);
    Ok(())
}

/// A kit that a signal ends has to die of that signal, so that the shell and scripts see it.
fn finish(end: End) {
    if let End::Signal(signal) = end {
        // Where the system refuses, the program ends as usual.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
}

/// Checks the learner's files of a project.
struct OfProject {
    checker: Checker,
    root: PathBuf,
    /// What the last check has found, for its page.
    found: Option<Found>,
}

impl OfProject {
    fn program(&self, exercise: &Exercise) -> Program<'_> {
        Program::Exercise {
            checker: &self.checker,
            subject: Box::new(Subject::of(exercise, &self.root)),
        }
    }
}

impl Check for OfProject {
    fn check(
        &mut self,
        exercise: &Exercise,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Checked {
        let found = self.program(exercise).check(cancel, on_progress);
        let checked = found.checked.clone();
        self.found = Some(found);
        checked
    }

    fn write_page(
        &mut self,
        exercise: &Exercise,
        checked: &Checked,
        explaining: Explaining,
        cancel: &Cancel,
    ) -> Result<PathBuf, String> {
        let html = match &self.found {
            Some(found) if found.checked == *checked => found.html(explaining, cancel),
            Some(_) | None => self
                .program(exercise)
                .found_before(checked.clone(), cancel)
                .html(explaining, cancel),
        };
        let html = match html {
            _ if cancel.is_cancelled() => return Err("a save came first".into()),
            Ok(Some(html)) => html,
            Ok(None) => return Err("there is nothing to draw".into()),
            Err(why) => return Err(report::why_not(&why)),
        };
        let folder = Store::of(&self.root).page_folder();
        let file = folder.join(format!("{}.html", exercise.name));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, html));
        written.map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
        Ok(file)
    }
}
