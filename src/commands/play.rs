//! `play`: the player is the scheduler.

use std::path::{Path, absolute};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{
    CRASHES_OF_AN_EXERCISE, catalog, file_of, level, named_or_current, progress, this_program,
};
use crate::check::playable::{Playable, Wish};
use crate::check::program::Asked;
use crate::console::Console;
use crate::edition::Edition;
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::exploration::coverage::Model;
use crate::exploration::schedule::Schedule;
use crate::options::PlayArgs;
use crate::play::{self, Open, Outcome, Program, Start};
use crate::styled::Form;

/// How much work exploring a program in a file may be, as with `explore`.
const BUDGET: Work = Work::of(Duration::from_secs(20));

/// Plays the current exercise, the one named, or a program in a file.
pub fn play(console: Console, what: Option<&str>, how: &PlayArgs) -> Result<Exit> {
    if let Some(number) = how.fix {
        return level::play(console, what, number, how);
    }
    let program = program(what, how)?;
    Ok(exit_of(played(program, console)?))
}

/// Plays, in the terminal or in lines.
pub(super) fn played(program: Program, console: Console) -> Result<Outcome> {
    match console.form {
        Form::Sentences => play::run_in_lines(program, console),
        Form::Drawing => Ok(play::run(program, console)?),
    }
}

/// In the terminal, the player has read why a program cannot be played.
pub(super) fn exit_of(outcome: Outcome) -> Exit {
    match outcome.played {
        true => Exit::Passes,
        false => Exit::CouldNot,
    }
}

fn program(what: Option<&str>, how: &PlayArgs) -> Result<Program> {
    let file = what.and_then(file_of);
    let program = match file {
        Some(file) => of_file(file, how)?,
        None => of_exercise(what, how)?,
    };
    Ok(Program {
        wish: Wish {
            rounds: how.rounds,
            mode: how.mode,
        },
        start: Start {
            schedule: how.schedule.clone(),
            is_fixed: how.rounds.is_some(),
        },
        ..program
    })
}

fn of_file(file: &Path, how: &PlayArgs) -> Result<Program> {
    if how.mode.is_some() {
        bail!("--mode is for exercises: a program in a file has no mode.");
    }
    let kit = this_program()?;
    let schedule = how.schedule.as_ref();
    let asked = Asked {
        file: absolute(file).with_context(|| file.display().to_string())?,
        shown: file.display().to_string(),
        edition: schedule.map_or(Edition::default(), |schedule| schedule.edition),
        bound: None,
        budget: BUDGET,
        rounds: None,
        crashes: how.crashes || schedule.is_some_and(Schedule::has_crash),
        exhaustive: false,
        model: Model::Rc11,
    };
    let name = asked.shown.clone();
    let open = move |wish: Wish| -> Open {
        let kit = kit.clone();
        let asked = Asked {
            rounds: wish.rounds,
            ..asked.clone()
        };
        Box::new(move |cancel, on_progress| Playable::of_file(&asked, &kit, cancel, on_progress))
    };
    Ok(Program {
        name,
        open: Box::new(open),
        wish: Wish::default(),
        start: Start::default(),
    })
}

fn of_exercise(name: Option<&str>, how: &PlayArgs) -> Result<Program> {
    if how.crashes {
        bail!("{CRASHES_OF_AN_EXERCISE}");
    }
    let catalog = catalog()?;
    let progress = progress(&catalog);
    let exercise = named_or_current(&catalog, &progress, name)?;
    let schedule = how.schedule.as_ref();
    let mode = schedule.map_or(how.mode, |schedule| schedule.setting.environment.mode);
    match mode {
        Some(mode) if !exercise.modes.contains(&mode) => {
            bail!("{} does not run under {mode}.", exercise.name)
        }
        _ => Ok(Program::of_exercise(
            exercise,
            &catalog.root,
            &this_program()?,
        )),
    }
}
