//! The threads and processes of an execution, by the names that the code gave them.

use std::collections::{HashMap, HashSet};

use protocol::{ProcessId, Reply, TaskId};
use serde::{Deserialize, Serialize};

use super::stored;
use super::text::SourceText;

/// The number of an actor, which is that of its task in the trace.
///
/// A type of its own: a story is stored, and read where there is no trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(u8);

impl ActorId {
    /// The program's first thread.
    pub const MAIN: Self = Self(0);

    /// The actor of that number, from 0 on.
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// The first so many of them, in their order.
    pub fn first(count: usize) -> impl Iterator<Item = Self> {
        TaskId::first(count).map(Self::from)
    }

    /// Its number, from 0 on.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its place in a list of all.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<TaskId> for ActorId {
    fn from(task: TaskId) -> Self {
        Self(task.number())
    }
}

impl PartialEq<TaskId> for ActorId {
    fn eq(&self, task: &TaskId) -> bool {
        *self == Self::from(*task)
    }
}

/// A thread of the execution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What it is called in the drawing, unlike all others.
    pub name: String,
    /// Its process.
    #[serde(with = "stored::process")]
    pub process: ProcessId,
    /// Whether it is the first thread of a process that the program started.
    pub is_process: bool,
}

/// All threads by their numbers. `source` helps to name those without a name: `let inc = thread::spawn(…)`.
pub fn actors(reply: &Reply, source: &SourceText) -> Vec<Actor> {
    let (mut names, lines): (Vec<String>, Vec<Option<usize>>) = TaskId::first(reply.tasks.len())
        .map(|task| name(reply, task, source))
        .unzip();
    tell_apart(&mut names, &lines);
    let mut seen = vec![false; reply.processes.len()];
    names
        .into_iter()
        .zip(&reply.tasks)
        .map(|(name, task)| {
            let first = !std::mem::replace(&mut seen[task.process.index()], true);
            Actor {
                name,
                process: task.process,
                is_process: first && task.process != ProcessId::FIRST,
            }
        })
        .collect()
}

/// Writes `thread` or `process` before each name that an object has, too.
pub fn tell_from_objects<'a>(actors: &mut [Actor], objects: impl Iterator<Item = &'a str>) {
    let objects: HashSet<&str> = objects.collect();
    for actor in actors {
        if objects.contains(actor.name.as_str()) {
            let sort = if actor.is_process {
                "process"
            } else {
                "thread"
            };
            actor.name = format!("{sort} {}", actor.name);
        }
    }
}

/// The name of one thread, without a look at the source.
pub fn name_of(reply: &Reply, task: TaskId) -> String {
    let names = actors(reply, &SourceText::default());
    match names.get(task.index()) {
        Some(actor) if actor.is_process => format!("process {}", actor.name),
        Some(actor) if actor.name.starts_with("thread ") => actor.name.clone(),
        Some(actor) => format!("thread {}", actor.name),
        None => "a thread".into(),
    }
}

/// The name of one thread, and the line that spawns it, if the name is that of a variable there.
fn name(reply: &Reply, task: TaskId, source: &SourceText) -> (String, Option<usize>) {
    let record = &reply.tasks[task.index()];
    let first_of_process = reply
        .tasks
        .iter()
        .position(|one| one.process == record.process)
        == Some(task.index());
    let arguments = reply
        .processes
        .get(record.process.index())
        .map_or("", |process| process.arguments.as_str());
    if first_of_process {
        let name = match record.process {
            ProcessId::FIRST => "main".into(),
            other if arguments.is_empty() => format!("process {}", other.number()),
            _ => arguments.to_owned(),
        };
        return (name, None);
    }
    let (own, line) = if record.name.is_empty() {
        spawned_as(reply, task, source)
            .unwrap_or_else(|| (format!("thread {}", task.number()), None))
    } else {
        (record.name.clone(), None)
    };
    let name = match record.process {
        ProcessId::FIRST => own,
        other if arguments.is_empty() => format!("process {}: {own}", other.number()),
        _ => format!("{arguments}: {own}"),
    };
    (name, line)
}

/// The variable that the thread's handle went into, with its line, or the function that the thread runs.
fn spawned_as(reply: &Reply, task: TaskId, source: &SourceText) -> Option<(String, Option<usize>)> {
    let spawn = reply
        .steps
        .iter()
        .find(|step| step.spawned() == Some(task))?;
    let place = spawn.place?;
    if !source.is_named(&reply.files[place.file as usize]) {
        return None;
    }
    let (line, column) = (place.line as usize, place.column as usize);
    match source.made_at(line, column) {
        Some(variable) => Some((variable, Some(line))),
        None => Some((source.function_spawned_at(line, column)?, None)),
    }
}

/// Makes equal names different: by the lines of their variables, where these differ, or else by numbers.
fn tell_apart(names: &mut [String], lines: &[Option<usize>]) {
    let mut count: HashMap<String, u32> = HashMap::new();
    let mut lines_of: HashMap<String, HashSet<usize>> = HashMap::new();
    for (name, line) in names.iter().zip(lines) {
        *count.entry(name.clone()).or_default() += 1;
        lines_of.entry(name.clone()).or_default().extend(*line);
    }
    for (name, line) in names.iter_mut().zip(lines) {
        if let Some(line) = line
            && count[name] > 1
            && lines_of[name].len() == count[name] as usize
        {
            *name = format!("{name} (line {line})");
        }
    }
    number_alike(names, &count);
}

fn number_alike(names: &mut [String], count: &HashMap<String, u32>) {
    let mut given: HashMap<String, u32> = HashMap::new();
    let is_alike = |name: &&mut String| count.get(name.as_str()).is_some_and(|count| *count > 1);
    for name in names.iter_mut().filter(is_alike) {
        let number = given.entry(name.clone()).or_default();
        *number += 1;
        // `let threads = …` holds several of them.
        let one = name.strip_suffix('s').filter(|one| !one.ends_with('s'));
        let one = one.unwrap_or(name);
        *name = format!("{one} {number}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_apart<const N: usize>(named: [(&str, Option<usize>); N]) -> Vec<String> {
        let mut names = named.map(|(name, _)| name.to_owned());
        tell_apart(&mut names, &named.map(|(_, line)| line));
        names.to_vec()
    }

    #[test]
    fn threads_of_one_variable_have_its_lines_and_those_of_one_statement_have_numbers() {
        let shadowed = told_apart([("main", None), ("a", Some(7)), ("a", Some(12))]);
        assert_eq!(shadowed, ["main", "a (line 7)", "a (line 12)"]);
        let mapped = told_apart([("workers", Some(4)), ("workers", Some(4))]);
        assert_eq!(mapped, ["worker 1", "worker 2"]);
        assert_eq!(
            told_apart([("eat", None), ("eat", None)]),
            ["eat 1", "eat 2"]
        );
    }

    #[test]
    fn a_thread_with_the_name_of_an_object_is_called_a_thread() {
        let actor = |name: &str| Actor {
            name: name.into(),
            process: ProcessId::FIRST,
            is_process: false,
        };
        let mut actors = [actor("main"), actor("a")];
        tell_from_objects(&mut actors, ["a", "b"].into_iter());
        assert_eq!(actors.map(|actor| actor.name), ["main", "thread a"]);
    }
}
