//! What tasks share.

use crate::{Place, ProcessId, numbered};

/// Something that tasks share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub kind: ObjectKind,
    pub process: ProcessId,
    /// Offset into the program file's image when it is a `static`, to be named from its symbols.
    pub address: Option<u32>,
    /// Where it was made, or first used.
    pub place: Option<Place>,
    /// The path of a file, the stream of a pipe (`stdout`), or empty. A pipe is made with the process whose stream it is, and
    /// comes behind that among the objects.
    pub name: String,
    /// How many messages a channel with a limit has room for.
    pub capacity: Option<u32>,
    /// The bytes of a place in memory; of a lock those by which it is known, beside its value.
    pub extent: Option<Extent>,
    /// The address at which a lock, a channel and the like was when it was first used; of an open file which of its task's
    /// openings it is; else 0. As long as the tasks that allocate it do the same, it is the same in each execution.
    pub home: u64,
}

/// Bytes of a process's memory. Those of two places can overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The address of the first of them.
    pub start: u64,
    /// How many there are.
    pub length: u32,
}

impl Extent {
    /// The address behind the last of them.
    pub fn end(self) -> u64 {
        self.start.saturating_add(u64::from(self.length))
    }

    /// Whether all of the other ones are among them.
    pub fn contains(self, other: Extent) -> bool {
        self.start <= other.start && other.end() <= self.end()
    }
}

numbered! {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum ObjectKind {
        #[default]
        Memory,
        /// Memory too: how many owners an `Arc` has.
        Count,
        Mutex,
        RwLock,
        Condvar,
        Barrier,
        Once,
        Channel,
        Task,
        Process,
        /// The contents of a file, whatever its path.
        File,
        /// What a path leads to.
        Path,
        /// One opening of a file, with its offset; `try_clone` shares it.
        OpenFile,
        Pipe,
        Output,
    }
}

impl ObjectKind {
    /// Whether it is a place in memory.
    pub fn is_memory(self) -> bool {
        matches!(self, Self::Memory | Self::Count)
    }

    /// Whether it is a lock that lies in memory, beside its value.
    pub fn is_lock(self) -> bool {
        matches!(self, Self::Mutex | Self::RwLock)
    }
}
