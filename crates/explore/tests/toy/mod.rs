//! A toy executor: programs of a few threads, in memory, that answer a request as baton answers it.
//!
//! `main` spawns all other threads, does its own part, and joins those that it waits for. The outcome of a program is all that
//! its threads read, and the final contents of its memory.

#![allow(dead_code, unused_imports, reason = "each test file uses its own part")]

mod axioms;
mod brute_force;
mod code;
mod executions;
mod exhausted;
mod machine;
mod made_up;

use explore::executor::{Answer, Executor};
use explore::strategy::{Attempt, Strategy};
use protocol::{Decision, Reply, Request, Rules, Step, SwitchAt};

pub use axioms::Allowed;
pub use brute_force::{BruteForce, cost};
pub use code::{Act, Instruction, Program, Repeats, Spin, Value};
pub use executions::{Executions, by_brute_force, executions};
pub use exhausted::Exhausted;
pub use made_up::{
    config, program, program_of_accesses, program_of_accesses_and_loops, program_with_atomics,
    program_with_loops, program_with_loops_and_memory, program_with_messages, program_with_parks,
    program_with_processes, program_with_waits, program_without_awaits,
};

/// Runs a toy program, and answers in an order of its own.
#[derive(Clone, Debug)]
pub struct Toy {
    pub program: Program,
    pub switch_at: SwitchAt,
    begun: Vec<(u64, Request)>,
    /// The seed of the order of the answers.
    seed: u64,
    at_once: usize,
}

impl Toy {
    pub fn new(program: &Program, switch_at: SwitchAt) -> Toy {
        Toy {
            program: program.clone(),
            switch_at,
            begun: Vec::new(),
            seed: 0,
            at_once: 1,
        }
    }

    /// The same, with another order of the answers for each seed; 0 is the order of the requests.
    pub fn answering_in_order(self, seed: u64) -> Toy {
        Toy { seed, ..self }
    }

    /// The same, as an executor that makes so many executions at once.
    pub fn making(self, at_once: usize) -> Toy {
        Toy { at_once, ..self }
    }

    /// The instruction that the step is of.
    pub fn instruction_of(&self, code: &[Vec<Instruction>], step: &Step) -> Instruction {
        let at = step.frames[0] % 1000 / 2;
        code[step.task.index()][at as usize]
    }

    /// Makes an attempt of a search that decides each step.
    pub fn run_each(&self, attempt: &Attempt, search: &impl Strategy) -> Reply {
        let request = Request {
            decisions: attempt.decisions.clone(),
            rules: Rules {
                switch_at: self.switch_at,
                every_step: true,
                states: search.states(),
                crashes: true,
                ..Rules::default()
            },
            ..Request::default()
        };
        machine::run(&self.program, &request)
    }

    /// Runs one schedule.
    pub fn run(&self, decisions: &[Decision]) -> Reply {
        let request = Request {
            decisions: decisions.to_vec(),
            rules: Rules {
                switch_at: self.switch_at,
                crashes: true,
                ..Rules::default()
            },
            ..Request::default()
        };
        machine::run(&self.program, &request)
    }
}

impl Executor for Toy {
    type Error = String;

    fn at_once(&self) -> usize {
        self.at_once
    }

    fn begin(&mut self, number: u64, request: Request) {
        self.begun.push((number, request));
    }

    fn answer(&mut self) -> Result<Answer, String> {
        if self.begun.is_empty() {
            return Err("nothing is under way".to_owned());
        }
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005);
        let at = (self.seed >> 33) as usize % self.begun.len();
        let (number, request) = self.begun.remove(at);
        let reply = machine::run(&self.program, &request);
        Ok(Answer { number, reply })
    }
}

/// The outcome of an execution: how it ended, and its output: all values that were read, and the final memory.
pub fn outcome(reply: &Reply) -> String {
    format!(
        "{:?}: {}",
        reply.end,
        String::from_utf8_lossy(&reply.stdout)
    )
}
