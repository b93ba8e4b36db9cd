//! What the screen shows: the state as lines that fit the terminal, whatever its size. Pure.

mod page;

use colored::Colorize;

use super::event::Size;
use super::keys::BINDINGS;
use super::list;
use super::state::{Page, Question, State};
use super::text;
use crate::check::verdict::Verdict;
use crate::report::{self, Columns};

/// From so many rows on, there is room for the progress bar and for lines that part the screen.
const ROOMY: usize = 12;

/// From so many rows on, a path that does not fit beside the name has a line of its own.
const PATH_FROM: usize = 16;

/// From so many rows on, the keys stand in the last line.
const KEYS_FROM: usize = 4;

/// The lines of the whole screen: never more than its rows, none wider than its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// From the top.
    pub lines: Vec<String>,
}

/// What is above and below the part that scrolls.
struct Layout {
    head: Vec<String>,
    foot: Vec<String>,
    /// Whether a line parts the body from the foot.
    rule: bool,
    body_rows: usize,
}

/// Draws the state.
pub fn view(state: &State) -> Screen {
    let layout = layout(state);
    let body = body(state);
    let rows = layout.body_rows;
    let from = state.scroll.min(body.len().saturating_sub(rows));
    let to = (from + rows).min(body.len());
    let mut lines = layout.head;
    lines.extend_from_slice(&body[from..to]);
    let below_body = layout.foot.len() + usize::from(layout.rule);
    if below_body > 0 {
        // The foot stays at the bottom.
        lines.resize(lines.len() + rows - (to - from), String::new());
    }
    if layout.rule {
        lines.push(bottom_rule(from, to, body.len(), columns(state)));
    }
    lines.extend(layout.foot);
    lines.truncate(state.size.rows);
    Screen { lines }
}

/// The furthest that the page can be scrolled.
pub fn last_scroll(state: &State) -> usize {
    body(state).len().saturating_sub(body_rows(state))
}

/// How many lines the part that scrolls has.
pub fn body_rows(state: &State) -> usize {
    layout(state).body_rows
}

fn columns(state: &State) -> Columns {
    Columns(state.size.columns)
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
        head.push("─".repeat(columns(state).0).dimmed().to_string());
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

fn body(state: &State) -> Vec<String> {
    if let Page::List(list) = &state.page {
        let size = Size {
            rows: body_rows(state),
            ..state.size
        };
        return list::view(list, &state.catalog, &state.progress, state.current, size);
    }
    text::wrap(&page::text(state), columns(state))
}

fn bar(state: &State) -> String {
    let done = state.progress.done_count(&state.catalog);
    let bar = report::exercise_bar(done, state.catalog.exercises.len(), columns(state));
    text::cut(&bar, columns(state))
}

/// What the screen is about, and where its file is.
fn title(state: &State) -> Vec<String> {
    let columns = columns(state);
    let heading = match &state.page {
        Page::Exercise | Page::List(_) => None,
        Page::Keys => Some("All keys"),
        Page::Diff(_) => Some("Your file beside the solution"),
        Page::All(_) => Some("Check of all exercises"),
    };
    if let Some(heading) = heading {
        return vec![text::cut(&heading.bold().to_string(), columns)];
    }
    let exercise = state.exercise();
    let start = format!("{} {}", exercise.name.bold(), standing(state));
    let start = text::cut(start.trim_end(), columns);
    let path = exercise.path();
    let shown = path.display().to_string();
    let target = format!("file://{}", state.catalog.root.join(&path).display());
    if text::width(&start) + 2 + text::width(&shown) <= columns.0 {
        vec![format!("{start}  {}", text::link(&shown, &target))]
    } else if state.size.rows >= PATH_FROM {
        let shown = text::cut(&shown, columns);
        vec![start, text::link(&shown, &target)]
    } else {
        vec![start]
    }
}

/// How the current exercise stands, in a word.
fn standing(state: &State) -> String {
    if state.checks.is_awaited(state.current) {
        return "[checking]".yellow().to_string();
    }
    match state.verdict.as_ref().map(|checked| &checked.verdict) {
        Some(Verdict::Holds(_)) => "[holds]".green().to_string(),
        Some(Verdict::Fails(_)) => "[does not hold]".red().to_string(),
        Some(Verdict::NotRun(_)) => "[not run]".yellow().to_string(),
        None if state.progress.is_done(&state.exercise().name) => "[done]".green().to_string(),
        None => String::new(),
    }
}

/// The question or the note, in few enough lines for the screen.
fn message(state: &State, rows: usize) -> Vec<String> {
    let question = state.question.map(|question| match question {
        Question::Reset(exercise) => {
            let name = &state.catalog.exercises[exercise].name;
            format!("Reset {name}? Your version is kept as a backup. (y/n)")
        }
    });
    let Some(message) = question.or_else(|| state.note.clone()) else {
        return Vec::new();
    };
    let mut lines = text::wrap(&message, columns(state));
    let most = (rows / 3).clamp(1, 6);
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.pop().unwrap_or_default();
        lines.push(text::cut(&(last + " …"), columns(state)));
    }
    lines
        .into_iter()
        .map(|line| line.cyan().bold().to_string())
        .collect()
}

/// The keys that matter here, as many as fit.
fn keys(state: &State) -> String {
    let keys: Vec<(String, &str)> = match &state.page {
        Page::List(list) => list.keys().map(|(key, word)| (key.into(), word)).collect(),
        Page::Exercise => BINDINGS
            .iter()
            .map(|binding| (binding.key.to_string(), binding.word))
            .collect(),
        Page::Keys | Page::Diff(_) | Page::All(_) => [("↑↓", "scroll"), ("Esc", "back")]
            .map(|(key, word)| (key.into(), word))
            .to_vec(),
    };
    fitting(&keys, columns(state))
}

/// The last two keys always, the others as long as there is room before them.
fn fitting(keys: &[(String, &str)], columns: Columns) -> String {
    let width = |(key, word): &(String, &str)| text::width(key) + 1 + text::width(word) + 2;
    let (others, last) = keys.split_at(keys.len().saturating_sub(2));
    let mut room = (columns.0 + 2).saturating_sub(last.iter().map(width).sum());
    let kept = others.iter().take_while(|key| {
        let fits = width(key) <= room;
        room = room.saturating_sub(width(key));
        fits
    });
    let words: Vec<String> = kept
        .chain(last)
        .map(|(key, word)| format!("{} {word}", key.bold()))
        .collect();
    text::cut(&words.join("  "), columns)
}

/// The line below the body; it tells what part of a long page is shown.
fn bottom_rule(from: usize, to: usize, of: usize, columns: Columns) -> String {
    let place = if to - from < of {
        format!(" {}-{to} of {of} ↑↓ ", from + 1)
    } else {
        String::new()
    };
    let room = columns.0.saturating_sub(text::width(&place) + 2);
    let line = format!("{}{place}──", "─".repeat(room));
    text::cut(&line, columns).dimmed().to_string()
}

#[cfg(test)]
mod tests;
