//! The trail of an execution through the moments of a game: who goes when, until it goes wrong.

use super::{Move, NoPosition, Positions, Prefix, Way, says_nothing};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::schedule::Schedule;

/// The moves of an execution. What says nothing is a move together with what follows.
#[derive(Debug, Default)]
pub(super) struct Trail(Vec<(ActorId, Way)>);

impl Trail {
    /// How far along the trail this move leads from that place on it, if it stays there.
    pub(super) fn after(&self, along: usize, one: &Move) -> Option<usize> {
        if self.0.get(along) != Some(&(one.actor, one.way)) {
            return None;
        }
        let last = one.events.get(one.first_telling() - 1)?;
        // A move of silent steps alone is only a part of this one.
        Some(along + usize::from(!says_nothing(last)))
    }
}

impl Positions<'_> {
    /// The trail of a schedule, from the start on.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub(super) fn trail(&self, start: &Prefix, schedule: &Schedule) -> Result<Trail, NoPosition> {
        let route = self.route(schedule)?;
        let whole = route.first(route.steps());
        let reply = self.session()?.run(whole.whole())?;
        let schedule = whole.schedule().clone();
        let interleaving = Interleaving::of(&reply, schedule, None, &self.program.legend);
        let mut moves = Vec::new();
        let mut odd = Vec::new();
        for (at, event) in interleaving.events.iter().enumerate().skip(start.steps()) {
            let Some((actor, way, _)) = route.next(at) else {
                break;
            };
            // How an actor goes is said at the step where it is decided.
            if way != Way::Goes {
                odd.push((actor, way));
            }
            if !says_nothing(event) {
                let way = odd.iter().position(|(other, _)| *other == actor);
                let way = way.map(|at| odd.remove(at).1);
                moves.push((actor, way.unwrap_or(Way::Goes)));
            }
        }
        Ok(Trail(moves))
    }
}
