//! The moments of a program's executions up to equivalence, as a graph: a game that needs no program.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use super::equivalence::Class;
use super::positions::{Reached, Visit};
use super::runs::Runs;
use super::trail::Trail;
use super::{Move, NoPosition, Position, Positions, Prefix, Standing};
use crate::exploration::actors::ActorId;
use crate::exploration::schedule::Schedule;
use crate::exploration::search::Preemptions;

/// How many moments are reached at once, so that no executor waits for what is made of the moments before.
const AT_ONCE: usize = 8;

/// Of these, how many are far enough for what can be next there to be under way.
const LOOKED_AT: usize = 4;

/// How much of a graph is explored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most moments.
    pub moments: usize,
    /// The most steps of an execution.
    pub steps: usize,
}

/// Moments, and which move leads from one to another. The first is where the game begins.
#[derive(Debug)]
pub struct Graph<T> {
    /// The moments.
    pub nodes: Vec<Node<T>>,
}

/// A moment.
#[derive(Debug)]
pub struct Node<T> {
    /// What the caller made of the moment.
    pub view: T,
    /// For each of its moves the moment that it leads to; none if that is left out, or the actor that goes only spins.
    pub to: Vec<Option<usize>>,
}

impl Positions<'_> {
    /// The graph from the start on, within these limits: first the moments on the trail of `first`, then those with few
    /// preemptions. `view_of` says what is kept of a moment.
    ///
    /// # Errors
    /// [`NoPosition`], if the start is not known, or no program can be run. Another moment that is not known is left out.
    pub fn graph<T>(
        &self,
        limits: Limits,
        first: Option<&Schedule>,
        mut view_of: impl FnMut(&Position) -> T,
    ) -> Result<Graph<T>, NoPosition> {
        let start = self.start()?;
        let begin = self.at(&start)?;
        let trail = match first {
            Some(schedule) => self.trail(&start, schedule)?,
            None => Trail::default(),
        };
        let mut search = Search::new(limits, trail);
        search.begin(&begin, start);
        let mut nodes: Vec<Option<Node<T>>> = Vec::new();
        let mut walk = Walk {
            positions: self,
            runs: self.runs()?,
            begun: VecDeque::new(),
            reached: VecDeque::new(),
        };
        while let Some((place, position)) = walk.next(&mut search)? {
            let moves = position.moves.iter();
            let to = moves.map(|one| search.follow(place, &position, one));
            let to = to.collect();
            nodes.resize_with(search.found.len(), || None);
            let view = view_of(&position);
            nodes[place] = Some(Node { view, to });
        }
        Ok(Graph::of(nodes))
    }
}

/// Moments that are visited, some at once. They come in the order in which the search wants them.
struct Walk<'a> {
    positions: &'a Positions<'a>,
    runs: Runs,
    begun: VecDeque<(usize, Visit)>,
    reached: VecDeque<(usize, Result<Reached, NoPosition>)>,
}

impl Walk<'_> {
    /// The next moment, with its place; none if all were visited. One that is not known is left out.
    fn next(&mut self, search: &mut Search) -> Result<Option<(usize, Position)>, NoPosition> {
        loop {
            while self.begun.len() + self.reached.len() < AT_ONCE
                && let Some(place) = search.next()
            {
                let prefix = search.found[place].prefix.clone();
                let visit = Visit::begin(prefix, &mut self.runs);
                self.begun.push_back((place, visit));
            }
            while self.reached.len() < LOOKED_AT
                && let Some((place, visit)) = self.begun.pop_front()
            {
                let reached = self.positions.reach(visit, &mut self.runs);
                self.reached.push_back((place, reached));
            }
            let Some((place, reached)) = self.reached.pop_front() else {
                return Ok(None);
            };
            search.under_way -= 1;
            let position =
                reached.and_then(|reached| self.positions.look_around(reached, &mut self.runs));
            match position {
                Ok(position) => return Ok(Some((place, position))),
                Err(error @ NoPosition::Explore(_)) => return Err(error),
                Err(NoPosition::Unexplorable(_)) => {}
            }
        }
    }
}

