//! Executions that are begun before it is their turn.

use std::collections::HashMap;

use protocol::{Decision, Reply, Request};

use crate::executor::{Answer, Executor};

/// For each execution that can be made at once, so many are under way: where one ends, the next one lies ready.
const UNDER_WAY_FOR_EACH: usize = 4;

/// So many that were begun may wait for their turn.
const MOST_WAITING: usize = 1_000;

/// An executor that is kept busy with what it will be asked for later.
pub(super) struct Ahead<'a, E> {
    executor: &'a mut E,
    /// What was begun and not asked for yet, by its decisions.
    begun: HashMap<Vec<Decision>, Begun>,
    /// The decisions of those that have not ended, by their numbers.
    under_way: HashMap<u64, Vec<Decision>>,
    next_number: u64,
}

struct Begun {
    number: u64,
    request: Request,
    /// What came of it, once it has ended.
    reply: Option<Reply>,
}

impl<'a, E: Executor> Ahead<'a, E> {
    pub(super) fn new(executor: &'a mut E) -> Ahead<'a, E> {
        Ahead {
            executor,
            begun: HashMap::new(),
            under_way: HashMap::new(),
            next_number: 0,
        }
    }

    /// Up to how many executions are to be foreseen now; none where enough are under way.
    pub(super) fn wanted(&self) -> usize {
        let room = UNDER_WAY_FOR_EACH * self.executor.at_once();
        match self.under_way.len() <= room / 2 && self.begun.len() < MOST_WAITING {
            true => room,
            false => 0,
        }
    }

    /// Begins an execution, unless it was begun already.
    pub(super) fn begin(&mut self, request: &Request) {
        let known = self.begun.get(&request.decisions);
        if known.is_some_and(|known| known.request == *request) {
            return;
        }
        let (number, decisions) = (self.next_number, request.decisions.clone());
        self.next_number += 1;
        self.under_way.insert(number, decisions.clone());
        let begun = Begun {
            number,
            request: request.clone(),
            reply: None,
        };
        self.begun.insert(decisions, begun);
        self.executor.begin(number, request.clone());
    }

    /// What comes of an execution that was begun.
    ///
    /// # Errors
    /// When the executor gives no answer.
    pub(super) fn reply_to(&mut self, request: &Request) -> Result<Reply, E::Error> {
        loop {
            let begun = self.begun.get_mut(&request.decisions);
            if let Some(reply) = begun.and_then(|begun| begun.reply.take()) {
                self.begun.remove(&request.decisions);
                return Ok(reply);
            }
            let Answer { number, reply } = self.executor.answer()?;
            let decisions = self.under_way.remove(&number);
            let begun = decisions.and_then(|decisions| self.begun.get_mut(&decisions));
            // Another one with the same decisions may have been begun since, under other rules.
            if let Some(begun) = begun.filter(|begun| begun.number == number) {
                begun.reply = Some(reply);
            }
        }
    }
}
