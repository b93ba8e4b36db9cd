//! One number for one thing: executions that go on differently number what they meet first in their own ways.

use std::collections::HashMap;

use protocol::{NO_OBJECT, ObjectKind};

use super::Move;
use crate::exploration::interleaving::Event;
use crate::exploration::legend::MEMORY;

/// Numbers from here on are given here: no execution has so many objects.
const OWN: u32 = 1 << 24;

/// Gives things that none of the steps before has met numbers by their names. `met` things were met.
pub(super) fn number_by_name(moves: &mut [Move], met: usize) {
    let mut numbers = Numbers {
        met: u32::try_from(met).unwrap_or(OWN),
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
    met: u32,
    known: HashMap<Name, u32>,
    next: u32,
}

/// What a thing is known by.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    /// Its kind and its name.
    Of(Option<ObjectKind>, String),
    /// It has none: only its own move knows it, by this number.
    Unnamed(usize, u32),
}

impl Numbers {
    fn number(&mut self, at: usize, event: &mut Event) {
        event.object_id = self.of(at, event.object_id, event.kind, &event.object);
        event.second_id = self.of(at, event.second_id, event.second_kind, &event.second);
        if let Some(file) = &mut event.file {
            file.path = self.of(at, file.path, Some(ObjectKind::Path), &event.object);
            file.file = self.of(at, file.file, Some(ObjectKind::File), &event.object);
        }
    }

    fn of(&mut self, at: usize, id: u32, kind: Option<ObjectKind>, name: &str) -> u32 {
        if id == NO_OBJECT || id < self.met {
            return id;
        }
        let name = match name.is_empty() || name.starts_with(MEMORY) {
            true => Name::Unnamed(at, id),
            false => Name::Of(kind, name.to_owned()),
        };
        let next = self.next;
        let number = *self.known.entry(name).or_insert(next);
        self.next += u32::from(number == next);
        number
    }
}
