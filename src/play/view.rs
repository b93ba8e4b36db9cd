//! What the screen shows: the game as lines that fit the terminal, whatever its size. Pure.

mod columns;
mod pages;

use super::game::{Game, Moment, Page, Phase};
use super::keys::{Action, BINDINGS};
use crate::exploration::position::Counts;
use crate::report::drawing::board::Shown;
use crate::styled::{Columns, Glyphs, Line, Look, Role, Text, width_of};
use crate::terminal::{self, KeyLine, Region, Screen, Viewport};

/// What a game shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The lines.
    pub screen: Screen,
    /// What part of a text that can be scrolled is among them.
    pub viewport: Viewport,
    /// What can be clicked.
    pub regions: Vec<Region<Action>>,
}

/// Lines, and what can be clicked in them.
#[derive(Debug, Default)]
struct Block {
    lines: Vec<Line>,
    regions: Vec<Region<Action>>,
}

impl Block {
    /// Puts another one below.
    fn append(&mut self, below: Block) {
        let rows = self.lines.len();
        let regions = below.regions.into_iter();
        self.regions
            .extend(regions.map(|region| region.moved(rows, 0)));
        self.lines.extend(below.lines);
    }
}

/// Draws the game.
pub fn view(game: &Game) -> View {
    let look = game.look();
    let rows = game.size.rows;
    let mut all = Block::default();
    if rows >= 8 {
        all.lines.push(title(game).cut(look.width, look.glyphs));
    }
    let note = note(game, rows);
    let keys_rows = usize::from(rows > 4);
    let body_rows = rows.saturating_sub(all.lines.len() + note.len() + keys_rows);
    let end = all.lines.len() + body_rows;
    let (mut body, from) = body(game, body_rows);
    body.lines.truncate(body_rows);
    all.append(body);
    all.lines.resize(end.max(all.lines.len()), Line::new());
    all.lines.extend(note);
    if keys_rows > 0 {
        all.append(keys(game));
    }
    all.lines.truncate(rows);
    View {
        screen: Screen { lines: all.lines },
        viewport: Viewport {
            from,
            rows: body_rows,
        },
        regions: all.regions,
    }
}

/// The body, and the first of its lines that is shown.
fn body(game: &Game, rows: usize) -> (Block, usize) {
    if let (Page::Board, Some(moment)) = (game.page, game.moment()) {
        return (board(game, moment, rows), 0);
    }
    let text = pages::text(game).folded(game.look().width).into_lines();
    let from = game.scroll.min(text.len().saturating_sub(rows));
    let lines = text.into_iter().skip(from).take(rows).collect();
    let regions = Vec::new();
    (Block { lines, regions }, from)
}

fn board(game: &Game, moment: &Moment, rows: usize) -> Block {
    let look = game.look();
    let rule = Line::of(Role::Quiet, &look.glyphs.rule().repeat(look.width.0));
    let mut lines = shared(game, moment, look);
    lines.truncate((rows / 5).max(1));
    let done = done(moment);
    let spare = rows.saturating_sub(lines.len() + 3);
    lines.push(rule.clone());
    let regions = Vec::new();
    let mut board = Block { lines, regions };
    board.append(columns::columns(game, moment, spare));
    board.lines.push(rule);
    board.lines.push(done.cut(look.width, look.glyphs));
    board
}

/// What was done last.
fn done(moment: &Moment) -> Line {
    let Some(done) = &moment.done else {
        return Line::of(Role::Quiet, "Which thread runs next? Press its number.");
    };
    let name = moment.position.interleaving.name(done.actor);
    let line = done
        .line
        .map_or_else(String::new, |line| format!(" (line {line})"));
    let words = format!("{name} {}{line}", done.words);
    match done.counts {
        Some(Counts::Preempts(_)) => {
            Line::of(Role::Preemption, "Preemption: ").and(Role::Plain, &words)
        }
        Some(Counts::ThoughItYields) => {
            Line::of(Role::Preemption, "Counts as a preemption: ").and(Role::Plain, &words)
        }
        None => Line::of(Role::Plain, &words),
    }
}

/// What is shared, as many in a line as fit; what has just changed stands out.
fn shared(game: &Game, moment: &Moment, look: Look) -> Vec<Line> {
    let before = game.moment_before().map(|moment| &moment.board.shared);
    let mut lines = vec![Line::new()];
    for shown in &moment.board.shared {
        let same = |other: &&Shown| (&other.name, other.is_lock) == (&shown.name, shown.is_lock);
        let old = before.and_then(|before| before.iter().find(same));
        let changed = old.is_some_and(|old| old.value != shown.value && !old.value.is_empty());
        let item = item(shown, changed);
        let last = lines.pop().unwrap_or_default();
        if last.is_empty() {
            lines.push(item);
        } else if last.width() + 3 + item.width() <= look.width.0 {
            let mut longer = last.and(Role::Plain, "   ");
            longer.append(item);
            lines.push(longer);
        } else {
            lines.extend([last, item]);
        }
    }
    if moment.board.shared.is_empty() {
        return vec![
            Line::of(Role::Quiet, "Nothing shared is known yet.").cut(look.width, look.glyphs),
        ];
    }
    lines
        .into_iter()
        .map(|line| line.cut(look.width, look.glyphs))
        .collect()
}

