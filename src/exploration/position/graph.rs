//! The moments of a program's executions up to equivalence, as a graph: a game that needs no program.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::equivalence::Class;
use super::{Move, NoPosition, Position, Positions, Prefix, Standing};
use crate::exploration::actors::ActorId;
use crate::exploration::search::Preemptions;

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
    /// The number of preemptions from which on something is left out; none if nothing is.
    pub left_out_from: Option<Preemptions>,
}

/// A moment.
#[derive(Debug)]
pub struct Node<T> {
    /// What the caller made of the moment.
    pub view: T,
    /// For each of its moves the moment that it leads to; none if that is left out.
    pub to: Vec<Option<usize>>,
}

impl Positions<'_> {
    /// The graph from the start on, within these limits; moments with few preemptions first. `view_of` says what is kept of a
    /// moment.
    ///
    /// # Errors
    /// [`NoPosition`], if the start is not known, or no program can be run. Another moment that is not known is left out.
    pub fn graph<T>(
        &self,
        limits: Limits,
        mut view_of: impl FnMut(&Position) -> T,
    ) -> Result<Graph<T>, NoPosition> {
        let start = self.start()?;
        let first = self.at(&start)?;
        let mut search = Search::new(limits);
        let events = &first.interleaving.events[..start.steps()];
        search.find(Class::of(events), start, ActorId::MAIN, Preemptions::NONE);
        let mut nodes: Vec<Option<Node<T>>> = Vec::new();
        while let Some(Reverse((preemptions, place))) = search.queue.pop() {
            let Found { prefix, last } = search.found[place].clone();
            let position = match self.at(&prefix) {
                Ok(position) => position,
                Err(error @ NoPosition::Explore(_)) => return Err(error),
                Err(NoPosition::Unexplorable(_)) => {
                    search.leave_out(preemptions);
                    continue;
                }
            };
            let moves = position.moves.iter();
            let to = moves.map(|one| search.follow(&position, one, last, preemptions));
            let to = to.collect();
            nodes.resize_with(search.found.len(), || None);
            let view = view_of(&position);
            nodes[place] = Some(Node { view, to });
        }
        Ok(Graph::of(nodes, search.left_out_from))
    }
}

impl<T> Graph<T> {
    /// The moments that were visited, numbered without gaps.
    fn of(nodes: Vec<Option<Node<T>>>, left_out_from: Option<Preemptions>) -> Graph<T> {
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
            left_out_from,
        }
    }
}

/// A moment that was found, and who has gone last.
#[derive(Debug, Clone)]
struct Found {
    prefix: Prefix,
    last: ActorId,
}

/// What was found, and what of it is still to be visited.
struct Search {
    limits: Limits,
    /// Places in `found`.
    places: HashMap<Class, usize>,
    found: Vec<Found>,
    /// The places of those that are still to be visited, with the preemptions that lead there.
    queue: BinaryHeap<Reverse<(Preemptions, usize)>>,
    left_out_from: Option<Preemptions>,
}

impl Search {
    fn new(limits: Limits) -> Search {
        Search {
            limits,
            places: HashMap::new(),
            found: Vec::new(),
            queue: BinaryHeap::new(),
            left_out_from: None,
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
            self.leave_out(preemptions);
            return None;
        }
        let place = self.found.len();
        self.places.insert(class, place);
        self.found.push(Found { prefix, last });
        self.queue.push(Reverse((preemptions, place)));
        Some(place)
    }

    /// Where a move leads. What an actor that spins would do is no move of the game: it changes nothing.
    fn follow(
        &mut self,
        position: &Position,
        one: &Move,
        last: ActorId,
        preemptions: Preemptions,
    ) -> Option<usize> {
        let standing = |actor: ActorId| position.standings.get(actor.index());
        if standing(one.actor) == Some(&Standing::Spins) {
            return None;
        }
        let preempts = one.actor != last && standing(last) == Some(&Standing::Ready);
        let steps = one.first_telling();
        let before = &position.interleaving.events[..position.prefix.steps()];
        let class = Class::of(before.iter().chain(&one.events[..steps]));
        let preemptions = preemptions + u32::from(preempts);
        self.find(class, one.after(steps), one.actor, preemptions)
    }

    fn leave_out(&mut self, preemptions: Preemptions) {
        let least = self
            .left_out_from
            .map_or(preemptions, |one| one.min(preemptions));
        self.left_out_from = Some(least);
    }
}
