//! A pipe between processes of the execution, as the state holds it.

use protocol::{ProcessId, numbered};

use super::records::StoredObject;

/// The numbers of streams that are no pipes: the stream of the process that starts this one, and no stream.
pub(crate) const INHERITED: u32 = 0;
pub(crate) const NULL: u32 = 1;

/// So many pipes an execution can have.
pub(crate) const MAX_PIPES: usize = 128;

numbered! {
    /// One of the two ends of a pipe.
    #[derive(Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) enum PipeEnd {
        #[default]
        Reading,
        Writing,
    }
}

/// One pipe. All-zero bytes are a pipe that no process has.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Pipe {
    pub(crate) object: StoredObject,
    pub(super) written: u64,
    pub(super) read: u64,
    /// The processes that have it as a stream, one bit each: as standard input, as one of the other two.
    pub(super) readers: u64,
    pub(super) writers: u64,
    /// The process that holds one end by a `ChildStdin` and the like.
    pub(super) holder: Option<ProcessId>,
    pub(super) held: PipeEnd,
    /// Whether its reader reads all that is written, so that writers need no room.
    pub(super) drained: bool,
}

impl Pipe {
    /// Reads at most so many bytes: where they begin, and how many there are.
    pub(crate) fn take(&mut self, most: u64) -> (u64, u64) {
        let from = self.read;
        let count = most.min(self.written.saturating_sub(from));
        self.read += count;
        (from, count)
    }

    pub(crate) fn wrote(&mut self, count: u64) {
        self.written += count;
    }

    /// The process that holds one end has closed it.
    pub(crate) fn let_go(&mut self) {
        self.holder = None;
    }

    /// From now on its reader reads all that is written.
    pub(crate) fn drain(&mut self) {
        self.drained = true;
    }
}
