//! A moment that is played, in words: what is shared, and for each thread what it is about to do, or why it cannot. Pure.

use protocol::{ObjectId, Op};

use super::cells::{self, Cell, Named};
use super::state::{self, holders_of};
use super::{scene, words};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::position::{Counts, Move, Position, Standing, Way};
use crate::report::value;
use crate::styled::Glyphs;

/// What is said of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// What is shared.
    pub shared: Vec<Shown>,
    /// For each actor how it stands.
    pub standings: Vec<String>,
    /// For each move what it does.
    pub moves: Vec<String>,
    /// The same, if a read and a write are two moves.
    pub steps: Vec<String>,
    /// For each move why it counts as a preemption; empty if it does not.
    pub counts: Vec<String>,
}

/// The names of what is worth showing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known(Vec<KnownName>);

/// A name of what is worth showing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct KnownName {
    is_lock: bool,
    name: String,
    /// What the code calls it.
    plain: String,
}

impl Known {
    /// What this execution shows to be shared; if it shows nothing, all that it uses, since another execution may share
    /// it. The lock of a file whose path leads to another one first is only there once it is used.
    pub fn of(whole: &Interleaving) -> Known {
        let shared = scene::cells_of(whole);
        let cells = match shared.is_empty() {
            true => cells::named(whole),
            false => shared,
        };
        let at_first = cells.into_iter().filter(|one| !one.is_later);
        Known(at_first.map(KnownName::of).collect())
    }

    /// Whether it is known that there are several of this name, and so each has a longer one.
    fn has_longer_names(&self, one: &KnownName) -> bool {
        let of_it = |known: &&KnownName| (known.is_lock, &known.plain) == (one.is_lock, &one.plain);
        let mut longer = self.0.iter().filter(of_it);
        longer.any(|known| known.name != known.plain) && one.name == one.plain
    }
}

impl KnownName {
    fn of(named: Named) -> KnownName {
        KnownName {
            is_lock: named.cell.is_lock(),
            name: named.name,
            plain: named.plain,
        }
    }
}

/// Something shared, with its value or its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name.
    pub name: String,
    /// Its value; empty while it is not known.
    pub value: String,
    /// Whether it is a lock, and the value its holder.
    pub is_lock: bool,
}

impl Shown {
    /// Its name and its value, or its holder.
    pub fn in_words(&self) -> String {
        match (self.is_lock, self.value.as_str()) {
            (true, "") => state::of_lock(&self.name, state::FREE),
            (true, holders) => state::of_lock(&self.name, holders),
            (false, "") => format!("{} is not known", self.name),
            (false, value) => state::of_value(&self.name, value),
        }
    }
}

impl Board {
    /// What is said of this moment, if that is known to be shared.
    pub fn of(position: &Position, known: &Known, glyphs: Glyphs) -> Board {
        let ahead = with_what_follows(position);
        let of_moves = |steps: fn(&Move) -> usize| {
            let moves = position.moves.iter();
            moves
                .map(|one| done(&one.events[..steps(one)], &ahead, glyphs))
                .collect()
        };
        Board {
            shared: shared(position, &ahead, known, glyphs),
            standings: ActorId::first(position.standings.len())
                .zip(&position.standings)
                .map(|(actor, standing)| stands(position, actor, *standing))
                .collect(),
            moves: of_moves(Move::stride),
            steps: of_moves(Move::first_telling),
            counts: position
                .moves
                .iter()
                .map(|one| counts(position, one))
                .collect(),
        }
    }
}

/// So many steps of a move are told one by one.
const MOST: usize = 8;

/// What these steps did, in words; steps that have no words are left out, and those by which the kit's part does what a
/// line of the learner's asks for, if there are others.
pub fn done(events: &[Event], interleaving: &Interleaving, glyphs: Glyphs) -> String {
    let is_outer = |event: &&Event| !scene::is_inner(event, interleaving);
    let only_inner = !events.iter().any(|event| is_outer(&event));
    let waits = events.iter().any(|event| event.op == Op::Wait);
    // Until it waits inside, it has locked and unlocked what is inside.
    let is_telling = |event: &&Event| {
        let of_a_lock = event.op.is_acquisition() || event.op == Op::Unlock;
        is_outer(event) || (only_inner && !(waits && of_a_lock))
    };
    let mut effects: Vec<String> = Vec::new();
    for event in events.iter().filter(is_telling) {
        let effect = words::whole_effect(event, interleaving, glyphs).or_else(|| otherwise(event));
        effects.extend(effect.filter(|effect| effects.last() != Some(effect)));
    }
    let left = effects.len().saturating_sub(MOST);
    match effects.len() {
        0 => "starts".to_owned(),
        _ if left > 1 => {
            effects.truncate(MOST);
            format!("{}, and {left} more steps", effects.join(", "))
        }
        _ => effects.join(", "),
    }
}

