//! The server: reads a request, runs one execution in forked children, or in one that stays ([`Residence`]), answers with its
//! trace.
//!
//! It stays single-threaded and never runs the learner's code, so each process that it forks starts with every `static` at
//! its first value, as after a real exec, and a process that stays is put back to that. It holds the baton only when no
//! task can: before the first task, and when a process is gone.

mod ending;
mod events;
mod rehearsal;
mod residence;
mod time;

use ::std::io;
use ::std::mem::ManuallyDrop;
use ::std::os::fd::OwnedFd;
use ::std::time::Duration;

use protocol::{End, MAX_TASKS, ProcessId, Reply, Request, TaskId, read_frame, write_frame};

use super::audit::Known;
use super::hand_over::{self, Baton};
use super::state;
use super::turn::{self, Over};
use super::{
    audit, contexts, control, heap, memory, overflow, sandbox, stack, system, task, trace,
};
use crate::fixed::Way;
use ending::Ending;
use rehearsal::Rehearsed;
use residence::Residence;
use time::{Time, Used};

/// What this process is after `run` has returned.
pub(crate) enum Role {
    /// A forked child, to run the program as this task of this process.
    Child {
        process: ProcessId,
        task: TaskId,
        /// It stays for one execution after the other.
        is_resident: bool,
    },
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
    /// Of the execution, where the program cannot write.
    known: Known,
    rehearsed: Rehearsed,
    filter: sandbox::Filter,
    residence: Residence,
    used: Used,
}

#[derive(Clone, Copy)]
struct Child {
    process: ProcessId,
    id: i32,
    /// By this signal, if it is.
    stopped: Option<i32>,
}

/// Serves until the requests end, or returns in a forked child.
///
/// # Errors
/// What the system refuses: memory, descriptors, the folder.
pub(crate) fn run() -> io::Result<Role> {
    sandbox::fix_addresses();
    state::map()?;
    let streams = sandbox::take_over_streams()?;
    let (control, tasks_end) = sandbox::control_sockets()?;
    control::set_control(tasks_end);
    sandbox::prepare()?;
    sandbox::watch()?;
    overflow::report()?;
    stack::know_first(task::know_stack());
    stack::reserve()?;
    heap::reserve()?;
    memory::reserve()?;
    let folder = sandbox::Folder::make()?;
    let server = Server {
        streams,
        control,
        folder,
        children: Vec::new(),
        more_may_have_ended: false,
        group: 0,
        known: Known::default(),
        rehearsed: Rehearsed::default(),
        filter: sandbox::Filter::InForce,
        residence: Residence::new(sandbox::way() != Way::Forked && contexts::are_possible()),
        used: Used::by_ended(),
    };
    task::become_server();
    server.serve()
}

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
    /// It is time to look how long the execution takes.
    Late,
    Ended(Ending),
    InChild(Role),
    RunnerGone,
}

