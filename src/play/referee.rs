//! The referee: a thread that compiles the program, answers a game's questions about it, and has it explored meanwhile.

use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, never, select, unbounded};

use super::event::{Event, Hint, Number, Par, Question};
use crate::check::playable::{Playable, Searched, Wish};
use crate::check::verdict::{Kind, NotRun, Progress};
use crate::exploration::ExploreError;
use crate::exploration::budget::Work;
use crate::exploration::position::{
    Failures, Move, NoPosition, Position, Positions, Prefix, Route,
};
use crate::exploration::schedule::Schedule;
use crate::exploration::search::Preemptions;
use crate::supervise::Cancel;
use crate::terminal::panics;

/// How long the game waits for a counterexample before it begins: it says with which `ROUNDS` and in which mode there is one.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How long an execution that was cancelled may take to end.
const TO_END: Duration = Duration::from_secs(5);

/// How much work a hint may be.
const FOR_A_HINT: Work = Work::of(Duration::from_millis(400));

/// How many preemptions more a hint may need.
const MORE: Preemptions = Preemptions::new(2);

/// So many moments before the game's first one can be gone back to.
const BEFORE: usize = 60;

/// What compiles the program.
pub type Open =
    Box<dyn FnOnce(&Cancel, &mut dyn FnMut(Progress)) -> Result<Playable, NotRun> + Send>;

/// Where a game begins.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// At the end of this schedule's decisions.
    pub schedule: Option<Schedule>,
    /// Whether the player has said under what the program runs.
    pub is_fixed: bool,
}

impl Start {
    /// Where a new game begins, with this wish.
    #[must_use]
    pub fn anew(&self, wish: Wish) -> Start {
        match wish.rounds {
            Some(_) => Start {
                schedule: None,
                is_fixed: true,
            },
            None => self.clone(),
        }
    }
}

/// The thread that answers. Dropping it ends what it has started.
#[derive(Debug)]
pub struct Referee {
    questions: Option<Sender<(Number, Question)>>,
    cancel: Cancel,
    ended: Receiver<()>,
}

impl Referee {
    /// Starts the thread. It calls `tell` with what happens.
    pub fn start(open: Open, start: Start, tell: impl Fn(Event) + Send + 'static) -> Referee {
        let (questions, asked) = unbounded();
        let (alive, ended) = bounded(0);
        let cancel = Cancel::new();
        let own = cancel.clone();
        thread::spawn(move || {
            let _alive: Sender<()> = alive;
            let refused = panics::caught(|| serve(open, &start, &asked, &tell, &own));
            let why = match refused {
                Ok(Ok(())) => return,
                Ok(Err(why)) => why,
                Err(reason) => NotRun::Internal { reason },
            };
            tell(Event::Refused(Box::new(why)));
        });
        Referee {
            questions: Some(questions),
            cancel,
            ended,
        }
    }

    /// Has a question answered.
    pub fn ask(&self, number: Number, question: Question) {
        if let Some(questions) = &self.questions {
            // It only fails when the thread has ended, which it has said.
            let _ = questions.send((number, question));
        }
    }
}

impl Drop for Referee {
    fn drop(&mut self) {
        self.cancel.cancel();
        self.questions = None;
        let _ = self.ended.recv_timeout(TO_END);
    }
}

/// Answers until no more questions come.
fn serve(
    open: Open,
    start: &Start,
    asked: &Receiver<(Number, Question)>,
    tell: &impl Fn(Event),
    cancel: &Cancel,
) -> Result<(), NotRun> {
    let playable = open(cancel, &mut |progress| tell(Event::Opening(progress)))?;
    let (search, found) = searching(&playable, cancel);
    let served = answer_all(&playable, start, asked, found, tell, cancel);
    cancel.cancel();
    // Its executors work in a folder that goes with the program.
    let _ = search.join();
    served
}

/// Explores the program on a thread of its own.
fn searching(playable: &Playable, cancel: &Cancel) -> (thread::JoinHandle<()>, Receiver<Searched>) {
    let (done, found) = bounded(1);
    let (explorer, cancel) = (playable.explorer(), cancel.clone());
    let search = thread::spawn(move || {
        let found = panics::caught(|| explorer.search(&cancel, &mut |_, _, _| ()));
        let found = found.unwrap_or_else(|reason| Searched::NotKnown(NotRun::Internal { reason }));
        let _ = done.send(found);
    });
    (search, found)
}

