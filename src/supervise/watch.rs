//! Watches a program while it runs, until it ends or is to be ended.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal};

use super::deadlock::Suspicion;
use super::inspect::Crowd;
use super::job::{End, Job, Killed};
use super::proc_fs::Stat;
use super::program::Program;
use super::run::Failure;
use super::time::{TimeLimit, Usage};
use super::{Captured, limits, platform, proc_fs, signals, tree};

/// The first look at a run comes so late that short runs are never disturbed.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A suspected deadlock is looked at again as soon as it may have been a moment.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// How often, from the start on, the number of all threads on this machine is
/// read, which disturbs no run: a fork bomb has to be seen while it can still be
/// caught.
const COUNT_EVERY: Duration = Duration::from_millis(10);
/// How long until it is looked again for a process to be killed, where there was none.
const CRASH_AGAIN: Duration = Duration::from_millis(1);
/// More processes than that are not looked at one by one.
pub(super) const MANY: usize = 100;
/// No wait is longer, so the clock does not overflow.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);
/// Looking takes at most the tenth part of a processor.
const LOOK_COST_SHARE: u32 = 10;

/// Why the watch is over.
pub(super) enum Ending {
    ByItself,
    Forced(End),
}

/// A program under watch.
pub(super) struct Watch<'a> {
    job: &'a Job,
    program: Program,
    started: Instant,
    /// When the time limit is looked at next.
    deadline: Instant,
    next_look: Instant,
    next_count: Instant,
    /// When a process is killed, if one is still to be.
    next_crash: Option<Instant>,
    killed: Option<Killed>,
    /// How many threads there were on this machine at the last look.
    crowd: usize,
    /// Of the look before.
    suspicion: Option<Suspicion>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(job: &'a Job, program: Program, started: Instant) -> Self {
        Self {
            job,
            program,
            started,
            deadline: started + job.limits.time.min(LONGEST),
            next_look: started + LOOK_EVERY,
            next_count: started + COUNT_EVERY,
            next_crash: job.crash.map(|crash| started + crash.after.min(LONGEST)),
            killed: None,
            crowd: platform::threads_of_all(),
            suspicion: None,
        }
    }

    pub(super) fn until_it_ends(&mut self, kit: BorrowedFd) -> Result<Ending, Failure> {
        loop {
            let ready = self.wait(kit)?;
            if ready.kit {
                return Err(Failure::KitIsGone);
            }
            if ready.stdout {
                self.program.stdout.read_once();
            }
            if ready.stderr {
                self.program.stderr.read_once();
            }
            if ready.exit {
                return Ok(Ending::ByItself);
            }
            if self.program.bytes_written() > self.job.limits.output {
                return Ok(Ending::Forced(End::OutputLimit));
            }
            let now = Instant::now();
            self.crash_if_due(now);
            if now >= self.deadline
                && let Some(ending) = self.at_the_deadline(now)
            {
                return Ok(ending);
            }
            let end = match self.look_due(now) {
                Due::No => None,
                Due::Yes => self.look(now),
                Due::Alarm => self.look_at_a_crowd(now),
            };
            if let Some(end) = end {
                return Ok(Ending::Forced(end));
            }
        }
    }

    pub(super) fn pid(&self) -> Pid {
        self.program.pid()
    }

    /// Kills one of the processes that the program itself has started, once that is due and there is one.
    fn crash_if_due(&mut self, now: Instant) {
        let due = self.next_crash.is_some_and(|due| now >= due);
        let Some(crash) = self.job.crash.filter(|_| due) else {
            return;
        };
        let program = self.program.pid().as_raw_nonzero().get().unsigned_abs();
        let mut workers = tree::descendants(MANY);
        workers.retain(|stat| stat.parent == program && !stat.is_ending());
        self.next_crash = match workers.is_empty() {
            true => Some(now + CRASH_AGAIN),
            false => None,
        };
        workers.sort_by_key(|stat| (stat.start_time, stat.pid));
        let at = crash.which as usize % workers.len().max(1);
        if let Some(worker) = workers.get(at) {
            let process = Crowd::new(self.job, &workers).process_name(worker.pid);
            signals::kill_found(worker);
            let after = now - self.started;
            self.killed = Some(Killed { process, after });
        }
    }

    /// What the program wrote, once none of its processes is left, and which of them was killed, as the job asked for.
    pub(super) fn seen(self) -> (Captured, Captured, Option<Killed>) {
        let (stdout, stderr) = self.program.output();
        (stdout, stderr, self.killed)
    }

    /// Sleeps until something happens or the next count or look is due.
    fn wait(&self, kit: BorrowedFd) -> Result<Ready, Failure> {
        let (stdout, stderr) = (self.program.stdout.pipe(), self.program.stderr.pipe());
        let mut fds = vec![
            PollFd::from_borrowed_fd(kit, PollFlags::IN),
            PollFd::new(self.program.exit(), PollFlags::IN),
        ];
        let pipes = [stdout, stderr].into_iter().flatten();
        fds.extend(pipes.map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        let until = self.deadline.min(self.next_look).min(self.next_count);
        let until = self.next_crash.map_or(until, |crash| until.min(crash));
        match poll(&mut fds, Some(&time_left(until))) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(Failure::Internal(format!("poll: {error}"))),
        }
        let mut ready = fds.iter().map(|fd| !fd.revents().is_empty());
        let mut next = || ready.next().unwrap_or(false);
        Ok(Ready {
            kit: next(),
            exit: next(),
            stdout: stdout.is_some() && next(),
            stderr: stderr.is_some() && next(),
        })
    }

    fn look_due(&mut self, now: Instant) -> Due {
        if now >= self.next_count {
            self.next_count = now + COUNT_EVERY;
            let grown = platform::threads_of_all().saturating_sub(self.crowd);
            if grown > MANY.max(self.job.limits.processes as usize) {
                return Due::Alarm;
            }
        }
        if now >= self.next_look {
            Due::Yes
        } else {
            Due::No
        }
    }

    /// Looks while all of it is stopped: a fork bomb would grow faster than it can be
    /// counted, for each of its processes gets as much of the processor as we.
    fn look_at_a_crowd(&mut self, now: Instant) -> Option<End> {
        signals::signal_group(self.program.pid(), Signal::STOP);
        let end = self.look(now);
        if end.is_none() {
            signals::signal_group(self.program.pid(), Signal::CONT);
        }
        end
    }

    /// Looks at the processes, and says whether that is to be the end.
    fn look(&mut self, now: Instant) -> Option<End> {
        let most = self.job.limits.processes;
        // Ended orphans are reaped below and do not count.
        let enough = 2 * most as usize + MANY;
        let mut processes = tree::descendants(enough);
        let all_are_known = processes.len() <= enough;
        tree::reap_orphans(self.program.pid(), &mut processes);
        let count = u32::try_from(processes.len()).unwrap_or(u32::MAX);
        if count > most {
            return Some(End::ProcessLimit { count });
        }
        let bytes = processes.iter().map(|p| proc_fs::own_memory(p.pid)).sum();
        if bytes > limits::memory(&self.job.limits) {
            return Some(End::MemoryLimit { bytes });
        }
        let crowd = Crowd::new(self.job, &processes);
        let earlier = self.suspicion.take();
        let mut pause = LOOK_EVERY;
        if all_are_known && let Some(suspicion) = Suspicion::of(crowd.threads()) {
            if earlier.is_some_and(|earlier| suspicion.is_proved_by(&earlier)) {
                let tasks = suspicion.into_tasks();
                return Some(End::Deadlock { tasks });
            }
            self.suspicion = Some(suspicion);
            pause = LOOK_AGAIN;
        }
        self.crowd = platform::threads_of_all();
        self.next_look = Instant::now() + pause.max(now.elapsed() * LOOK_COST_SHARE);
        None
    }

    /// The end of a run whose time is over, if it is.
    fn at_the_deadline(&mut self, now: Instant) -> Option<Ending> {
        let processes = tree::descendants(MANY);
        let tasks = Crowd::new(self.job, &processes).tasks();
        // It may have ended in the last moment.
        if self.program.has_ended() {
            return Some(Ending::ByItself);
        }
        let usage = self.usage(&processes, now);
        let limits = &self.job.limits;
        match TimeLimit::of(limits.time.min(LONGEST), limits.patience, &usage) {
            TimeLimit::Left(left) => {
                self.deadline = now + left.max(LOOK_AGAIN);
                None
            }
            TimeLimit::Reached => Some(Ending::Forced(End::TimeLimit { tasks })),
            TimeLimit::HeldUp => Some(Ending::Forced(End::HeldUp)),
        }
    }

    /// What the run has had until now, orphans that were reaped left out.
    fn usage(&self, processes: &[Stat], now: Instant) -> Usage {
        let threads = |stat: &Stat| {
            let pid = stat.pid;
            let ready = move |tid| proc_fs::time_ready(pid, tid);
            proc_fs::threads(pid).into_iter().map(ready)
        };
        Usage {
            elapsed: now - self.started,
            processor: processes.iter().map(Stat::processor_time).sum(),
            ready: processes.iter().flat_map(threads).sum(),
        }
    }
}

enum Due {
    No,
    Yes,
    /// There are suddenly many more threads on this machine; perhaps of others.
    Alarm,
}

/// What [`Watch::wait`] found.
struct Ready {
    kit: bool,
    exit: bool,
    stdout: bool,
    stderr: bool,
}

fn time_left(until: Instant) -> Timespec {
    let left = until.saturating_duration_since(Instant::now());
    Timespec::try_from(left).expect("some milliseconds fit")
}
