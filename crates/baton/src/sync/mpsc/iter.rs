//! Messages one after the other.

use ::std::panic::Location;

use super::Receiver;
use crate::engine::state::Caller;

impl<T> Receiver<T> {
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            receiver: self,
            made: Location::caller(),
        }
    }

    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter {
            receiver: self,
            made: Location::caller(),
        }
    }
}

/// Messages until the senders are gone.
#[derive(Debug)]
pub struct Iter<'a, T> {
    receiver: &'a Receiver<T>,
    made: Caller,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        let place = nearest(Location::caller(), self.made);
        self.receiver.receive(place).ok()
    }
}

/// Messages until there is none.
#[derive(Debug)]
pub struct TryIter<'a, T> {
    receiver: &'a Receiver<T>,
    made: Caller,
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        let place = nearest(Location::caller(), self.made);
        self.receiver.try_receive(place).ok()
    }
}

/// Messages until the senders are gone, with the receiver.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
    made: Caller,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        let place = nearest(Location::caller(), self.made);
        self.receiver.receive(place).ok()
    }
}

/// The caller that asks for the next message; where that is an adapter of `core`, the one that made the iterator.
#[inline(never)]
fn nearest(caller: Caller, made: Caller) -> Caller {
    if caller.file().contains("/library/core/src/iter/") {
        made
    } else {
        caller
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter {
            receiver: self,
            made: Location::caller(),
        }
    }
}
