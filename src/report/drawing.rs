//! Draws an interleaving: a column for each thread or process, the shared state at the left, and where the baton went.
//! Pure.
//!
//! [`scene`] decides what is shown, [`cells`] which of what is shared has a place at
//! the left, [`state`] says it in words, [`words`] says what a step does, [`grid`] lays the
//! rows out, and [`ending`] draws why no thread could proceed.

pub mod board;
mod cause;
mod cells;
mod ending;
mod grid;
mod linear;
mod scene;
mod state;
mod words;

use protocol::{ObjectKind, Op};

use super::prose::counted;
use crate::check::verdict::Kind;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving, Switch};
use crate::invocation;
use crate::styled::{Form, Glyphs, Line, Look, Role, Text};

pub use cells::Cell;
pub use linear::{sentence, switch};
pub use scene::{Row, Scene, What, scene};
pub use state::{FREE, of_lock, of_value};

/// What stands below the rows, sentence by sentence: why no thread could proceed, how many preemptions there are, and under
/// what the program ran.
pub fn sentences_below(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<String> {
    let mut sentences = ending::in_sentences(kind, interleaving);
    sentences.extend(remarks(kind, interleaving));
    sentences
}

/// The interleaving without columns, sentence by sentence.
pub fn sentences(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<String> {
    let scene = scene(interleaving, Glyphs::Ascii);
    let mut sentences = scene.before.clone();
    sentences.extend(linear::initial(&scene));
    sentences.extend(linear::steps(&scene, interleaving));
    sentences.extend(scene.after.clone());
    sentences.extend(sentences_below(kind, interleaving));
    sentences
}

/// The same, with the command that runs it again.
pub fn in_sentences(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<String> {
    let mut sentences = sentences(kind, interleaving);
    sentences.push(format!("To see it again: {}", again(interleaving)));
    sentences
}

/// The command that runs the interleaving again.
pub fn again(interleaving: &Interleaving) -> String {
    invocation::command(&replay(interleaving))
}

/// The same for a reader who may be elsewhere: with the installed kit.
pub fn again_if_installed(interleaving: &Interleaving) -> String {
    invocation::installed(&replay(interleaving))
}

fn replay(interleaving: &Interleaving) -> [String; 3] {
    let schedule = interleaving.schedule.to_string();
    ["replay".to_owned(), file_or_name(interleaving), schedule]
}

/// Shows an interleaving that fails in this way; `None` where nothing is wrong. Below stands the command that runs it again.
pub fn draw(kind: Option<&Kind>, interleaving: &Interleaving, look: Look) -> Text {
    if interleaving.actors.len() == 1
        && let Some(Kind::WrongResult { expected, got }) = kind
    {
        // There is no other thread: nothing to draw.
        return expected_and_got(expected, got, look);
    }
    if look.form == Form::Sentences {
        let sentences = in_sentences(kind, interleaving);
        return Text::of(Role::Plain, &sentences.join("\n"));
    }
    let scene = scene::scene(interleaving, look.glyphs);
    let mut text = notes(&scene.before, look);
    if !text.is_empty() && !scene.rows.is_empty() {
        text.blank();
    }
    text.append(grid::grid(&scene, interleaving, look));
    text.append_apart(notes(&scene.after, look));
    text.append_apart(ending::ending(kind, interleaving, look));
    text.append_apart(below(kind, interleaving, look));
    // In one piece, whatever the width: it is there to be copied.
    let again = format!("To see it again: {}", again(interleaving));
    text.push(Line::of(Role::Plain, &again));
    text
}

/// What main does before and after, in sentences.
fn notes(sentences: &[String], look: Look) -> Text {
    Text::prose(Role::Plain, &sentences.join("\n"), look.width)
}

/// Expected and got, how many preemptions, and under what the program ran.
fn below(kind: Option<&Kind>, interleaving: &Interleaving, look: Look) -> Text {
    let mut text = Text::new();
    if let Some(Kind::WrongResult { expected, got }) = kind {
        text.append(expected_and_got(expected, got, look));
    }
    for sentence in remarks(kind, interleaving) {
        text.append(Text::prose(Role::Plain, &sentence, look.width));
    }
    text
}

/// What it printed about a wrong counter, how many preemptions there are, and under what the program ran.
fn remarks(kind: Option<&Kind>, interleaving: &Interleaving) -> Vec<String> {
    // A sleep that is over at once counts in a search, but it preempts no thread.
    let preempts = |event: &&Event| event.switch == Switch::Preemption;
    let preemptions = match interleaving.events.iter().filter(preempts).count() {
        0 => "No preemption needed".to_owned(),
        number => counted(number, "preemption"),
    };
    let printed = interleaving.fact.iter();
    let mut sentences: Vec<String> = printed.map(|fact| format!("It printed: {fact}")).collect();
    if let Some(Kind::WrongResult { .. } | Kind::Vacuous(_)) = kind {
        sentences.extend(shares_nothing(interleaving));
    }
    let setting = interleaving.schedule.setting;
    let mode = setting
        .environment
        .mode
        .map_or_else(String::new, |mode| format!("{mode}, "));
    let extra = match setting.environment.extra {
        0 => String::new(),
        extra => format!(", EXTRA={extra}"),
    };
    sentences.push(format!(
        "{preemptions} ({mode}ROUNDS={}{extra}).",
        setting.environment.rounds
    ));
    if let Some(task) = setting.then.favoured() {
        sentences.push(unfair(interleaving, task.into()));
    }
    let is_spurious = |event: &&Event| event.op.wakes_spuriously() && !event.succeeded;
    if let Some(event) = interleaving.events.iter().find(is_spurious) {
        sentences.push(match event.op {
            Op::Park => "One park returns spuriously: std allows it to return without an unpark.".into(),
            _ => "One wait ends in a spurious wakeup: std allows a wait to return without a notification.".into(),
        });
    }
    if let Some(killed) = interleaving.events.iter().find(|one| one.op == Op::Crash) {
        let name = interleaving.name(killed.actor);
        sentences.push(format!(
            "The process {name} is killed{}.",
            where_killed(interleaving, killed)
        ));
    }
    sentences.extend(weak_steps(interleaving));
    sentences
}

/// What atomic operations do that no order of the steps explains.
fn weak_steps(interleaving: &Interleaving) -> Vec<String> {
    let count =
        |holds: fn(&Event) -> bool| interleaving.events.iter().filter(|one| holds(one)).count();
    let mut sentences = Vec::new();
    match count(|event| event.stale && event.written.is_none()) {
        0 => {}
        1 => sentences.push("One load returns a stale value, which its Ordering allows.".into()),
        many => sentences.push(format!(
            "{many} loads return a stale value, which their Ordering allows."
        )),
    }
    match count(|event| event.stale && event.written.is_some()) {
        0 => {}
        1 => sentences.push(
            "One store comes before an earlier one in the modification order, which its Ordering allows.".into(),
        ),
        many => sentences.push(format!(
            "{many} stores come before earlier ones in the modification order, which their Ordering allows."
        )),
    }
    if count(|event| event.spurious) > 0 {
        sentences.push("compare_exchange_weak fails spuriously, which std allows.".into());
    }
    sentences
}

/// That no worker uses what another one uses, if so: what each does by itself is no step.
fn shares_nothing(interleaving: &Interleaving) -> Option<String> {
    let events = || interleaving.events.iter();
    let is_used = |event: &&Event| {
        let of_workers = [ObjectKind::Task, ObjectKind::Process, ObjectKind::Output];
        event.kind.is_some_and(|kind| !of_workers.contains(&kind))
    };
    let is_shared = |event: &Event| {
        let mut others = events().filter(|other| other.actor != event.actor);
        others.any(|other| [other.object_id, other.second_id].contains(&event.object_id))
    };
    let has_ended = |actor| events().any(|event| event.actor == actor && event.op == Op::End);
    let mut workers = ActorId::first(interleaving.actors.len()).skip(1);
    let [_, worker, ..] = &interleaving.actors[..] else {
        return None;
    };
    let what = if worker.is_process {
        "process"
    } else {
        "thread"
    };
    let nothing = workers.all(has_ended) && !events().filter(is_used).any(is_shared);
    nothing.then(|| format!("No {what} uses anything that another one uses."))
}

/// In the middle of a line of which it has done a part, or before a line.
fn where_killed(interleaving: &Interleaving, killed: &Event) -> String {
    let own = interleaving
        .events
        .iter()
        .take_while(|event| event.op != Op::Crash);
    let Some(last) = own.filter(|event| event.actor == killed.actor).last() else {
        return " before its first step".into();
    };
    match (killed.line, last.line) {
        (Some(next), Some(last)) if next == last => format!(" in the middle of line {next}"),
        (Some(next), _) => format!(" before line {next}"),
        (None, _) => String::new(),
    }
}

/// What it means that this actor is scheduled unfairly.
fn unfair(interleaving: &Interleaving, actor: ActorId) -> String {
    let own = || {
        interleaving
            .events
            .iter()
            .filter(|event| event.actor == actor)
    };
    let does = |ops: &[Op]| own().any(|event| ops.contains(&event.op));
    let kinds: [(&str, &[Op]); 4] = [
        ("sleeps", &[Op::Sleep]),
        ("yields", &[Op::Yield]),
        ("spins", &[Op::Spin]),
        (
            "waits with a timeout",
            &[Op::ParkTimeout, Op::WakeTimeout, Op::ReceiveTimeout],
        ),
    ];
    let done = kinds.iter().filter(|(_, ops)| does(ops));
    let mut done: Vec<&str> = done.map(|(verb, _)| *verb).collect();
    if done.is_empty() {
        done.push("spins");
    }
    let name = interleaving.name(actor);
    format!(
        "Whenever {name} {}, it continues before any other thread runs.",
        done.join(" or ")
    )
}

fn expected_and_got(expected: &str, got: &str, look: Look) -> Text {
    let line = Line::of(Role::Plain, "Expected: Counter = ")
        .and(Role::Right, expected)
        .and(Role::Plain, "   Got: Counter = ")
        .and(Role::Wrong, got);
    line.folded(look.width).into_iter().collect()
}

/// What `replay` is to be given for the program: the exercise's name is enough.
pub(super) fn file_or_name(interleaving: &Interleaving) -> String {
    let name = interleaving.source.name();
    match name.strip_prefix("exercises/") {
        Some(rest) if !rest.starts_with('.') => rest
            .rsplit('/')
            .next()
            .and_then(|file| file.strip_suffix(".rs"))
            .unwrap_or(name)
            .to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use protocol::ObjectId;

    use super::*;

    #[test]
    fn workers_that_have_ended_and_share_nothing_are_said_to() {
        let step = |actor, op, kind, object| Event {
            actor: ActorId::new(actor),
            kind: Some(kind),
            object_id: Some(ObjectId::new(object)),
            ..Event::bare(op)
        };
        let ends = |actor| step(actor, Op::End, ObjectKind::Task, u32::from(actor));
        let stores = |actor, object| step(actor, Op::AtomicStore, ObjectKind::Memory, object);
        let said = |events: &[Event]| shares_nothing(&Interleaving::of_events(events.to_vec()));
        let nothing = "No thread uses anything that another one uses.";
        let apart = [stores(1, 7), ends(1), stores(2, 8), ends(2)];
        assert_eq!(said(&apart).as_deref(), Some(nothing));
        assert_eq!(said(&[stores(1, 7), ends(1), stores(2, 7), ends(2)]), None);
        assert_eq!(said(&apart[..3]), None, "the second has not ended");
    }

    #[test]
    fn a_process_is_killed_before_a_line_in_one_or_before_its_first_step() {
        let step = |op, line| Event {
            actor: ActorId::new(1),
            line: Some(line),
            ..Event::bare(op)
        };
        let said = |before: &[Event]| {
            let killed = step(Op::Crash, 7);
            let events = [before, slice::from_ref(&killed)].concat();
            where_killed(&Interleaving::of_events(events), &killed)
        };
        assert_eq!(said(&[step(Op::FileRead, 5)]), " before line 7");
        assert_eq!(said(&[step(Op::FileCreate, 7)]), " in the middle of line 7");
        assert_eq!(said(&[]), " before its first step");
    }
}
