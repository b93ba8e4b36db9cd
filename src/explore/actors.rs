//! Who takes part in an execution, by names that a learner knows. Pure.

use std::collections::HashMap;

use protocol::{Op, Reply};

use super::text::SourceText;

/// A thread of the execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// What it is called in the drawing, unlike all others.
    pub name: String,
    /// The number of its process; 0 is the first.
    pub process: u8,
    /// Whether it is the first thread of a process that the program started.
    pub is_process: bool,
}

/// All threads by their numbers. `source` helps to name those without a name: `let inc = thread::spawn(…)`.
pub fn actors(reply: &Reply, source: &SourceText) -> Vec<Actor> {
    let mut names: Vec<String> = (0..reply.tasks.len())
        .map(|task| name(reply, task, source))
        .collect();
    number_alike(&mut names);
    let mut seen = vec![false; reply.processes.len()];
    names
        .into_iter()
        .zip(&reply.tasks)
        .map(|(name, task)| {
            let first = !std::mem::replace(&mut seen[task.process as usize], true);
            Actor {
                name,
                process: task.process,
                is_process: first && task.process > 0,
            }
        })
        .collect()
}

/// The name of one thread, without a look at the source.
pub fn name_of(reply: &Reply, task: u8) -> String {
    let names = actors(reply, &SourceText::default());
    match names.get(task as usize) {
        Some(actor) if actor.is_process => format!("process {}", actor.name),
        Some(actor) if actor.name.starts_with("thread ") => actor.name.clone(),
        Some(actor) => format!("thread {}", actor.name),
        None => "a thread".into(),
    }
}

fn name(reply: &Reply, task: usize, source: &SourceText) -> String {
    let record = &reply.tasks[task];
    let process = record.process as usize;
    let first_of_process = reply
        .tasks
        .iter()
        .position(|one| one.process == record.process)
        == Some(task);
    let arguments = reply
        .processes
        .get(process)
        .map_or("", |process| process.arguments.as_str());
    if first_of_process {
        return match process {
            0 => "main".into(),
            _ if arguments.is_empty() => format!("process {process}"),
            _ => arguments.to_owned(),
        };
    }
    let own = if record.name.is_empty() {
        spawned_as(reply, task, source).unwrap_or_else(|| format!("thread {task}"))
    } else {
        record.name.clone()
    };
    match process {
        0 => own,
        _ if arguments.is_empty() => format!("process {process}: {own}"),
        _ => format!("{arguments}: {own}"),
    }
}

/// The variable that the thread's handle went into, or the function that the thread runs.
fn spawned_as(reply: &Reply, task: usize, source: &SourceText) -> Option<String> {
    let spawn = reply
        .steps
        .iter()
        .find(|step| step.op == Op::Spawn && step.written == Some(task as u64))?;
    let place = spawn.place?;
    if !source.is_named(&reply.files[place.file as usize]) {
        return None;
    }
    let line = place.line as usize;
    let variable = source.variable_bound_at(line);
    variable.or_else(|| source.function_spawned_at(line))
}

/// Two that are called alike get numbers.
fn number_alike(names: &mut [String]) {
    let mut count: HashMap<String, u32> = HashMap::new();
    for name in names.iter() {
        *count.entry(name.clone()).or_default() += 1;
    }
    let mut given: HashMap<String, u32> = HashMap::new();
    for name in names.iter_mut().filter(|name| count[*name] > 1) {
        let number = given.entry(name.clone()).or_default();
        *number += 1;
        // `let threads = …` holds several of them.
        let one = name.strip_suffix('s').filter(|one| !one.ends_with('s'));
        let one = one.unwrap_or(name);
        *name = format!("{one} {number}");
    }
}
