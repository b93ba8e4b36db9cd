//! What each operation does that other tasks can notice: one table for the executor and the runner.

use crate::Op;

/// What an operation does, as far as other tasks can notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// What it may read of the data that its object holds.
    pub reads: Reads,
    /// What it does to the data that its object holds. The holder of a lock is not data.
    pub writes: Writes,
    /// When it changes something that another task can see, data or not.
    pub changes: Changes,
    /// Whether its order with other operations on its object is without effect.
    pub commutes: Commutes,
    /// Whether its object is a place in memory, and how it uses that.
    pub memory: Option<Memory>,
    /// What it does with a lock.
    pub lock: Option<Lock>,
    /// Where it stands in the life of a task or of a process.
    pub life: Life,
    /// Whether a task that is about to do it yields: all others go first.
    pub yields: bool,
}

/// What an operation reads of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    Nothing,
    /// A number, or the digits in a file. Of a join, what the thread returned.
    Value,
    /// Something else: whether there is a message, how long a file is.
    Something,
}

/// What an operation does to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    Nothing,
    /// Stores a value that was computed before.
    Value,
    /// Stores a value that is made from the one before, in one step.
    Update,
    /// Gives a path another meaning: creates, renames, removes.
    Path,
    /// Sets how long a file is.
    Length,
    /// Puts a message into a channel or a pipe, or takes one out of a channel.
    Message,
}

/// When an operation changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    Never,
    IfItSucceeds,
    Always,
}

/// Whether an operation commutes with others on its object that commute: either order has the same effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commutes {
    Never,
    UnlessItChanges,
    Always,
}

/// How an operation uses memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    Plain,
    Atomic,
}

/// What an operation does with a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    pub place: LockPlace,
    pub change: LockChange,
    /// `None`: the mode in which the lock is held.
    pub mode: Option<Mode>,
}

impl Lock {
    /// Whether the operation has acquired the lock, given whether it succeeded.
    pub fn is_acquired(self, succeeded: bool) -> bool {
        match self.change {
            LockChange::Acquire => true,
            LockChange::TryAcquire => succeeded,
            LockChange::Release => false,
        }
    }
}

/// Where a lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockPlace {
    /// A `Mutex` or an `RwLock`: the operation's object.
    Memory,
    /// The lock of a condition variable: the second object.
    OfCondvar,
    /// A file: the operation's object, locked through the open file that is the second.
    File,
}

/// How an operation changes the holder of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockChange {
    /// Acquires it, blocked until that is possible.
    Acquire,
    /// Acquires it, or fails.
    TryAcquire,
    Release,
}

/// Whether other tasks can hold the lock at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Exclusive,
    Shared,
}

/// Where an operation stands in the life of a task or of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Elsewhere,
    /// Another operation can only come after it: the first step after the spawn, the join after the end.
    Precedes,
    /// It can only come after such an operation.
    Follows,
}

impl Effects {
    const READS: Effects = Effects {
        reads: Reads::Nothing,
        writes: Writes::Nothing,
        changes: Changes::Never,
        commutes: Commutes::UnlessItChanges,
        memory: None,
        lock: None,
        life: Life::Elsewhere,
        yields: false,
    };
    const CHANGES: Effects = Effects {
        changes: Changes::Always,
        ..Effects::READS
    };
    const TRIES: Effects = Effects {
        changes: Changes::IfItSucceeds,
        ..Effects::READS
    };

    const fn reading(self, reads: Reads) -> Effects {
        Effects { reads, ..self }
    }

    const fn writing(self, writes: Writes) -> Effects {
        Effects { writes, ..self }
    }

    const fn in_memory(self, memory: Memory) -> Effects {
        Effects {
            memory: Some(memory),
            ..self
        }
    }

    const fn locking(self, place: LockPlace, change: LockChange, mode: Mode) -> Effects {
        Effects {
            lock: Some(Lock {
                place,
                change,
                mode: Some(mode),
            }),
            ..self
        }
    }

    const fn unlocking_a_file(self) -> Effects {
        Effects {
            lock: Some(Lock {
                place: LockPlace::File,
                change: LockChange::Release,
                mode: None,
            }),
            ..self
        }
    }

    const fn commuting(self, commutes: Commutes) -> Effects {
        Effects { commutes, ..self }
    }

    const fn preceding(self) -> Effects {
        Effects {
            life: Life::Precedes,
            ..self
        }
    }

    const fn following(self) -> Effects {
        Effects {
            life: Life::Follows,
            ..self
        }
    }

    const fn yielding(self) -> Effects {
        Effects {
            yields: true,
            ..self
        }
    }
}

