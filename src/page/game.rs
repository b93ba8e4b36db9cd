//! The game of a page: the moments of the program's executions as data, so that anyone can be the scheduler in a browser.
//! Pure: the moments come from [`Graph`].

mod par;

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use super::document::{Blocked, Shared, blocked};
use super::{VALUE, WORDS, shown};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::position::{Ended, Graph, Limits, Position, Standing, Way};
use crate::failure::Kind;
use crate::report::drawing::board::{Board, Known};
use crate::report::reason_of;
use crate::styled::Glyphs;
use par::Luck;

/// With more threads than this, each moment takes more time and more bytes.
const FEW_THREADS: usize = 5;

/// How much of a game is explored: less of one with many threads, which had no room in the page otherwise. An execution with
/// processes takes longer.
pub fn limits(interleaving: &Interleaving) -> Limits {
    let has_processes = interleaving.actors.iter().any(|actor| actor.is_process);
    let moments = if has_processes { 400 } else { 1000 };
    Limits {
        moments: moments * FEW_THREADS / interleaving.actors.len().max(FEW_THREADS),
        steps: 150,
    }
}

/// Not more bytes of JSON.
const LARGEST: usize = 300_000;

/// What a page says of a moment.
#[derive(Debug)]
pub struct View {
    threads: Vec<String>,
    board: Board,
    standings: Vec<(Standing, Option<usize>)>,
    moves: Vec<(ActorId, Way, Option<usize>)>,
    race: Option<String>,
    end: Option<End>,
    /// Whether it ended with a data race alone: the result was right.
    only_raced: bool,
}

/// The program as a game.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Game {
    /// The threads and processes. Moments number them from 0; the first is `main`.
    pub threads: Vec<String>,
    /// What is shared.
    pub shared: Vec<Shared>,
    /// Texts that moments refer to by their places.
    pub texts: Vec<String>,
    /// What a move does. Moments refer to them by their places.
    pub acts: Vec<Act>,
    /// How a thread stands. Moments refer to them by their places.
    pub stands: Vec<Stand>,
    /// The moments; the game begins with the first.
    pub moments: Vec<Moment>,
    /// The fewest preemptions with which a moment is reached in which the program has failed.
    pub par: Option<u32>,
    /// Whether a data race is a failure, although the result can be right.
    pub race_is_failure: bool,
    /// The number of preemptions from which on moments are left out; none if none are.
    pub left_out_from: Option<u32>,
}

/// A moment.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Moment {
    /// What can be next.
    pub moves: Vec<Move>,
    /// How each thread stands; threads that are not there yet are left out.
    pub threads: Vec<usize>,
    /// The texts of what is shared.
    pub values: Vec<usize>,
    /// The data race that has happened, as a text.
    pub race: Option<usize>,
    /// How it ended, if it has.
    pub end: Option<End>,
}

/// A move: what is done, and the moment that it leads to; none if that is left out.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Move(pub usize, pub Option<usize>);

/// What a move does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Act {
    /// Who goes.
    pub thread: usize,
    /// What it does, as a text.
    pub does: usize,
    /// In which line.
    pub line: Option<usize>,
    /// Whether it needs luck: a spurious wakeup, a stale read or a crash.
    pub odd: bool,
}

/// How a thread stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Stand {
    /// In words, as a text.
    pub says: usize,
    /// The line that it is about to execute, or is blocked in.
    pub line: Option<usize>,
    /// Whether it is preempted if another thread goes.
    pub ready: bool,
}

/// How an execution ended.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct End {
    /// Whether the program has failed.
    pub failed: bool,
    /// The same in words.
    pub words: String,
    /// The threads of a deadlock: each is blocked on what the next one holds.
    pub cycle: Vec<Blocked>,
}

impl View {
    /// What is said of this moment, if that is known to be shared.
    pub fn of(position: &Position, known: &Known) -> View {
        let interleaving = &position.interleaving;
        let actors = || ActorId::first(position.standings.len());
        let line = |actor: ActorId| {
            let mut waits = interleaving.waits.iter();
            waits.find(|wait| wait.actor == actor)?.line
        };
        let moves = position.moves.iter().map(|one| {
            let telling = one.events.get(one.first_telling() - 1);
            (one.actor, one.way, telling.and_then(|event| event.line))
        });
        let reason = |kind: &Kind| shown(&reason_of(kind, Some(interleaving)), WORDS);
        View {
            threads: actors()
                .map(|actor| shown(interleaving.name(actor), VALUE))
                .collect(),
            board: Board::of(position, known, Glyphs::Unicode),
            standings: position
                .standings
                .iter()
                .copied()
                .zip(actors().map(line))
                .collect(),
            moves: moves.collect(),
            race: position.race.as_ref().map(reason),
            only_raced: matches!(&position.end, Some(Ended::Wrong(kind)) if kind.is_about_memory()),
            end: position.end.as_ref().map(|end| match end {
                Ended::Well => End {
                    failed: false,
                    words: "This interleaving ends well.".into(),
                    cycle: Vec::new(),
                },
                Ended::Wrong(kind) => End {
                    failed: true,
                    words: reason(kind),
                    cycle: blocked(interleaving),
                },
            }),
        }
    }
}

/// What is known to be shared, of an interleaving that shows it.
pub fn known(interleaving: &Interleaving) -> Known {
    Known::of(interleaving)
}

