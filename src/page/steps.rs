//! The steps of a page: the rows of the drawing, each with how the baton came to it and with the mark that points at it.

use protocol::ObjectId;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{CODE, MOST_SHARED, VALUE, WORDS, shown};
use crate::exploration::interleaving::{Interleaving, Switch};
use crate::report::drawing::{self, Cell, Row, Scene, What};

/// Of more effects in one line, the rest is counted.
const MOST_EFFECTS: usize = 8;

/// One step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// The thread that takes it; none if it is about all of them.
    pub thread: Option<usize>,
    /// What it shows.
    pub kind: Sort,
    /// Its line in the program.
    pub line: Option<usize>,
    /// The text of that line.
    #[serde(skip)]
    pub code: String,
    /// Whether the thread was preempted in the middle of that line, and goes on there.
    pub goes_on: bool,
    /// What is done.
    pub words: Vec<String>,
    /// The values of what is shared after it.
    pub values: Vec<String>,
    /// Which of these values have changed.
    pub changed: Vec<usize>,
    /// For each thread, the locks that it holds after it.
    pub held: Vec<Vec<usize>>,
    /// How the baton came to its thread, if another thread had it.
    pub switch: Option<Handover>,
    /// What is wrong with it, if it is the decisive step.
    pub decisive: Option<String>,
    /// All of it in sentences.
    pub sentence: String,
    /// The events that it shows.
    #[serde(skip)]
    pub events: Vec<usize>,
}

/// What a step shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What is done in a line of code.
    Code,
    /// Something about a thread: that it is blocked, that it panics.
    Note,
    /// That something is not shown, or repeated.
    Folded,
}

/// The baton goes from one thread to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Handover {
    /// The thread that had it.
    pub from: usize,
    /// Whether that thread was preempted: it could have kept running.
    pub preemption: bool,
    /// The same in words.
    pub words: String,
}

/// The locks that a thread with a column holds in some row, with their names.
pub fn locks(scene: &Scene, interleaving: &Interleaving) -> Vec<(ObjectId, String)> {
    let mut locks: BTreeMap<ObjectId, String> = BTreeMap::new();
    for id in scene
        .rows
        .iter()
        .flat_map(|row| row.holding.iter().flatten())
    {
        locks
            .entry(*id)
            .or_insert_with(|| shown(&name_of_lock(*id, scene, interleaving), WORDS));
    }
    locks.into_iter().collect()
}

fn name_of_lock(id: ObjectId, scene: &Scene, interleaving: &Interleaving) -> String {
    let mut cells = scene.cells.iter();
    if let Some((_, name)) = cells.find(|(cell, _)| *cell == Cell::Lock(id)) {
        return name.clone();
    }
    let mut events = interleaving.events.iter();
    let name =
        events.find_map(
            |event| match (event.object_id == Some(id), event.second_id == Some(id)) {
                (true, _) => Some(&event.object),
                (false, true) => Some(&event.second),
                (false, false) => None,
            },
        );
    name.cloned().unwrap_or_default()
}

/// The steps: the rows that have a number, each with the switch before it and the mark below it.
pub fn steps(
    scene: &Scene,
    interleaving: &Interleaving,
    locks: &[(ObjectId, String)],
) -> Vec<Step> {
    let mut stairs = Stairs {
        scene,
        interleaving,
        locks,
        switch: None,
        steps: Vec::new(),
    };
    scene.rows.iter().for_each(|row| stairs.row(row));
    stairs.steps
}

/// What is done in one line, and not more than can be read.
fn brief(effects: &[String]) -> Vec<String> {
    let mut words: Vec<String> = effects.iter().map(|words| shown(words, WORDS)).collect();
    if words.len() > MOST_EFFECTS {
        let left_out = words.len() - MOST_EFFECTS;
        words.truncate(MOST_EFFECTS);
        words.push(format!("({left_out} more)"));
    }
    words
}

/// The steps so far.
struct Stairs<'a> {
    scene: &'a Scene,
    interleaving: &'a Interleaving,
    locks: &'a [(ObjectId, String)],
    /// How the baton came to the thread of the next step, and the sentence that says so.
    switch: Option<(Handover, String)>,
    steps: Vec<Step>,
}

impl Stairs<'_> {
    fn row(&mut self, row: &Row) {
        let sentence = drawing::sentence(row, self.scene, self.interleaving);
        match &row.what {
            What::Switch { from, why, .. } => {
                let actor = self.scene.lanes.get(*from);
                let who = actor.map_or("?", |actor| self.interleaving.name(*actor));
                let handover = Handover {
                    from: *from,
                    preemption: *why == Switch::Preemption,
                    words: shown(&drawing::switch(who, *why), WORDS),
                };
                self.switch = Some((handover, sentence));
            }
            What::Decisive { words, .. } if row.number.is_none() => {
                if let Some(step) = self.steps.last_mut() {
                    step.decisive = Some(shown(words, WORDS));
                    step.sentence = format!("{} {}", step.sentence, shown(&sentence, WORDS));
                }
            }
            What::Decisive { lane, words } => {
                let mut step = self.step(row, Some(*lane), Sort::Note, &sentence);
                step.decisive = Some(shown(words, WORDS));
                self.steps.push(step);
            }
            What::Code {
                lane,
                line,
                code,
                goes_on,
                effects,
            } => {
                let step = self.step(row, Some(*lane), Sort::Code, &sentence);
                self.steps.push(Step {
                    line: *line,
                    code: shown(code, CODE),
                    goes_on: *goes_on,
                    words: brief(effects),
                    ..step
                });
            }
            What::Note { lane, words } => {
                self.plain(row, Some(*lane), Sort::Note, words, &sentence)
            }
            What::Folded { lane, .. } | What::Again { lane, .. } => {
                let words = sentence
                    .split_once(": ")
                    .map_or(&*sentence, |(_, words)| words);
                self.plain(row, Some(*lane), Sort::Folded, words, &sentence);
            }
            What::AsAbove { .. } | What::Forever | What::LeftOut { .. } => {
                self.plain(row, None, Sort::Folded, &sentence, &sentence);
            }
        }
    }

    /// A step without a line of code.
    fn plain(&mut self, row: &Row, thread: Option<usize>, kind: Sort, words: &str, sentence: &str) {
        let step = self.step(row, thread, kind, sentence);
        self.steps.push(Step {
            words: vec![shown(words, WORDS)],
            ..step
        });
    }

    fn step(&mut self, row: &Row, thread: Option<usize>, kind: Sort, sentence: &str) -> Step {
        let cells = row.cells.len().min(MOST_SHARED);
        let is_changed = |at: &usize| row.changed.get(*at) == Some(&true);
        let (switch, before) = self.switch.take().unzip();
        let sentence = match before {
            Some(before) => format!("{before} {sentence}"),
            None => sentence.to_owned(),
        };
        let place = |id: &ObjectId| self.locks.iter().position(|(lock, _)| lock == id);
        Step {
            thread,
            kind,
            line: None,
            code: String::new(),
            goes_on: false,
            words: Vec::new(),
            values: row.cells[..cells]
                .iter()
                .map(|text| shown(text, VALUE))
                .collect(),
            changed: (0..cells).filter(is_changed).collect(),
            held: row
                .holding
                .iter()
                .map(|locks| locks.iter().filter_map(place).collect())
                .collect(),
            switch,
            decisive: None,
            sentence: shown(&sentence, 2 * WORDS),
            events: row.events.clone(),
        }
    }
}
