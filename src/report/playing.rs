//! What is said of a game: how it ended, and what is known of the program. Pure.

use super::prose::counted;
use super::reason::reason_of;
use super::{drawing, verdict};
use crate::check::verdict::Kind;
use crate::exploration::coverage::Coverage;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::position::{Ended, Position};
use crate::exploration::schedule::Environment;
use crate::exploration::search::Preemptions;
use crate::invocation;
use crate::styled::{Look, Role, Text};

/// The interleaving that was played, as far as it goes, with how it ended. `par` is the fewest preemptions with which the
/// program is known to break, and its kind of failure.
pub fn played(position: &Position, par: Option<(Preemptions, &Kind)>, look: Look) -> Text {
    let interleaving = &position.interleaving;
    let (role, words, next) = match &position.end {
        Some(Ended::Wrong(kind)) => (
            Role::Fails,
            broke(position, kind, par),
            after_breaking(kind, par),
        ),
        Some(Ended::Well) => (
            Role::Passes,
            format!("{} This interleaving ends well.", look.glyphs.right()),
            "Undo, or start again.".to_owned(),
        ),
        None => (
            Role::Heading,
            "The interleaving so far".to_owned(),
            "Esc goes back to the board.".to_owned(),
        ),
    };
    let kind = match &position.end {
        Some(Ended::Wrong(kind)) => Some(kind),
        Some(Ended::Well) | None => None,
    };
    let mut text = Text::prose(role, &words, look.width);
    text.append(Text::prose(Role::Message, &next, look.width));
    text.append_apart(drawing::draw(kind, interleaving, look));
    text
}

/// The same in sentences.
pub fn played_in_sentences(position: &Position, par: Option<(Preemptions, &Kind)>) -> Vec<String> {
    let interleaving = &position.interleaving;
    match &position.end {
        Some(Ended::Wrong(kind)) => {
            let mut said = vec![sentence(broke(position, kind, par))];
            said.extend(drawing::in_sentences(Some(kind), interleaving));
            said.push(after_breaking(kind, par));
            said
        }
        Some(Ended::Well) => vec!["This interleaving ends well: undo, or restart.".to_owned()],
        None => drawing::in_sentences(None, interleaving),
    }
}

/// With a full stop, if it does not end in a mark already.
fn sentence(words: String) -> String {
    match words.ends_with(['.', '?', '!']) {
        true => words,
        false => words + ".",
    }
}

/// A counterexample, for who gives up.
pub fn given_up(kind: &Kind, interleaving: &Interleaving, look: Look) -> Text {
    let reason = reason_of(kind, Some(interleaving));
    let mut text = Text::prose(
        Role::Fails,
        &format!("A counterexample: {reason}"),
        look.width,
    );
    text.append_apart(drawing::draw(Some(kind), interleaving, look));
    text.append_apart(Text::prose(
        Role::Message,
        "Now fix it. (Esc goes back to the board.)",
        look.width,
    ));
    text
}

/// That it was broken, how, and with how many preemptions.
fn broke(position: &Position, kind: &Kind, par: Option<(Preemptions, &Kind)>) -> String {
    let interleaving = &position.interleaving;
    let preemptions = with_preemptions(interleaving.preemptions);
    let par = par.map_or_else(String::new, |(par, _)| format!(" (par {par})"));
    let reason = reason_of(kind, Some(interleaving));
    format!("You broke it {preemptions}{par}: {reason}")
}

/// With how many preemptions, in words.
pub fn with_preemptions(preemptions: Preemptions) -> String {
    match preemptions.number() {
        0 => "without a preemption".to_owned(),
        number => format!("with {}", counted(number as usize, "preemption")),
    }
}

fn after_breaking(kind: &Kind, par: Option<(Preemptions, &Kind)>) -> String {
    match par {
        Some((par, other)) if kind.is_about_memory() && !other.is_about_memory() => format!(
            "A data race is undefined behaviour, even where the result is right. The result can be wrong too, with {}. Or fix it now.",
            counted(par.number() as usize, "preemption")
        ),
        Some(_) | None => "Now fix it.".to_owned(),
    }
}

/// That no schedule was found that breaks the program, and what was looked at.
pub fn unbreakable(coverage: &[Coverage]) -> String {
    let each = coverage.iter().map(verdict::interleavings);
    let looked_at = Vec::from_iter(each).join("; and ");
    match coverage.iter().all(Coverage::leaves_nothing) {
        true => format!("No schedule can break this one: it passes in {looked_at}."),
        false => format!(
            "The kit found no schedule that breaks this one: it passes in {looked_at}. Try with more."
        ),
    }
}

/// That the program fails, but under another environment.
pub fn breaks_elsewhere(there: Environment) -> String {
    let mode = there
        .mode
        .map_or_else(String::new, |mode| format!(" under {mode}"));
    format!(
        "A counterexample was found with ROUNDS={}{mode}: anew (n) plays that.",
        there.rounds
    )
}

/// That the program fails, but no schedule shows it.
pub fn no_schedule_but(kind: &Kind) -> String {
    let reason = reason_of(kind, None);
    let run = invocation::command(&["run"]);
    format!(
        "No schedule was found that breaks this one, but it fails: {reason}. (`{run}` says more.)"
    )
}
