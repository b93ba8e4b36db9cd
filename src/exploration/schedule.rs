//! What determines one execution of a program: its environment, its setting, and its decisions.

mod notation;

use protocol::{Decision, Limits, Policy, Request, Rules, States, SwitchAt, TaskSet, Variable};

use super::pool::{LIMITS, STEPS_IF_FAVOURED};
use crate::catalog::Mode;
use crate::edition::Edition;

pub use notation::NoSchedule;

/// The variables of the program's environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment {
    /// `ROUNDS`: how often each worker counts.
    pub rounds: u64,
    /// `EXTRA`: how many more times the first worker counts.
    pub extra: u64,
    /// `MODE`, if the program has modes.
    pub mode: Option<Mode>,
}

/// What an execution depends on beside the program's text and the decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The variables of the program's environment.
    pub environment: Environment,
    /// Where a task can be preempted.
    pub switch_at: SwitchAt,
    /// What the executor does after the last decision.
    pub then: Policy,
}

/// What determines one execution: it can be run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The edition of Rust that the program is compiled for.
    pub edition: Edition,
    /// What it depends on beside its decisions.
    pub setting: Setting,
    /// Its decisions, in order.
    pub decisions: Vec<Decision>,
}

impl Environment {
    /// The variables with their names.
    pub fn variables(self) -> Vec<Variable> {
        let mode = self.mode.map(|mode| Variable::new("MODE", mode.name()));
        let mut variables = vec![
            Variable::new("ROUNDS", self.rounds),
            Variable::new("EXTRA", self.extra),
        ];
        variables.extend(mode);
        variables
    }
}

impl Setting {
    /// The setting of a search: no preemption at plain accesses, and no unfairly scheduled task.
    pub fn of(environment: Environment) -> Setting {
        Setting {
            environment,
            switch_at: SwitchAt::Synchronisation,
            then: Policy::Default,
        }
    }

    /// The request of an execution with these decisions. The tasks in `goes_last` go by default only where every other task spins.
    pub fn request(self, decisions: Vec<Decision>, goes_last: TaskSet) -> Request {
        Request {
            decisions,
            then: self.then,
            rules: Rules {
                switch_at: self.switch_at,
                goes_last,
                // Searches of programs in which a task may count compare states, and which task goes by default can depend on that.
                states: States::Compared,
                ..Rules::default()
            },
            limits: Limits {
                steps: match self.then {
                    Policy::Favour(_) => STEPS_IF_FAVOURED,
                    Policy::Default | Policy::Stop => LIMITS.steps,
                },
                ..LIMITS
            },
            ..Request::default()
        }
    }
}

impl Schedule {
    /// The execution without decisions, in which the executor chooses every task.
    pub fn undecided(environment: Environment) -> Schedule {
        Schedule {
            edition: Edition::default(),
            setting: Setting::of(environment),
            decisions: Vec::new(),
        }
    }

    /// Whether a process is killed in it.
    pub fn has_crash(&self) -> bool {
        let is_crash = |one: &Decision| matches!(one, Decision::Crash { .. });
        self.decisions.iter().any(is_crash)
    }

    /// The request of this execution.
    pub fn request(&self) -> Request {
        let decisions = self.decisions.clone();
        self.setting.request(decisions, TaskSet::EMPTY)
    }
}
