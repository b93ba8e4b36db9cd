//! What both ends of a channel share, and the steps on it.

use ::std::cell::UnsafeCell;
use ::std::collections::VecDeque;
use ::std::panic::Location;
use ::std::sync::mpsc::TrySendError;
use ::std::time::Duration;

use crate::engine::frames::frames_from;
use crate::engine::integer;
use crate::engine::owned::Owned;
use crate::engine::state::{Caller, Intent};
use crate::engine::task::Quiet;
use crate::engine::turn::{self, Turn};
use crate::sync::identity::Identity;
use protocol::{ObjectId, ObjectKind, Op};

/// What both ends share. The messages are touched by the holder of the baton only.
pub(super) struct Channel<T> {
    identity: Identity,
    messages: UnsafeCell<VecDeque<T>>,
}

// SAFETY: the identity and the messages are touched by the holder of the baton only.
unsafe impl<T: Send> Sync for Channel<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Channel<T> {}

pub(super) const UNBOUNDED: u32 = u32::MAX;

impl<T> Channel<T> {
    #[track_caller]
    pub(super) fn make(limit: u32) -> Owned<Self> {
        let _quiet = Quiet::enter();
        let channel = Owned::new(Self {
            identity: Identity::new(),
            messages: UnsafeCell::new(VecDeque::new()),
        });
        open(&channel.identity, limit);
        channel
    }

    pub(super) fn object(&self) -> Option<ObjectId> {
        self.identity.get(ObjectKind::Channel)
    }

    fn push(&self, message: T) {
        let _quiet = Quiet::enter();
        // SAFETY: called in a turn of a task of this process, or before there are any.
        unsafe { (*self.messages.get()).push_back(message) };
    }

    pub(super) fn pop(&self) -> Option<T> {
        let _quiet = Quiet::enter();
        // SAFETY: as in `push`.
        unsafe { (*self.messages.get()).pop_front() }
    }

    fn pop_last(&self) -> Option<T> {
        let _quiet = Quiet::enter();
        // SAFETY: as in `push`.
        unsafe { (*self.messages.get()).pop_back() }
    }

    #[track_caller]
    pub(super) fn send(&self, op: Op, message: T) -> Result<(), TrySendError<T>> {
        let place = Location::caller();
        match offer(self.object(), op, integer::fingerprint(&message), place) {
            Offer::Full => return Err(TrySendError::Full(message)),
            Offer::Closed => return Err(TrySendError::Disconnected(message)),
            Offer::Sent => self.push(message),
            Offer::WaitUntilTaken { object, ticket } => {
                self.push(message);
                if !await_taken(object, ticket, place) {
                    // It will never be received; which of several it is does not matter to their senders.
                    if let Some(message) = self.pop_last() {
                        return Err(TrySendError::Disconnected(message));
                    }
                }
            }
        }
        Ok(())
    }
}

#[inline(never)]
fn open(identity: &Identity, limit: u32) {
    if let Some(object) = identity.get(ObjectKind::Channel) {
        turn::with_state(|state| {
            state.object(object).limit = limit;
            state.object(object).users = 1;
        });
    }
}

enum Offer {
    Sent,
    Full,
    Closed,
    WaitUntilTaken { object: ObjectId, ticket: u64 },
}

#[inline(never)]
fn offer(object: Option<ObjectId>, op: Op, fingerprint: Option<u64>, place: Caller) -> Offer {
    let Some(object) = object else {
        return Offer::Sent;
    };
    let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
        return Offer::Sent;
    };
    let awaited = is_awaited(&turn, object);
    let channel = turn.object(object);
    if channel.closed {
        turn.failed();
        return Offer::Closed;
    }
    let meets = channel.limit == 0;
    let full = if meets {
        channel.count > 0 || !awaited
    } else {
        channel.count >= channel.limit
    };
    if op == Op::TrySend && full {
        turn.failed();
        return Offer::Full;
    }
    channel.count += 1;
    let ticket = channel.number + u64::from(channel.count) - 1;
    if let Some(fingerprint) = fingerprint {
        turn.written(fingerprint);
    }
    if meets && op == Op::Send {
        Offer::WaitUntilTaken { object, ticket }
    } else {
        Offer::Sent
    }
}

/// Whether a receiver waits for a message now.
fn is_awaited(turn: &Turn, object: ObjectId) -> bool {
    turn.alive.iter().any(|task| {
        let pending = &turn.tasks[task.index()].pending;
        pending.object == Some(object)
            && match pending.op {
                Op::Receive => pending.argument > 0,
                op => op == Op::ReceiveTimeout,
            }
    })
}

#[inline(never)]
fn await_taken(object: ObjectId, ticket: u64, place: Caller) -> bool {
    let intent = Intent {
        argument: ticket,
        ..Intent::new(Op::SendTaken, object, place)
    };
    let Some(mut turn) = turn::take(intent) else {
        return true;
    };
    let taken = turn.object(object).number > ticket;
    if !taken {
        turn.failed();
    }
    taken
}

/// A [`protocol::Decision::Tamper`] with this value loses the message.
const LOST: u64 = 0;

/// What a receiver finds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Message {
        /// What is to be added to its integers.
        more: Option<u64>,
    },
    /// A message that is to be lost: it was received, and the receiver does not get it.
    Lost,
    Nothing,
    Closed,
}

#[inline(never)]
pub(super) fn receive(
    object: Option<ObjectId>,
    op: Op,
    limit: Duration,
    can_be_raised: bool,
    place: Caller,
) -> Found {
    let unchanged = Found::Message { more: None };
    let Some(object) = object else {
        return unchanged;
    };
    let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
        return unchanged;
    };
    let channel = turn.object(object);
    if op == Op::Receive && channel.count == 0 && channel.users > 0 {
        turn = match wait(turn, place) {
            Some(turn) => turn,
            None => return unchanged,
        };
    }
    let channel = turn.object(object);
    if channel.count > 0 {
        channel.count -= 1;
        channel.number += 1;
        return match turn.tampered_if(|value| value == LOST || can_be_raised) {
            Some(LOST) => Found::Lost,
            more => Found::Message { more },
        };
    }
    let closed = channel.users == 0;
    turn.failed();
    if closed {
        return Found::Closed;
    }
    turn.sleep(limit);
    Found::Nothing
}

/// Makes this turn the step that begins to wait, in a channel without room and without a message: from then on `try_send`
/// finds a receiver.
fn wait(mut turn: Turn, place: Caller) -> Option<Turn> {
    let object = turn.step().intent.object;
    turn.step().intent.op = Op::ReceiveWait;
    drop(turn);
    turn::take(Intent {
        argument: 1,
        ..Intent::new(Op::Receive, object, place)
    })
}

#[inline(never)]
pub(super) fn count_senders(object: Option<ObjectId>, op: Op, frame: usize) {
    let Some(object) = object else { return };
    let Some(mut turn) = turn::take(Intent {
        frames: frames_from(frame),
        ..Intent::bare(op, object)
    }) else {
        return;
    };
    let channel = turn.object(object);
    match op {
        Op::SenderClone => channel.users += 1,
        Op::SenderDrop => channel.users -= 1,
        _ => channel.closed = true,
    }
}

#[inline(never)]
pub(super) fn has_room(object: Option<ObjectId>) -> bool {
    let room = object.and_then(|object| turn::with_state(|state| state.object(object).limit));
    room != Some(0)
}
