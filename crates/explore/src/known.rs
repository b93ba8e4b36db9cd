//! Executions that were made already. A schedule determines an execution, so a search need not make again what another search
//! of the same program has made.

use std::collections::{HashMap, VecDeque};

use protocol::{Decision, End, Reply, Request};

use crate::executor::{Answer, Executor};

/// More steps would take too much memory.
const MOST_STEPS: usize = 100_000;

/// What came of the executions of a program in one environment, as many as there is room for.
#[derive(Debug, Default)]
pub struct Known {
    executions: HashMap<Vec<Decision>, (Request, Reply)>,
    steps: usize,
}

impl Known {
    fn reply_to(&self, request: &Request) -> Option<&Reply> {
        let (known, reply) = self.executions.get(&request.decisions)?;
        (known == request).then_some(reply)
    }

    fn add(&mut self, request: Request, reply: &Reply) {
        // Where an execution is cut off by the clock depends on the machine.
        let is_cut_off = matches!(reply.end, End::TimeLimit { .. } | End::HeldUp);
        if is_cut_off || self.steps + reply.steps.len() > MOST_STEPS {
            return;
        }
        self.steps += reply.steps.len();
        let decisions = request.decisions.clone();
        self.executions.insert(decisions, (request, reply.clone()));
    }
}

/// An executor that makes only those executions that are not known yet.
#[derive(Debug)]
pub struct Recalling<'a, E> {
    executor: &'a mut E,
    known: &'a mut Known,
    under_way: HashMap<u64, Request>,
    recalled: VecDeque<Answer>,
}

impl<'a, E> Recalling<'a, E> {
    /// That executor, which knows these executions and adds its own.
    pub fn new(executor: &'a mut E, known: &'a mut Known) -> Recalling<'a, E> {
        Recalling {
            executor,
            known,
            under_way: HashMap::new(),
            recalled: VecDeque::new(),
        }
    }
}

impl<E: Executor> Executor for Recalling<'_, E> {
    type Error = E::Error;

    fn at_once(&self) -> usize {
        self.executor.at_once()
    }

    fn begin(&mut self, number: u64, request: Request) {
        if let Some(reply) = self.known.reply_to(&request) {
            let reply = reply.clone();
            self.recalled.push_back(Answer { number, reply });
            return;
        }
        self.under_way.insert(number, request.clone());
        self.executor.begin(number, request);
    }

    fn answer(&mut self) -> Result<Answer, E::Error> {
        if let Some(answer) = self.recalled.pop_front() {
            return Ok(answer);
        }
        let answer = self.executor.answer()?;
        if let Some(request) = self.under_way.remove(&answer.number) {
            self.known.add(request, &answer.reply);
        }
        Ok(answer)
    }
}
