//! Moments of a program that does not exist: a first thread that waits for two others, of which each makes a few steps.

use protocol::{Decision, Op, TaskId};

use super::{Ended, Move, Position, Prefix, Standing, Way};
use crate::edition::Edition;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::schedule::Environment;
use crate::exploration::shared::Shared;
use crate::exploration::value::Value;
use crate::failure::Kind;

/// How many steps each of the two makes.
pub const STEPS: usize = 3;

/// Under what the program runs.
pub const ENVIRONMENT: Environment = Environment {
    rounds: 1,
    extra: 0,
    mode: None,
};

/// Where a game begins: nothing was done yet.
pub fn start() -> Prefix {
    Prefix::new(Edition::default(), ENVIRONMENT, Vec::new(), 0)
}

/// The moment at the end of this prefix. The program has gone wrong if the second thread was the last.
pub fn at(prefix: &Prefix) -> Position {
    let ran: Vec<u8> = prefix.schedule().decisions.iter().map(ran).collect();
    assert_eq!(ran.len(), prefix.steps(), "each step is decided");
    let done = |actor: u8| ran.iter().filter(|other| **other == actor).count();
    let mut events: Vec<Event> = Vec::new();
    for (at, actor) in ran.iter().enumerate() {
        let before = ran[..at].iter().filter(|other| *other == actor).count();
        events.push(event(*actor, before));
    }
    let left = |actor: u8| STEPS - done(actor);
    let moves = [1, 2].into_iter().filter(|actor| left(*actor) > 0);
    let moves = moves.map(|actor| Move {
        actor: ActorId::new(actor),
        way: Way::Goes,
        preempts: ran
            .last()
            .is_some_and(|last| *last != actor && left(*last) > 0),
        events: (done(actor)..STEPS)
            .map(|step| event(actor, step))
            .collect(),
        from: prefix.clone(),
        decisions: vec![vec![Decision::Run(TaskId::new(actor))]; left(actor)],
    });
    let standing = |actor: u8| match left(actor) {
        0 => Standing::Ended,
        _ => Standing::Ready,
    };
    let moves: Vec<Move> = moves.collect();
    let end = moves.is_empty().then(|| match ran.last() {
        Some(2) => Ended::Wrong(Kind::Deadlock),
        _ => Ended::Well,
    });
    let mut interleaving = Interleaving::of_events(events);
    interleaving.schedule = prefix.schedule().clone();
    let mut shared = Shared::new(&interleaving.actors);
    interleaving
        .events
        .iter()
        .for_each(|event| shared.apply(event));
    Position {
        prefix: prefix.clone(),
        standings: vec![Standing::Blocked, standing(1), standing(2)],
        shared,
        moves,
        race: None,
        end,
        interleaving,
    }
}

fn ran(decision: &Decision) -> u8 {
    match decision {
        Decision::Run(task) => task.number(),
        other => panic!("the toy offers no {other:?}"),
    }
}

/// Each thread reads a counter, writes it, and ends.
fn event(actor: u8, step: usize) -> Event {
    let bare = Event {
        actor: ActorId::new(actor),
        object: "COUNTER".to_owned(),
        object_id: Some(protocol::ObjectId::new(7)),
        kind: Some(protocol::ObjectKind::Memory),
        ..Event::bare(Op::AtomicLoad)
    };
    match step {
        0 => Event {
            read: Some(Value::Number(0)),
            ..bare
        },
        1 => Event {
            written: Some(Value::Number(actor.into())),
            op: Op::AtomicStore,
            ..bare
        },
        _ => Event {
            actor: ActorId::new(actor),
            ..Event::bare(Op::Yield)
        },
    }
}
