//! `card`: what there is to read and to think about once an exercise passes.

use anyhow::{Result, bail};

use super::{catalog, progress};
use crate::catalog::Solutions;
use crate::comparison::other_fixes;
use crate::console::Console;
use crate::exit::Exit;
use crate::invocation;
use crate::options::CardArgs;
use crate::report::{self, Answer};

/// Shows the card of an exercise. In a learner's folder it has to pass first, as for the solution.
pub fn card(console: Console, args: &CardArgs) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(&args.name)?;
    let name = &exercise.name;
    let Some(card) = &exercise.card else {
        bail!("{name} has no card.");
    };
    if catalog.solutions == Solutions::WhenPassed && !progress(&catalog).is_done(name) {
        bail!("the card of {name} can be read when {name} passes.");
    }
    let how = invocation::command(&["card", name, "--answer"]);
    let how = format!("The answer: `{how}`");
    let answer = match args.answer {
        true => Answer::Shown,
        false => Answer::Hidden(&how),
    };
    let width = console.look().width;
    let mut text = report::card_question(card, answer, width);
    let fixes = other_fixes(&catalog.root, exercise);
    text.append_apart(report::card_fixes(card, &fixes, width));
    console.say(&text)?;
    Ok(Exit::Passes)
}