fn answer_all(
    playable: &Playable,
    start: &Start,
    asked: &Receiver<(Number, Question)>,
    mut found: Receiver<Searched>,
    tell: &impl Fn(Event),
    cancel: &Cancel,
) -> Result<(), NotRun> {
    let mut par = match start.schedule {
        Some(_) => None,
        None if start.is_fixed => None,
        None => found.recv_timeout(PATIENCE).ok().map(par_of),
    };
    let environment = match (&start.schedule, &par) {
        (Some(schedule), _) => schedule.setting.environment,
        (None, Some(Par::Broken { kind, interleaving })) if !is_vacuous(kind) => {
            interleaving.schedule.setting.environment
        }
        (None, _) => playable.environment(),
    };
    let positions = playable.positions(environment, cancel);
    let began = match &start.schedule {
        Some(schedule) => at_the_end_of(&positions, schedule),
        None => at_the_beginning(&positions),
    };
    let (moments, whole) = match began.and_then(|moments| Ok((moments, positions.whole()?))) {
        Ok(began) => began,
        Err(NoPosition::Explore(ExploreError::Attacked(kind))) => {
            let end = positions.without_trace(kind);
            let whole = end.interleaving.clone();
            (vec![end], whole)
        }
        Err(why) if start.schedule.is_some() => return Err(playable.why_not_followed(why)),
        Err(why) => return Err(playable.why(why)),
    };
    let mut guide = Guide {
        positions,
        route: None,
        failures: Failures::All,
    };
    if let Some(known) = par.take() {
        guide.know(&known);
        tell(Event::Searched(Box::new(known)));
        found = never();
    }
    tell(Event::Opened {
        environment,
        moments,
        whole: Box::new(whole),
    });
    loop {
        select! {
            recv(found) -> answer => {
                if let Ok(answer) = answer {
                    let known = par_of(answer);
                    guide.know(&known);
                    tell(Event::Searched(Box::new(known)));
                }
                found = never();
            },
            recv(asked) -> question => {
                let Ok((number, question)) = question else {
                    return Ok(());
                };
                let answer = match guide.answer(number, question) {
                    Err(why @ NoPosition::Unexplorable(_)) => {
                        let why = Box::new(playable.why(why));
                        Ok(Event::NotFollowed { number, why })
                    }
                    answer => answer,
                };
                tell(answer.map_err(|why| playable.why(why))?);
            }
        }
    }
}

fn is_vacuous(kind: &Kind) -> bool {
    matches!(kind, Kind::Vacuous(_))
}

fn par_of(searched: Searched) -> Par {
    match searched {
        Searched::Fails { kind, interleaving } => Par::Broken { kind, interleaving },
        Searched::Passes(coverage) => Par::Unbroken(coverage),
        Searched::NotKnown(why) => Par::Unknown(Box::new(why)),
    }
}

/// The moments at which the game begins, and a few before.
fn at_the_beginning(positions: &Positions<'_>) -> Result<Vec<Position>, NoPosition> {
    let start = positions.start()?;
    let route = positions.route(start.schedule())?;
    along(positions, &route, start.steps())
}

fn at_the_end_of(
    positions: &Positions<'_>,
    schedule: &Schedule,
) -> Result<Vec<Position>, NoPosition> {
    let route = positions.route(schedule)?;
    along(positions, &route, route.decided())
}

/// The moments of a way up to that step: where each of its actors has done something that tells.
fn along(positions: &Positions<'_>, route: &Route, to: usize) -> Result<Vec<Position>, NoPosition> {
    let from = to.saturating_sub(BEFORE).max(1);
    let steps = (from..to).chain([to]);
    steps.map(|step| positions.at(&route.first(step))).collect()
}

/// Knows the way to a counterexample.
struct Guide<'a> {
    positions: Positions<'a>,
    route: Option<Route>,
    failures: Failures,
}

impl Guide<'_> {
    /// Takes in what exploring has found.
    fn know(&mut self, par: &Par) {
        let Par::Broken { kind, interleaving } = par else {
            return;
        };
        if is_vacuous(kind) {
            return;
        }
        // A data race comes by itself: what shows better is looked for, if there is something.
        self.failures = match kind.is_about_memory() {
            true => Failures::All,
            false => Failures::AtTheEnd,
        };
        let schedule = &interleaving.schedule;
        if schedule.setting.environment == self.positions.environment() {
            self.route = self.positions.route(schedule).ok();
        }
    }

    fn answer(&mut self, number: Number, question: Question) -> Result<Event, NoPosition> {
        let prefix = match question {
            Question::Hint(prefix, moves) => {
                let hint = self.hint(&prefix, &moves)?;
                return Ok(Event::Hinted { number, hint });
            }
            Question::At(prefix) => prefix,
            Question::RunOn(first, until) => self.positions.run_on(&first, until)?,
        };
        let position = Box::new(self.positions.at(&prefix)?);
        Ok(Event::Arrived { number, position })
    }

    fn hint(&mut self, prefix: &Prefix, moves: &[Move]) -> Result<Hint, NoPosition> {
        let leads = self
            .route
            .as_ref()
            .filter(|route| route.leads_through(prefix));
        if let Some(hint) = leads.and_then(|route| next_of(route, prefix, moves)) {
            return Ok(hint);
        }
        let found = self
            .positions
            .counterexample_after(prefix, self.failures, MORE, FOR_A_HINT)?;
        if let Some(route) = found {
            let hint = next_of(&route, prefix, moves);
            self.route = Some(route);
            return Ok(hint.unwrap_or(Hint::None));
        }
        Ok(self
            .route
            .as_ref()
            .map_or(Hint::None, |route| Hint::Undo(route.shared_with(prefix))))
    }
}

/// Who goes next along the way.
fn next_of(route: &Route, prefix: &Prefix, moves: &[Move]) -> Option<Hint> {
    let (actor, way, steps) = route.next(prefix.steps())?;
    let own = |one: &Move| one.actor == actor;
    // Of its loads, one may read a stale value: the move that leads farthest along the way is the one.
    let leads = |one: &Move| route.leads_through(&one.after(one.stride().min(steps)));
    let number = moves.iter().position(|one| own(one) && leads(one));
    let number = number.or_else(|| moves.iter().position(|one| own(one) && one.way == way));
    Some(Hint::Go {
        actor,
        number,
        steps,
    })
}
