//! A game in lines of text: commands as words, one a line, and numbered sentences as answers. For screen readers and pipes.
//! Pure, but for `lines`, which reads and prints.

mod command;
mod lines;

use super::event::{Hint, Par};
use super::game::{Game, Moment, Page, Phase};
use super::keys::BINDINGS;
use crate::check::verdict::{Checked, Verdict};
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Counts, Ended, Move, Way};
use crate::report;
use crate::report::drawing::{self, board::Shown};
use crate::styled::{Columns, Form, Glyphs, Line, Look};

pub use command::{Command, parse};
pub use lines::run;

/// The beginning of a game.
pub fn beginning(game: &Game) -> Vec<String> {
    let mut said = vec![heading(game)];
    if let Some(moment) = game.moment() {
        said.push("You are the scheduler: break the program. help lists the commands.".to_owned());
        said.extend(shared(moment, None));
        said.extend(outlook(game, moment));
    }
    said
}

/// What came of a command; `before` is the moment at which it was said.
pub fn answer(game: &Game, before: Option<&Moment>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(moment) = game.moment() {
        let prefix = |moment: &Moment| moment.position.prefix.clone();
        if before.map(prefix) == Some(prefix(moment)) {
            said.extend(drawn(game, moment));
        } else {
            said.extend(arrival(game, moment, before));
            said.extend(shared(moment, before));
            said.extend(outlook(game, moment));
        }
    }
    said.extend(game.note.clone());
    said
}

/// How everything stands.
pub fn state(game: &Game) -> Vec<String> {
    let mut said = vec![heading(game)];
    if let Some(moment) = game.moment() {
        said.extend(shared(moment, None));
        said.extend(choices(game, moment));
    }
    said
}

/// How the player came to another moment: by a move, which has the number that it has among the player's own.
fn arrival(game: &Game, moment: &Moment, before: Option<&Moment>) -> Option<String> {
    let prefix = |moment: &Moment| moment.position.prefix.clone();
    let came_from = game.moment_before().map(prefix);
    let Phase::Playing(played) = &game.phase else {
        return None;
    };
    if came_from.is_none() || came_from != before.map(prefix) {
        let at_the_beginning = played.is_at_the_beginning();
        return Some(match at_the_beginning {
            true => "Back where the game began.".to_owned(),
            false => "Back.".to_owned(),
        });
    }
    let done = done(moment)?;
    Some(match played.own_moves() {
        0 => done,
        number => format!("{number}. {done}"),
    })
}

/// How the last hint is followed, in words that are commands.
pub fn how_to_follow(game: &Game) -> Option<String> {
    let position = &game.moment()?.position;
    match game.hint? {
        Hint::Go { number, steps, .. } => {
            let number = number?;
            let command = command::of_move(position, number)?;
            let splits = steps < position.moves.get(number)?.stride() && !game.expanded;
            Some(match splits {
                true => format!("To do that: expand, then {command}."),
                false => format!("To do that: {command}."),
            })
        }
        Hint::Undo(steps) => Some(match game.moves_since(steps) {
            1 => "To do that: undo.".to_owned(),
            moves => format!("To do that: undo, {moves} times."),
        }),
        Hint::None => None,
    }
}

/// What can be next, or how it ended.
fn outlook(game: &Game, moment: &Moment) -> Vec<String> {
    match moment.position.end {
        Some(_) => ended(game, moment),
        None => choices(game, moment),
    }
}

/// All commands.
pub fn help() -> Vec<String> {
    let own = [
        ("NAME, or its number", "make the next move of that thread"),
        (
            "run NAME",
            "let that thread run until it is blocked, yields or finishes",
        ),
        (
            "access NAME",
            "let that thread run until its next access of shared data",
        ),
        (
            "stale NAME, with a number where there are several",
            "let its load read the stale value, its store come earlier, or its weak exchange fail",
        ),
        ("wake NAME", "let its wait end in a spurious wakeup"),
        ("kill NAME", "kill that process here"),
        ("state", "say how everything stands"),
    ];
    let taken = ["run", "access", "keys"];
    let keys = BINDINGS
        .iter()
        .filter(|binding| !taken.contains(&binding.word));
    let keys = keys.map(|binding| (binding.word, binding.sentence));
    own.into_iter()
        .chain(keys)
        .map(|(word, what)| format!("{word}: {what}."))
        .collect()
}

/// What is played, under what, and how many preemptions there are.
fn heading(game: &Game) -> String {
    let Phase::Playing(played) = &game.phase else {
        return format!("{}.", game.name);
    };
    let environment = played.environment;
    let mode = environment
        .mode
        .map_or_else(String::new, |mode| format!(", {mode}"));
    let preemptions = played.moments[played.at].position.interleaving.preemptions;
    let par = match (game.par.preemptions(), &game.par) {
        (Some(par), _) => format!(", par {par}"),
        (None, Par::Searching) => ", par is not known yet".to_owned(),
        (None, _) => String::new(),
    };
    format!(
        "{}, ROUNDS={}{mode}. Preemptions: {preemptions}{par}.",
        game.name, environment.rounds
    )
}

