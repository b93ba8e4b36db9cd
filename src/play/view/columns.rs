//! The columns of the board: one for each thread or process, with its source around the line that it is about to execute.

use super::{Block, cell, words};
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Move, Standing};
use crate::play::game::{Game, Moment, Phase};
use crate::play::keys::Action;
use crate::styled::{Columns, Glyphs, Line, Role};
use crate::terminal::Region;

/// No column is narrower.
const NARROWEST: usize = 22;

/// In columns of this width most lines of code can be read.
const READABLE: usize = 36;

/// Rows for what an actor is about to do.
const MOVES: usize = 3;

/// Rows for a column with a few lines of its source, where there is room.
const LEAST: usize = MOVES + 5;

/// The columns, in so many rows.
pub fn columns(game: &Game, moment: &Moment, rows: usize) -> Block {
    let (width, glyphs) = (game.size.columns, game.glyphs);
    let actors = moment.position.standings.len();
    let lanes = lanes(game, moment, width);
    let others: Vec<ActorId> = ActorId::first(actors)
        .filter(|actor| !lanes.contains(actor))
        .collect();
    let count = lanes.len().max(1);
    let each = (width + 3) / count - 3;
    let least = match rows < 2 * LEAST {
        true => 2,
        false => LEAST,
    };
    let room = rows.saturating_sub(least).min(others.len());
    let rows = rows.saturating_sub(room).max(least);
    let columns: Vec<Block> = lanes
        .iter()
        .map(|actor| column(game, moment, *actor, each, rows))
        .collect();
    let border = format!(" {} ", glyphs.border());
    let mut lines = Vec::new();
    for row in 0..rows {
        let mut line = Line::new();
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                line.push(Role::Quiet, &border);
            }
            line.append(cell(
                column.lines.get(row).cloned().unwrap_or_default(),
                each,
                glyphs,
            ));
        }
        lines.push(line.trimmed());
    }
    let places = (0..).step_by(each + 3);
    let regions = places.zip(columns).flat_map(|(left, column)| {
        let regions = column.regions.into_iter();
        regions.map(move |region| region.moved(0, left))
    });
    let mut block = Block {
        regions: regions.collect(),
        lines,
    };
    let shown = match others.len() > room {
        true => room.saturating_sub(1),
        false => room,
    };
    for actor in &others[..shown] {
        block.append(compact(game, moment, *actor, width));
    }
    let left = others.len() - shown;
    if left > 0 && room > 0 {
        let words = format!("{left} more: the arrows select them");
        block
            .lines
            .push(Line::of(Role::Quiet, &words).cut(Columns(width), glyphs));
    }
    block
}

/// An actor that has no column, in a line.
fn compact(game: &Game, moment: &Moment, actor: ActorId, width: usize) -> Block {
    let mut line = name(game, moment, actor);
    let standing = standing_of(moment, actor);
    line.push(Role::Quiet, &format!(": {standing}"));
    let mut regions = Vec::new();
    for (at, _) in moves_of(moment, actor) {
        line.push(Role::Plain, ", ");
        let start = line.width();
        line.append(described(game, moment, at, ""));
        regions.push(Region {
            rows: 0..1,
            columns: start..line.width(),
            action: Action::Make(at),
        });
    }
    regions.push(Region {
        rows: 0..1,
        columns: 0..width,
        action: Action::Step(actor),
    });
    let lines = vec![cell(line, width, game.glyphs).trimmed()];
    Block { lines, regions }
}

/// Who has a column: all, if that can be read; else not the first, if the game began when it was waiting; and no more than
/// there is room for: those around the selected one.
fn lanes(game: &Game, moment: &Moment, width: usize) -> Vec<ActorId> {
    let actors = moment.position.standings.len();
    let fit = |narrowest: usize| ((width + 3) / (narrowest + 3)).max(1);
    let (all, most) = (ActorId::first(actors), fit(NARROWEST));
    let first_waits = match &game.phase {
        Phase::Playing(played) => played.first_waits(),
        Phase::Opening(_) | Phase::Refused(_) => false,
    };
    if actors <= fit(READABLE) || (actors <= most && !first_waits) {
        return all.collect();
    }
    if actors - 1 <= most && first_waits {
        return all.skip(1).collect();
    }
    let selected = selected(game).and_then(|at| moment.position.moves.get(at));
    let selected = selected.map_or(ActorId::new(1), |one| one.actor);
    // In groups, so that nothing moves as long as the selected one stays in its group.
    let group = selected.index().saturating_sub(1) / most;
    let mut lanes: Vec<ActorId> = all.skip(1 + group * most).take(most).collect();
    if selected == ActorId::MAIN {
        lanes.pop();
        lanes.insert(0, selected);
    }
    lanes
}

fn selected(game: &Game) -> Option<usize> {
    match &game.phase {
        Phase::Playing(played) => Some(played.selected),
        Phase::Opening(_) | Phase::Refused(_) => None,
    }
}

/// The moves of an actor, with their numbers.
fn moves_of(moment: &Moment, actor: ActorId) -> impl Iterator<Item = (usize, &Move)> {
    let moves = moment.position.moves.iter().enumerate();
    moves.filter(move |(_, one)| one.actor == actor)
}

