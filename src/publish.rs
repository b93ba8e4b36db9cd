//! Makes pages of what checks find: runs the program once more where a page needs that, and explores its game.

use std::path::PathBuf;
use std::time::Duration;

use crate::check::playable::{Playable, Wish};
use crate::check::program::{self, Asked, ReplayedProgram};
use crate::check::verdict::{Checked, Evidence, NotRun, Progress, Verdict};
use crate::check::{Checker, Subject};
use crate::edition::Edition;
use crate::exploration::budget::Work;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::outcome::Expected;
use crate::failure::Kind;
use crate::page::game::{self, Game, View};
use crate::page::{self, Contents};
use crate::report;
use crate::source;
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
    /// The program in that file, which messages call `shown`.
    pub fn of_file(file: PathBuf, shown: String, kit: PathBuf) -> Program<'static> {
        let asked = Asked {
            file,
            shown,
            edition: Edition::default(),
            bound: None,
            budget: BUDGET,
            rounds: None,
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
    pub fn check(&self, cancel: &Cancel, on_progress: &mut dyn FnMut(Progress)) -> Checked {
        match self {
            Program::Exercise { checker, subject } => checker.check(subject, cancel, on_progress),
            Program::File { asked, kit } => program::explore(asked, kit, cancel, on_progress),
        }
    }

    /// The page of what a check found, with its game; none if it found nothing to draw.
    ///
    /// # Errors
    /// Why the program could not be run again.
    pub fn html(&self, checked: &Checked, cancel: &Cancel) -> Result<Option<String>, NotRun> {
        let first = match needs_another(&checked.verdict) {
            true => Some(self.undecided(cancel)?),
            false => None,
        };
        let contents = Contents::of_check(checked, first.as_ref());
        Ok(contents.map(|contents| {
            let game = self.game(contents.kind, contents.interleaving, cancel);
            page::html(&contents.with_game(game))
        }))
    }

    /// The execution in which no thread is preempted.
    fn undecided(&self, cancel: &Cancel) -> Result<ReplayedProgram, NotRun> {
        match self {
            Program::Exercise { checker, subject } => checker.undecided(subject, cancel),
            Program::File { asked, kit } => {
                let text = source::read(&asked.file).map_err(|error| NotRun::Surroundings {
                    reason: error.to_string(),
                })?;
                let program = source::Program::of_its_own(&text, asked.edition);
                let success = Expected::Success;
                program::undecided(program, &asked.shown, None, success, kit, cancel)
            }
        }
    }

    /// The program as a game, under what this interleaving ran; or why there is none.
    fn game(
        &self,
        kind: Option<&Kind>,
        interleaving: &Interleaving,
        cancel: &Cancel,
    ) -> Result<Game, String> {
        let environment = interleaving.schedule.setting.environment;
        let wish = Wish {
            rounds: Some(environment.rounds),
            mode: environment.mode,
        };
        let none = |why| format!("There is no game: {}.", report::why_not(&why));
        let playable = self.playable(wish, cancel).map_err(none)?;
        let known = game::known(interleaving);
        let positions = playable.positions(environment, cancel);
        let limits = game::limits(interleaving);
        let graph = positions.graph(limits, |position| View::of(position, &known));
        let graph = graph.map_err(|why| none(playable.why(why)))?;
        Game::of(&graph, kind)
    }

    fn playable(&self, wish: Wish, cancel: &Cancel) -> Result<Playable, NotRun> {
        match self {
            Program::Exercise { checker, subject } => {
                Playable::of_exercise(checker, subject, wish, cancel, &mut |_| ())
            }
            Program::File { asked, kit } => Playable::of_file(asked, kit, cancel, &mut |_| ()),
        }
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
