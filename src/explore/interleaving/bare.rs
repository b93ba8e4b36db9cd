//! Steps and interleavings with nothing in them, for tests to fill in.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use protocol::{NO_OBJECT, Op, Order};

use super::{Event, Interleaving, Switch};
use crate::explore::actors::Actor;
use crate::explore::legend::Depth;
use crate::explore::text::SourceText;

impl Event {
    /// A step of the first thread that succeeded, and has no object, value or line.
    pub fn bare(op: Op) -> Event {
        Event {
            actor: 0,
            op,
            order: Order::None,
            object: String::new(),
            kind: None,
            object_id: NO_OBJECT,
            file: None,
            second: String::new(),
            second_id: NO_OBJECT,
            second_kind: None,
            read: None,
            written: None,
            bytes: None,
            text: Vec::new(),
            poisoned: false,
            succeeded: true,
            stale: false,
            line: None,
            depth: Depth::There,
            inside: false,
            wakes: Vec::new(),
            switch: Switch::None,
        }
    }
}

impl Interleaving {
    /// An interleaving of the threads `main`, `inc` and `dec`, with these steps.
    pub fn of_events(events: Vec<Event>) -> Interleaving {
        let actors = ["main", "inc", "dec"].map(|name| Actor {
            name: name.to_owned(),
            process: 0,
            is_process: false,
        });
        Interleaving {
            schedule: "1-:".parse().unwrap(),
            preemptions: 0,
            actors: actors.to_vec(),
            events,
            waits: Vec::new(),
            panics: Vec::new(),
            cycle: Vec::new(),
            decisive: None,
            endless: None,
            stdout: String::new(),
            stderr: String::new(),
            source: SourceText::default(),
        }
    }
}
