//! The server: reads a request, runs one execution in forked children, answers with its trace.
//!
//! It stays single-threaded and never runs the learner's code, so each process that it forks starts with every `static` at
//! its first value, as after a real exec. It holds the baton only where nobody else can: before the first task, and when
//! a process is gone.

mod events;
mod time;

use ::std::io;
use ::std::os::fd::OwnedFd;
use ::std::time::Duration;

use crate::protocol::{End, Limits, Reply, Request, read_frame, write_frame};

use super::launch;
use super::state::{self, MAX_SCHEDULE};
use super::turn::{self, Over};
use super::{heap, memory, sandbox, stack, task, trace};
use time::Time;

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
    ::std::hint::black_box(super::stand_ins());
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
                limits: Limits {
                    impatient: None,
                    weak_read: None,
                    ..request.limits
                },
                ..Request::default()
            };
            match self.execute(&rehearsal)? {
                // It waits for something outside, and would again.
                Executed::Reply(reply) if matches!(reply.end, End::TimeLimit { .. }) => {
                    self.rehearsals_left = 0;
                }
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
        let limit = Duration::from_millis(u64::from(request.limits.milliseconds));
        let mut time = Time::starts(limit);
        let processor_before = time::processor_time_of_ended();
        let mut event = self.start()?;
        let end = loop {
            event = match event {
                Event::Ended(End::TimeLimit { task }) => {
                    match self.at_the_deadline(&mut time, task) {
                        Some(end) => break end,
                        None => Event::Went,
                    }
                }
                Event::Went => self.next_event(time.deadline)?,
                Event::Ended(end) => break end,
                Event::InChild(role) => return Ok(Executed::Child(role)),
                Event::RunnerGone => {
                    self.kill_all();
                    return Ok(Executed::RunnerGone);
                }
            };
        };
        self.kill_all();
        let processor = time::processor_time_of_ended().saturating_sub(processor_before);
        let [stdout, stderr] = &mut self.streams.captures;
        let limit = u64::from(request.limits.output);
        let (stdout, stderr) = (stdout.take(limit)?, stderr.take(limit)?);
        self.folder.empty()?;
        // SAFETY: every child is gone, so the baton is the server's.
        let state = unsafe { state::held() };
        Ok(Executed::Reply(Box::new(trace::reply(
            state, end, processor, stdout, stderr,
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
}
