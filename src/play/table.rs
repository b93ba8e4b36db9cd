//! A table to play at: a game, and the referee that answers its questions.

use std::path::Path;
use std::sync::Arc;

use super::event::{Effect, Event};
use super::game::{Game, fewest};
use super::linear::Command;
use super::referee::{Open, Referee, Start};
use crate::catalog::Exercise;
use crate::check::playable::{Playable, Wish};
use crate::check::{Checker, Subject};
use crate::exploration::search::Preemptions;
use crate::styled::Glyphs;
use crate::terminal::Size;

/// What is played.
pub struct Program {
    /// What it is called.
    pub name: String,
    /// What compiles it, as it is now.
    pub open: Box<dyn Fn(Wish) -> Open + Send>,
    /// Under what it runs.
    pub wish: Wish,
    /// Where the game begins.
    pub start: Start,
}

impl Program {
    /// An exercise of the project at `root`, as the learner has it. `kit` is this program itself.
    pub fn of_exercise(exercise: &Exercise, root: &Path, kit: &Path) -> Program {
        let subject = Subject::of(exercise, root);
        Program::of_subject(&exercise.name, subject, root, kit)
    }

    /// A file, as an exercise of the project at `root`.
    pub fn of_subject(name: &str, subject: Subject, root: &Path, kit: &Path) -> Program {
        let (root, kit) = (root.to_owned(), kit.to_owned());
        let open = move |wish: Wish| -> Open {
            let subject = subject.clone();
            let checker = Checker::new(&root, 1, &kit);
            Box::new(move |cancel, on_progress| {
                Playable::of_exercise(&checker, &subject, wish, cancel, on_progress)
            })
        };
        Program {
            name: name.to_owned(),
            open: Box::new(open),
            wish: Wish::default(),
            start: Start::default(),
        }
    }
}

/// What came of the games at a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the program could be played.
    pub played: bool,
    /// The fewest preemptions with which the player has broken it.
    pub broken: Option<Preemptions>,
    /// The fewest with which it is known to break.
    pub par: Option<Preemptions>,
}

/// Which of the games at a table: what an older one still hears is not for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round(u64);

/// How the referee's events come in.
pub type Tell = Arc<dyn Fn(Round, Event) + Send + Sync>;

/// A table, while a game is played at it.
pub struct Table {
    program: Program,
    game: Game,
    referee: Referee,
    round: Round,
    tell: Tell,
    /// What came of the games before this one.
    broken: Option<Preemptions>,
}

impl Table {
    /// Begins a game. What the referee says comes in by `tell`, and is to be handed to [`Table::hear`].
    pub fn begin(program: Program, size: Size, glyphs: Glyphs, tell: Tell) -> Table {
        let round = Round(0);
        Table {
            game: Game::new(&program.name, program.wish, size, glyphs),
            referee: refereed(&program, program.wish, program.start.clone(), round, &tell),
            program,
            round,
            tell,
            broken: None,
        }
    }

    /// What came of it so far.
    pub fn outcome(&self) -> Outcome {
        Outcome {
            played: self.game.moment().is_some(),
            broken: fewest(self.broken, self.game.broken),
            par: self.game.par.preemptions(),
        }
    }

    /// The game.
    pub fn game(&self) -> &Game {
        &self.game
    }

    /// The game, to tell it what is shown.
    pub fn game_mut(&mut self) -> &mut Game {
        &mut self.game
    }

    /// Takes in what the referee says. What is left to be done is the caller's.
    pub fn hear(&mut self, round: Round, event: Event) -> Vec<Effect> {
        match round == self.round {
            true => self.step(event),
            false => Vec::new(),
        }
    }

    /// Does what a command says. What is left to be done is the caller's.
    pub fn obey(&mut self, command: Command) -> Vec<Effect> {
        let effects = self.game.obey(command);
        self.perform(effects)
    }

    /// Takes in what happened. What is left to be done is the caller's: to leave, and what is about the terminal.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.game.step(event);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Ask(number, question) => self.referee.ask(number, question),
                Effect::Anew(wish) => self.begin_anew(wish),
                Effect::Leave | Effect::Suspend | Effect::Redraw => left.push(effect),
            }
        }
        left
    }

    fn begin_anew(&mut self, wish: Wish) {
        self.round = Round(self.round.0 + 1);
        self.broken = fewest(self.broken, self.game.broken);
        let start = self.program.start.anew(wish);
        self.referee = refereed(&self.program, wish, start, self.round, &self.tell);
        self.game = Game::new(&self.program.name, wish, self.game.size, self.game.glyphs);
    }
}

fn refereed(program: &Program, wish: Wish, start: Start, round: Round, tell: &Tell) -> Referee {
    let tell = Arc::clone(tell);
    Referee::start((program.open)(wish), start, move |event| tell(round, event))
}
