//! `explore` and `replay`: every interleaving of a program, or one of them again.

use std::path::{Path, absolute};
use std::time::Duration;

use anyhow::{Context, Result};

use super::run::cancelled_by_signals;
use super::{exit_of, say, this_program, width};
use crate::check::program::{self, Asked};
use crate::exit::Exit;
use crate::options::{ExploreArgs, Format};
use crate::report;

/// Explores any program in one file.
pub fn explore(file: &Path, how: ExploreArgs) -> Result<Exit> {
    let path = absolute(file).with_context(|| file.display().to_string())?;
    let cancel = cancelled_by_signals()?;
    let shown = file.display().to_string();
    let bar = super::verify::spinner(&shown);
    let asked = Asked {
        file: path,
        shown,
        bound: how.bound,
        budget: Duration::from_secs_f64(how.budget),
        rounds: how.rounds,
    };
    let checked = program::explore(&asked, &this_program()?, &cancel, &mut |progress| {
        bar.set_message(report::running(&progress, width()));
    });
    bar.finish_and_clear();
    say(&match how.format {
        Format::Text => report::explored(&checked, width()),
        Format::Json => report::explored_json(&checked) + "\n",
    });
    Ok(exit_of(&checked.verdict))
}
