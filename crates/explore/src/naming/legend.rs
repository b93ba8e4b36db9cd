//! What the things in a trace are called: objects by the names that the code gave them, steps by their lines. Pure,
//! but for the program's own file, which was read before.

mod guards;
mod locked;
mod memory;
mod numbers;
mod usage;

use protocol::{Object, ObjectId, ObjectKind, Panic, Place, ProcessId, Reply};
use serde::{Deserialize, Serialize};

use super::actors::{self, Actor};
use super::layout::{Part, Sought, Variants};
use super::symbols::Symbols;
use super::text::SourceText;
use super::value::Variant;
use guards::Guards;

/// A program's text and its symbols.
#[derive(Debug)]
pub struct Legend {
    /// From the program's file.
    pub symbols: Symbols,
    /// From its text.
    pub source: SourceText,
}

/// The number of `Arc`s that own a value, as std calls it.
pub(super) const STRONG_COUNT: &str = "strong count";

/// What memory is called that has no name.
pub const MEMORY: &str = "memory";

/// Where a step is, beside its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depth {
    /// In that line.
    There,
    /// In a function of the harness, which that line called.
    InHarness,
}

/// The names of one execution.
#[derive(Debug)]
pub struct Names {
    /// All threads, by their numbers.
    pub actors: Vec<Actor>,
    objects: Vec<String>,
    /// The variants that their numbers stand for, where these are an enum's.
    variants: Vec<Option<Variants>>,
}

impl Names {
    /// The name of an object; `None` where there is none.
    pub fn object(&self, id: impl Into<Option<ObjectId>>) -> Option<&str> {
        let name = self.objects.get(id.into()?.index())?;
        (!name.is_empty()).then_some(name)
    }

    /// The variant that a number in an object stands for, if the object holds an enum.
    pub fn variant(&self, id: Option<ObjectId>, number: u64) -> Option<&Variant> {
        self.variants.get(id?.index())?.as_ref()?.of_number(number)
    }
}

impl Legend {
    /// Names all that takes part in an execution.
    pub fn names(&self, reply: &Reply) -> Names {
        let mut actors = actors::actors(reply, &self.source);
        let parts = self.of_statics(reply).into_iter();
        let (mut objects, mut variants): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.path, part.variants)).unzip();
        for (id, object) in reply.objects.iter().enumerate() {
            if objects[id].is_empty() {
                objects[id] = match object.kind {
                    ObjectKind::Task | ObjectKind::Process | ObjectKind::Pipe => String::new(),
                    ObjectKind::Output => "output".into(),
                    ObjectKind::File | ObjectKind::Path | ObjectKind::OpenFile => {
                        file_name(&object.name)
                    }
                    kind => self.made_at(reply, object.place, kind),
                };
            }
        }
        self.name_by_use(reply, &mut objects, &mut variants);
        self.name_memory(reply, &mut objects);
        let in_locks = self.name_locked(reply, &mut objects, &mut variants);
        let guards = Guards::of(reply).with(in_locks);
        Self::name_guarded(reply, &guards, &mut objects);
        self.name_counts(reply, &mut objects);
        numbers::number_alike(&mut objects, reply, &guards);
        self.name_blocks(reply, &mut objects);
        let unnumbered = objects.iter().map(|name| match name.split_once('#') {
            Some((name, _)) => name,
            None => name,
        });
        actors::tell_from_objects(&mut actors, unnumbered);
        for (id, object) in reply.objects.iter().enumerate() {
            match object.kind {
                ObjectKind::Task => objects[id] = task_name(reply, id, &actors),
                ObjectKind::Process => objects[id] = process_name(object.process, &actors),
                ObjectKind::Pipe => objects[id] = pipe_name(reply, id, &actors),
                _ => {}
            }
        }
        Names {
            actors,
            objects,
            variants,
        }
    }

    /// The line of a step: the innermost of the program's own, or where there is none, the innermost in the file.
    pub fn line(&self, reply: &Reply, place: Option<Place>, frames: &[u32]) -> Option<usize> {
        self.line_and_depth(reply, place, frames).0
    }

    /// The line of a step, and whether the step itself is in the harness, which that line of the program's own called.
    pub fn line_and_depth(
        &self,
        reply: &Reply,
        place: Option<Place>,
        frames: &[u32],
    ) -> (Option<usize>, Depth) {
        let at_place = place
            .filter(|place| {
                let name = reply.files.get(place.file as usize);
                name.is_some_and(|name| self.source.is_named(name))
            })
            .map(|place| place.line as usize);
        let mut lines = self.symbols.lines_of(frames, self.source.name());
        lines.retain(|line| self.source.has_line(*line));
        // A function of the harness that passes on who called it has the caller's place, but its own frame.
        let innermost = lines.first().copied().or(at_place);
        let own = at_place
            .into_iter()
            .chain(lines)
            .find(|line| self.source.is_own(*line));
        let in_harness = innermost.is_some_and(|line| !self.source.is_own(line));
        match own {
            Some(own) if in_harness => (Some(own), Depth::InHarness),
            Some(own) => (Some(own), Depth::There),
            None => (at_place.or(innermost), Depth::There),
        }
    }

    /// The line of a panic: its own, or where it is in std, the program's own that led there.
    pub fn line_of_panic(&self, reply: &Reply, panic: &Panic) -> Option<usize> {
        let own = panic.place.filter(|place| {
            let name = reply.files.get(place.file as usize);
            name.is_some_and(|name| self.source.is_named(name))
        });
        match own {
            Some(place) => Some(place.line as usize),
            None => self.line(reply, None, &panic.frames),
        }
    }

    /// The part of a static that each object is, if it lies in one.
    fn of_statics(&self, reply: &Reply) -> Vec<Part> {
        let part = |object: &Object| {
            let sought = match object.extent.filter(|_| object.kind.is_memory()) {
                Some(extent) => Sought::Bytes(extent.length.into()),
                None => Sought::Whole,
            };
            self.symbols.static_at(object.address?, sought)
        };
        let objects = reply.objects.iter();
        objects
            .map(|object| part(object).unwrap_or_default())
            .collect()
    }

    /// By the variable that it went into, or by what it is.
    fn made_at(&self, reply: &Reply, place: Option<Place>, kind: ObjectKind) -> String {
        if kind == ObjectKind::Count {
            return STRONG_COUNT.to_owned();
        }
        let own = place.filter(|place| {
            let name = reply.files.get(place.file as usize);
            name.is_some_and(|name| self.source.is_named(name))
        });
        let variable = own.and_then(|place| {
            let (line, column) = (place.line as usize, place.column as usize);
            self.source.made_at(line, column)
        });
        variable.unwrap_or_else(|| kind_of_thing(kind).to_owned())
    }
}