/// What a step does of which a drawing says nothing.
fn otherwise(event: &Event) -> Option<String> {
    let words = match event.op {
        Op::End => "finishes",
        Op::Fence => "executes a fence",
        Op::OnceWait => "finds it initialised",
        _ => return None,
    };
    Some(words.to_owned())
}

/// The interleaving as if each of the moves were made.
fn with_what_follows(position: &Position) -> Interleaving {
    let mut ahead = position.interleaving.clone();
    let moves = position.moves.iter().filter(|one| one.way == Way::Goes);
    let next = moves.flat_map(|one| &one.events[..one.stride()]);
    ahead.story.events.extend(next.cloned());
    ahead
}

fn shared(position: &Position, ahead: &Interleaving, known: &Known, glyphs: Glyphs) -> Vec<Shown> {
    // What is new in the next steps of two threads has one number in both: only the whole execution tells it apart.
    let new = scene::cells_of(ahead).into_iter().map(KnownName::of);
    let mut names: Vec<KnownName> = new.filter(|one| !known.has_longer_names(one)).collect();
    names.extend(known.0.iter().cloned());
    names.sort();
    names.dedup();
    let is_known = |name: &String| names.iter().any(|one| one.is_lock && one.name == *name);
    let shown = |Named {
                     cell,
                     name,
                     with_user,
                     ..
                 }: Named| {
        let name = with_user.filter(is_known).unwrap_or(name);
        let text = state::text(cell, &position.shared, &position.interleaving, glyphs);
        let value = match cell {
            Cell::Value(id) if text.is_empty() => found_next(position, id, glyphs),
            Cell::Value(_) | Cell::Content(_) | Cell::Lock(_) => text,
        };
        Shown {
            name,
            value,
            is_lock: cell.is_lock(),
        }
    };
    let found: Vec<Shown> = cells::named(ahead).into_iter().map(shown).collect();
    let of_name = |KnownName { is_lock, name, .. }: KnownName| {
        let mut alike = found.iter();
        let same = alike.find(|shown| (shown.is_lock, &shown.name) == (is_lock, &name));
        same.cloned().unwrap_or(Shown {
            name,
            value: match is_lock {
                true => state::FREE.to_owned(),
                false => String::new(),
            },
            is_lock,
        })
    };
    names.into_iter().map(of_name).collect()
}

/// The value that an actor would find there, if that is what it does first.
fn found_next(position: &Position, id: ObjectId, glyphs: Glyphs) -> String {
    let first = |one: &Move| {
        let mut of_it = one
            .events
            .iter()
            .filter(|event| event.object_id == Some(id));
        of_it.next().filter(|event| !event.stale)?.read.clone()
    };
    let found = position.moves.iter().find_map(first);
    found.map_or_else(String::new, |value| value::in_words(&value, glyphs))
}

/// Why a move counts as a preemption, in words.
fn counts(position: &Position, one: &Move) -> String {
    let name = |actor| position.interleaving.name(actor);
    match position.counts(one) {
        Some(Counts::Preempts(last)) => format!("preempts {}", name(last)),
        Some(Counts::ThoughItYields) => {
            format!("counts as a preemption: {} yields", name(one.actor))
        }
        None => String::new(),
    }
}

/// Whether the actor came to its end before the execution did.
fn has_finished(position: &Position, actor: ActorId) -> bool {
    let mut own = position.interleaving.events.iter();
    own.any(|event| event.actor == actor && matches!(event.op, Op::End | Op::ProcessExit))
}

/// How an actor stands, in words.
fn stands(position: &Position, actor: ActorId, standing: Standing) -> String {
    let wait = position
        .interleaving
        .waits
        .iter()
        .find(|wait| wait.actor == actor);
    match (standing, wait) {
        (Standing::Blocked, Some(wait)) => {
            let holders = match wait.op {
                Op::Join | Op::ProcessWait => Vec::new(),
                _ => holders_of(&position.interleaving, wait),
            };
            words::blocked(wait.op, &wait.object, &holders)
        }
        (Standing::Blocked, None) => "blocked".to_owned(),
        (Standing::Ended, _) if position.interleaving.endless == Some(actor) => {
            "runs forever".to_owned()
        }
        (Standing::Ended, _) if position.end.is_some() && !has_finished(position, actor) => {
            "did not finish".to_owned()
        }
        (Standing::Ended, _) => "finished".to_owned(),
        (Standing::Spins, _) => "spins".to_owned(),
        (Standing::Yields, _) => "yields".to_owned(),
        (Standing::Ready, _) => "can run".to_owned(),
    }
}
