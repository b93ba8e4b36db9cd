//! What is done once.

use ::std::cell::Cell;
use ::std::fmt;
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::identity::Identity;
use crate::engine::state::{Caller, Intent};
use crate::engine::turn;
use protocol::{ObjectId, ObjectKind, Op};

/// Runs an initialiser once, as std's.
pub struct Once {
    identity: Identity,
    stage: Cell<Stage>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    Poisoned,
    Done,
}

// SAFETY: the stage is read and written by the holder of the baton only.
unsafe impl Sync for Once {}
impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

/// As std's: what a static began with before `Once::new` could be called there.
#[deprecated = "use Once::new"]
#[expect(clippy::declare_interior_mutable_const, reason = "as std's")]
pub const ONCE_INIT: Once = Once::new();

/// What `call_once_force` tells its closure.
pub struct OnceState {
    poisoned: bool,
    /// Of the value that a cell is given.
    pub(super) fingerprint: Cell<Option<u64>>,
}

impl OnceState {
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

impl fmt::Debug for OnceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceState")
            .field("poisoned", &self.poisoned)
            .finish()
    }
}

impl Once {
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            identity: Identity::new(),
            stage: Cell::new(Stage::Fresh),
        }
    }

    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, body: F) {
        let mut body = Some(body);
        let run = &mut |_: &OnceState| {
            if let Some(body) = body.take() {
                body();
            }
        };
        self.call(false, run, Location::caller());
    }

    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, body: F) {
        let mut body = Some(body);
        let run = &mut |state: &OnceState| {
            if let Some(body) = body.take() {
                body(state);
            }
        };
        self.call(true, run, Location::caller());
    }

    #[track_caller]
    #[inline(never)]
    pub fn is_completed(&self) -> bool {
        let place = Location::caller();
        let Some(object) = self.identity.get(ObjectKind::Once) else {
            return self.stage.get() == Stage::Done;
        };
        let turn = turn::take(Intent::new(Op::OnceRead, object, place));
        let done = self.stage.get() == Stage::Done;
        if let Some(mut turn) = turn {
            turn.read(u64::from(done));
        }
        done
    }

    /// Waits until another thread's initialiser is done.
    #[track_caller]
    pub fn wait(&self) {
        self.await_end(false, Location::caller());
    }

    /// As `wait`, over initialisers that panic.
    #[track_caller]
    pub fn wait_force(&self) {
        self.await_end(true, Location::caller());
    }

    #[inline(never)]
    fn await_end(&self, force: bool, place: Caller) {
        let turn = self.identity.get(ObjectKind::Once).and_then(|object| {
            turn::take(Intent {
                argument: u64::from(force),
                ..Intent::new(Op::OnceWait, object, place)
            })
        });
        drop(turn);
        if self.stage.get() == Stage::Poisoned && !force {
            panic!("Once instance has previously been poisoned");
        }
    }

    #[inline(never)]
    fn call(&self, force: bool, body: &mut dyn FnMut(&OnceState), place: Caller) {
        let object = self.identity.get(ObjectKind::Once);
        let begin = object.and_then(|object| turn::take(Intent::new(Op::OnceBegin, object, place)));
        let stage = self.stage.get();
        if let (Some(object), Some(mut turn)) = (object, begin) {
            turn.read(u64::from(stage == Stage::Done));
            if stage == Stage::Fresh || (stage == Stage::Poisoned && force) {
                turn.object(object).holder = Some(turn.me());
            } else {
                turn.failed();
            }
        }
        match stage {
            Stage::Done => return,
            Stage::Poisoned if !force => panic!("Once instance has previously been poisoned"),
            _ => {}
        }
        let finish = Finish {
            once: self,
            object,
            place,
            stage: Cell::new(Stage::Poisoned),
            fingerprint: Cell::new(None),
        };
        let state = OnceState {
            poisoned: stage == Stage::Poisoned,
            fingerprint: Cell::new(None),
        };
        body(&state);
        finish.fingerprint.set(state.fingerprint.get());
        finish.stage.set(Stage::Done);
    }
}

/// Ends the initialisation also when it panics.
struct Finish<'a> {
    once: &'a Once,
    object: Option<ObjectId>,
    place: Caller,
    stage: Cell<Stage>,
    fingerprint: Cell<Option<u64>>,
}

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        let turn = self
            .object
            .and_then(|object| turn::take(Intent::new(Op::OnceEnd, object, self.place)));
        self.once.stage.set(self.stage.get());
        if let (Some(object), Some(mut turn)) = (self.object, turn) {
            let once = turn.object(object);
            once.holder = None;
            once.closed = self.stage.get() == Stage::Done;
            once.count = u32::from(self.stage.get() == Stage::Poisoned);
            if let Some(fingerprint) = self.fingerprint.get() {
                turn.written(fingerprint);
            }
        }
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}
