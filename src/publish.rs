//! Makes pages of what checks find: runs the program once more where a page needs that, and explores its game.

use std::path::PathBuf;
use std::time::Duration;

use crate::check::playable::{Playable, Wish};
use crate::check::program::{self, Asked, ReplayedProgram};
use crate::check::verdict::{Checked, Evidence, NotRun, Progress, Verdict};
use crate::check::{Checker, Subject};
use crate::edition::Edition;
use crate::exploration::budget::Work;
use crate::exploration::coverage::Model;
use crate::exploration::interleaving::Interleaving;
use crate::failure::Kind;
use crate::page::game::{self, Game, View};
use crate::page::{self, Contents};
use crate::report::{self, Explaining};
use crate::supervise::Cancel;

/// How much work exploring a program in a file may be, as with `explore`.
const BUDGET: Work = Work::of(Duration::from_secs(20));

/// What a page is about.
pub enum Program<'a> {
    /// An exercise.
    Exercise {
        /// What checks it.
        checker: &'a Checker,
        /// As it is in some file.
        subject: Box<Subject>,
    },
    /// Any program in one file.
    File {
        /// Which, and how it is explored.
        asked: Asked,
        /// The kit itself, which supervises it.
        kit: PathBuf,
    },
}

impl Program<'_> {
    /// The program in that file, which messages call `shown`. With `crashes`, one of its processes may be killed.
    pub fn of_file(file: PathBuf, shown: String, crashes: bool, kit: PathBuf) -> Program<'static> {
        let asked = Asked {
            file,
            shown,
            edition: Edition::default(),
            bound: None,
            budget: BUDGET,
            rounds: None,
            crashes,
            exhaustive: false,
            model: Model::Rc11,
        };
        Program::File { asked, kit }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Program::Exercise { subject, .. } => &subject.exercise.name,
            Program::File { asked, .. } => &asked.shown,
        }
    }

    /// Checks it.
    pub fn check(&self, cancel: &Cancel, on_progress: &mut dyn FnMut(Progress)) -> Found {
        let (checked, playable) = match self {
            Program::Exercise { checker, subject } => {
                checker.check_to_play(subject, cancel, on_progress)
            }
            Program::File { asked, kit } => {
                program::explore_to_play(asked, kit, cancel, on_progress)
            }
        };
        Found { checked, playable }
    }

    /// What a check has found whose compiled program is not there any more.
    pub fn found_before(&self, checked: Checked, cancel: &Cancel) -> Found {
        let wish = Wish::default();
        let playable = match self {
            Program::Exercise { checker, subject } => {
                Playable::of_exercise(checker, subject, wish, cancel, &mut |_| ())
            }
            Program::File { asked, kit } => Playable::of_file(asked, kit, cancel, &mut |_| ()),
        };
        Found { checked, playable }
    }
}

/// What a check has found, with the program that was compiled for it.
pub struct Found {
    /// What it has found.
    pub checked: Checked,
    playable: Result<Playable, NotRun>,
}

impl Found {
    /// The page of it, with the game; none if there is nothing to draw.
    ///
    /// # Errors
    /// Why the program could not be run again.
    pub fn html(&self, explaining: Explaining, cancel: &Cancel) -> Result<Option<String>, NotRun> {
        let first = match needs_another(&self.checked.verdict) {
            true => Some(self.undecided(cancel)?),
            false => None,
        };
        let contents = Contents::of_check(&self.checked, first.as_ref());
        Ok(contents.map(|contents| {
            let contents = match explaining {
                Explaining::WhenAsked => contents.asking(&self.checked),
                Explaining::Always => contents,
            };
            let game = self.game(contents.kind, contents.interleaving, cancel);
            page::html(&contents.with_game(game))
        }))
    }

    /// The page of it that explains at once, and has no game: nothing is explored for it.
    ///
    /// # Errors
    /// Why the program could not be run again.
    pub fn html_without_game(&self, cancel: &Cancel) -> Result<Option<String>, NotRun> {
        let first = match needs_another(&self.checked.verdict) {
            true => Some(self.undecided(cancel)?),
            false => None,
        };
        let contents = Contents::of_check(&self.checked, first.as_ref());
        let none = "There is no game in this page. `racelings page` makes one that has it.";
        Ok(contents.map(|contents| page::html(&contents.with_game(Err(none.to_owned())))))
    }

    /// The execution in which no thread is preempted.
    fn undecided(&self, cancel: &Cancel) -> Result<ReplayedProgram, NotRun> {
        let playable = self.playable.as_ref();
        playable.map_err(NotRun::clone)?.undecided(cancel)
    }

    /// The program as a game, under what this interleaving ran; or why there is none.
    fn game(
        &self,
        kind: Option<&Kind>,
        interleaving: &Interleaving,
        cancel: &Cancel,
    ) -> Result<Game, String> {
        let environment = interleaving.schedule.setting.environment;
        let none = |why: &NotRun| format!("There is no game: {}.", report::why_not(why));
        let playable = self.playable.as_ref().map_err(none)?;
        let known = game::known(interleaving);
        let positions = playable.positions(environment, cancel);
        let limits = game::limits(interleaving);
        // What is known to go wrong can be found in the game, too, however large the program is.
        let first = kind.map(|_| &interleaving.schedule);
        let graph = positions.graph(limits, first, |position| View::of(position, &known));
        let graph = graph.map_err(|why| none(&playable.why(why)))?;
        Game::of(&graph, kind)
    }
}

/// Whether there is something to draw, but the check found no interleaving that fails.
fn needs_another(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Passes(_) => true,
        Verdict::Fails(failure) => matches!(failure.evidence, Evidence::Runs(_)),
        Verdict::NotRun(_) => false,
    }
}
