//! Pipes between processes of the execution, as pipe(7) says: which tasks can read and write, and how many bytes are in each. The
//! bytes themselves lie in a file for each.

use protocol::{ObjectId, ObjectKind, ProcessId, TaskSet};

use super::pipe::{MAX_PIPES, NULL, Pipe, PipeEnd};
use super::state::{Caller, Stage, State};

/// What has not been read takes so much room at the most.
const ROOM: u64 = 1 << 16;

/// Up to so many bytes are written in one piece.
const IN_ONE_PIECE: u64 = 1 << 12;

impl State {
    /// A new pipe for a standard stream of a process that is being started, whose other end is in the hands of `holder`: its
    /// number, or `None` when there are too many.
    pub(crate) fn add_pipe(
        &mut self,
        stream: usize,
        holder: ProcessId,
        place: Caller,
    ) -> Option<u32> {
        if self.pipe_count as usize == MAX_PIPES {
            self.stop_at_limit("pipes");
            return None;
        }
        let (name, held) = match stream {
            0 => ("stdin", PipeEnd::Writing),
            1 => ("stdout", PipeEnd::Reading),
            _ => ("stderr", PipeEnd::Reading),
        };
        let object = self.add_object(ObjectKind::Pipe, holder, Some(place))?;
        self.object(object).name = self.add_whole_text(name.as_bytes(), "names of pipes");
        self.pipes[self.pipe_count as usize] = Pipe {
            object: object.into(),
            written: 0,
            read: 0,
            readers: 0,
            writers: 0,
            holder: Some(holder),
            held,
            drained: false,
        };
        self.pipe_count += 1;
        Some(NULL + self.pipe_count)
    }

    /// The pipe of that number, if it is one.
    fn pipe_at(&self, number: u32) -> Option<&Pipe> {
        let place = number.checked_sub(NULL + 1)? as usize;
        self.pipes[..self.pipe_count as usize].get(place)
    }

    pub(crate) fn pipe(&mut self, number: u32) -> Option<&mut Pipe> {
        let place = number.checked_sub(NULL + 1)? as usize;
        self.pipes[..self.pipe_count as usize].get_mut(place)
    }

    /// What the pipe is among the objects.
    pub(crate) fn pipe_object(&self, number: u32) -> Option<ObjectId> {
        Some(self.pipe_at(number)?.object.get())
    }

    /// The process has the pipe as its standard stream of that number.
    pub(crate) fn connect_pipe(&mut self, number: u32, stream: usize, process: ProcessId) {
        if let Some(pipe) = self.pipe(number) {
            let set = if stream == 0 {
                &mut pipe.readers
            } else {
                &mut pipe.writers
            };
            *set |= 1 << process.number();
        }
    }

    /// The processes that have that end open.
    fn users(&self, pipe: &Pipe, end: PipeEnd) -> impl Iterator<Item = ProcessId> + use<'_> {
        let set = match end {
            PipeEnd::Reading => pipe.readers,
            PipeEnd::Writing => pipe.writers,
        };
        let holder = pipe.holder.filter(|_| pipe.held == end);
        ProcessId::first(self.process_count as usize)
            .filter(move |process| set & (1 << process.number()) != 0 || holder == Some(*process))
            .filter(|process| self.processes[process.index()].stage == Stage::Alive)
    }

    /// The pipes that the process has an end of, alive or not.
    pub(crate) fn pipes_of(&self, process: ProcessId) -> Vec<ObjectId> {
        let pipes = self.pipes[..self.pipe_count as usize].iter();
        let has = |pipe: &&Pipe| {
            let streams = pipe.readers | pipe.writers;
            streams & (1 << process.number()) != 0 || pipe.holder == Some(process)
        };
        pipes.filter(has).map(|pipe| pipe.object.get()).collect()
    }

    /// Whether that end is open anywhere.
    pub(crate) fn is_open(&self, number: u32, end: PipeEnd) -> bool {
        self.pipe_at(number)
            .is_some_and(|pipe| self.users(pipe, end).next().is_some())
    }

    /// A process that has that end open, as an object.
    pub(crate) fn process_at(&self, number: u32, end: PipeEnd) -> Option<ObjectId> {
        let process = self.users(self.pipe_at(number)?, end).next()?;
        Some(self.processes[process.index()].object.get())
    }

    /// The tasks that could bring it about that the other end can go on.
    pub(crate) fn tasks_at(&self, number: u32, end: PipeEnd) -> TaskSet {
        self.pipe_at(number).map_or(TaskSet::EMPTY, |pipe| {
            self.users(pipe, end)
                .fold(TaskSet::EMPTY, |set, process| set | self.alive_in(process))
        })
    }

    /// Whether there is something to read, or never will be.
    pub(crate) fn is_readable(&self, number: u32) -> bool {
        self.pipe_at(number)
            .is_none_or(|pipe| pipe.read < pipe.written)
            || !self.is_open(number, PipeEnd::Writing)
    }

    /// Whether so many bytes can be written, or a part of them, or never.
    pub(crate) fn is_writable(&self, number: u32, count: u64) -> bool {
        self.room(number, count) > 0 || !self.is_open(number, PipeEnd::Reading)
    }

    /// How many of so many bytes can be written now.
    pub(crate) fn room(&self, number: u32, count: u64) -> u64 {
        let Some(pipe) = self.pipe_at(number) else {
            return count;
        };
        let free = ROOM.saturating_sub(pipe.written.saturating_sub(pipe.read));
        match count {
            _ if pipe.drained => count,
            count if count <= IN_ONE_PIECE && free < count => 0,
            count => count.min(free),
        }
    }
}