/// Something shared, with its value or its holder.
fn item(shown: &Shown, changed: bool) -> Line {
    let name = match shown.is_lock {
        true => format!("lock {}: ", shown.name),
        false => format!("{} = ", shown.name),
    };
    let value = match (shown.is_lock, shown.value.as_str()) {
        (true, "-" | "") => "free".to_owned(),
        (true, holder) => format!("held by {holder}"),
        (false, "") => "?".to_owned(),
        (false, value) => value.to_owned(),
    };
    match changed {
        true => Line::of(Role::Plain, &name).and(Role::Decisive, &format!("{value} *")),
        false => Line::of(Role::Plain, &name).and(Role::Heading, &value),
    }
}

/// What is played, under what, and how it stands.
fn title(game: &Game) -> Line {
    let mut line = Line::new();
    if let Phase::Playing(played) = &game.phase {
        let environment = played.environment;
        let mode = environment
            .mode
            .map_or_else(String::new, |mode| format!(", {mode}"));
        line.push(
            Role::Plain,
            &format!("  ROUNDS={}{mode}", environment.rounds),
        );
    }
    if let Some(moment) = game.moment() {
        let number = moment.position.interleaving.preemptions;
        line.push(Role::Plain, &format!("  preemptions: {number}"));
        line.push(
            Role::Plain,
            &match game.par.preemptions() {
                Some(par) => format!(" (par {par})"),
                None => String::new(),
            },
        );
        if moment.position.race.is_some() && moment.position.end.is_none() {
            line.push(Role::Wrong, "  data race!");
        }
    }
    if game.is_waiting() && matches!(game.phase, Phase::Playing(_)) {
        line.push(Role::Quiet, &format!(" {}", game.glyphs.under_way()));
    }
    // Of a long path the end says most.
    let room = game.size.columns.saturating_sub(line.width());
    let mut title = Line::of(Role::Heading, &end_of(&game.name, room, game.glyphs));
    title.append(line);
    title
}

/// A text, or as much of its end as fits.
fn end_of(text: &str, width: usize, glyphs: Glyphs) -> String {
    if width_of(text) <= width {
        return text.to_owned();
    }
    let ellipsis = glyphs.ellipsis();
    let room = width.saturating_sub(width_of(ellipsis));
    let mut ends = text.char_indices().map(|(at, _)| &text[at..]);
    let end = ends.find(|end| width_of(end) <= room);
    format!("{ellipsis}{}", end.unwrap_or_default())
}

/// The note, in few enough lines for the screen.
fn note(game: &Game, rows: usize) -> Vec<Line> {
    // A line stays free for it, so that nothing moves when there is one.
    let Some(note) = &game.note else {
        return vec![Line::new(); usize::from(rows > 12)];
    };
    let look = game.look();
    let mut lines = Text::prose(Role::Message, note, look.width).into_lines();
    lines.truncate((rows / 4).clamp(1, 4));
    lines
}

/// The keys that matter here, as many as fit; a click on one does the same.
fn keys(game: &Game) -> Block {
    let look = game.look();
    let on_board = game.page == Page::Board;
    let scroll = || ((look.glyphs.up_and_down().to_owned(), "scroll"), None);
    let mut keys: Vec<((String, &str), Option<Action>)> = match (&game.phase, on_board) {
        (Phase::Playing(_), true) => vec![(("1-9".to_owned(), "step"), None)],
        (Phase::Playing(_), false) => {
            let esc = (("Esc".to_owned(), "board"), Some(Action::Leave));
            vec![scroll(), esc]
        }
        (Phase::Refused(_), _) => vec![scroll()],
        (Phase::Opening(_), _) => Vec::new(),
    };
    let are_of_use = |action: Action| match &game.phase {
        // From a page it leads back to the board, as Esc does.
        Phase::Playing(_) => on_board || action != Action::Leave,
        Phase::Opening(_) => action == Action::Leave,
        Phase::Refused(_) => matches!(action, Action::Anew | Action::Leave),
    };
    let own = BINDINGS.iter().filter(|one| are_of_use(one.action));
    keys.extend(own.map(|one| ((one.key.to_string(), one.word), Some(one.action))));
    let (words, actions): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
    let KeyLine { line, places } = terminal::fitting_keys(&words, look);
    let regions = places.into_iter().filter_map(|(number, columns)| {
        actions[number].map(|action| Region {
            rows: 0..1,
            columns,
            action,
        })
    });
    Block {
        lines: vec![line],
        regions: regions.collect(),
    }
}

/// Cut to a width, and as wide as that.
fn cell(line: Line, width: usize, glyphs: Glyphs) -> Line {
    line.cut(Columns(width), glyphs).padded(Columns(width))
}

/// A text in a cell.
fn words(role: Role, text: &str, width: usize, most: usize, glyphs: Glyphs) -> Vec<Line> {
    let mut lines = Line::of(role, text).folded(Columns(width));
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1));
        let mut last = Line::new();
        for (at, line) in rest.into_iter().enumerate() {
            last.push(role, if at == 0 { "" } else { " " });
            last.append(line);
        }
        lines.push(last.cut(Columns(width), glyphs));
    }
    debug_assert!(lines.iter().all(|line| width_of(&line.plain()) <= width));
    lines
}

#[cfg(test)]
mod tests;
