//! A counterexample: the story of an execution, and the schedule that gives it again.

use std::ops::Deref;

use explore::story::Story;
use explore::story::decisive::{self, Failure};
use protocol::{Reply, SwitchAt};
use serde::{Deserialize, Serialize};

use super::legend::Legend;
use super::schedule::Schedule;
use crate::counter;
use crate::failure::{DataRace, Kind, RaceAccess, Vacuous};

pub use explore::story::{Decisive, Event, FirstAccess, Panicked, Switch, Wait};

/// An execution, described with names and lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interleaving {
    /// What gives it again.
    #[serde(with = "in_notation")]
    pub schedule: Schedule,
    /// What happened in it.
    pub story: Story,
    /// What it printed about a wrong counter, in the line above it.
    pub fact: Option<String>,
}

impl Deref for Interleaving {
    type Target = Story;

    fn deref(&self) -> &Story {
        &self.story
    }
}

impl Interleaving {
    /// Describes an execution, and where it went wrong, if it did.
    pub fn of(
        reply: &Reply,
        schedule: Schedule,
        kind: Option<&Kind>,
        legend: &Legend,
    ) -> Interleaving {
        let mut story = explore::story::Story::of(reply, schedule.setting.then, legend);
        story.decisive = kind.and_then(|kind| decisive::decisive(failure_of(kind), reply, &story));
        let fact = match kind {
            Some(Kind::WrongResult { .. }) => {
                counter::fact_in(&String::from_utf8_lossy(&reply.stdout))
            }
            _ => None,
        };
        Interleaving {
            schedule,
            story,
            fact,
        }
    }

    /// Whether the baton could be taken away at plain accesses too.
    pub fn shows_plain_accesses(&self) -> bool {
        self.schedule.setting.switch_at == SwitchAt::EveryAccess
    }

    /// Where a failure of this kind is best looked at.
    pub fn decisive_line(&self, kind: &Kind) -> Option<usize> {
        let of_kind = || match kind {
            Kind::Panic {
                location: Some(location),
                ..
            } if self.source.is_named(&location.file) => Some(location.line),
            Kind::Vacuous(Vacuous::StrictTurns { line, .. }) => *line,
            _ => None,
        };
        self.decisive
            .as_ref()
            .and_then(|decisive| decisive.line)
            .or_else(of_kind)
    }

    /// An interleaving of the threads `main`, `inc` and `dec`, with these steps.
    #[cfg(test)]
    pub fn of_events(events: Vec<Event>) -> Interleaving {
        Interleaving {
            schedule: "1-:".parse().expect("it is a schedule"),
            story: Story::of_events(events),
            fact: None,
        }
    }
}

/// What matters of a failure for where it was decided.
fn failure_of(kind: &Kind) -> Failure<'_> {
    match kind {
        Kind::DataRace(race) | Kind::UseAfterFree(race) => {
            let DataRace {
                object,
                first,
                second,
            } = &**race;
            let line = |access: &RaceAccess| access.location.as_ref().map(|location| location.line);
            Failure::DataRace {
                object,
                first: line(first),
                second: line(second),
            }
        }
        Kind::Deadlock | Kind::Vacuous(Vacuous::Deadlock) => Failure::Deadlock,
        Kind::Livelock => Failure::Livelock,
        Kind::TimeLimit { .. } => Failure::RunsForever,
        Kind::NoResult => Failure::EndsEarly,
        Kind::Vacuous(_) => Failure::NoStep,
        Kind::ExitCode(_) => Failure::ExitCode,
        Kind::Panic { .. } => Failure::Panic,
        Kind::WrongResult { .. }
        | Kind::LeftRunning
        | Kind::Signal(_)
        | Kind::StackOverflow { .. }
        | Kind::Stopped(_)
        | Kind::WildWrite
        | Kind::OutputLimit { .. }
        | Kind::MemoryLimit { .. }
        | Kind::ProcessLimit { .. }
        | Kind::FileLimit { .. }
        | Kind::KilledSupervisor { .. }
        | Kind::StoppedSupervisor { .. } => Failure::WrongEnd,
    }
}

/// A schedule is stored as it is shown.
mod in_notation {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Schedule;

    pub fn serialize<S: Serializer>(schedule: &Schedule, to: S) -> Result<S::Ok, S::Error> {
        schedule.to_string().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Schedule, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
