//! `play`: the player is the scheduler.

use std::path::{Path, absolute};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{catalog, named_or_current, progress, this_program};
use crate::check::playable::{Playable, Wish};
use crate::check::program::Asked;
use crate::console::Console;
use crate::edition::Edition;
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::options::PlayArgs;
use crate::play::{self, Open, Program, Start};

/// How much work exploring a program in a file may be, as with `explore`.
const BUDGET: Work = Work::of(Duration::from_secs(20));

/// Plays the current exercise, the one named, or a program in a file.
pub fn play(console: Console, what: Option<&str>, how: &PlayArgs) -> Result<Exit> {
    let program = program(what, how)?;
    if how.linear {
        return Ok(match play::run_in_lines(program, console)? {
            true => Exit::Passes,
            false => Exit::CouldNot,
        });
    }
    play::run(program, console)?;
    Ok(Exit::Passes)
}

fn program(what: Option<&str>, how: &PlayArgs) -> Result<Program> {
    let file = what.map(Path::new).filter(|file| file.is_file());
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
