//! The data races of an execution, in the words of the program.

use explore::race::{self, Access};
use protocol::Reply;

use super::legend::Legend;
use super::outcome::{Outcome, Why};
use crate::failure::{DataRace, Kind, Location, RaceAccess};

/// The outcome with the first data race, unless the end of the execution is wrong already. A race that has happened counts
/// however the execution would have ended.
pub fn unless_wrong(end: Outcome, reply: &Reply, legend: &Legend) -> Outcome {
    match end {
        Outcome::Wrong(_) | Outcome::Unexplorable(Why::Nondeterministic { .. }) => end,
        Outcome::Well | Outcome::Unexplorable(_) => {
            first(reply, legend).map_or(end, Outcome::Wrong)
        }
    }
}

/// The first one, in words.
pub fn first(reply: &Reply, legend: &Legend) -> Option<Kind> {
    let race = *race::races(reply).first()?;
    let names = legend.names(reply);
    let access = |access: &Access| RaceAccess {
        who: names.actors[access.task.index()].name.clone(),
        writes: access.write,
        frees: access.frees,
        atomic: access.atomic,
        location: {
            let place = match access.earlier {
                None => reply.steps[access.step].place,
                Some(_) => None,
            };
            let line = legend.line(reply, place, &access.frames);
            line.map(|line| Location {
                file: legend.source.name().to_owned(),
                line,
            })
        },
    };
    let found = Box::new(DataRace {
        object: names.object(race.object).unwrap_or("memory").to_owned(),
        first: access(&race.first),
        second: access(&race.second),
    });
    Some(if found.first.frees {
        Kind::UseAfterFree(found)
    } else {
        Kind::DataRace(found)
    })
}
