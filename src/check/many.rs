//! Many checks at once.

use crossbeam_channel::{Receiver, Sender, bounded};

use super::in_order::in_order;
use super::verdict::Checked;
use super::{Checker, Subject};
use crate::exploration::Executors;
use crate::supervise::Cancel;

impl Checker {
    /// Checks many exercises; `on_checked` gets each with its place, in their order.
    ///
    /// As many are checked at once as there are cores, each with one executor. Real runs take turns ([`Turns`]).
    pub fn check_all(
        self,
        subjects: &[Subject],
        cancel: &Cancel,
        on_checked: &mut dyn FnMut(usize, Checked),
    ) {
        let checker = self.with_executors(Executors::One);
        let check = |subject| checker.check(subject, cancel, &mut |_| ());
        in_order(cores(), subjects.iter().collect(), &check, on_checked);
    }
}

/// How many cores this process may use.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The turns of those that want to make real runs: half as many at once as there are cores, so that workers have cores to run
/// on.
#[derive(Debug)]
pub(super) struct Turns {
    /// As many messages as there are turns left.
    left: Receiver<()>,
    back: Sender<()>,
}

/// A turn, until it is dropped.
pub(super) struct Turn<'a>(&'a Sender<()>);

impl Turns {
    /// None is taken.
    pub(super) fn new() -> Turns {
        Turns::of((cores() / 2).max(1))
    }

    fn of(number: usize) -> Turns {
        let (back, left) = bounded(number);
        for _ in 0..number {
            back.send(())
                .expect("the receiver is alive in this function");
        }
        Turns { left, back }
    }

    /// Waits until one is left, and takes it.
    pub(super) fn take(&self) -> Turn<'_> {
        self.left.recv().expect("the sender is alive in `self`");
        Turn(&self.back)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // The receiver is alive in the turns that this one borrows from.
        let _ = self.0.send(());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_have_a_turn_than_there_are_and_each_gets_one() {
        let turns = Turns::of(2);
        let (now, most, all) = (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        );
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _turn = turns.take();
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                        all.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 2);
        assert_eq!(all.into_inner(), 400);
    }
}
