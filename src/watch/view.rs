//! What the screen shows: the state as lines that fit the terminal, whatever its size. Pure.

mod page;

use std::ops::Range;

use super::keys::BINDINGS;
use super::list;
use super::state::{Page, Question, State};
use crate::check::verdict::Verdict;
use crate::report;
use crate::styled::{Line, Look, Role, Text, width_of};
use crate::terminal::{self, Size};

pub use crate::terminal::{Screen, Viewport};

/// From so many rows on, there is room for the progress bar and for lines that part the screen.
const ROOMY: usize = 12;

/// From so many rows on, a path that does not fit beside the name has a line of its own.
const PATH_FROM: usize = 16;

/// From so many rows on, the keys stand in the last line.
const KEYS_FROM: usize = 4;

/// What is above and below the part that scrolls.
struct Layout {
    head: Vec<Line>,
    foot: Vec<Line>,
    /// Whether a line parts the body from the foot.
    rule: bool,
    body_rows: usize,
}

/// Draws the state.
pub fn view(state: &State) -> (Screen, Viewport) {
    let layout = layout(state);
    let rows = layout.body_rows;
    let body = body(state, rows);
    let from = state.scroll.min(body.len().saturating_sub(rows));
    let to = (from + rows).min(body.len());
    let mut lines = layout.head;
    lines.extend_from_slice(&body[from..to]);
    let below_body = layout.foot.len() + usize::from(layout.rule);
    if below_body > 0 {
        // The foot stays at the bottom.
        lines.resize(lines.len() + rows - (to - from), Line::new());
    }
    if layout.rule {
        lines.push(bottom_rule(from, to, body.len(), state.look()));
    }
    lines.extend(layout.foot);
    lines.truncate(state.size.rows);
    (Screen { lines }, Viewport { from, rows })
}

/// The rows of an exercise's page that its card begins with, the question and its answer included.
pub fn rows_of_question(state: &State) -> Range<usize> {
    let rows = |text: Text| text.folded(state.look().width).lines().len();
    let end = rows(page::until_question(state));
    end - rows(page::question(state))..end
}

fn layout(state: &State) -> Layout {
    let rows = state.size.rows;
    let message = message(state, rows);
    let mut head = Vec::new();
    let mut foot = Vec::new();
    if rows >= ROOMY {
        head.push(bar(state));
    }
    if rows >= 2 || message.is_empty() {
        head.extend(title(state));
    }
    if rows >= ROOMY {
        let rule = state.glyphs.rule().repeat(state.size.columns);
        head.push(Line::of(Role::Quiet, &rule));
    }
    foot.extend(message);
    if rows >= KEYS_FROM && (foot.is_empty() || rows > KEYS_FROM + 1) {
        foot.push(keys(state));
    }
    let rule = rows >= ROOMY;
    let around = head.len() + foot.len() + usize::from(rule);
    Layout {
        head,
        foot,
        rule,
        body_rows: rows.saturating_sub(around),
    }
}

fn body(state: &State, rows: usize) -> Vec<Line> {
    if let Page::List(list) = &state.page {
        let size = Size { rows, ..state.size };
        return list::view(
            list,
            &state.catalog,
            &state.progress,
            state.current,
            size,
            state.glyphs,
        );
    }
    page::text(state).folded(state.look().width).into_lines()
}

fn bar(state: &State) -> Line {
    let Look { width, glyphs, .. } = state.look();
    let done = state.progress.done_count(&state.catalog);
    report::exercise_bar(done, state.catalog.exercises.len(), width).cut(width, glyphs)
}

/// What the screen is about, and where its file is.
fn title(state: &State) -> Vec<Line> {
    let Look { width, glyphs, .. } = state.look();
    let heading = match &state.page {
        Page::Exercise | Page::List(_) => None,
        Page::Keys => Some("All keys"),
        Page::Diff(_) => Some("Your file beside the solution"),
        Page::All(_) => Some("Check of all exercises"),
    };
    if let Some(heading) = heading {
        return vec![Line::of(Role::Heading, heading).cut(width, glyphs)];
    }
    let exercise = state.exercise();
    let mut start = Line::of(Role::Heading, &exercise.name);
    if exercise.further && !state.progress.is_done(&exercise.name) {
        start = start.and(Role::Note, " (may be skipped: n)");
    }
    if let Some((role, word)) = standing(state) {
        start = start.and(Role::Plain, " ").and(role, word);
    }
    let start = start.cut(width, glyphs);
    let path = exercise.path();
    let shown = path.display().to_string();
    let target = format!("file://{}", state.catalog.root.join(&path).display());
    if start.width() + 2 + width_of(&shown) <= width.0 {
        vec![start.and(Role::Plain, "  ").and_link(&shown, &target)]
    } else if state.size.rows >= PATH_FROM {
        let path = Line::new().and_link(&shown, &target);
        vec![start, path.cut(width, glyphs)]
    } else {
        vec![start]
    }
}

/// How the current exercise stands, in a word.
fn standing(state: &State) -> Option<(Role, &'static str)> {
    if state.checks.is_awaited(state.current) {
        return Some((Role::Note, "[checking]"));
    }
    match state.verdict.as_ref().map(|checked| &checked.verdict) {
        Some(Verdict::Passes(_)) => Some((Role::Right, "[passes]")),
        Some(Verdict::Fails(_)) => Some((Role::Wrong, "[fails]")),
        Some(Verdict::NotRun(_)) => Some((Role::Note, "[not checked]")),
        None if state.progress.is_done(&state.exercise().name) => Some((Role::Right, "[done]")),
        None => None,
    }
}

/// The question or the note, in few enough lines for the screen.
fn message(state: &State, rows: usize) -> Vec<Line> {
    let Look { width, glyphs, .. } = state.look();
    let question = state.question.map(|question| match question {
        Question::Reset(exercise) => {
            let name = &state.catalog.exercises[exercise].name;
            format!("Reset {name}? Your version is kept as a backup. (y/n)")
        }
    });
    let Some(message) = question.or_else(|| state.note.clone()) else {
        return Vec::new();
    };
    let mut lines = Text::prose(Role::Message, &message, width).into_lines();
    let most = (rows / 3).clamp(1, 6);
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.pop().unwrap_or_default();
        let ellipsis = format!(" {}", glyphs.ellipsis());
        lines.push(last.and(Role::Message, &ellipsis).cut(width, glyphs));
    }
    lines
}

/// The keys that matter here, as many as fit.
fn keys(state: &State) -> Line {
    let keys: Vec<(String, &str)> = match &state.page {
        Page::List(list) => list.keys(state.glyphs),
        Page::Exercise => BINDINGS
            .iter()
            .map(|binding| (binding.key.to_string(), binding.word))
            .collect(),
        Page::Keys | Page::Diff(_) | Page::All(_) => {
            [(state.glyphs.up_and_down(), "scroll"), ("Esc", "back")]
                .map(|(key, word)| (key.into(), word))
                .to_vec()
        }
    };
    terminal::fitting_keys(&keys, state.look()).line
}

/// The line below the body; it says what part of a long page is shown.
fn bottom_rule(from: usize, to: usize, of: usize, look: Look) -> Line {
    let place = if to - from < of {
        format!(" {}-{to} of {of} {} ", from + 1, look.glyphs.up_and_down())
    } else {
        String::new()
    };
    let rule = look.glyphs.rule();
    let room = look.width.0.saturating_sub(width_of(&place) + 2);
    let line = format!("{}{place}{}", rule.repeat(room), rule.repeat(2));
    Line::of(Role::Quiet, &line).cut(look.width, look.glyphs)
}

#[cfg(test)]
mod tests;
