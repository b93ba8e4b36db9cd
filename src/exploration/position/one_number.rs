//! One number for one thing: executions that go on differently number what they meet first in their own ways.

use std::collections::HashMap;

use protocol::{ObjectId, ObjectKind};

use super::Move;
use crate::exploration::interleaving::Event;
use crate::exploration::legend::MEMORY;

/// Numbers from here on are given here: no execution has so many objects.
const OWN: u32 = 1 << 24;

/// Gives things that none of the steps before has met numbers by their names. `met` things were met.
pub(super) fn number_by_name(moves: &mut [Move], met: usize) {
    let mut numbers = Numbers {
        met: ObjectId::at(met),
        known: HashMap::new(),
        next: OWN,
    };
    for (at, one) in moves.iter_mut().enumerate() {
        for event in &mut one.events {
            numbers.number(at, event);
        }
    }
}

struct Numbers {
    met: ObjectId,
    known: HashMap<Name, ObjectId>,
    next: u32,
}

/// What a thing is known by.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    /// Its kind and its name.
    Of(Option<ObjectKind>, String),
    /// It has none: only its own move knows it, by this number.
    Unnamed(usize, ObjectId),
}

impl Numbers {
    fn number(&mut self, at: usize, event: &mut Event) {
        if let Some(id) = &mut event.object_id {
            *id = self.of(at, *id, event.kind, &event.object);
        }
        if let Some(id) = &mut event.second_id {
            *id = self.of(at, *id, event.second_kind, &event.second);
        }
        if let Some(file) = &mut event.file {
            file.path = self.of(at, file.path, Some(ObjectKind::Path), &event.object);
            file.file = self.of(at, file.file, Some(ObjectKind::File), &event.object);
        }
    }

    fn of(&mut self, at: usize, id: ObjectId, kind: Option<ObjectKind>, name: &str) -> ObjectId {
        if id < self.met {
            return id;
        }
        let name = match name.is_empty() || name.starts_with(MEMORY) {
            true => Name::Unnamed(at, id),
            false => Name::Of(kind, name.to_owned()),
        };
        let next = ObjectId::new(self.next);
        let number = *self.known.entry(name).or_insert(next);
        self.next += u32::from(number == next);
        number
    }
}
