//! What a page shows, as a value: it is embedded in the page as JSON (docs/schema/page.json), and everything else on the
//! page is made from it. Texts in it are printable, and none is long.

use serde::Serialize;

use super::arrows::{self, Arrow};
use super::game::Game;
use super::steps::{self, Step};
use super::{CODE, Contents, MOST_SHARED, VALUE, WORDS, shown};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::Interleaving;
use crate::report::drawing::{self, Cell, Scene};
use crate::styled::Glyphs;

/// The schema of the document, and its version.
const SCHEMA: &str = "racelings/page/1";

/// Of a longer program, what is behind is not shown: this many lines, and characters in them.
const MOST_LINES: usize = 1500;
const MOST_CHARACTERS: usize = 50_000;

/// All that a page shows.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Document {
    /// The schema of this object, and its version.
    schema: &'static str,
    /// The exercise, or the program's file.
    pub name: String,
    /// Whether the program passes or fails.
    pub verdict: Judgement,
    /// The verdict in one sentence.
    pub headline: String,
    /// What the reader of a starter's page is asked before the interleaving is shown.
    pub question: Option<String>,
    /// The program's file.
    pub file: String,
    /// The program's lines. The page has them as text already.
    #[serde(skip)]
    pub source: Vec<String>,
    /// The number of lines behind these, which are not shown.
    pub source_left_out: usize,
    /// The line from which on the program is the kit's own check, if it is an exercise.
    pub check_from: Option<usize>,
    /// The threads and processes with a column. Other keys number them from 0.
    pub threads: Vec<String>,
    /// What is shared, and worth showing.
    pub shared: Vec<Shared>,
    /// What `main` does before the first step, in sentences.
    pub before: Vec<String>,
    /// What the threads do, in its order.
    pub steps: Vec<Step>,
    /// What `main` does after the last step, in sentences.
    pub after: Vec<String>,
    /// The locks that the threads hold in some step. Steps number them from 0.
    pub locks: Vec<String>,
    /// Which step makes which other one possible, or is ordered before it.
    pub arrows: Vec<Arrow>,
    /// Two steps that nothing orders: a data race.
    pub race: Option<[usize; 2]>,
    /// The threads of a deadlock: each is blocked on what the next one holds.
    pub cycle: Vec<Blocked>,
    /// Why it ends like this, and under what the program ran, in sentences.
    pub ending: Vec<String>,
    /// What was explored.
    pub coverage: Option<String>,
    /// The schedule of this interleaving.
    pub schedule: String,
    /// The command that runs it again.
    pub command: String,
    /// The program as a game, if it has room in the page.
    pub game: Option<Game>,
    /// Why there is no game, or what is left out of it, in a sentence.
    pub game_note: Option<String>,
}

/// The verdict on the interleaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    Passes,
    Fails,
}

/// Something that is shared.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Shared {
    /// Its name.
    pub name: String,
    /// Whether it is a lock; its value names the threads that hold it.
    pub lock: bool,
    /// Its value before the first step; empty if that is not known. Of a lock that is free, `-`.
    pub initial: String,
}

/// A thread of a deadlock.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Blocked {
    /// Its name.
    pub thread: String,
    /// What it is blocked on.
    pub object: String,
}

impl Shared {
    /// What it is, in words: `COUNTER = 1`, `lock COUNTER is held by inc`.
    pub fn in_words(&self, value: &str) -> String {
        match self.lock {
            true => drawing::of_lock(&self.name, value),
            false => drawing::of_value(&self.name, value),
        }
    }
}

impl Document {
    /// What a step changes, in words.
    pub fn changes(&self, step: &Step) -> Vec<String> {
        let changed = step.changed.iter().filter_map(|at| {
            let shared = self.shared.get(*at)?;
            Some(shared.in_words(step.values.get(*at)?))
        });
        changed.collect()
    }

