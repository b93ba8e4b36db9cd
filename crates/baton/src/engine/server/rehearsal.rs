//! Rehearsals: before the first execution of a kind the program is run with nothing decided, to see what its tasks share.

use protocol::{End, Limits, Request, Rules, TaskSet, Variable};

use crate::engine::hand_over::Baton;
use crate::engine::memory::{self, Foreseen};

/// How often the program is run to find out what its tasks share: watching what they share can show more of it.
pub(super) const REHEARSALS: u32 = 3;

/// So many kinds of executions are remembered; then all are rehearsed again.
const MOST_KINDS: usize = 64;

/// What the rehearsals have shown. It depends on the kind of an execution and on nothing that the server did before: any
/// server gives the same traces.
#[derive(Default)]
pub(super) struct Rehearsed {
    kinds: Vec<(Kind, Vec<Foreseen>)>,
    /// The kind whose places are foreseen now.
    now: Option<Kind>,
}

/// Executions that are alike, as far as the executor decides.
#[derive(Clone, PartialEq, Eq)]
struct Kind {
    environment: Vec<Variable>,
    goes_last: TaskSet,
}

impl Kind {
    fn of(request: &Request) -> Self {
        Self {
            environment: request.environment.clone(),
            goes_last: request.rules.goes_last,
        }
    }
}

impl Rehearsed {
    /// Whether executions of this kind are foreseen now.
    pub(super) fn is_of_now(&self, request: &Request) -> bool {
        self.now.as_ref() == Some(&Kind::of(request))
    }

    /// Foresees what rehearsals of executions of this kind have shown. Where there were none, returns false.
    pub(super) fn recall(&mut self, request: &Request) -> bool {
        let kind = Kind::of(request);
        if self.now.as_ref() == Some(&kind) {
            return true;
        }
        let known = self.kinds.iter().find(|(known, _)| *known == kind);
        let places = known.map_or(&[][..], |(_, places)| places);
        memory::foresee_only(places);
        let is_known = known.is_some();
        self.now = is_known.then_some(kind);
        is_known
    }

    /// Remembers what is foreseen now, after the rehearsals of this kind.
    pub(super) fn remember(&mut self, request: &Request) {
        if self.kinds.len() == MOST_KINDS {
            self.kinds.clear();
        }
        let kind = Kind::of(request);
        self.kinds.push((kind.clone(), memory::foreseen()));
        self.now = Some(kind);
    }
}

/// The execution in which the executor decides everything.
pub(super) fn rehearsal(request: &Request) -> Request {
    Request {
        environment: request.environment.clone(),
        rules: Rules {
            goes_last: request.rules.goes_last,
            ..Rules::default()
        },
        // Executions of one kind may end after any number of steps: what they share does not depend on who asks first.
        limits: Limits {
            steps: Limits::default().steps,
            ..request.limits
        },
        ..Request::default()
    }
}

/// Whether the rehearsal that is over has shown something that another one may add to.
pub(super) fn shows_more(end: &End) -> bool {
    // It waits for something outside, and would again; or what is in the state cannot be believed.
    if matches!(
        end,
        End::TimeLimit { .. } | End::Stopped { .. } | End::Damaged
    ) {
        return false;
    }
    // SAFETY: every child is gone, and what the state says was believed.
    let state = unsafe { Baton::of_server() };
    memory::foresee(&state)
}
