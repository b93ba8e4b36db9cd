//! Hints, and what is said of par.

use super::act::ENDED;
use super::{Game, Phase};
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Position, Way};
use crate::play::event::{Effect, Hint, Par, Question};
use crate::report;

impl Game {
    pub(super) fn ask_for_a_hint(&mut self) -> Vec<Effect> {
        let Some(moment) = self.moment() else {
            return Vec::new();
        };
        if moment.position.end.is_some() {
            self.note = Some(ENDED.to_owned());
            return Vec::new();
        }
        let Position { prefix, moves, .. } = &moment.position;
        let question = Question::Hint(prefix.clone(), moves.clone());
        self.hint = None;
        self.ask(question)
    }

    pub(super) fn hinted(&mut self, hint: Hint) {
        self.hint = Some(hint);
        self.note = Some(match hint {
            Hint::Go {
                actor,
                number,
                steps,
            } => self.next_move(actor, number, steps),
            Hint::Undo(steps) => self.undo_to(steps),
            Hint::None if self.par == Par::Searching => {
                "The kit is still looking for a counterexample.".to_owned()
            }
            Hint::None => "From here the kit has found no counterexample.".to_owned(),
        });
    }

    /// Selects the move, and says it.
    fn next_move(&mut self, actor: ActorId, number: Option<usize>, steps: usize) -> String {
        let Phase::Playing(played) = &mut self.phase else {
            return String::new();
        };
        let position = &played.moments[played.at].position;
        let name = position.interleaving.name(actor).to_owned();
        let Some((number, one)) = number.and_then(|at| Some((at, position.moves.get(at)?))) else {
            return format!("Hint: let {name} run.");
        };
        let splits = steps < one.stride() && !self.expanded;
        played.selected = number;
        match one.way {
            Way::Goes if splits => {
                format!("Hint: let {name} do only the first part of its move (expand it).")
            }
            Way::Goes => format!("Hint: let {name} run."),
            Way::WakesSpuriously => {
                format!("Hint: let the wait of {name} end in a spurious wakeup.")
            }
            Way::IsKilled => format!("Hint: kill {name} here."),
            Way::ReadsStale => format!("Hint: let {name} read the stale value."),
        }
    }

    fn undo_to(&self, steps: usize) -> String {
        let moves = match self.moves_since(steps) {
            1 => "1 move".to_owned(),
            number => format!("{number} moves"),
        };
        format!("From here the kit has found no counterexample: undo {moves}.")
    }

    /// How many moves are to be undone until there are so few steps.
    pub fn moves_since(&self, steps: usize) -> usize {
        let Phase::Playing(played) = &self.phase else {
            return 0;
        };
        let mut moments = played.moments[..=played.at].iter();
        let to = moments.rposition(|moment| moment.position.prefix.steps() <= steps);
        played.at - to.unwrap_or(0)
    }

    /// Says what exploring has found, where that is news to the player.
    pub(super) fn searched(&mut self) {
        let Phase::Playing(played) = &self.phase else {
            return;
        };
        let note = match &self.par {
            Par::Searching => None,
            Par::Unknown(why) => Some(format!("Par is not known: {}.", report::why_not(why))),
            Par::Unbroken(coverage) => Some(report::unbreakable(coverage)),
            Par::Broken { kind, interleaving } => {
                let there = interleaving.schedule.setting.environment;
                match self.par.preemptions() {
                    None => Some(report::no_schedule_but(kind)),
                    Some(_) if there == played.environment => None,
                    Some(_) => Some(report::breaks_elsewhere(there)),
                }
            }
        };
        if note.is_some() {
            self.note = note;
        }
    }
}
