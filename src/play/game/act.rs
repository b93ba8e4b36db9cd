//! What each action does on the board.

use super::{Game, Page, Phase};
use crate::check::playable::Wish;
use crate::exploration::actors::ActorId;
use crate::exploration::position::{Move, Until, Way};
use crate::play::event::{Effect, Par, Question};
use crate::play::keys::Action;
use crate::play::linear::Command;

/// Said where the execution is over.
pub(super) const ENDED: &str = "The execution has ended: undo, or start again.";

impl Game {
    /// Does what the player wants.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Leave => return vec![Effect::Leave],
            Action::Anew => return vec![Effect::Anew(self.wish_anew())],
            Action::Keys => return self.turn_to(Page::Keys),
            Action::Story => return self.turn_to(Page::Story),
            Action::GiveUp => return self.give_up(),
            Action::Hint => return self.ask_for_a_hint(),
            Action::Selected => return self.make(self.selected()),
            Action::Make(number) => return self.make(number),
            Action::Step(actor) => return self.step_of(actor),
            Action::RunOn => return self.run_on(Until::Blocked),
            Action::Access => return self.run_on(Until::Access),
            Action::Expand => {
                self.expanded = !self.expanded;
                let words = match self.expanded {
                    true => "To read and to write in one line are two moves now.",
                    false => "To read and to write in one line are one move again.",
                };
                self.note = Some(words.to_owned());
            }
            Action::Next
            | Action::Previous
            | Action::Undo
            | Action::Redo
            | Action::Restart
            | Action::LastPreemption => self.go(action),
        }
        Vec::new()
    }

    /// Does what a command says.
    pub fn obey(&mut self, command: Command) -> Vec<Effect> {
        self.note = None;
        self.page = Page::Board;
        match command {
            Command::Act(action) => self.act(action),
            Command::State | Command::Help => Vec::new(),
            Command::Make(actor, way, number) => self.make_odd(actor, way, number),
            Command::RunOn(actor, until) => match self.move_of(actor, Way::Goes) {
                Some(number) => {
                    if let Phase::Playing(played) = &mut self.phase {
                        played.selected = number;
                    }
                    self.run_on(until)
                }
                None => self.step_of(actor),
            },
        }
    }

    /// Makes the move of this actor that is no ordinary one, if it is clear which; a process is killed with all its threads.
    fn make_odd(&mut self, actor: ActorId, way: Way, number: Option<usize>) -> Vec<Effect> {
        let Some(position) = self.moment().map(|moment| &moment.position) else {
            return Vec::new();
        };
        let process = |actor: ActorId| position.interleaving.actors[actor.index()].process;
        let is_it = |one: &Move| {
            one.way == way
                && match way {
                    Way::IsKilled => process(one.actor) == process(actor),
                    Way::Goes | Way::WakesSpuriously | Way::ReadsStale => one.actor == actor,
                }
        };
        let moves = position.moves.iter().enumerate();
        let all: Vec<usize> = moves
            .filter(|(_, one)| is_it(one))
            .map(|(at, _)| at)
            .collect();
        let chosen = match (number, &all[..]) {
            (None, [one]) => Some(*one),
            (None, _) => None,
            (Some(number), all) => number.checked_sub(1).and_then(|at| all.get(at).copied()),
        };
        match (chosen, all.len()) {
            (Some(one), _) => self.make(one),
            (None, 0) => self.says("That is not possible here.".to_owned()),
            (None, most) => {
                let name = position.interleaving.name(actor);
                self.says(format!(
                    "Which one? stale {name} 1 to stale {name} {most}: state says what each reads."
                ))
            }
        }
    }

    /// Nothing is to be done but to say this.
    fn says(&mut self, note: String) -> Vec<Effect> {
        self.note = Some(note);
        Vec::new()
    }

    /// The number of the move that this actor can make in this way.
    fn move_of(&self, actor: ActorId, way: Way) -> Option<usize> {
        let is_it = |one: &Move| one.actor == actor && one.way == way;
        self.moment()?.position.moves.iter().position(is_it)
    }

    /// Makes the move of this number.
    pub fn make(&mut self, number: usize) -> Vec<Effect> {
        let Some(moment) = self.moment() else {
            return Vec::new();
        };
        let Some(one) = moment.position.moves.get(number) else {
            self.note = Some(match moment.position.end {
                Some(_) => ENDED.to_owned(),
                None => "There is no such move.".to_owned(),
            });
            return Vec::new();
        };
        let prefix = one.after(match self.expanded && one.way != Way::ReadsStale {
            true => one.first_telling(),
            false => one.stride(),
        });
        self.ask(Question::At(prefix))
    }

    /// Another moment of the game, or another move of this one.
    fn go(&mut self, action: Action) {
        let Phase::Playing(played) = &mut self.phase else {
            return;
        };
        let (to, otherwise) = match action {
            Action::Next => return played.turn(1),
            Action::Previous => return played.turn(-1),
            Action::Restart if played.start_again() => return,
            Action::Undo => (played.at.checked_sub(1), "This is the first moment."),
            Action::Redo => {
                let next = played.at + 1;
                let next = (next < played.moments.len()).then_some(next);
                (next, "Nothing was undone here.")
            }
            Action::LastPreemption => (played.last_preemption(), "No thread was preempted yet."),
            _ => (None, "This is where the game began."),
        };
        match to {
            Some(to) => played.go_to(to),
            None => self.note = Some(otherwise.to_owned()),
        }
    }

    fn step_of(&mut self, actor: ActorId) -> Vec<Effect> {
        let Some(moment) = self.moment() else {
            return Vec::new();
        };
        if let Some(number) = self.move_of(actor, Way::Goes) {
            return self.make(number);
        }
        if moment.position.end.is_some() {
            self.note = Some(ENDED.to_owned());
            return Vec::new();
        }
        let name = moment.position.interleaving.name(actor);
        self.note = Some(match moment.board.standings.get(actor.index()) {
            Some(standing) => format!("{name} cannot run: {standing}."),
            None => format!("There is no thread {}.", actor.number() + 1),
        });
        Vec::new()
    }

    fn run_on(&mut self, until: Until) -> Vec<Effect> {
        let selected = self.selected();
        let one = self
            .moment()
            .and_then(|moment| moment.position.moves.get(selected));
        match one.cloned() {
            Some(one) if one.way != Way::ReadsStale => {
                self.ask(Question::RunOn(Box::new(one), until))
            }
            _ => self.make(selected),
        }
    }

    fn give_up(&mut self) -> Vec<Effect> {
        match &self.par {
            Par::Broken { .. } => return self.turn_to(Page::Counterexample),
            Par::Searching => {
                self.note = Some("The kit is still looking for a counterexample.".to_owned());
            }
            Par::Unbroken(_) | Par::Unknown(_) => self.searched(),
        }
        Vec::new()
    }

    fn selected(&self) -> usize {
        match &self.phase {
            Phase::Playing(played) => played.selected,
            Phase::Opening(_) | Phase::Refused(_) => 0,
        }
    }

    /// Under what a new game is played: where there is a counterexample, if one is known.
    fn wish_anew(&self) -> Wish {
        match &self.par {
            Par::Broken { interleaving, .. } if self.par.preemptions().is_some() => {
                let there = interleaving.schedule.setting.environment;
                Wish {
                    rounds: Some(there.rounds),
                    mode: there.mode,
                }
            }
            Par::Broken { .. } | Par::Searching | Par::Unbroken(_) | Par::Unknown(_) => self.wish,
        }
    }
}
