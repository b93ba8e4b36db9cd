//! What happens to the server during an execution: messages of tasks, the end of processes, the end of time.
//!
//! While the program's processes live, the state is read byte by byte, and no byte is believed to be more than that.

use ::std::io;
use ::std::os::fd::AsRawFd;
use ::std::time::Instant;

use protocol::ProcessId;

use super::ending::Ending;
use super::{Child, Event, Server, hand_on};
use crate::engine::control::Message;
use crate::engine::sandbox::{self, Filter, Reaped};
use crate::engine::state::{self, MAX_PROCESSES};
use crate::engine::{audit, death};

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
        if sandbox::asked_to_end() || waits[1].revents & (libc::POLLHUP | libc::POLLERR) != 0 {
            return Ok(Event::RunnerGone);
        }
        let event = if waits[0].revents != 0 {
            self.hear()?
        } else {
            self.look_at_children()
        };
        // A program may print forever.
        let late = (ready == 0 || waits[0].revents != 0) && Instant::now() >= deadline;
        Ok(match event {
            Event::Went if late => match self.holder().and_then(|child| child.stopped) {
                Some(signal) => Event::Ended(Ending::Stopped(signal)),
                None => Event::Late,
            },
            other => other,
        })
    }

    /// A message of a task.
    fn hear(&mut self) -> io::Result<Event> {
        let mut byte = [0];
        // SAFETY: one writable byte.
        if unsafe { libc::read(self.control.as_raw_fd(), byte.as_mut_ptr().cast(), 1) } != 1 {
            return Err(io::Error::last_os_error());
        }
        if byte[0] == Message::Unrestorable as u8 && self.residence.is_chosen() {
            return Ok(Event::Ended(Ending::Unrestorable));
        }
        if byte[0] == Message::Left as u8 && self.residence.is_chosen() {
            self.residence.rest();
            return Ok(Event::Ended(Ending::FirstProcess(0)));
        }
        if byte[0] == Message::Panicked as u8 && self.residence.is_chosen() {
            self.residence.rest();
            return Ok(Event::Ended(Ending::panicked()));
        }
        if byte[0] == Message::Over as u8 {
            self.residence.rest();
            return Ok(Event::Ended(Ending::Halted));
        }
        if byte[0] == Message::Fork as u8 {
            return self.fork_wanted();
        }
        if byte[0] == Message::InUse as u8 {
            return Ok(Event::Ended(Ending::InUse));
        }
        if byte[0] == Message::Program as u8 && self.filter == Filter::InForce {
            return Ok(Event::Ended(Ending::ProgramWanted));
        }
        self.kill_wanted();
        Ok(Event::Went)
    }

    /// Processes are wanted in the order of their numbers, and each is completely filled in before its message.
    fn fork_wanted(&mut self) -> io::Result<Event> {
        let process = ProcessId::at(self.known.forked.into());
        // SAFETY: a number that a task has counted up before it wrote its message.
        let wanted = unsafe { (&raw const (*state::pointer()).process_count).read_volatile() };
        if process.index() >= wanted as usize || process.index() >= MAX_PROCESSES {
            // The program writes where it should not.
            return Ok(Event::Went);
        }
        Ok(self.fork(process)?.map_or(Event::Went, Event::InChild))
    }

    fn kill_wanted(&mut self) {
        for child in self.children.iter().filter(|child| is_to_be_killed(child)) {
            sandbox::kill(child.id);
        }
    }

    fn look_at_children(&mut self) -> Event {
        let reaped = sandbox::reap_any();
        self.more_may_have_ended = !matches!(reaped, Reaped::NoneChanged | Reaped::NoChildren);
        match reaped {
            Reaped::Ended(id, status) => self.reaped(id, status),
            Reaped::Stopped(id, signal) => {
                self.stopped(id, Some(signal));
                match self.holder() {
                    Some(child) if child.id == id => Event::Ended(Ending::Stopped(signal)),
                    _ => Event::Went,
                }
            }
            Reaped::Continued(id) => {
                self.stopped(id, None);
                Event::Went
            }
            Reaped::NoneChanged | Reaped::NoChildren => Event::Went,
        }
    }

    fn stopped(&mut self, id: i32, by: Option<i32>) {
        if let Some(child) = self.children.iter_mut().find(|child| child.id == id) {
            child.stopped = by;
        }
    }

    /// The process whose task has the baton, if it lives.
    fn holder(&self) -> Option<Child> {
        let process = holding_process()?;
        let mut children = self.children.iter();
        children.find(|child| child.process == process).copied()
    }

    /// A child is gone: its tasks end, its locks are free, and if it held the baton, another task gets it.
    fn reaped(&mut self, id: i32, status: i32) -> Event {
        let Some(at) = self.children.iter().position(|child| child.id == id) else {
            // An orphan that the program left behind.
            return Event::Went;
        };
        let child = self.children.swap_remove(at);
        if self.filter == Filter::InForce && sandbox::filter_has_ended_it(status) {
            return Event::Ended(Ending::ProcessMade);
        }
        if child.process == ProcessId::FIRST {
            return Event::Ended(Ending::FirstProcess(status));
        }
        if holding_process() != Some(child.process) {
            // `ProcessKill` has settled it already.
            return if is_to_be_killed(&child) {
                Event::Went
            } else {
                Event::Ended(Ending::EndedPastStd)
            };
        }
        // SAFETY: the baton's holder is gone, so the baton is here.
        let Ok(mut state) = (unsafe { audit::audited(&self.known) }) else {
            return Event::Ended(Ending::Damaged);
        };
        let last = state.current.get();
        death::log(&mut state, child.process, status, last);
        death::settle(&mut state, child.process, status, Some(last));
        hand_on(state, last)
    }

    /// Ends a resident process, which has the environment of executions of another kind.
    pub(super) fn end_residence(&mut self) {
        if self.residence.is_chosen() {
            self.kill_all();
            self.count_processor();
        }
    }

    /// Nothing of the execution is left afterwards.
    pub(super) fn kill_all(&mut self) {
        self.residence.end();
        let group = ::std::mem::take(&mut self.group);
        self.more_may_have_ended = false;
        if self.children.is_empty() && sandbox::reap_any() == Reaped::NoChildren {
            sandbox::drain(&self.control);
            return;
        }
        if let Some(child) = self.children.first() {
            sandbox::kill_group(group, child.id);
        }
        for child in self.children.drain(..) {
            sandbox::end(child.id);
        }
        sandbox::end_orphans(group);
        // Only now no process can write there any more.
        sandbox::drain(&self.control);
    }
}

/// Whether a step has asked for its end, and never takes that back.
fn is_to_be_killed(child: &Child) -> bool {
    // SAFETY: a byte of a process that there is; whatever it is, it is only held against 0.
    unsafe {
        let wanted = &raw const (*state::pointer()).processes[child.process.index()].kill_wanted;
        wanted.cast::<u8>().read_volatile() != 0
    }
}

/// The process of the task that has the baton, by what the state says.
fn holding_process() -> Option<ProcessId> {
    // SAFETY: two bytes that may change meanwhile, the second within its list.
    unsafe {
        let state = state::pointer();
        let current = (&raw const (*state).current).read_volatile().get();
        let tasks = (&raw const (*state).tasks).cast::<state::Task>();
        (current.index() < protocol::MAX_TASKS).then(|| {
            let task = tasks.add(current.index());
            (&raw const (*task).process).read_volatile().get()
        })
    }
}
