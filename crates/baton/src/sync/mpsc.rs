//! Channels.

mod iter;
mod queue;

use ::std::cell::Cell;
use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::time::Duration;

pub use ::std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

pub use iter::{IntoIter, Iter, TryIter};

use crate::engine::frames::frame_pointer;
use crate::engine::integer;
use crate::engine::owned::Owned;
use crate::engine::state::Caller;
use crate::engine::task::Quiet;
use protocol::Op;
use queue::{Channel, Found, UNBOUNDED, count_senders, has_room, receive};

/// Makes a channel without a limit.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Channel::make(UNBOUNDED);
    (
        Sender {
            channel: share(&channel),
        },
        Receiver {
            channel,
            _not_sync: PhantomData,
        },
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
        Receiver {
            channel,
            _not_sync: PhantomData,
        },
    )
}

fn share<T>(channel: &Owned<T>) -> Owned<T> {
    let _quiet = Quiet::enter();
    channel.clone()
}

macro_rules! senders {
    ($($name:ident)*) => {$(
        /// The sending end, as std's.
        pub struct $name<T> {
            channel: Owned<Channel<T>>,
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

        impl<T> UnwindSafe for $name<T> {}
        impl<T> RefUnwindSafe for $name<T> {}

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
    channel: Owned<Channel<T>>,
    _not_sync: PhantomData<Cell<()>>,
}

// SAFETY: as std's: it moves between threads with the messages.
unsafe impl<T: Send> Send for Receiver<T> {}
impl<T> UnwindSafe for Receiver<T> {}
impl<T> RefUnwindSafe for Receiver<T> {}

impl<T> Receiver<T> {
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.receive(Location::caller())
    }

    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.try_receive(Location::caller())
    }

    /// The time may be over at any moment.
    #[track_caller]
    pub fn recv_timeout(&self, time: Duration) -> Result<T, RecvTimeoutError> {
        self.take(Op::ReceiveTimeout, time, Location::caller())
            .map_err(|found| match found {
                Found::Closed => RecvTimeoutError::Disconnected,
                _ => RecvTimeoutError::Timeout,
            })
    }

    fn receive(&self, place: Caller) -> Result<T, RecvError> {
        self.take(Op::Receive, Duration::ZERO, place)
            .map_err(|_| RecvError)
    }

    fn try_receive(&self, place: Caller) -> Result<T, TryRecvError> {
        self.take(Op::TryReceive, Duration::ZERO, place)
            .map_err(|found| match found {
                Found::Closed => TryRecvError::Disconnected,
                _ => TryRecvError::Empty,
            })
    }

    fn take(&self, op: Op, limit: Duration, place: Caller) -> Result<T, Found> {
        loop {
            match receive(
                self.channel.object(),
                op,
                limit,
                integer::can_be_raised::<T>(),
                place,
            ) {
                Found::Message { more } => {
                    let mut message = self.channel.pop().ok_or(Found::Closed)?;
                    if let Some(more) = more {
                        integer::raise(&mut message, more);
                    }
                    return Ok(message);
                }
                Found::Lost => drop(self.channel.pop()),
                found @ (Found::Nothing | Found::Closed) => return Err(found),
            }
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        count_senders(self.channel.object(), Op::ReceiverDrop, frame_pointer());
        // Without room, the messages that are left are those of senders that wait: they take them back.
        if has_room(self.channel.object()) {
            while let Some(message) = self.channel.pop() {
                drop(message);
            }
        }
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