/// The move that was made.
fn done(moment: &Moment) -> Option<String> {
    let done = moment.done.as_ref()?;
    let name = moment.position.interleaving.name(done.actor);
    let line = done
        .line
        .map_or_else(String::new, |line| format!(" (line {line})"));
    let counts = match done.counts {
        Some(Counts::Preempts(_)) => " That was a preemption.",
        Some(Counts::ThoughItYields) => " That counts as a preemption.",
        None => "",
    };
    Some(format!("{name} {}{line}.{counts}", done.words))
}

/// What is shared; after a move only what it changed.
fn shared(moment: &Moment, before: Option<&Moment>) -> Option<String> {
    let changed = |shown: &&Shown| before.is_none_or(|before| !before.board.shared.contains(shown));
    let said = moment
        .board
        .shared
        .iter()
        .filter(changed)
        .map(Shown::in_words);
    let said = Vec::from_iter(said);
    (!said.is_empty()).then(|| format!("{}.", said.join(", ")))
}

/// What each thread can do, or why it cannot.
fn choices(game: &Game, moment: &Moment) -> Vec<String> {
    let position = &moment.position;
    let mut said = Vec::new();
    for actor in ActorId::first(position.standings.len()) {
        let name = position.interleaving.name(actor);
        let moves = position.moves.iter().enumerate();
        let own = moves.filter(|(_, one)| one.actor == actor);
        let own = own.map(|(at, one)| choice(game, moment, at, one));
        let standing = &moment.board.standings[actor.index()];
        let goes = |one: &Move| one.actor == actor && one.way == Way::Goes;
        let mut words = match position.moves.iter().any(goes) {
            true => Vec::new(),
            false => vec![standing.clone()],
        };
        words.extend(own);
        let words = words.join("; or ");
        said.push(format!("{}, {name}: {words}.", actor.number() + 1));
    }
    said
}

fn choice(game: &Game, moment: &Moment, at: usize, one: &Move) -> String {
    let (words, steps) = match game.expanded {
        true => (&moment.board.steps, one.first_telling()),
        false => (&moment.board.moves, one.stride()),
    };
    let line = one.events[..steps]
        .iter()
        .rev()
        .find_map(|event| event.line);
    let line = match (one.way, line) {
        // It does nothing of its line any more.
        (Way::IsKilled, _) | (_, None) => String::new(),
        (_, Some(line)) => format!("at line {line} "),
    };
    let counts = match moment.board.counts[at].as_str() {
        "" => String::new(),
        counts => format!(" ({counts})"),
    };
    let command = match one.way {
        Way::Goes => String::new(),
        Way::WakesSpuriously | Way::IsKilled | Way::ReadsStale => {
            let command = command::of_move(&moment.position, at);
            command.map_or_else(String::new, |command| format!("{command}: "))
        }
    };
    format!("{command}{line}{}{counts}", words[at])
}

/// What a player asks to see drawn.
fn drawn(game: &Game, moment: &Moment) -> Vec<String> {
    match (game.page, &game.par) {
        (Page::Story, _) if moment.position.end == Some(Ended::Well) => {
            let mut said = ended(game, moment);
            said.extend(drawing::in_sentences(None, &moment.position.interleaving));
            said
        }
        (Page::Story, _) => ended(game, moment),
        (Page::Counterexample, Par::Broken { kind, interleaving }) => {
            drawing::in_sentences(Some(kind), interleaving)
        }
        (Page::Counterexample | Page::Board | Page::Keys, _) => Vec::new(),
    }
}

/// How the execution ended, and the story.
fn ended(game: &Game, moment: &Moment) -> Vec<String> {
    let par = match &game.par {
        Par::Broken { kind, .. } => game.par.preemptions().map(|par| (par, kind)),
        Par::Searching | Par::Unbroken(_) | Par::Unknown(_) => None,
    };
    report::played_in_sentences(&moment.position, par)
}

/// Why it cannot be played.
pub fn refused(game: &Game, glyphs: Glyphs) -> Option<Vec<String>> {
    let Phase::Refused(why) = &game.phase else {
        return None;
    };
    let refused = Checked {
        name: game.name.clone(),
        file: game.name.clone(),
        verdict: Verdict::NotRun((**why).clone()),
        notes: Vec::new(),
        seconds: 0.0,
        is_starter: false,
    };
    let look = Look {
        width: Columns(100),
        glyphs,
        form: Form::Sentences,
    };
    let text = report::explored(&refused, look);
    Some(text.lines().iter().map(Line::plain).collect())
}
