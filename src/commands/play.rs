//! `play`: the player is the scheduler.

use std::path::{Path, absolute};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{catalog, named_or_current, progress, this_program};
use crate::check::playable::{Playable, Wish};
use crate::check::program::Asked;
use crate::check::{Checker, Subject};
use crate::console::Console;
use crate::edition::Edition;
use crate::exit::Exit;
use crate::exploration::budget::Work;
use crate::options::PlayArgs;
use crate::play::{self, Open, Start, Table};

/// How much work exploring a program in a file may be, as with `explore`.
const BUDGET: Work = Work::of(Duration::from_secs(20));

/// Plays the current exercise, the one named, or a program in a file.
pub fn play(console: Console, what: Option<&str>, how: &PlayArgs) -> Result<Exit> {
    let table = table(what, how)?;
    play::run(&table, console)?;
    Ok(Exit::Passes)
}

fn table(what: Option<&str>, how: &PlayArgs) -> Result<Table> {
    let wish = Wish {
        rounds: how.rounds,
        mode: how.mode,
    };
    let start = Start {
        schedule: how.schedule.clone(),
        is_fixed: how.rounds.is_some(),
    };
    let file = what.map(Path::new).filter(|file| file.is_file());
    let (name, open) = match file {
        Some(file) => of_file(file, how)?,
        None => of_exercise(what, how)?,
    };
    Ok(Table {
        name,
        open,
        wish,
        start,
    })
}

type Opens = Box<dyn Fn(Wish) -> Open + Send>;

fn of_file(file: &Path, how: &PlayArgs) -> Result<(String, Opens)> {
    if how.mode.is_some() {
        bail!("--mode is for exercises: a program in a file has no mode.");
    }
    let path = absolute(file).with_context(|| file.display().to_string())?;
    let shown = file.display().to_string();
    let kit = this_program()?;
    let edition = how
        .schedule
        .as_ref()
        .map_or(Edition::default(), |schedule| schedule.edition);
    let asked = Asked {
        file: path,
        shown: shown.clone(),
        edition,
        bound: None,
        budget: BUDGET,
        rounds: None,
    };
    let open = move |wish: Wish| -> Open {
        let (kit, asked) = (kit.clone(), asked.clone());
        let asked = Asked {
            rounds: wish.rounds,
            ..asked
        };
        Box::new(move |cancel, on_progress| Playable::of_file(&asked, &kit, cancel, on_progress))
    };
    Ok((shown, Box::new(open)))
}

fn of_exercise(name: Option<&str>, how: &PlayArgs) -> Result<(String, Opens)> {
    let catalog = catalog()?;
    let progress = progress(&catalog);
    let exercise = named_or_current(&catalog, &progress, name)?.clone();
    let kit = this_program()?;
    if let Some(mode) = how.mode
        && !exercise.modes.contains(&mode)
    {
        bail!("{} does not run under {mode}.", exercise.name);
    }
    let (name, root) = (exercise.name.clone(), catalog.root);
    let open = move |wish: Wish| -> Open {
        let subject = Subject::of(&exercise, &root);
        let checker = Checker::new(&root, 1, &kit);
        Box::new(move |cancel, on_progress| {
            Playable::of_exercise(&checker, &subject, wish, cancel, on_progress)
        })
    };
    Ok((name, Box::new(open)))
}
