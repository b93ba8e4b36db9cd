//! Channels.

use ::std::cell::UnsafeCell;
use ::std::collections::VecDeque;
use ::std::fmt;
use ::std::panic::Location;
use ::std::sync::Arc;
use ::std::time::Duration;

pub use ::std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use super::identity::Identity;
use crate::engine::memory::frame_pointer;
use crate::engine::state::{Caller, Intent, bits};
use crate::engine::task::Quiet;
use crate::engine::turn::{self, Turn};
use crate::protocol::{ObjectId, ObjectKind, Op};

/// What both ends share. The messages are touched by the holder of the baton only.
struct Channel<T> {
    identity: Identity,
    messages: UnsafeCell<VecDeque<T>>,
}

// SAFETY: the identity and the messages are touched by the holder of the baton only.
unsafe impl<T: Send> Sync for Channel<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Channel<T> {}

const UNBOUNDED: u32 = u32::MAX;

impl<T> Channel<T> {
    #[track_caller]
    fn make(limit: u32) -> Arc<Self> {
        let _quiet = Quiet::enter();
        let channel = Arc::new(Self {
            identity: Identity::new(),
            messages: UnsafeCell::new(VecDeque::new()),
        });
        open(&channel.identity, limit);
        channel
    }

    fn object(&self) -> Option<ObjectId> {
        self.identity.get(ObjectKind::Channel)
    }

    fn push(&self, message: T) {
        let _quiet = Quiet::enter();
        // SAFETY: called in a turn of a task of this process, or before there are any.
        unsafe { (*self.messages.get()).push_back(message) };
    }

    fn pop(&self) -> Option<T> {
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
    fn send(&self, op: Op, message: T) -> Result<(), TrySendError<T>> {
        let place = Location::caller();
        match offer(self.object(), op, place) {
            Offer::Full => return Err(TrySendError::Full(message)),
            Offer::Closed => return Err(TrySendError::Disconnected(message)),
            Offer::Sent => self.push(message),
            Offer::WaitUntilTaken { object, ticket } => {
                self.push(message);
                if !await_taken(object, ticket, place) {
                    // Nobody will take it any more; whose of several it is does not matter to their senders.
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
fn offer(object: Option<ObjectId>, op: Op, place: Caller) -> Offer {
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
    if meets && op == Op::Send {
        Offer::WaitUntilTaken { object, ticket }
    } else {
        Offer::Sent
    }
}

/// Whether somebody waits for a message now.
fn is_awaited(turn: &Turn, object: ObjectId) -> bool {
    bits(turn.alive).any(|task| {
        let pending = &turn.tasks[task].pending;
        pending.object == object && matches!(pending.op, Op::Receive | Op::ReceiveTimeout)
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

/// What a receiver finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Message,
    Nothing,
    Closed,
}

#[inline(never)]
fn receive(object: Option<ObjectId>, op: Op, place: Caller) -> Found {
    let Some(object) = object else {
        return Found::Message;
    };
    let Some(mut turn) = turn::take(Intent::new(op, object, place)) else {
        return Found::Message;
    };
    let channel = turn.object(object);
    if channel.count > 0 {
        channel.count -= 1;
        channel.number += 1;
        return Found::Message;
    }
    let closed = channel.users == 0;
    turn.failed();
    if closed {
        Found::Closed
    } else {
        Found::Nothing
    }
}

#[inline(never)]
fn count_senders(object: Option<ObjectId>, op: Op, frame: usize) {
    let Some(object) = object else { return };
    let frames = super::mutex::frames(frame);
    let Some(mut turn) = turn::take(Intent {
        frames,
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

/// Makes a channel without a limit.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Channel::make(UNBOUNDED);
    (
        Sender {
            channel: share(&channel),
        },
        Receiver { channel },
    )
}

/// Makes a channel with room for so many messages.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let channel = Channel::make(u32::try_from(bound).unwrap_or(UNBOUNDED - 1));
    (
        SyncSender {
            channel: share(&channel),
        },
        Receiver { channel },
    )
}

fn share<T>(channel: &Arc<T>) -> Arc<T> {
    let _quiet = Quiet::enter();
    Arc::clone(channel)
}

macro_rules! senders {
    ($($name:ident)*) => {$(
        /// The sending end, as std's.
        pub struct $name<T> {
            channel: Arc<Channel<T>>,
        }

        impl<T> $name<T> {
            #[track_caller]
            pub fn send(&self, message: T) -> Result<(), SendError<T>> {
                match self.channel.send(Op::Send, message) {
                    Ok(()) => Ok(()),
                    Err(TrySendError::Full(message) | TrySendError::Disconnected(message)) => {
                        Err(SendError(message))
                    }
                }
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                count_senders(self.channel.object(), Op::SenderClone, frame_pointer());
                Self { channel: share(&self.channel) }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                count_senders(self.channel.object(), Op::SenderDrop, frame_pointer());
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

senders! { Sender SyncSender }

impl<T> SyncSender<T> {
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.channel.send(Op::TrySend, message)
    }
}

/// The receiving end, as std's.
pub struct Receiver<T> {
    channel: Arc<Channel<T>>,
}

// SAFETY: as std's: it moves between threads with the messages.
unsafe impl<T: Send> Send for Receiver<T> {}

impl<T> Receiver<T> {
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.take(Op::Receive, Location::caller())
            .map_err(|_| RecvError)
    }

    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.take(Op::TryReceive, Location::caller())
            .map_err(|found| match found {
                Found::Closed => TryRecvError::Disconnected,
                _ => TryRecvError::Empty,
            })
    }

    /// The time may be over at any moment.
    #[track_caller]
    pub fn recv_timeout(&self, _time: Duration) -> Result<T, RecvTimeoutError> {
        self.take(Op::ReceiveTimeout, Location::caller())
            .map_err(|found| match found {
                Found::Closed => RecvTimeoutError::Disconnected,
                _ => RecvTimeoutError::Timeout,
            })
    }

    fn take(&self, op: Op, place: Caller) -> Result<T, Found> {
        match receive(self.channel.object(), op, place) {
            Found::Message => self.channel.pop().ok_or(Found::Closed),
            found => Err(found),
        }
    }

    pub fn iter(&self) -> Iter<'_, T> {
        Iter { receiver: self }
    }

    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter { receiver: self }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        count_senders(self.channel.object(), Op::ReceiverDrop, frame_pointer());
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// Messages until the senders are gone.
#[derive(Debug)]
pub struct Iter<'a, T> {
    receiver: &'a Receiver<T>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

/// Messages until there is none.
#[derive(Debug)]
pub struct TryIter<'a, T> {
    receiver: &'a Receiver<T>,
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.try_recv().ok()
    }
}

/// Messages until the senders are gone, with the receiver.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { receiver: self }
    }
}