    /// What there is to show of an interleaving.
    pub fn of(contents: &Contents<'_>) -> Document {
        let interleaving = contents.interleaving;
        let scene = drawing::scene(interleaving, Glyphs::Unicode);
        let locks = steps::locks(&scene, interleaving);
        let steps = steps::steps(&scene, interleaving, &locks);
        let words = |sentences: &[String]| -> Vec<String> {
            sentences.iter().map(|one| shown(one, WORDS)).collect()
        };
        let source = interleaving.source.lines();
        let shown_lines = lines(source);
        let check = (1..=source.len()).find(|line| !interleaving.source.is_own(*line));
        Document {
            schema: SCHEMA,
            name: shown(&contents.name, WORDS),
            verdict: match contents.fails {
                true => Judgement::Fails,
                false => Judgement::Passes,
            },
            headline: shown(&contents.headline, 2 * WORDS),
            question: contents.question.as_ref().map(|one| shown(one, 2 * WORDS)),
            file: shown(interleaving.source.name(), WORDS),
            source_left_out: source.len() - shown_lines.len(),
            source: shown_lines,
            check_from: check,
            threads: names(&scene.lanes, interleaving),
            shared: shared(&scene),
            before: words(&scene.before),
            after: words(&scene.after),
            arrows: arrows::arrows(interleaving, contents.kind, &steps),
            race: arrows::race(interleaving, contents.kind, &steps),
            steps,
            locks: locks.into_iter().map(|(_, name)| name).collect(),
            cycle: blocked(interleaving),
            ending: words(&drawing::sentences_below(contents.kind, interleaving)),
            coverage: contents.coverage.as_ref().map(|one| shown(one, WORDS)),
            schedule: shown(&interleaving.schedule.to_string(), 2 * WORDS),
            command: shown(&drawing::again_if_installed(interleaving), 2 * WORDS),
            game: contents.game.clone(),
            game_note: contents.game_note.clone(),
        }
    }

    /// The document as JSON that can stand inside an HTML element: no `<` can end or begin anything.
    pub fn json(&self) -> String {
        embedded(self)
    }
}

/// JSON that can stand inside an HTML element.
pub fn embedded(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value);
    let json = json.expect("a value of strings and numbers is always JSON");
    // JSON has these characters only in its strings.
    let json = json.replace('&', "\\u0026");
    json.replace('<', "\\u003c").replace('>', "\\u003e")
}

fn names(lanes: &[ActorId], interleaving: &Interleaving) -> Vec<String> {
    let names = lanes.iter().map(|actor| interleaving.name(*actor));
    names.map(|name| shown(name, WORDS)).collect()
}

fn shared(scene: &Scene) -> Vec<Shared> {
    let with_initial = scene.cells.iter().zip(&scene.initial);
    let one = |((cell, name), initial): (&(Cell, String), &String)| Shared {
        name: shown(name, WORDS),
        lock: cell.is_lock(),
        initial: shown(initial, VALUE),
    };
    with_initial.take(MOST_SHARED).map(one).collect()
}

/// The lines that are shown.
fn lines(all: &[String]) -> Vec<String> {
    let mut room = MOST_CHARACTERS;
    let lines = all.iter().take(MOST_LINES).map(|line| shown(line, CODE));
    let fits = |line: &String| {
        let rest = room.checked_sub(line.chars().count());
        room = rest.unwrap_or(room);
        rest.is_some()
    };
    lines.take_while(fits).collect()
}

/// The cycle of a deadlock.
pub fn blocked(interleaving: &Interleaving) -> Vec<Blocked> {
    let one = |actor: &ActorId| {
        let mut waits = interleaving.waits.iter();
        let wait = waits.find(|wait| wait.actor == *actor);
        Blocked {
            thread: shown(interleaving.name(*actor), WORDS),
            object: shown(wait.map_or("", |wait| &wait.object), WORDS),
        }
    };
    interleaving.cycle.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::schema;

    #[test]
    fn the_schema_is_that_of_what_is_embedded() {
        schema::assert_current("page", SCHEMA, schemars::schema_for!(Document));
    }

    #[test]
    fn json_in_a_page_ends_no_element_and_begins_none() {
        let hostile = "</script><!--<script>&amp;\u{2028}";
        let json = embedded(&hostile);
        assert!(!json.contains(['<', '>', '&']), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), hostile);
    }
}
