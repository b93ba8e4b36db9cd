//! The server: reads a request, runs one execution in forked children, answers with its trace.
//!
//! It stays single-threaded and never runs the learner's code, so each process that it forks starts with every `static` at
//! its first value, as after a real exec. It holds the baton only where nobody else can: before the first task, and when
//! a process is gone.

use ::std::io;
use ::std::os::fd::{AsRawFd, OwnedFd};
use ::std::time::{Duration, Instant};

use crate::protocol::{End, Exit, Reply, Request, read_frame, write_frame};

use super::launch::{self, Message};
use super::sandbox::Reaped;
use super::state::{self, Halt, MAX_SCHEDULE, Stage};
use super::turn::{self, Over};
use super::{death, heap, memory, sandbox, stack, task, trace};

/// What this process is after `run` has returned.
pub(crate) enum Role {
    /// A forked child, to run the program as this task of this process.
    Child { process: u8, task: u8 },
    /// The server, and the runner is gone.
    Done,
}

struct Server {
    streams: sandbox::Streams,
    control: OwnedFd,
    folder: sandbox::Folder,
    children: Vec<Child>,
    /// Another child may have ended by the time the last one was reaped.
    more_may_have_ended: bool,
    /// The process group of the execution: its first process.
    group: i32,
    /// How many processes of the execution were forked; which of them live is not the server's to say.
    forked: u8,
    rehearsals_left: u32,
}

#[derive(Clone, Copy)]
struct Child {
    process: u8,
    id: i32,
}

/// Serves until the requests end, or returns in a forked child.
///
/// # Errors
/// What the system refuses: memory, descriptors, the folder.
pub(crate) fn run() -> io::Result<Role> {
    sandbox::fix_addresses();
    state::map()?;
    let streams = sandbox::take_over_streams()?;
    let (control, tasks_end) = sandbox::control_pipe()?;
    launch::set_control(tasks_end);
    sandbox::prepare()?;
    sandbox::watch()?;
    task::know_stack();
    stack::reserve()?;
    heap::reserve()?;
    let folder = sandbox::Folder::make()?;
    let mut server = Server {
        streams,
        control,
        folder,
        children: Vec::new(),
        more_may_have_ended: false,
        group: 0,
        forked: 0,
        rehearsals_left: REHEARSALS,
    };
    task::become_server();
    loop {
        let request: Request = match read_frame(&mut server.streams.requests) {
            Ok(request) => request,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Role::Done),
            Err(error) => return Err(error),
        };
        match server.answer(&request)? {
            Executed::RunnerGone => return Ok(Role::Done),
            Executed::Child(role) => {
                // Not the child's to close and to free: it would only take time.
                ::std::mem::forget((server, request));
                return Ok(role);
            }
            Executed::Reply(reply) => match write_frame(&mut server.streams.replies, &*reply) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Role::Done),
                other => other?,
            },
        }
    }
}

/// How often the program is run to find out what its tasks share: watching what they share can show more of it.
const REHEARSALS: u32 = 3;

enum Executed {
    Reply(Box<Reply>),
    Child(Role),
    /// The runner is gone, or a signal has asked the server to end; so is the execution.
    RunnerGone,
}

/// One turn of the wait for something to happen.
enum Event {
    /// Nothing that ends the execution.
    Went,
    Ended(End),
    InChild(Role),
    RunnerGone,
}

impl Server {
    /// Before the first execution the program is run as it runs by itself, to see what its tasks share.
    fn answer(&mut self, request: &Request) -> io::Result<Executed> {
        while self.rehearsals_left > 0 {
            self.rehearsals_left -= 1;
            let rehearsal = Request {
                limits: request.limits,
                ..Request::default()
            };
            match self.execute(&rehearsal)? {
                Executed::Reply(_) => {}
                other => return Ok(other),
            }
            // SAFETY: every child is gone, so the baton is the server's.
            if !memory::foresee(unsafe { state::held() }) {
                self.rehearsals_left = 0;
            }
        }
        self.execute(request)
    }

    fn execute(&mut self, request: &Request) -> io::Result<Executed> {
        self.reset(request);
        let deadline =
            Instant::now() + Duration::from_millis(u64::from(request.limits.milliseconds));
        let mut event = self.start()?;
        let end = loop {
            event = match event {
                Event::Went => self.next_event(deadline)?,
                Event::Ended(end) => break end,
                Event::InChild(role) => return Ok(Executed::Child(role)),
                Event::RunnerGone => {
                    self.kill_all();
                    return Ok(Executed::RunnerGone);
                }
            };
        };
        self.kill_all();
        let [stdout, stderr] = &mut self.streams.captures;
        let limit = u64::from(request.limits.output);
        let (stdout, stderr) = (stdout.take(limit)?, stderr.take(limit)?);
        self.folder.empty()?;
        // SAFETY: every child is gone, so the baton is the server's.
        let state = unsafe { state::held() };
        Ok(Executed::Reply(Box::new(trace::reply(
            state, end, stdout, stderr,
        ))))
    }

    fn reset(&mut self, request: &Request) {
        // SAFETY: no child lives.
        let state = unsafe { state::held() };
        state.clear(request.limits, request.switch_at);
        let length = request.schedule.len().min(MAX_SCHEDULE);
        state.schedule[..length].copy_from_slice(&request.schedule[..length]);
        state.schedule_length = length as u32;
        if length < request.schedule.len() {
            state.stop_at_limit("choices in the schedule");
        }
    }

    /// Makes the first process and gives its main thread the baton.
    fn start(&mut self) -> io::Result<Event> {
        // SAFETY: no child lives.
        let state = unsafe { state::held() };
        let process = state.add_process(None);
        let task = process.and_then(|process| state.add_task(process, "main", None));
        let (Some(process), Some(task)) = (process, task) else {
            return Ok(Event::Ended(trace::halted(state)));
        };
        state.processes[process as usize].first_task = task;
        if let Some(role) = self.fork(process)? {
            return Ok(Event::InChild(role));
        }
        self.group = self.children[0].id;
        // SAFETY: the child waits for its grant, so the baton is still here.
        self.hand_on(task)
    }

    fn hand_on(&mut self, last: u8) -> io::Result<Event> {
        // SAFETY: the task that had the baton is gone, or has not begun.
        let state = unsafe { state::held() };
        Ok(match turn::pass_on(state, last) {
            Ok(()) => Event::Went,
            Err(Over) => Event::Ended(trace::halted(state)),
        })
    }

    /// In the child: its role.
    fn fork(&mut self, process: u8) -> io::Result<Option<Role>> {
        let id = sandbox::fork()?;
        // SAFETY: plain data that nobody writes before the child has its grant.
        let record = unsafe { &mut (*state::pointer()).processes[process as usize] };
        if id == 0 {
            task::leave();
            sandbox::enter_child(self.group, record);
            return Ok(Some(Role::Child {
                process,
                task: record.first_task,
            }));
        }
        self.forked += 1;
        self.children.push(Child { process, id });
        Ok(None)
    }

    fn next_event(&mut self, deadline: Instant) -> io::Result<Event> {
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
    fn kill_all(&mut self) {
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