impl Op {
    /// What it does, as far as other tasks can notice.
    #[rustfmt::skip] // A table.
    pub const fn effects(self) -> Effects {
        use LockChange::{Acquire, Release, TryAcquire};
        use Mode::{Exclusive, Shared};
        const READS: Effects = Effects::READS;
        const CHANGES: Effects = Effects::CHANGES;
        const TRIES: Effects = Effects::TRIES;
        match self {
            Op::Begin => READS.following(),
            Op::End => CHANGES.preceding(),
            Op::Spawn => CHANGES.preceding(),
            Op::Join => READS.reading(Reads::Value).following(),
            Op::IsFinished => READS,
            Op::Yield | Op::Spin | Op::Sleep => READS.yielding(),
            Op::Park => CHANGES,
            // It consumes the token where there is one, which is not a change for tasks that spin.
            Op::ParkTimeout => READS.commuting(Commutes::Never).yielding(),
            Op::Unpark => CHANGES,

            Op::Lock => CHANGES.locking(LockPlace::Memory, Acquire, Exclusive),
            Op::TryLock => TRIES.locking(LockPlace::Memory, TryAcquire, Exclusive),
            Op::Unlock => CHANGES.locking(LockPlace::Memory, Release, Exclusive),
            // Readers do not keep each other out: their order makes no difference.
            Op::ReadLock => CHANGES.locking(LockPlace::Memory, Acquire, Shared).commuting(Commutes::Always),
            Op::TryReadLock => TRIES.locking(LockPlace::Memory, TryAcquire, Shared).commuting(Commutes::Always),
            Op::ReadUnlock => CHANGES.locking(LockPlace::Memory, Release, Shared).commuting(Commutes::Always),
            Op::WriteLock => CHANGES.locking(LockPlace::Memory, Acquire, Exclusive),
            // A failing one does not commute either: it depends on the readers, too.
            Op::TryWriteLock => TRIES.locking(LockPlace::Memory, TryAcquire, Exclusive).commuting(Commutes::Never),
            Op::WriteUnlock => CHANGES.locking(LockPlace::Memory, Release, Exclusive),
            Op::WriteWait => CHANGES,
            Op::PoisonRead => READS.reading(Reads::Something),
            Op::PoisonClear => CHANGES,

            Op::Wait => CHANGES.locking(LockPlace::OfCondvar, Release, Exclusive),
            Op::Wake => CHANGES.locking(LockPlace::OfCondvar, Acquire, Exclusive),
            Op::WakeTimeout => CHANGES.locking(LockPlace::OfCondvar, Acquire, Exclusive).yielding(),
            Op::NotifyOne | Op::NotifyAll => TRIES,
            Op::BarrierArrive | Op::BarrierPass => CHANGES,
            Op::OnceBegin => TRIES.reading(Reads::Something),
            Op::OnceEnd => CHANGES,
            Op::OnceWait | Op::OnceRead => READS.reading(Reads::Something),

            Op::Send | Op::TrySend => TRIES.writing(Writes::Message),
            Op::SendTaken => TRIES,
            Op::Receive | Op::TryReceive => TRIES.reading(Reads::Something).writing(Writes::Message),
            Op::ReceiveWait => READS,
            Op::ReceiveTimeout => TRIES.reading(Reads::Something).writing(Writes::Message).yielding(),
            Op::SenderClone | Op::SenderDrop | Op::ReceiverDrop => CHANGES,

            Op::AtomicLoad => READS.in_memory(Memory::Atomic).reading(Reads::Value),
            Op::AtomicStore => CHANGES.in_memory(Memory::Atomic).writing(Writes::Value),
            Op::AtomicUpdate => CHANGES.in_memory(Memory::Atomic).reading(Reads::Something).writing(Writes::Update),
            Op::AtomicExchange => TRIES.in_memory(Memory::Atomic).reading(Reads::Something).writing(Writes::Update),
            Op::Fence => READS.commuting(Commutes::Never),
            Op::PlainRead => READS.in_memory(Memory::Plain).reading(Reads::Value),
            Op::PlainWrite => CHANGES.in_memory(Memory::Plain).writing(Writes::Value),
            Op::Free => CHANGES.in_memory(Memory::Plain),

            Op::FileOpen => READS,
            Op::FileCreate => TRIES.writing(Writes::Path),
            Op::FileRead => READS.reading(Reads::Value),
            Op::FileWrite => TRIES.writing(Writes::Value),
            // It moves the offset, which those that share the opening see.
            Op::FileSeek => CHANGES,
            Op::FileSetLen => TRIES.writing(Writes::Length),
            Op::FileMetadata => READS.reading(Reads::Something),
            Op::PathRead => READS.reading(Reads::Something),
            Op::PathWrite => TRIES.writing(Writes::Path),
            Op::FileLock => CHANGES.locking(LockPlace::File, Acquire, Exclusive),
            Op::FileLockShared => CHANGES.locking(LockPlace::File, Acquire, Shared).commuting(Commutes::Always),
            Op::FileTryLock => TRIES.locking(LockPlace::File, TryAcquire, Exclusive).commuting(Commutes::Never),
            Op::FileTryLockShared => TRIES.locking(LockPlace::File, TryAcquire, Shared).commuting(Commutes::Always),
            Op::FileUnlock => TRIES.unlocking_a_file(),
            // It succeeds where the opening held a lock.
            Op::FileClose => TRIES.unlocking_a_file(),

            Op::ProcessSpawn => TRIES.preceding(),
            Op::ProcessWait => READS.following(),
            Op::ProcessTryWait => READS,
            Op::ProcessKill => TRIES,
            Op::ProcessExit | Op::ProcessDied => CHANGES.preceding(),
            Op::PipeRead => CHANGES.reading(Reads::Something),
            Op::PipeWrite => CHANGES.writing(Writes::Message),
            Op::PipeClose | Op::Print => CHANGES,
        }
    }

