//! The columns of the table of effects.

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
    /// What must be so before it can be done; `None`: it always can.
    pub waits: Option<Until>,
    /// Whether a task that is about to do it yields: all others go first.
    pub yields: Yields,
    /// What the task knows after it.
    pub acquires: Acquires,
    /// What it passes on, where it changes something.
    pub releases: Releases,
    /// How it uses its second object.
    pub second: Second,
    /// Whose process it ends.
    pub ends: Option<Ends>,
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

/// What an operation waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The threads that it joins have ended.
    Ended,
    /// Its token is there.
    Unparked,
    /// The lock is free.
    Free,
    /// No task holds the lock for writing, and no writer waits.
    FreeToRead,
    /// The lock is free. A writer that does not wait yet can begin to.
    FreeToWrite,
    /// A notification is there, and the lock of the condition variable is free.
    Notified,
    /// The lock of the condition variable is free.
    CondvarFree,
    /// All that the barrier waits for have arrived.
    Complete,
    /// No task runs the initialiser.
    NotRunning,
    /// The initialiser has run.
    Initialised,
    /// The channel has room, or no receiver.
    Room,
    /// The message was received, or there is no receiver.
    Taken,
    /// A message is there, or no sender.
    Message,
    /// As `Message`. One that does not wait yet can begin to where the channel has no room.
    MessageOrWait,
    /// No other opening holds a lock on the file.
    FileFree,
    /// No other opening holds an exclusive lock on the file.
    FileFreeToRead,
    /// The process has ended.
    ProcessEnded,
    /// The pipe has something to read, or no writer.
    Readable,
    /// The pipe has room, or no reader.
    Writable,
}

/// When a task that is about to do something yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yields {
    Never,
    Always,
    /// A wait with a time limit no longer does once what it waits for is there.
    Before(Until),
}

/// Whose knowledge a task gets, besides that of a lock's last holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquires {
    Nothing,
    /// That of the tasks that have left theirs at the object.
    Object,
    /// The same, if it reads 1: it is finished.
    ObjectIfFinished,
    /// That of the tasks that have unparked it, if it took the token.
    Token,
    /// That of the task that has sent the message, or made room for it.
    Message,
    /// That of the release sequence that it reads from.
    Value,
}

/// To whom an operation that changes something passes on what its task knows, besides a lock's next holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Releases {
    Nothing,
    /// To the tasks that take it from the object.
    Object,
    Token,
    /// To the thread that it starts.
    Spawned,
    /// To all that the barrier waits for.
    Barrier,
    /// To the task that receives the message.
    Message,
    /// To the task that sends the message that its room is for.
    Room,
    /// To the tasks that read what it writes.
    Value,
}

/// How an operation uses its second object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// It only says which one it is.
    Names,
    Reads,
    Changes,
    /// It gives it another meaning where it is a path; a file that is removed keeps its contents for those that have it open.
    ChangesPath,
}

/// Which process an operation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// That of the task.
    Own,
    /// That of its object.
    OfObject,
}

impl Effects {
    pub(super) const READS: Effects = Effects {
        reads: Reads::Nothing,
        writes: Writes::Nothing,
        changes: Changes::Never,
        commutes: Commutes::UnlessItChanges,
        memory: None,
        lock: None,
        life: Life::Elsewhere,
        waits: None,
        yields: Yields::Never,
        acquires: Acquires::Nothing,
        releases: Releases::Nothing,
        second: Second::Changes,
        ends: None,
    };
    pub(super) const CHANGES: Effects = Effects {
        changes: Changes::Always,
        ..Effects::READS
    };
    pub(super) const TRIES: Effects = Effects {
        changes: Changes::IfItSucceeds,
        ..Effects::READS
    };

    pub(super) const fn reading(self, reads: Reads) -> Effects {
        Effects { reads, ..self }
    }

    pub(super) const fn writing(self, writes: Writes) -> Effects {
        Effects { writes, ..self }
    }

    pub(super) const fn in_memory(self, memory: Memory) -> Effects {
        Effects {
            memory: Some(memory),
            ..self
        }
    }

    /// Reads an atomic and writes what it makes from that, in one step.
    pub(super) const fn updating(self) -> Effects {
        self.in_memory(Memory::Atomic)
            .reading(Reads::Something)
            .writing(Writes::Update)
            .acquiring(Acquires::Value)
            .releasing(Releases::Value)
    }

    pub(super) const fn locking(self, place: LockPlace, change: LockChange, mode: Mode) -> Effects {
        Effects {
            lock: Some(Lock {
                place,
                change,
                mode: Some(mode),
            }),
            ..self
        }
    }

    pub(super) const fn unlocking_a_file(self) -> Effects {
        Effects {
            lock: Some(Lock {
                place: LockPlace::File,
                change: LockChange::Release,
                mode: None,
            }),
            ..self
        }
    }

    pub(super) const fn commuting(self, commutes: Commutes) -> Effects {
        Effects { commutes, ..self }
    }

    pub(super) const fn preceding(self) -> Effects {
        Effects {
            life: Life::Precedes,
            ..self
        }
    }

    pub(super) const fn following(self) -> Effects {
        Effects {
            life: Life::Follows,
            ..self
        }
    }

    pub(super) const fn waiting(self, until: Until) -> Effects {
        Effects {
            waits: Some(until),
            ..self
        }
    }

    pub(super) const fn yielding(self) -> Effects {
        Effects {
            yields: Yields::Always,
            ..self
        }
    }

    pub(super) const fn yielding_before(self, until: Until) -> Effects {
        Effects {
            yields: Yields::Before(until),
            ..self
        }
    }

    pub(super) const fn acquiring(self, acquires: Acquires) -> Effects {
        Effects { acquires, ..self }
    }

    pub(super) const fn releasing(self, releases: Releases) -> Effects {
        Effects { releases, ..self }
    }

    pub(super) const fn with_second(self, second: Second) -> Effects {
        Effects { second, ..self }
    }

    pub(super) const fn ending(self, process: Ends) -> Effects {
        Effects {
            ends: Some(process),
            ..self
        }
    }
}
