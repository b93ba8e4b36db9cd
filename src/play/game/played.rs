//! The moments of a game that is played, and which of them is shown. Pure.

use super::Moment;
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Standing, Way};
use crate::exploration::schedule::Environment;

/// A game that is played.
#[derive(Debug)]
pub struct Played {
    /// Under what the program runs.
    pub environment: Environment,
    /// From the first moment on to the one that the game began with; at least one.
    pub(super) beginning: Vec<Moment>,
    /// From the first moment on, also what was undone.
    pub moments: Vec<Moment>,
    /// Which of them is shown.
    pub at: usize,
    /// Which move is selected.
    pub selected: usize,
}

impl Played {
    /// Whether the first actor was blocked where the game began.
    pub fn first_waits(&self) -> bool {
        let begin = self.beginning.last();
        begin.and_then(|moment| moment.position.standings.first()) == Some(&Standing::Blocked)
    }

    /// How many of the moments are the beginning's: from there on the player has moved.
    fn given(&self) -> usize {
        let same = |(one, other): &(&Moment, &Moment)| one.position.prefix == other.position.prefix;
        let both = self.moments.iter().zip(&self.beginning);
        both.take_while(same).count()
    }

    /// Whether the moment that is shown is the one that the game began with.
    pub fn is_at_the_beginning(&self) -> bool {
        self.at + 1 == self.beginning.len() && self.given() == self.beginning.len()
    }

    /// How many moves of the player lead to the moment that is shown.
    pub fn own_moves(&self) -> usize {
        (self.at + 1).saturating_sub(self.given())
    }

    /// Goes to where the game began, also where the player has gone another way before that. Says whether that was
    /// elsewhere.
    pub(super) fn start_again(&mut self) -> bool {
        let at = self.beginning.len().saturating_sub(1);
        let went_another_way = self.given() < self.beginning.len();
        if went_another_way {
            self.moments.clone_from(&self.beginning);
        }
        let is_elsewhere = went_another_way || self.at != at;
        self.go_to(at);
        is_elsewhere
    }

    /// Selects the move of this actor, if it has one; else the first.
    pub(super) fn select(&mut self, actor: Option<ActorId>) {
        let moves = self
            .moments
            .get(self.at)
            .map(|moment| &moment.position.moves);
        let same = moves.and_then(|moves| {
            moves
                .iter()
                .position(|one| Some(one.actor) == actor && one.way == Way::Goes)
        });
        self.selected = same.unwrap_or(0);
    }

    pub(super) fn turn(&mut self, by: isize) {
        let count = self.moments[self.at].position.moves.len() as isize;
        if count > 0 {
            self.selected = (self.selected as isize + by).rem_euclid(count) as usize;
        }
    }

    pub(super) fn go_to(&mut self, at: usize) {
        let last = self.moments.get(self.at.max(at));
        let done = last.and_then(|moment| moment.done.as_ref());
        let actor = done.map(|done| done.actor);
        self.at = at;
        self.select(actor);
    }

    /// The moment before the last preemption.
    pub(super) fn last_preemption(&self) -> Option<usize> {
        let preempts = |moment: &Moment| {
            moment
                .done
                .as_ref()
                .is_some_and(|done| done.counts.is_some())
        };
        self.moments[..=self.at]
            .iter()
            .rposition(preempts)?
            .checked_sub(1)
    }
}