    /// Whether it changed something that another task can see, given whether it succeeded.
    pub fn changes(self, succeeded: bool) -> bool {
        match self.effects().changes {
            Changes::Never => false,
            Changes::IfItSucceeds => succeeded,
            Changes::Always => true,
        }
    }

    /// Whether it commutes with others on its object that do, given whether it succeeded.
    pub fn commutes(self, succeeded: bool) -> bool {
        match self.effects().commutes {
            Commutes::Never => false,
            Commutes::UnlessItChanges => !self.changes(succeeded),
            Commutes::Always => true,
        }
    }

    /// Whether it is a plain memory access.
    pub fn is_plain(self) -> bool {
        self.effects().memory == Some(Memory::Plain)
    }

    /// What it does with its object, if that is a lock.
    pub fn lock(self) -> Option<Lock> {
        let of_object = |lock: &Lock| lock.place != LockPlace::OfCondvar;
        self.effects().lock.filter(of_object)
    }

    /// Whether it acquires the lock that is its object, or tries to.
    pub fn is_acquisition(self) -> bool {
        self.lock()
            .is_some_and(|lock| lock.change != LockChange::Release)
    }

    /// Whether its object is a lock in memory.
    pub fn is_of_memory_lock(self) -> bool {
        self.lock()
            .is_some_and(|lock| lock.place == LockPlace::Memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Numbered;

    fn all() -> impl Iterator<Item = (Op, Effects)> {
        Op::ALL.iter().map(|op| (*op, op.effects()))
    }

    #[test]
    fn an_operation_that_writes_data_changes_something_when_it_succeeds() {
        for (op, effects) in all().filter(|(_, effects)| effects.writes != Writes::Nothing) {
            assert!(op.changes(true), "{op:?}");
            assert_eq!(
                effects.lock, None,
                "the holder of a lock is not data: {op:?}"
            );
        }
    }

    #[test]
    fn an_operation_that_never_changes_anything_commutes() {
        // A token, or the single order of all `SeqCst` operations.
        let hidden = [Op::ParkTimeout, Op::Fence];
        for (op, effects) in all().filter(|(op, _)| !hidden.contains(op)) {
            let may_change = effects.changes != Changes::Never;
            assert!(may_change || op.commutes(false), "{op:?}");
        }
    }

    #[test]
    fn an_attempt_that_fails_changes_nothing() {
        for (op, effects) in all() {
            let tries = effects
                .lock
                .is_some_and(|lock| lock.change == LockChange::TryAcquire);
            assert!(!tries || (op.changes(true) && !op.changes(false)), "{op:?}");
        }
        for op in [
            Op::NotifyOne,
            Op::OnceBegin,
            Op::TrySend,
            Op::Receive,
            Op::AtomicExchange,
            Op::FileCreate,
            Op::PathWrite,
        ] {
            assert!(op.changes(true) && !op.changes(false), "{op:?}");
        }
        // After a spurious wakeup, too, it holds its lock again.
        assert!(Op::Wake.changes(false));
    }

    #[test]
    fn readers_of_a_lock_commute_and_writers_do_not() {
        let acquires = |lock: Lock| lock.change != LockChange::Release;
        for (op, lock) in all().filter_map(|(op, effects)| Some((op, effects.lock?))) {
            if acquires(lock) {
                assert_eq!(op.commutes(true), lock.mode == Some(Mode::Shared), "{op:?}");
            }
        }
    }

    #[test]
    fn each_lock_that_can_be_acquired_can_be_released() {
        let of = |change: LockChange| {
            all().filter_map(move |(_, effects)| effects.lock.filter(|lock| lock.change == change))
        };
        for acquired in of(LockChange::Acquire).chain(of(LockChange::TryAcquire)) {
            let fits = |released: &Lock| {
                released.place == acquired.place
                    && released.mode.is_none_or(|mode| Some(mode) == acquired.mode)
            };
            assert!(
                of(LockChange::Release).any(|released| fits(&released)),
                "{acquired:?}"
            );
        }
    }

    #[test]
    fn the_lock_of_a_condition_variable_is_not_the_operations_object() {
        assert_eq!((Op::Wait.lock(), Op::Wake.lock()), (None, None));
        assert!(Op::Lock.is_acquisition() && Op::FileTryLockShared.is_acquisition());
        assert!(Op::Unlock.is_of_memory_lock() && !Op::Unlock.is_acquisition());
        assert!(!Op::FileLock.is_of_memory_lock());
    }
}