impl<T> Graph<T> {
    /// The moments that were visited, numbered without gaps.
    fn of(nodes: Vec<Option<Node<T>>>) -> Graph<T> {
        let mut numbers = vec![None; nodes.len()];
        let visited = (0..nodes.len()).filter(|place| nodes[*place].is_some());
        for (number, place) in visited.enumerate() {
            numbers[place] = Some(number);
        }
        let renumbered = |node: Node<T>| {
            let to = node.to.into_iter();
            let number = |place: usize| numbers.get(place).copied().flatten();
            Node {
                to: to.map(|place| place.and_then(number)).collect(),
                ..node
            }
        };
        Graph {
            nodes: nodes.into_iter().flatten().map(renumbered).collect(),
        }
    }
}

/// A moment that was found.
#[derive(Debug, Clone)]
struct Found {
    prefix: Prefix,
    /// Who has gone last.
    last: ActorId,
    preemptions: Preemptions,
    /// How far along the trail it is, if it is on it.
    along: Option<usize>,
    is_visited: bool,
}

/// What comes first: what is on the trail, then what has few preemptions, then what was found first.
type Rank = (bool, Preemptions);

/// What was found, and what of it is still to be visited.
struct Search {
    limits: Limits,
    trail: Trail,
    /// Places in `found`.
    places: HashMap<Class, usize>,
    found: Vec<Found>,
    /// The places of those that are still to be visited. One that turns out to be on the trail is there twice.
    queue: BinaryHeap<Reverse<(Rank, usize)>>,
    /// How many are being visited, and their rank.
    under_way: usize,
    rank: Option<Rank>,
}

impl Search {
    fn new(limits: Limits, trail: Trail) -> Search {
        Search {
            limits,
            trail,
            places: HashMap::new(),
            found: Vec::new(),
            queue: BinaryHeap::new(),
            under_way: 0,
            rank: None,
        }
    }

    fn begin(&mut self, position: &Position, start: Prefix) {
        let class = Class::of(&position.interleaving.events[..start.steps()]);
        let place = self.find(class, start, ActorId::MAIN, Preemptions::NONE);
        self.lead(place, 0);
    }

    /// The next place to be visited, unless those that are being visited may still find one that comes before it.
    fn next(&mut self) -> Option<usize> {
        loop {
            let Reverse((rank, place)) = *self.queue.peek()?;
            if self.found[place].is_visited {
                self.queue.pop();
                continue;
            }
            if self.under_way > 0 && self.rank != Some(rank) {
                return None;
            }
            self.queue.pop();
            self.found[place].is_visited = true;
            self.under_way += 1;
            self.rank = Some(rank);
            return Some(place);
        }
    }

    /// The place of a moment; it is visited later if it is new and there is room for it.
    fn find(
        &mut self,
        class: Class,
        prefix: Prefix,
        last: ActorId,
        preemptions: Preemptions,
    ) -> Option<usize> {
        if let Some(place) = self.places.get(&class) {
            return Some(*place);
        }
        if self.found.len() >= self.limits.moments || prefix.steps() > self.limits.steps {
            return None;
        }
        let place = self.found.len();
        self.places.insert(class, place);
        self.found.push(Found {
            prefix,
            last,
            preemptions,
            along: None,
            is_visited: false,
        });
        self.queue.push(Reverse(((true, preemptions), place)));
        Some(place)
    }

    /// Where a move leads. What an actor that spins would do is no move of the game: it changes nothing.
    fn follow(&mut self, from: usize, position: &Position, one: &Move) -> Option<usize> {
        let Found {
            last,
            preemptions,
            along,
            ..
        } = self.found[from];
        let standing = |actor: ActorId| position.standings.get(actor.index());
        if standing(one.actor) == Some(&Standing::Spins) {
            return None;
        }
        let preempts = one.actor != last && standing(last) == Some(&Standing::Ready);
        let steps = one.first_telling();
        let before = &position.interleaving.events[..position.prefix.steps()];
        let class = Class::of(before.iter().chain(&one.events[..steps]));
        let preemptions = preemptions + u32::from(preempts);
        let place = self.find(class, one.after(steps), one.actor, preemptions);
        let next = along.and_then(|along| self.trail.after(along, one));
        if let Some(next) = next {
            self.lead(place, next);
        }
        place
    }

    /// A moment is on the trail: it comes first.
    fn lead(&mut self, place: Option<usize>, along: usize) {
        let Some(place) = place else {
            return;
        };
        let found = &mut self.found[place];
        found.along = Some(along);
        self.queue
            .push(Reverse(((false, found.preemptions), place)));
    }
}
