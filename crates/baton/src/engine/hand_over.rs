//! The baton, from hand to hand: the right to use the state.
//!
//! A running task holds the baton. A [`Baton`] value is its borrow of the shared state: at most one exists. Dropping it ends
//! the borrow, but the task still holds the baton until [`Baton::hand_to`].

use ::std::marker::PhantomData;
use ::std::ops::{Deref, DerefMut};
use ::std::sync::atomic::Ordering;

use protocol::TaskId;

use super::control::{self, Message};
use super::state::{self, State};
use super::{contexts, futex, task};

/// The baton in hand. It is the state, for as long as it is there.
///
/// A task that runs holds the baton the whole time; between its operations it is not in hand.
pub(crate) struct Baton {
    /// Makes it `!Send`: it stays in its thread.
    here: PhantomData<*mut State>,
}

impl Baton {
    /// For a task that runs; `None` where this thread is no task.
    #[inline]
    pub(crate) fn of_this_task() -> Option<Baton> {
        task::current()?;
        Some(Baton::in_hand())
    }

    /// For the server.
    ///
    /// # Safety
    /// No task holds the baton: none lives, or the one that it was given to last is gone or has not begun.
    pub(crate) unsafe fn of_server() -> Baton {
        Baton::in_hand()
    }

    /// Waits until the task of that number, which this thread is or is about to be, is given the baton.
    pub(crate) fn wait(me: TaskId) -> Baton {
        if contexts::are_in_use() {
            contexts::wait(me);
        } else {
            futex::wait_for_grant(&state::grants()[me.index()]);
        }
        Baton::in_hand()
    }

    /// Gives it to a task, which goes on now, or when it comes to wait.
    pub(crate) fn hand_to(mut self, task: TaskId) {
        self.current = task.into();
        drop(self);
        if contexts::are_in_use() {
            contexts::grant(task);
        } else {
            futex::grant(&state::grants()[task.index()]);
        }
    }

    #[inline]
    fn in_hand() -> Baton {
        if !task::pick_up() {
            // A mistake of ours: two references to the state would be in use.
            control::tell_server(Message::InUse);
            control::rest();
        }
        Baton { here: PhantomData }
    }
}

impl Deref for Baton {
    type Target = State;

    #[inline]
    fn deref(&self) -> &State {
        // SAFETY: the mapping lives as long as the process, all its bytes are initialised (zero is valid for each field), and
        // nothing else refers to it: this thread holds the baton, and has it in hand only here.
        unsafe { &*state::pointer() }
    }
}

impl DerefMut for Baton {
    #[inline]
    fn deref_mut(&mut self) -> &mut State {
        // SAFETY: as for `deref`, and `&mut self` excludes other borrows.
        unsafe { &mut *state::pointer() }
    }
}

impl Drop for Baton {
    #[inline]
    fn drop(&mut self) {
        task::put_down();
    }
}

/// Forgets what was granted, for an execution that begins. Called by the server when no child lives.
pub(crate) fn clear() {
    for word in state::grants() {
        word.store(futex::IDLE, Ordering::Relaxed);
    }
}
