//! The operations that a step can be. What each does to other tasks, [`crate::effects`] says.

use crate::numbered;

numbered! {
    /// What one step does.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Op {
        /// The first step of every task.
        #[default]
        Begin,
        /// The last step of a thread; its joiners can go on.
        End,
        Spawn,
        Join,
        IsFinished,
        Yield,
        Spin,
        Sleep,
        Park,
        ParkTimeout,
        Unpark,

        Lock,
        TryLock,
        Unlock,
        ReadLock,
        TryReadLock,
        WriteLock,
        /// Finds the lock held, and begins to wait for it: from now on no new reader acquires it before this writer.
        WriteWait,
        TryWriteLock,
        ReadUnlock,
        WriteUnlock,
        PoisonRead,
        PoisonClear,
        /// Releases the lock and begins to wait.
        Wait,
        /// Notified, and holds the lock again.
        Wake,
        /// As `Wake`, or the time is over: it may also go on without a notification.
        WakeTimeout,
        NotifyOne,
        NotifyAll,
        BarrierArrive,
        BarrierPass,
        /// Begins to run the initialiser, or finds that it has run.
        OnceBegin,
        OnceEnd,
        OnceWait,
        OnceRead,

        Send,
        TrySend,
        Receive,
        /// Finds no message in a channel without room, and begins to wait: from now on `try_send` finds a receiver.
        ReceiveWait,
        TryReceive,
        ReceiveTimeout,
        /// Waits until a receiver has received the message, in a channel without room.
        SendTaken,
        SenderClone,
        SenderDrop,
        ReceiverDrop,

        AtomicLoad,
        AtomicStore,
        AtomicUpdate,
        /// A `compare_exchange`; one that fails only reads.
        AtomicExchange,
        Fence,
        PlainRead,
        PlainWrite,
        /// Memory that more than one task has used is freed.
        Free,

        FileOpen,
        FileCreate,
        FileRead,
        FileWrite,
        FileSeek,
        FileSetLen,
        FileMetadata,
        FileClose,
        PathRead,
        PathWrite,
        FileLock,
        FileLockShared,
        FileTryLock,
        FileTryLockShared,
        FileUnlock,

        ProcessSpawn,
        ProcessWait,
        ProcessTryWait,
        ProcessKill,
        /// The process ends: `main` returned, or `process::exit`.
        ProcessExit,
        /// The process ended without a step of its own: killed, aborted, crashed.
        ProcessDied,
        /// The process is killed from outside, by a [`Decision::Crash`](crate::Decision::Crash), before the step that its
        /// task was about to do.
        Crash,
        PipeRead,
        PipeWrite,
        /// One end of a pipe is closed, and the other end can notice.
        PipeClose,
        Print,
    }
}
