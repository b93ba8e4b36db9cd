//! What is done once: `Once`, `OnceLock`, `LazyLock`.

use ::std::cell::{Cell, UnsafeCell};
use ::std::fmt;
use ::std::ops::Deref;
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::identity::Identity;
use crate::engine::state::{Caller, Intent, NOBODY};
use crate::engine::task::Quiet;
use crate::engine::turn;
use crate::protocol::{ObjectKind, Op};

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

/// What `call_once_force` tells its closure.
#[derive(Debug)]
pub struct OnceState {
    poisoned: bool,
}

impl OnceState {
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
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

    /// Waits until somebody's initialiser is done.
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
                turn.object(object).holder = turn.me();
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
        };
        body(&OnceState {
            poisoned: stage == Stage::Poisoned,
        });
        finish.stage.set(Stage::Done);
    }
}

/// Ends the initialisation also when it panics.
struct Finish<'a> {
    once: &'a Once,
    object: Option<u32>,
    place: Caller,
    stage: Cell<Stage>,
}

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        let turn = self
            .object
            .and_then(|object| turn::take(Intent::new(Op::OnceEnd, object, self.place)));
        self.once.stage.set(self.stage.get());
        if let (Some(object), Some(mut turn)) = (self.object, turn) {
            let once = turn.object(object);
            once.holder = NOBODY;
            once.closed = self.stage.get() == Stage::Done;
            once.count = u32::from(self.stage.get() == Stage::Poisoned);
        }
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

/// A cell that is written once, as std's.
pub struct OnceLock<T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: the value is written once, before anybody is given a reference, and `Once` orders the two.
unsafe impl<T: Sync + Send> Sync for OnceLock<T> {}
// SAFETY: as for any value.
unsafe impl<T: Send> Send for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            once: Once::new(),
            value: UnsafeCell::new(None),
        }
    }

    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() {
            self.written()
        } else {
            None
        }
    }

    /// The value, once it is known that it is there.
    fn written(&self) -> Option<&T> {
        let _quiet = Quiet::enter();
        // SAFETY: nobody writes after the initialisation, and it is done.
        unsafe { (*self.value.get()).as_ref() }
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.once.call_once_force(|_| self.write(value.take()));
        value.map_or(Ok(()), Err)
    }

    fn write(&self, value: Option<T>) {
        let _quiet = Quiet::enter();
        // SAFETY: called by the one initialiser that runs.
        unsafe { *self.value.get() = value };
    }

    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, init: F) -> &T {
        self.once.call_once_force(|_| self.write(Some(init())));
        self.written()
            .expect("an initialiser that has run left its value")
    }

    #[track_caller]
    pub fn wait(&self) -> &T {
        self.once.wait_force();
        self.written()
            .expect("an initialiser that has run left its value")
    }

    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    #[track_caller]
    pub fn take(&mut self) -> Option<T> {
        ::std::mem::take(self).into_inner()
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get()
            .map_or_else(Self::new, |value| Self::from(value.clone()))
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let cell = Self::new();
        let _ = cell.set(value);
        cell
    }
}

impl<T> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceLock").finish_non_exhaustive()
    }
}

/// A value made at its first use, as std's.
pub struct LazyLock<T, F = fn() -> T> {
    cell: OnceLock<T>,
    init: Cell<Option<F>>,
}

// SAFETY: the initialiser is taken by the one call that runs it.
unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    #[track_caller]
    pub const fn new(init: F) -> Self {
        Self {
            cell: OnceLock::new(),
            init: Cell::new(Some(init)),
        }
    }

    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.cell.get_or_init(|| {
            let init = {
                let _quiet = Quiet::enter();
                this.init.take()
            };
            match init {
                Some(init) => init(),
                None => panic!("LazyLock instance has previously been poisoned"),
            }
        })
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyLock").finish_non_exhaustive()
    }
}