impl Server {
    fn serve(mut self) -> io::Result<Role> {
        let role = loop {
            let request: Request = match read_frame(&mut self.streams.requests) {
                Ok(request) => request,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break Ok(Role::Done),
                Err(error) => break Err(error),
            };
            let reply = match self.answer(&request) {
                Ok(Executed::Reply(reply)) => reply,
                Ok(Executed::Child(role)) => {
                    // Not the child's to close and to free: it would only take time.
                    ::std::mem::forget((self, request));
                    return Ok(role);
                }
                Ok(Executed::RunnerGone) => break Ok(Role::Done),
                Err(error) => break Err(error),
            };
            match write_frame(&mut self.streams.replies, &*reply) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break Ok(Role::Done),
                Err(error) => break Err(error),
            }
        };
        // Neither an error in the middle of an execution nor the end of all leaves processes behind.
        self.kill_all();
        role
    }

    fn answer(&mut self, request: &Request) -> io::Result<Executed> {
        if !self.rehearsed.is_of_now(request) {
            self.end_residence();
        }
        if !self.rehearsed.recall(request) {
            // It is not a child's to free: a child has no memory of the server's.
            let rehearsal = ManuallyDrop::new(rehearsal::rehearsal(request));
            for _ in 0..rehearsal::REHEARSALS {
                match self.execute(&rehearsal)? {
                    Executed::Reply(reply) if !rehearsal::shows_more(&reply.end) => break,
                    Executed::Reply(_) => {}
                    other => return Ok(other),
                }
            }
            drop(ManuallyDrop::into_inner(rehearsal));
            self.rehearsed.remember(request);
        }
        self.execute(request)
    }

    fn process_ids(&self) -> Vec<i32> {
        self.children.iter().map(|child| child.id).collect()
    }

    fn execute(&mut self, request: &Request) -> io::Result<Executed> {
        self.reset(request);
        let limit = Duration::from_millis(u64::from(request.limits.milliseconds));
        let before = self.used;
        let mut time = Time::starts(limit, before.by_living);
        let mut event = self.start()?;
        let ending = loop {
            event = match event {
                Event::Late => match time.at_the_deadline(&self.process_ids()) {
                    Some(ending) => break ending,
                    None => Event::Went,
                },
                Event::Went => self.next_event(time.deadline)?,
                Event::Ended(ending) => break ending,
                Event::InChild(role) => return Ok(Executed::Child(role)),
                Event::RunnerGone => {
                    self.kill_all();
                    return Ok(Executed::RunnerGone);
                }
            };
        };
        if !self.residence.is_at_rest() {
            self.kill_all();
        }
        self.count_processor();
        let processor = self.used.since(before);
        // Also empties the streams and the folder, for the next execution.
        let reply = self.reply(&ending, processor, u64::from(request.limits.output))?;
        if matches!(ending, Ending::ProgramWanted) {
            self.filter = sandbox::Filter::Lifted;
            return self.execute(request);
        }
        if matches!(ending, Ending::Unrestorable) {
            self.residence.give_up();
            return self.execute(request);
        }
        Ok(Executed::Reply(Box::new(reply)))
    }

    /// Counts what the program's processes have had of the processor so far. They have ended, or rest.
    fn count_processor(&mut self) {
        if self.residence.is_at_rest() {
            self.used.by_living = time::time_on_processor(&self.process_ids());
        } else {
            self.used = Used::by_ended();
        }
    }

    /// What there is to say of an execution that is over and of which nothing is left.
    fn reply(
        &mut self,
        ending: &Ending,
        processor: Duration,
        most_output: u64,
    ) -> io::Result<Reply> {
        let [stdout, stderr] = &mut self.streams.captures;
        if !self.residence.is_at_rest() {
            // The program may have done to the files whatever it likes.
            stdout.append_only()?;
            stderr.append_only()?;
        }
        let (stdout, stderr) = (stdout.take(most_output)?, stderr.take(most_output)?);
        let too_much = stdout.bytes + stderr.bytes > most_output;
        // SAFETY: every child is gone, so the baton is the server's.
        let state = unsafe { audit::audited(&self.known) };
        let pipes = state.as_ref().is_ok_and(|state| state.pipe_count == 0);
        if !self.residence.is_at_rest() {
            self.folder.empty(!pipes)?;
        }
        if state.is_ok() && ending.is_run_again() {
            return Ok(Reply::without_trace(End::Damaged));
        }
        if let Ok(mut state) = state {
            let end = match ending.end(&mut state) {
                // What is written past std's streams is counted only here.
                End::Exited { .. } if too_much => End::OutputLimit,
                end => end,
            };
            if end != End::Damaged {
                return Ok(trace::reply(&state, end, processor, stdout, stderr));
            }
        }
        state::erase();
        Ok(Reply {
            processor_micros: trace::micros(processor),
            stdout,
            stderr,
            ..Reply::without_trace(End::Damaged)
        })
    }

    fn reset(&mut self, request: &Request) {
        // SAFETY: no child lives.
        let mut state = unsafe { Baton::of_server() };
        hand_over::clear();
        state.clear(request.limits, request.rules, request.then);
        state.decide(&request.decisions);
        state.surround(&request.environment);
        self.known = Known {
            limits: request.limits,
            rules: request.rules,
            then: request.then,
            decision_count: state.decision_count,
            seal: self.known.seal.wrapping_add(SEALS_APART),
            forked: 0,
        };
        state.seal(self.known.seal);
    }

    /// Makes the first process and gives its main thread the baton.
    fn start(&mut self) -> io::Result<Event> {
        // SAFETY: no child lives.
        let mut state = unsafe { Baton::of_server() };
        let process = state.add_process(None);
        let task = process.and_then(|process| state.add_task(process, "main", None));
        let (Some(process), Some(task)) = (process, task) else {
            return Ok(Event::Ended(Ending::Halted));
        };
        state.processes[process.index()].first_task = Some(task);
        drop(state);
        if self.residence.is_at_rest() {
            self.known.forked = 1;
        } else {
            self.residence.choose(self.filter);
            if let Some(role) = self.fork(process)? {
                return Ok(Event::InChild(role));
            }
            self.group = self.children[0].id;
        }
        // SAFETY: the task has not begun.
        let event = hand_on(unsafe { Baton::of_server() }, task);
        if let Event::Went = event {
            self.residence.begin_execution();
        }
        Ok(event)
    }

    /// In the child: its role.
    fn fork(&mut self, process: ProcessId) -> io::Result<Option<Role>> {
        let id = sandbox::fork()?;
        if id == 0 {
            task::leave();
            return Ok(Some(self.enter_child(process)));
        }
        self.known.forked += 1;
        self.children.push(Child {
            process,
            id,
            stopped: None,
        });
        Ok(None)
    }

    /// In a fresh child, which must not come back here: nothing that is dropped on the way is its own.
    fn enter_child(&self, process: ProcessId) -> Role {
        let enter = || {
            heap::enter_child().ok()?;
            // SAFETY: plain data that is not written before the child has its grant, unless the program has written where it
            // should not.
            let record = unsafe { &(*state::pointer()).processes[process.index()] };
            sandbox::enter_child(self.group, record, self.filter, self.residence.is_chosen());
            record.first_task
        };
        match ::std::panic::catch_unwind(::std::panic::AssertUnwindSafe(enter)) {
            Ok(Some(task)) if task.index() < MAX_TASKS => Role::Child {
                process,
                task,
                is_resident: self.residence.is_chosen(),
            },
            _ => system::exit_process(101),
        }
    }
}

/// Between the seals of two executions: odd, so that all numbers have their turn, and with no pattern in its bytes.
const SEALS_APART: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hands on the baton of a task that is gone, or has not begun.
fn hand_on(baton: Baton, last: TaskId) -> Event {
    match turn::pass_on(baton, last) {
        Ok(()) => Event::Went,
        Err(Over) => Event::Ended(Ending::Halted),
    }
}
