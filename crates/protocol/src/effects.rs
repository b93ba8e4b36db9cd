//! What each operation does that other tasks can notice: one table for the executor and the runner.

mod columns;
#[cfg(test)]
mod tests;

pub use columns::{
    Acquires, Changes, Commutes, Effects, Ends, Life, Lock, LockChange, LockPlace, Memory, Mode,
    Reads, Releases, Second, Until, Writes, Yields,
};

use crate::{Numbered, Op};

/// What each operation does, by its number: made once, as it is looked up again and again for each step.
static EFFECTS: [Effects; Op::ALL.len()] = {
    let mut all = [Op::Begin.row(); Op::ALL.len()];
    let mut number = 0;
    while number < all.len() {
        all[number] = Op::ALL[number].row();
        number += 1;
    }
    all
};

impl Op {
    /// What it does, as far as other tasks can notice.
    #[inline]
    pub fn effects(self) -> Effects {
        EFFECTS[self as usize]
    }

    #[rustfmt::skip] // A table.
    const fn row(self) -> Effects {
        use LockChange::{Acquire, Release, TryAcquire};
        use Mode::{Exclusive, Shared};
        const READS: Effects = Effects::READS;
        const CHANGES: Effects = Effects::CHANGES;
        const TRIES: Effects = Effects::TRIES;
        const RECEIVES: Effects = TRIES.reading(Reads::Something).writing(Writes::Message).acquiring(Acquires::Message).releasing(Releases::Room);
        match self {
            Op::Begin => READS.following(),
            Op::End => CHANGES.preceding().releasing(Releases::Object),
            Op::Spawn => CHANGES.preceding().releasing(Releases::Spawned),
            Op::Join => READS.reading(Reads::Value).following().waiting(Until::Ended).acquiring(Acquires::Object),
            // It says nothing of what the thread has done: only joining it does.
            Op::IsFinished => READS,
            Op::Yield | Op::Spin | Op::Sleep => READS.yielding(),
            Op::Park => CHANGES.waiting(Until::Unparked).acquiring(Acquires::Token),
            // It consumes the token where there is one, which is not a change for tasks that spin.
            Op::ParkTimeout => READS.commuting(Commutes::Never).yielding_before(Until::Unparked).acquiring(Acquires::Token),
            Op::Unpark => CHANGES.releasing(Releases::Token),

            Op::Lock => CHANGES.locking(LockPlace::Memory, Acquire, Exclusive).waiting(Until::Free),
            Op::TryLock => TRIES.locking(LockPlace::Memory, TryAcquire, Exclusive),
            Op::Unlock => CHANGES.locking(LockPlace::Memory, Release, Exclusive),
            // Readers do not keep each other out: their order makes no difference.
            Op::ReadLock => CHANGES.locking(LockPlace::Memory, Acquire, Shared).commuting(Commutes::Always).waiting(Until::FreeToRead),
            Op::TryReadLock => TRIES.locking(LockPlace::Memory, TryAcquire, Shared).commuting(Commutes::Always),
            Op::ReadUnlock => CHANGES.locking(LockPlace::Memory, Release, Shared).commuting(Commutes::Always),
            Op::WriteLock => CHANGES.locking(LockPlace::Memory, Acquire, Exclusive).waiting(Until::FreeToWrite),
            // A failing one does not commute either: it depends on the readers, too.
            Op::TryWriteLock => TRIES.locking(LockPlace::Memory, TryAcquire, Exclusive).commuting(Commutes::Never),
            Op::WriteUnlock => CHANGES.locking(LockPlace::Memory, Release, Exclusive),
            Op::WriteWait => CHANGES,
            Op::PoisonRead => READS.reading(Reads::Something),
            Op::PoisonClear => CHANGES,

            Op::Wait => CHANGES.locking(LockPlace::OfCondvar, Release, Exclusive),
            Op::Wake => CHANGES.locking(LockPlace::OfCondvar, Acquire, Exclusive).waiting(Until::Notified),
            Op::WakeTimeout => CHANGES.locking(LockPlace::OfCondvar, Acquire, Exclusive).waiting(Until::CondvarFree).yielding_before(Until::Notified),
            Op::NotifyOne | Op::NotifyAll => TRIES,
            Op::BarrierArrive => CHANGES.releasing(Releases::Barrier),
            Op::BarrierPass => CHANGES.waiting(Until::Complete).acquiring(Acquires::Object),
            Op::OnceBegin => TRIES.reading(Reads::Something).waiting(Until::NotRunning).acquiring(Acquires::Object),
            Op::OnceEnd => CHANGES.releasing(Releases::Object),
            Op::OnceWait => READS.reading(Reads::Something).waiting(Until::Initialised).acquiring(Acquires::Object),
            Op::OnceRead => READS.reading(Reads::Something).acquiring(Acquires::ObjectIfFinished),

            Op::Send => TRIES.writing(Writes::Message).waiting(Until::Room).acquiring(Acquires::Message).releasing(Releases::Message),
            Op::TrySend => TRIES.writing(Writes::Message).acquiring(Acquires::Message).releasing(Releases::Message),
            Op::SendTaken => TRIES.waiting(Until::Taken).acquiring(Acquires::Message),
            Op::Receive => RECEIVES.waiting(Until::MessageOrWait),
            Op::TryReceive => RECEIVES,
            Op::ReceiveWait => READS,
            Op::ReceiveTimeout => RECEIVES.yielding_before(Until::Message),
            Op::SenderClone => CHANGES,
            Op::SenderDrop | Op::ReceiverDrop => CHANGES.releasing(Releases::Object),

            Op::AtomicLoad => READS.in_memory(Memory::Atomic).reading(Reads::Value).acquiring(Acquires::Value),
            Op::AtomicStore => CHANGES.in_memory(Memory::Atomic).writing(Writes::Value).releasing(Releases::Value),
            Op::AtomicUpdate => CHANGES.updating(),
            Op::AtomicExchange => TRIES.updating(),
            Op::Fence => READS.commuting(Commutes::Never),
            Op::PlainRead => READS.in_memory(Memory::Plain).reading(Reads::Value),
            Op::PlainWrite => CHANGES.in_memory(Memory::Plain).writing(Writes::Value),
            Op::Free => CHANGES.in_memory(Memory::Plain),

            Op::FileOpen => READS.with_second(Second::Names),
            Op::FileCreate => TRIES.writing(Writes::Path),
            Op::FileRead => READS.reading(Reads::Value),
            Op::FileWrite => TRIES.writing(Writes::Value),
            // It moves the offset, which those that share the opening see.
            Op::FileSeek => CHANGES.with_second(Second::Reads),
            Op::FileSetLen => TRIES.writing(Writes::Length).with_second(Second::Names),
            Op::FileMetadata => READS.reading(Reads::Something).with_second(Second::Names),
            Op::PathRead => READS.reading(Reads::Something).with_second(Second::Reads),
            Op::PathWrite => TRIES.writing(Writes::Path).with_second(Second::ChangesPath),
            Op::FileLock => CHANGES.locking(LockPlace::File, Acquire, Exclusive).waiting(Until::FileFree),
            Op::FileLockShared => CHANGES.locking(LockPlace::File, Acquire, Shared).commuting(Commutes::Always).waiting(Until::FileFreeToRead),
            Op::FileTryLock => TRIES.locking(LockPlace::File, TryAcquire, Exclusive).commuting(Commutes::Never),
            Op::FileTryLockShared => TRIES.locking(LockPlace::File, TryAcquire, Shared).commuting(Commutes::Always),
            Op::FileUnlock => TRIES.unlocking_a_file(),
            // It succeeds where the opening held a lock.
            Op::FileClose => TRIES.unlocking_a_file(),

            Op::ProcessSpawn => TRIES.preceding(),
            Op::ProcessWait => READS.following().waiting(Until::ProcessEnded),
            Op::ProcessTryWait => READS,
            Op::ProcessKill => TRIES.ending(Ends::OfObject),
            Op::ProcessExit => CHANGES.preceding().ending(Ends::Own),
            Op::ProcessDied | Op::Crash => CHANGES.preceding().ending(Ends::OfObject),
            // The process at the other end only has to be there.
            Op::PipeRead => CHANGES.reading(Reads::Something).waiting(Until::Readable).with_second(Second::Reads),
            Op::PipeWrite => CHANGES.writing(Writes::Message).waiting(Until::Writable).with_second(Second::Reads),
            Op::PipeClose | Op::Print => CHANGES,
        }
    }

    /// Whether it changed something that another task can see, given whether it succeeded.
    #[inline]
    pub fn changes(self, succeeded: bool) -> bool {
        match self.effects().changes {
            Changes::Never => false,
            Changes::IfItSucceeds => succeeded,
            Changes::Always => true,
        }
    }

    /// Whether it commutes with others on its object that do, given whether it succeeded.
    #[inline]
    pub fn commutes(self, succeeded: bool) -> bool {
        match self.effects().commutes {
            Commutes::Never => false,
            Commutes::UnlessItChanges => !self.changes(succeeded),
            Commutes::Always => true,
        }
    }

    /// Whether it waits and may end without what it waits for: std's documentation of `Condvar::wait`, and of `park`.
    pub const fn wakes_spuriously(self) -> bool {
        matches!(self, Op::Wake | Op::Park)
    }

    /// Whether it is a plain memory access.
    #[inline]
    pub fn is_plain(self) -> bool {
        self.effects().memory == Some(Memory::Plain)
    }

    /// What it does with its object, if that is a lock.
    #[inline]
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
