//! Inspects the processes of a job: the name of each thread, and what it does.

use super::job::{Doing, Job, Task};
use super::proc_fs::{self, Schedule, Stat};
use super::syscall::{Scope, Wait};

/// At most this many are listed.
const MOST_TASKS: usize = 100;

/// A thread as it was seen at one moment, and how to tell whether it has run
/// since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) tid: u32,
    /// How often it was switched away from a processor; unknown if that
    /// changed while it was looked at.
    pub(super) switches: Option<u64>,
    pub(super) task: Task,
}

/// The processes of one job, with what is needed to name them.
pub(super) struct Crowd<'a> {
    /// How the program itself was started.
    leader: Vec<String>,
    processes: &'a [Stat],
}

impl<'a> Crowd<'a> {
    pub(super) fn new(job: &Job, processes: &'a [Stat]) -> Self {
        let command = std::iter::once(&job.program).chain(&job.args);
        let leader = command.map(|word| word.to_string_lossy().into_owned());
        Self {
            leader: leader.collect(),
            processes,
        }
    }

    /// All threads that have not ended, one by one, each looked at when it is
    /// asked for. (A process that shows as ended may still have other threads
    /// than its first.)
    pub(super) fn threads(&self) -> impl Iterator<Item = Seen> {
        self.processes.iter().flat_map(|stat| {
            let tids = proc_fs::threads(stat.pid);
            let numbered = tids.into_iter().enumerate();
            numbered.filter_map(|(index, tid)| self.thread(stat, index, tid))
        })
    }

    pub(super) fn tasks(&self) -> Vec<Task> {
        let tasks = self.threads().map(|seen| seen.task);
        tasks.take(MOST_TASKS).collect()
    }

    /// The main thread of each process that has not ended.
    pub(super) fn main_threads(&self) -> Vec<Task> {
        let alive = self.processes.iter().filter(|stat| !stat.is_ending());
        alive
            .filter_map(|stat| Some(self.thread(stat, 0, stat.pid)?.task))
            .take(MOST_TASKS)
            .collect()
    }

    /// Nothing if it has ended meanwhile.
    fn thread(&self, stat: &Stat, index: usize, tid: u32) -> Option<Seen> {
        // The order matters: see the module `deadlock`.
        let before = Schedule::of(stat.pid, tid)?;
        let wait = proc_fs::syscall(stat.pid, tid).map(|(number, args)| Wait::of(number, args));
        let after = Schedule::of(stat.pid, tid)?;
        if after.state == 'Z' {
            return None;
        }
        Some(Seen {
            tid,
            switches: (before == after).then_some(after.switches),
            task: Task {
                pid: stat.pid,
                process: self.process_name(stat.pid),
                thread: thread_name(stat, index, tid),
                doing: self.doing(stat, after.state, wait),
            },
        })
    }

    fn doing(&self, stat: &Stat, state: char, wait: Option<Wait>) -> Doing {
        match (state, wait) {
            ('R', _) => Doing::Running,
            ('T' | 't', _) => Doing::Other("stopped".into()),
            ('D', _) => Doing::Other("busy in the kernel".into()),
            (_, None) => Doing::Other("asleep".into()),
            (_, Some(wait)) => self.waiting(stat, wait),
        }
    }

    fn waiting(&self, stat: &Stat, wait: Wait) -> Doing {
        match wait {
            Wait::Futex { scope, expected } => match scope {
                // A join waits for the kernel to clear the word that holds the
                // thread's number.
                Scope::Shared if proc_fs::threads(stat.pid).contains(&expected) => Doing::Join {
                    thread: self.sibling_name(stat, expected),
                },
                _ => Doing::Lock,
            },
            Wait::FileLock { fd } => Doing::FileLock {
                file: proc_fs::open_file_name(stat.pid, fd),
                held_by: proc_fs::file_lock_holder(stat.pid)
                    .filter(|holder| self.processes.iter().any(|other| other.pid == *holder))
                    .map(|holder| self.process_name(holder)),
            },
            Wait::Child { pid } => Doing::Child {
                process: pid.map(|pid| self.process_name(pid)),
            },
            Wait::Timed => Doing::Sleep,
            Wait::Other(words) => Doing::Other(words.into()),
        }
    }

    fn sibling_name(&self, stat: &Stat, tid: u32) -> String {
        let index = proc_fs::threads(stat.pid)
            .iter()
            .position(|one| *one == tid);
        thread_name(stat, index.unwrap_or_default(), tid)
    }

    /// The name that [`Task::process`] promises.
    pub(super) fn process_name(&self, pid: u32) -> String {
        let command = proc_fs::command_line(pid);
        process_name(&command, &self.leader)
            .or_else(|| {
                self.processes
                    .iter()
                    .find(|s| s.pid == pid)
                    .map(|s| s.name.clone())
            })
            .unwrap_or_else(|| format!("process {pid}"))
    }
}

/// `index` is its place among the threads of its process, by age.
fn thread_name(stat: &Stat, index: usize, tid: u32) -> String {
    if tid == stat.pid {
        return "main".into();
    }
    match proc_fs::thread_name(stat.pid, tid) {
        // A thread without a name of its own inherits its maker's.
        Some(name) if name != stat.name => name,
        _ => format!("thread {}", index + 1),
    }
}

/// The name that [`Task::process`] promises, from two command lines.
fn process_name(command: &[String], leader: &[String]) -> Option<String> {
    let (program, args) = command.split_first()?;
    let name = match leader.split_first() {
        _ if args.is_empty() => file_name(program).into(),
        // Its own file name for the leader and for a mere fork of it.
        Some((same, same_args)) if file_name(same) == file_name(program) => match same_args == args
        {
            true => file_name(program).into(),
            false => args.join(" "),
        },
        _ => format!("{} {}", file_name(program), args.join(" ")),
    };
    Some(shortened(&name))
}

fn file_name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

/// In one line and not much of it, as it goes into sentences.
fn shortened(name: &str) -> String {
    const MOST: usize = 40;
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST - 3).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(command: &[&str], leader: &[&str]) -> Option<String> {
        let owned = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
        process_name(&owned(command), &owned(leader))
    }

    #[test]
    fn a_process_is_named_by_how_it_was_started() {
        let prog = ["/tmp/x/processes1"];
        assert_eq!(name(&prog, &prog).unwrap(), "processes1");
        assert_eq!(name(&["/tmp/x/processes1", "inc"], &prog).unwrap(), "inc");
        assert_eq!(name(&["/bin/sleep", "1000"], &prog).unwrap(), "sleep 1000");
        assert_eq!(name(&["cat"], &prog).unwrap(), "cat");
        assert_eq!(name(&[], &prog), None);
    }

    #[test]
    fn a_program_started_with_arguments_keeps_its_own_name() {
        let shell = ["/bin/sh", "-c", "sleep 1"];
        assert_eq!(name(&shell, &shell).unwrap(), "sh");
    }

    #[test]
    fn a_long_command_is_shortened_to_one_line() {
        let script = "x=1\n".repeat(50);
        let got = name(&["/bin/sh", "-c", &script], &["/bin/prog"]).unwrap();
        assert!(got.starts_with("sh -c x=1 x=1") && got.ends_with("..."));
        assert_eq!(got.chars().count(), 40);
    }
}
