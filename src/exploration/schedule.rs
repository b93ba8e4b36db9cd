//! One execution of a program, as it is asked for: under what, and what is decided in it.

mod notation;

use protocol::{Decision, Limits, Policy, Request, Rules, States, SwitchAt, TaskSet, Variable};

use super::pool::{LIMITS, STEPS_IF_FAVOURED};
use crate::catalog::Mode;
use crate::edition::Edition;

pub use notation::NoSchedule;

/// What a program finds in its environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment {
    /// What `ROUNDS` is: how often each worker counts.
    pub rounds: u64,
    /// What `EXTRA` is: how many more times the first worker counts.
    pub extra: u64,
    /// What `MODE` is, where the program has one.
    pub mode: Option<Mode>,
}

/// Under what a program is explored, beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What it finds in its environment.
    pub environment: Environment,
    /// Where the baton may be taken away.
    pub switch_at: SwitchAt,
    /// What happens after the last decision.
    pub then: Policy,
}

/// One execution, to be run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// What the program is compiled as.
    pub edition: Edition,
    /// Under what.
    pub setting: Setting,
    /// What is decided in it.
    pub decisions: Vec<Decision>,
}

impl Environment {
    /// As the program finds it.
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
    /// The setting of a search: the baton is not taken away at plain accesses, and no task is favoured.
    pub fn of(environment: Environment) -> Setting {
        Setting {
            environment,
            switch_at: SwitchAt::Synchronisation,
            then: Policy::Default,
        }
    }

    /// What to ask an executor for.
    pub fn request(self, decisions: Vec<Decision>, goes_last: TaskSet) -> Request {
        Request {
            decisions,
            then: self.then,
            rules: Rules {
                switch_at: self.switch_at,
                goes_last,
                // As in a search in which any task spins: who goes by default can depend on it.
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
    /// The execution in which the executor decides everything.
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

    /// What to ask an executor for.
    pub fn request(&self) -> Request {
        let decisions = self.decisions.clone();
        self.setting.request(decisions, TaskSet::EMPTY)
    }
}
