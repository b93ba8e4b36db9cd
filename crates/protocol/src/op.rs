//! The operations that a step can be, and which of them leave the others as they were.

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
        /// Finds the lock held, and begins to wait for it: from now on no new reader gets it before this writer.
        WriteWait,
        TryWriteLock,
        ReadUnlock,
        WriteUnlock,
        PoisonRead,
        PoisonClear,
        /// Lets go of the lock and begins to wait.
        Wait,
        /// Notified, and has the lock again.
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
        TryReceive,
        ReceiveTimeout,
        /// Waits until the other side of a channel without room has taken what was sent.
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
        PipeRead,
        PipeWrite,
        /// One end of a pipe is closed, and the other end can notice.
        PipeClose,
        Print,
    }
}

/// How an operation uses its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Two of them on one object can change places.
    Read,
    Write,
}

impl Op {
    /// How it uses its objects, before it is known whether it will succeed.
    pub fn access(self) -> Access {
        match self {
            Op::AtomicLoad
            | Op::PlainRead
            | Op::FileRead
            | Op::FileMetadata
            | Op::FileOpen
            | Op::PathRead
            | Op::PoisonRead
            | Op::OnceRead
            | Op::OnceWait
            | Op::Join
            | Op::IsFinished
            | Op::ProcessWait
            | Op::ProcessTryWait
            | Op::Begin => Access::Read,
            _ => Access::Write,
        }
    }

    /// Whether it changed something that another task can see, as it turned out.
    pub fn changes(self, succeeded: bool) -> bool {
        match self {
            Op::TryLock
            | Op::TryReadLock
            | Op::TryWriteLock
            | Op::NotifyOne
            | Op::NotifyAll
            | Op::OnceBegin
            | Op::Send
            | Op::TrySend
            | Op::SendTaken
            | Op::Receive
            | Op::TryReceive
            | Op::ReceiveTimeout
            | Op::AtomicExchange
            | Op::FileCreate
            | Op::FileWrite
            | Op::FileSetLen
            | Op::PathWrite
            | Op::FileTryLock
            | Op::FileTryLockShared
            | Op::FileUnlock
            | Op::FileClose
            | Op::ProcessSpawn
            | Op::ProcessKill => succeeded,
            Op::Yield | Op::Spin | Op::Sleep | Op::ParkTimeout | Op::Fence => false,
            other => other.access() == Access::Write,
        }
    }

    /// Whether it is a plain memory access.
    pub fn is_plain(self) -> bool {
        matches!(self, Op::PlainRead | Op::PlainWrite | Op::Free)
    }

    /// Whether a task about to do it lets the others go first.
    pub fn gives_way(self) -> bool {
        matches!(
            self,
            Op::Yield
                | Op::Spin
                | Op::Sleep
                | Op::ParkTimeout
                | Op::WakeTimeout
                | Op::ReceiveTimeout
        )
    }
}
