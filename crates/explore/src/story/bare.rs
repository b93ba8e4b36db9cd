//! Events and stories with nothing in them, to be filled in.

use protocol::{Op, Order, ProcessId};

use super::{Event, Story, Switch};
use crate::naming::actors::{Actor, ActorId};
use crate::naming::legend::Depth;
use crate::naming::text::SourceText;
use crate::search::Preemptions;

impl Event {
    /// A step of the first thread that succeeded, and has no object, value or line.
    pub fn bare(op: Op) -> Event {
        Event {
            actor: ActorId::MAIN,
            op,
            order: Order::None,
            object: String::new(),
            kind: None,
            object_id: None,
            file: None,
            second: String::new(),
            second_id: None,
            second_kind: None,
            found: None,
            read: None,
            written: None,
            bytes: None,
            text: Vec::new(),
            poisoned: false,
            succeeded: true,
            stale: false,
            spurious: false,
            line: None,
            depth: Depth::There,
            inside: false,
            wakes: Vec::new(),
            switch: Switch::None,
        }
    }
}

impl Story {
    /// An interleaving of the threads `main`, `inc` and `dec`, with these steps.
    pub fn of_events(events: Vec<Event>) -> Story {
        let actors = ["main", "inc", "dec"].map(|name| Actor {
            name: name.to_owned(),
            process: ProcessId::FIRST,
            is_process: false,
        });
        Story {
            preemptions: Preemptions::NONE,
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