/// The column of an actor. A click on one of its moves makes that one; elsewhere, what its number does.
fn column(game: &Game, moment: &Moment, actor: ActorId, width: usize, rows: usize) -> Block {
    let glyphs = game.glyphs;
    let (mut below, mut choices) = (Vec::new(), Vec::new());
    for (at, _) in moves_of(moment, actor) {
        let line = described(game, moment, at, "  ");
        let left = (MOVES + 1_usize).saturating_sub(below.len()).max(1);
        let start = below.len();
        below.extend(fold(line, width, left, glyphs));
        choices.push(Region {
            rows: start..below.len(),
            columns: 0..width,
            action: Action::Make(at),
        });
    }
    if below.is_empty() {
        let standing = standing_of(moment, actor);
        below.extend(words(Role::Quiet, standing, width, MOVES, glyphs));
    }
    let code = rows.saturating_sub(2 + below.len().max(MOVES));
    let mut lines = vec![head(game, moment, actor)];
    lines.extend(source(moment, actor, width, code, glyphs));
    // An empty line before the moves, unless there is no code at all.
    lines.resize(1 + code + usize::from(code > 0), Line::new());
    let whole = Region {
        rows: 0..rows,
        columns: 0..width,
        action: Action::Step(actor),
    };
    let above = lines.len();
    let regions = choices.into_iter().map(|choice| choice.moved(above, 0));
    let regions = regions.chain([whole]).collect();
    lines.extend(below);
    Block { lines, regions }
}

fn fold(line: Line, width: usize, most: usize, glyphs: Glyphs) -> Vec<Line> {
    let mut lines = line.folded(Columns(width));
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.pop().unwrap_or_default();
        let cut = last.and(Role::Plain, glyphs.ellipsis());
        lines.push(cut.cut(Columns(width), glyphs));
    }
    lines
}

fn standing_of(moment: &Moment, actor: ActorId) -> &str {
    let standing = moment.board.standings.get(actor.index());
    standing.map_or("", String::as_str)
}

/// The actor's number and name, and how it stands.
fn head(game: &Game, moment: &Moment, actor: ActorId) -> Line {
    let position = &moment.position;
    let mut line = name(game, moment, actor);
    let (role, word) = match position.standings.get(actor.index()) {
        Some(Standing::Ready) | None => return line,
        Some(Standing::Yields) => (Role::Note, "yields"),
        Some(Standing::Spins) => (Role::Note, "spins"),
        Some(Standing::Blocked) => (Role::Wrong, "blocked"),
        Some(Standing::Ended) => (Role::Quiet, "finished"),
    };
    line.push(Role::Plain, " ");
    line.push(role, word);
    line
}

/// The actor's number and name.
fn name(game: &Game, moment: &Moment, actor: ActorId) -> Line {
    let position = &moment.position;
    let name = position.interleaving.name(actor);
    let chosen = selected(game).and_then(|at| position.moves.get(at));
    let role = match chosen {
        Some(one) if one.actor == actor => Role::Selected,
        _ => Role::Heading,
    };
    Line::of(role, &format!("{} {name}", actor.number() + 1))
}

/// What a move does, after an arrow if it is selected, and `otherwise` if it is not.
fn described(game: &Game, moment: &Moment, at: usize, otherwise: &str) -> Line {
    let is_selected = selected(game) == Some(at);
    let all = match game.expanded {
        true => &moment.board.steps,
        false => &moment.board.moves,
    };
    let said = all.get(at).map_or("", String::as_str);
    let (role, arrow) = match is_selected {
        true => (Role::Message, format!("{} ", game.glyphs.to_right())),
        false => (Role::Plain, otherwise.to_owned()),
    };
    let mut line = Line::of(role, &arrow).and(role, said);
    match moment.board.counts.get(at).map_or("", String::as_str) {
        "" => {}
        counts => line.push(Role::Preemption, &format!(" ({counts})")),
    }
    line
}

/// The source around the line that the actor is about to execute.
fn source(moment: &Moment, actor: ActorId, width: usize, rows: usize, glyphs: Glyphs) -> Vec<Line> {
    let interleaving = &moment.position.interleaving;
    let source = &interleaving.source;
    let wait = interleaving.waits.iter().find(|wait| wait.actor == actor);
    let last = interleaving
        .events
        .iter()
        .rfind(|event| event.actor == actor);
    let ended = moment.position.standings.get(actor.index()) == Some(&Standing::Ended);
    let next = moves_of(moment, actor).next();
    let next = next.and_then(|(_, one)| {
        one.events[..one.stride()]
            .iter()
            .rev()
            .find_map(|event| event.line)
    });
    let line = next
        .or(wait.and_then(|wait| wait.line))
        .or(last.and_then(|event| event.line));
    let Some(line) = line.filter(|_| rows > 0) else {
        return Vec::new();
    };
    let from = line.saturating_sub(rows / 2).max(1);
    let shown = from..(from + rows).min(source.lines().len() + 1);
    let code: Vec<&str> = shown
        .clone()
        .map(|number| source.lines()[number - 1].as_str())
        .collect();
    let filled = code.iter().filter(|code| !code.trim().is_empty());
    let indent = filled
        .map(|code| code.len() - code.trim_start().len())
        .min()
        .unwrap_or(0);
    let each = shown.zip(code).map(|(number, code)| {
        let code = code.get(indent..).unwrap_or_default();
        let is_there = number == line && !ended;
        let (mark, role) = match is_there {
            true => (glyphs.to_right(), Role::Heading),
            false => (" ", Role::Quiet),
        };
        let text = format!("{mark}{number:>3} {code}");
        Line::of(role, &text).cut(Columns(width), glyphs)
    });
    each.collect()
}
