//! Commands as words.

use crate::exploration::actors::ActorId;
use crate::exploration::position::{Move, Position, Until, Way};
use crate::play::game::Game;
use crate::play::keys::{Action, BINDINGS};

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// What a key does too.
    Act(Action),
    /// This actor goes on by itself.
    RunOn(ActorId, Until),
    /// The move of this actor that is no ordinary one; with its number, if it has several of these.
    Make(ActorId, Way, Option<usize>),
    /// Say how everything stands.
    State,
    /// Say all commands.
    Help,
}

/// Reads a command; names are those of the game's threads.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &str, game: &Game) -> Result<Command, String> {
    let line = line.trim();
    let known = match line {
        "state" => Some(Command::State),
        "help" | "?" | "keys" => Some(Command::Help),
        "restart" => Some(Command::Act(Action::Restart)),
        _ => {
            let of_key = |word: &str| word != "run" && word != "access" && word == line;
            let found = BINDINGS.iter().find(|binding| of_key(binding.word));
            found.map(|binding| Command::Act(binding.action))
        }
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let (verb, name) = match line.split_once(' ') {
        Some((verb @ ("step" | "run" | "access" | "stale" | "wake" | "kill"), name)) => {
            (verb, name.trim())
        }
        _ => ("step", line),
    };
    let numbered = || {
        let (name, number) = name.rsplit_once(' ').filter(|_| verb == "stale")?;
        Some((actor(name.trim(), game)?, Some(number.parse().ok()?)))
    };
    let Some((actor, number)) = actor(name, game)
        .map(|actor| (actor, None))
        .or_else(numbered)
    else {
        return Err(format!(
            "{line:?} is no command and no thread: help lists the commands."
        ));
    };
    Ok(match verb {
        "run" => Command::RunOn(actor, Until::Blocked),
        "access" => Command::RunOn(actor, Until::Access),
        "stale" => Command::Make(actor, Way::ReadsStale, number),
        "wake" => Command::Make(actor, Way::WakesSpuriously, None),
        "kill" => Command::Make(actor, Way::IsKilled, None),
        _ => Command::Act(Action::Step(actor)),
    })
}

/// The command that makes the move of this number at a moment.
pub fn of_move(position: &Position, number: usize) -> Option<String> {
    let one = position.moves.get(number)?;
    let name = position.interleaving.name(one.actor);
    Some(match one.way {
        Way::Goes => name.to_owned(),
        Way::WakesSpuriously => format!("wake {name}"),
        Way::IsKilled => format!("kill {name}"),
        Way::ReadsStale => {
            let alike = |other: &&Move| (other.actor, other.way) == (one.actor, one.way);
            let before = position.moves[..number].iter().filter(alike).count();
            match position.moves.iter().filter(alike).count() {
                1 => format!("stale {name}"),
                _ => format!("stale {name} {}", before + 1),
            }
        }
    })
}

/// The actor of that name or number.
fn actor(name: &str, game: &Game) -> Option<ActorId> {
    let actors = &game.moment()?.position.interleaving.actors;
    let mut all = ActorId::first(actors.len());
    let number = name.parse::<usize>().ok();
    all.find(|actor| number == Some(actor.index() + 1) || actors[actor.index()].name == name)
}
