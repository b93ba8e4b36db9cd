//! The threads and processes of a real run: what each was at, in words. Pure.

use crate::supervise::{Doing, Task};

/// What each was at when the run was stopped.
pub(super) fn stopped(tasks: &[Task]) -> Vec<String> {
    let several_processes = tasks.windows(2).any(|pair| pair[0].pid != pair[1].pid);
    let sentence = |task: &Task| format!("{} {}", name(task, several_processes), at(&task.doing));
    tasks.iter().map(sentence).collect()
}

/// What was left when main had ended: one task stands for each process.
pub(super) fn left_running(tasks: &[Task]) -> Vec<String> {
    let sentence = |task: &Task| format!("process {} {}", task.process, at(&task.doing));
    tasks.iter().map(sentence).collect()
}

fn name(task: &Task, several_processes: bool) -> String {
    match (several_processes, task.thread.is_empty()) {
        (false, _) => format!("thread {}", task.thread),
        (true, true) => format!("process {}", task.process),
        (true, false) => format!("process {}, thread {}", task.process, task.thread),
    }
}

fn at(doing: &Doing) -> String {
    let named = |what: &str, name: &Option<String>| match name {
        Some(name) => format!("{what} {name}"),
        None => what.to_owned(),
    };
    match doing {
        Doing::Running => "is running".into(),
        Doing::Lock => "is blocked on a lock or a condition variable".into(),
        Doing::Join { thread } => format!("is blocked on the end of thread {thread}"),
        Doing::FileLock { file, held_by } => {
            let lock = named(
                "is blocked on the lock of",
                &file.clone().or(Some("a file".into())),
            );
            match held_by {
                Some(holder) => format!("{lock} (held by {holder})"),
                None => lock,
            }
        }
        Doing::Child { process: None } => "is blocked on the end of a child process".into(),
        Doing::Child { process } => named("is blocked on the end of process", process),
        Doing::Sleep => "sleeps".into(),
        Doing::Other(what) => what.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_running_is_named() {
        let sleep = Task {
            pid: 7,
            process: "sleep 1000".into(),
            thread: "main".into(),
            doing: Doing::Sleep,
        };
        assert_eq!(left_running(&[sleep]), ["process sleep 1000 sleeps"]);
    }
}
