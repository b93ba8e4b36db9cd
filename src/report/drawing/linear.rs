//! A drawing without columns: each row as a sentence, for screen readers and wherever there is no room to draw. Pure.

use super::scene::{Row, Scene, What, in_words};
use super::state;
use crate::exploration::interleaving::{Interleaving, Switch};
use crate::report::prose::{counted, not_shown};

/// What is said where the rows before repeat until the execution is stopped.
pub const FOREVER: &str = "the last lines repeat from here on";

/// What is known before the first step.
pub fn initial(scene: &Scene) -> Option<String> {
    let known = scene.cells.iter().zip(&scene.initial);
    let known = known.filter(|(_, text)| !text.is_empty());
    let said = known.map(|((cell, name), text)| match cell.is_lock() {
        true => state::of_lock(name, text),
        false => state::of_value(name, text),
    });
    let said = Vec::from_iter(said);
    (!said.is_empty()).then(|| format!("Before step 1: {}.", said.join(", ")))
}

/// The steps, each with its number, with how the baton came to its thread, and with the mark that points at it.
pub fn steps(scene: &Scene, interleaving: &Interleaving) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut switch = None;
    for row in &scene.rows {
        let sentence = sentence(row, scene, interleaving);
        match (row.number, steps.last_mut()) {
            (Some(number), _) => {
                let before = switch
                    .take()
                    .map_or_else(String::new, |words| format!("{words} "));
                steps.push(format!("{number}. {before}{sentence}"));
            }
            (None, Some(step)) if matches!(row.what, What::Decisive { .. }) => {
                step.push(' ');
                step.push_str(&sentence);
            }
            (None, _) => switch = Some(sentence),
        }
    }
    steps.extend(switch);
    steps
}

/// The row in a sentence that needs no column: it names the thread.
pub fn sentence(row: &Row, scene: &Scene, interleaving: &Interleaving) -> String {
    let name = |lane: usize| {
        let actor = scene.lanes.get(lane);
        actor.map_or("?", |actor| interleaving.name(*actor))
    };
    match &row.what {
        What::Code {
            lane,
            line,
            code,
            goes_on,
            effects,
        } => {
            let place = match (line, goes_on) {
                (None, _) => String::new(),
                (Some(line), true) => format!(", still in line {line}"),
                (Some(line), false) => format!(", line {line} `{code}`"),
            };
            let effects = match effects.is_empty() {
                true => String::new(),
                false => format!(": {}", effects.join(", ")),
            };
            format!("{}{place}{effects}.", name(*lane))
        }
        What::Folded { lane, steps } => {
            format!("{}: {}.", name(*lane), not_shown(*steps, "step"))
        }
        What::Again { lane, times } => format!("{}: {}.", name(*lane), in_words(*times)),
        What::AsAbove { steps } => format!("Then {}.", as_above(*steps)),
        What::Forever => "From here on, the last lines repeat.".to_owned(),
        What::LeftOut { steps } => format!("{}.", not_shown(*steps, "step")),
        What::Note { lane, words } => format!("{}: {words}.", name(*lane)),
        What::Decisive { lane, words } => {
            format!("This step of {} is decisive: {words}.", name(*lane))
        }
        What::Switch { from, to, why } => {
            format!("{}; {} runs.", switch(name(*from), *why), name(*to))
        }
    }
}

/// Steps that were drawn before.
pub fn as_above(steps: usize) -> String {
    format!("{} as above", counted(steps, "step"))
}

/// Why the baton goes from this one to another: `inc is preempted`.
pub fn switch(who: &str, why: Switch) -> String {
    let verb = match why {
        Switch::Preemption => "is preempted",
        Switch::Blocked => "blocks",
        Switch::Ended | Switch::None => "finishes",
        Switch::Killed => "is killed",
        Switch::Yielded => "yields",
    };
    format!("{who} {verb}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::actors::ActorId;

    fn scene() -> Scene {
        Scene {
            lanes: [1, 2].map(ActorId::new).to_vec(),
            cells: Vec::new(),
            initial: Vec::new(),
            before: Vec::new(),
            rows: Vec::new(),
            after: Vec::new(),
        }
    }

    fn said(what: What) -> String {
        sentence(
            &Row::of(what),
            &scene(),
            &Interleaving::of_events(Vec::new()),
        )
    }

    #[test]
    fn each_sentence_names_its_thread() {
        let code = |goes_on| What::Code {
            lane: 1,
            line: Some(7),
            code: "a.load(SeqCst)".into(),
            goes_on,
            effects: vec!["reads 0".into(), "writes 1".into()],
        };
        let whole = "dec, line 7 `a.load(SeqCst)`: reads 0, writes 1.";
        assert_eq!(said(code(false)), whole);
        assert_eq!(said(code(true)), "dec, still in line 7: reads 0, writes 1.");
        let switch = What::Switch {
            from: 0,
            to: 1,
            why: Switch::Preemption,
        };
        assert_eq!(said(switch), "inc is preempted; dec runs.");
        assert_eq!(
            said(What::Folded { lane: 0, steps: 2 }),
            "inc: (2 steps not shown)."
        );
    }
}