impl View {
    /// How it ended. A data race is no failure where the result can be wrong, too.
    fn ended(&self, race_is_failure: bool) -> Option<End> {
        let end = self.end.clone()?;
        Some(match self.only_raced && !race_is_failure {
            true => End {
                failed: false,
                words: format!(
                    "The result is right, but there was a {}. The result can be wrong, too.",
                    end.words
                ),
                ..end
            },
            false => end,
        })
    }
}

impl Game {
    /// The game with these moments. `kind` is how the program fails, as far as that is known.
    ///
    /// # Errors
    /// Why there is none, in a sentence.
    pub fn of(graph: &Graph<View>, kind: Option<&Kind>) -> Result<Game, String> {
        let game = Game::whole(graph, kind);
        if !game.is_a_game() {
            return Err("There is no game: no thread ever has to be chosen.".into());
        }
        let bytes = serde_json::to_string(&game).map_or(0, |json| json.len());
        match bytes > LARGEST {
            true => Err(format!(
                "There is no game: it would take {} kB.",
                bytes / 1000
            )),
            false => Ok(game),
        }
    }

    fn whole(graph: &Graph<View>, kind: Option<&Kind>) -> Game {
        let mut texts = Table::default();
        let shared = shared(graph);
        let race_is_failure = kind.is_none_or(Kind::is_about_memory);
        let (mut acts, mut stands) = (Table::default(), Table::default());
        let moments = graph.nodes.iter().map(|node| {
            let view = &node.view;
            let moves = view.moves.iter().zip(&view.board.steps).zip(&node.to);
            let spins = |actor: ActorId| {
                let standing = view.standings.get(actor.index());
                matches!(standing, Some((Standing::Spins, _)))
            };
            let moves = moves.filter(|(((actor, ..), _), _)| !spins(*actor));
            let threads = view.standings.iter().zip(&view.board.standings);
            Moment {
                moves: moves
                    .map(|(((actor, way, line), words), to)| {
                        let act = Act {
                            thread: actor.index(),
                            does: texts.place(shown(words, WORDS)),
                            line: *line,
                            odd: *way != Way::Goes,
                        };
                        Move(acts.place(act), *to)
                    })
                    .collect(),
                threads: threads
                    .map(|((standing, line), words)| {
                        stands.place(Stand {
                            says: texts.place(shown(words, WORDS)),
                            line: *line,
                            ready: *standing == Standing::Ready,
                        })
                    })
                    .collect(),
                values: shared
                    .iter()
                    .map(|one| texts.place(value(view, one)))
                    .collect(),
                race: view.race.as_ref().map(|race| texts.place(race.clone())),
                end: view.ended(race_is_failure),
            }
        });
        let moments: Vec<Moment> = moments.collect();
        let threads = graph.nodes.iter().map(|node| &node.view.threads);
        let mut game = Game {
            threads: threads
                .max_by_key(|names| names.len())
                .cloned()
                .unwrap_or_default(),
            par: None,
            shared,
            texts: texts.all,
            acts: acts.all,
            stands: stands.all,
            moments,
            race_is_failure,
            left_out_from: None,
        };
        // What needs luck as well comes second, as in a check.
        let (without, all) = (game.least(Luck::No), game.least(Luck::Yes));
        game.par = game.fewest(&without).or_else(|| game.fewest(&all));
        game.left_out_from = game.left_out(&all);
        game
    }

    /// Whether there is anything to decide in it.
    fn is_a_game(&self) -> bool {
        self.moments.iter().any(|moment| {
            let mut moves = moment.moves.iter();
            let first = moves.next().map(|one| self.acts[one.0].thread);
            moves.any(|one| Some(self.acts[one.0].thread) != first)
        })
    }
}

/// What is shared in some moment, with what it is in the first one that knows.
fn shared(graph: &Graph<View>) -> Vec<Shared> {
    let mut all: Vec<Shared> = Vec::new();
    for shown_there in graph.nodes.iter().flat_map(|node| &node.view.board.shared) {
        let (name, value) = (
            shown(&shown_there.name, VALUE),
            shown(&shown_there.value, VALUE),
        );
        let lock = shown_there.is_lock;
        match all
            .iter_mut()
            .find(|one| (&one.name, one.lock) == (&name, lock))
        {
            Some(known) if known.initial.is_empty() => known.initial = value,
            Some(_) => {}
            None => all.push(Shared {
                name,
                lock,
                initial: value,
            }),
        }
    }
    all.truncate(super::MOST_SHARED);
    all
}

/// The text of something in a moment; empty while it is not known.
fn value(view: &View, of: &Shared) -> String {
    let mut all = view.board.shared.iter();
    let found = all.find(|one| one.is_lock == of.lock && shown(&one.name, VALUE) == of.name);
    found.map_or_else(String::new, |one| shown(&one.value, VALUE))
}

/// Values, each once.
struct Table<T> {
    all: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            all: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    fn place(&mut self, one: T) -> usize {
        let next = self.all.len();
        let place = *self.places.entry(one.clone()).or_insert(next);
        if place == next {
            self.all.push(one);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use protocol::ProcessId;

    use super::*;
    use crate::exploration::actors::Actor;

    fn moments(threads: usize) -> usize {
        let mut interleaving = Interleaving::of_events(Vec::new());
        let actor = Actor {
            name: "worker".into(),
            process: ProcessId::FIRST,
            is_process: false,
        };
        interleaving.story.actors = vec![actor; threads];
        limits(&interleaving).moments
    }

    #[test]
    fn less_is_explored_of_a_game_with_many_threads() {
        assert_eq!([1, 5, 20].map(moments), [1000, 1000, 250]);
    }
}