/// What a thing is called if nothing names it.
fn kind_of_thing(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Memory => MEMORY,
        ObjectKind::Mutex => "mutex",
        ObjectKind::RwLock => "rwlock",
        ObjectKind::Condvar => "condvar",
        ObjectKind::Barrier => "barrier",
        ObjectKind::Once => "once",
        ObjectKind::Channel => "channel",
        // Named otherwise, or not at all.
        ObjectKind::Count
        | ObjectKind::Task
        | ObjectKind::Process
        | ObjectKind::File
        | ObjectKind::Path
        | ObjectKind::OpenFile
        | ObjectKind::Pipe
        | ObjectKind::Output => "",
    }
}

fn task_name(reply: &Reply, object: usize, actors: &[Actor]) -> String {
    let task = reply
        .tasks
        .iter()
        .position(|task| task.object.index() == object);
    task.and_then(|task| actors.get(task))
        .map_or_else(String::new, |actor| actor.name.clone())
}

/// The stream of the process with which the pipe was made: `left.stdout`.
fn pipe_name(reply: &Reply, pipe: usize, actors: &[Actor]) -> String {
    let mut before = reply.objects[..pipe].iter();
    let process = before.rfind(|object| object.kind == ObjectKind::Process);
    let stream = &reply.objects[pipe].name;
    process.map_or_else(
        || stream.clone(),
        |object| format!("{}.{stream}", process_name(object.process, actors)),
    )
}

fn process_name(process: ProcessId, actors: &[Actor]) -> String {
    let first = actors.iter().find(|actor| actor.process == process);
    first.map_or_else(|| format!("process {process}"), |actor| actor.name.clone())
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use protocol::{End, bare};

    use super::*;

    #[test]
    fn a_pipe_is_called_by_the_process_whose_stream_it_is() {
        let process = |number| Object {
            process: ProcessId::new(number),
            ..bare::object(ObjectKind::Process, "")
        };
        let pipe = |stream| bare::object(ObjectKind::Pipe, stream);
        let reply = Reply {
            objects: vec![
                process(1),
                pipe("stdout"),
                process(2),
                pipe("stdin"),
                pipe("stderr"),
            ],
            ..Reply::without_trace(End::Deadlock)
        };
        let actor = |name: &str, number| Actor {
            name: name.to_owned(),
            process: ProcessId::new(number),
            is_process: true,
        };
        let actors = [actor("main", 0), actor("left", 1), actor("right", 2)];
        let names = [1, 3, 4].map(|pipe| pipe_name(&reply, pipe, &actors));
        assert_eq!(names, ["left.stdout", "right.stdin", "right.stderr"]);
    }
}
