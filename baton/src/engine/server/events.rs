//! What happens to the server during an execution: messages of tasks, the end of processes, the end of time.

use ::std::io;
use ::std::os::fd::AsRawFd;
use ::std::time::Instant;

use super::{Event, Server};
use crate::engine::launch::Message;
use crate::engine::sandbox::{self, Reaped};
use crate::engine::state::{self, Halt, Stage};
use crate::engine::{death, trace};
use crate::protocol::{End, Exit};

impl Server {
    /// Waits for something to happen.
    pub(super) fn next_event(&mut self, deadline: Instant) -> io::Result<Event> {
        let poll = |fd: i32, events| libc::pollfd {
            fd,
            events,
            revents: 0,
        };
        let mut waits = [
            poll(self.control.as_raw_fd(), libc::POLLIN),
            poll(self.streams.requests.as_raw_fd(), 0),
        ];
        let left = deadline.saturating_duration_since(Instant::now());
        let wait = if self.more_may_have_ended {
            0
        } else {
            left.as_millis() as u64 + 1
        };
        let ready = sandbox::wait_for_events(&mut waits, wait)?;
        if waits[0].revents != 0 {
            return self.hear();
        }
        if sandbox::asked_to_end() || waits[1].revents & (libc::POLLHUP | libc::POLLERR) != 0 {
            return Ok(Event::RunnerGone);
        }
        if let Reaped::Child(id, status) = sandbox::reap_any() {
            self.more_may_have_ended = true;
            return self.bury(id, status);
        }
        self.more_may_have_ended = false;
        if ready == 0 && Instant::now() >= deadline {
            // SAFETY: a byte that is read while its task runs on; the answer names it, nothing depends on it.
            let task = unsafe { (*state::pointer()).current };
            return Ok(Event::Ended(End::TimeLimit { task }));
        }
        Ok(Event::Went)
    }

    /// A message of a task.
    fn hear(&mut self) -> io::Result<Event> {
        let mut byte = [0];
        // SAFETY: one writable byte.
        if unsafe { libc::read(self.control.as_raw_fd(), byte.as_mut_ptr().cast(), 1) } != 1 {
            return Err(io::Error::last_os_error());
        }
        if byte[0] == Message::Over as u8 {
            // SAFETY: the sender holds the baton and has stopped for good.
            return Ok(Event::Ended(trace::halted(unsafe { state::held() })));
        }
        if byte[0] == Message::Fork as u8 {
            return self.fork_wanted();
        }
        self.kill_wanted();
        Ok(Event::Went)
    }

    /// Processes are wanted in the order of their numbers, and each is completely filled in before its message.
    fn fork_wanted(&mut self) -> io::Result<Event> {
        let process = self.forked;
        // SAFETY: a number that a task has counted up before it wrote its message.
        if u32::from(process) >= unsafe { (*state::pointer()).process_count } {
            // The program writes where it should not.
            return Ok(Event::Went);
        }
        Ok(self.fork(process)?.map_or(Event::Went, Event::InChild))
    }

    fn kill_wanted(&mut self) {
        for child in &self.children {
            // SAFETY: a flag that its setter no longer touches.
            if unsafe { (*state::pointer()).processes[child.process as usize].kill_wanted } {
                // SAFETY: a child of ours that is not reaped yet, so the id is its own.
                unsafe { libc::kill(child.id, libc::SIGKILL) };
            }
        }
    }

    /// A child is gone: its tasks end, its locks are free, and if it had the baton somebody else gets it.
    fn bury(&mut self, id: i32, status: i32) -> io::Result<Event> {
        let Some(at) = self.children.iter().position(|child| child.id == id) else {
            // An orphan that the program left behind.
            return Ok(Event::Went);
        };
        let child = self.children.swap_remove(at);
        if child.process == 0 {
            // SAFETY: if another task has the baton, the execution is over all the same, and all are killed before the
            // state is read again.
            let state = unsafe { state::held() };
            let exit = trace::exit(status);
            death::log(state, 0, status, state.current);
            state.processes[0].status = status;
            state.processes[0].stage = Stage::Dead;
            return Ok(Event::Ended(match (state.halt, exit) {
                (Halt::Running, Exit::Code(code)) => End::Exited { code },
                (Halt::Running, Exit::Signal(signal)) => End::Signaled { signal },
                _ => trace::halted(state),
            }));
        }
        // SAFETY: the current task is read only to see whether the baton died with the child.
        let current = unsafe { (*state::pointer()).current };
        // SAFETY: the process of a task does not change.
        let owner = unsafe { (*state::pointer()).tasks[current as usize].process };
        if owner != child.process {
            // SAFETY: set by the killer before it told us, and never taken back.
            let wanted =
                unsafe { (*state::pointer()).processes[child.process as usize].kill_wanted };
            // `ProcessKill` has settled it already.
            return Ok(if wanted {
                Event::Went
            } else {
                Event::Ended(killed_from_outside(child.process))
            });
        }
        // SAFETY: the baton's holder is gone, so the baton is here.
        let state = unsafe { state::held() };
        death::log(state, child.process, status, current);
        death::settle(state, child.process, status);
        self.hand_on(current)
    }

    /// Nothing of the execution is left afterwards.
    pub(super) fn kill_all(&mut self) {
        let group = ::std::mem::take(&mut self.group);
        self.forked = 0;
        self.more_may_have_ended = false;
        if self.children.is_empty() && sandbox::reap_any() == Reaped::NoChildren {
            sandbox::drain(&self.control);
            return;
        }
        if group > 0 && !self.children.is_empty() {
            // SAFETY: a process of the group is not reaped yet, so the number is its own.
            unsafe { libc::kill(-group, libc::SIGKILL) };
        }
        for child in self.children.drain(..) {
            // SAFETY: a child of ours that is not reaped yet.
            unsafe { libc::kill(child.id, libc::SIGKILL) };
            sandbox::reap(child.id);
        }
        sandbox::kill_orphans();
        // Only now nobody can write there any more.
        sandbox::drain(&self.control);
    }
}

fn killed_from_outside(process: u8) -> End {
    End::Internal {
        message: format!("process {process} was killed, but not by a step of the execution"),
    }
}
