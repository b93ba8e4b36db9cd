//! What is shared, as it changes step by step: values, the contents of files, and the holder of each lock. Pure.

use std::collections::{BTreeMap, BTreeSet};

use protocol::effects::{LockChange, LockPlace};
use protocol::{ObjectId, ObjectKind, Op, ProcessId};

use super::Event;
use super::steps::changes;
use crate::naming::actors::{Actor, ActorId};
use crate::naming::value::Value;

pub use super::content::Content;

/// The values and the holders at one moment. Objects, actors and openings have their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The process of each actor.
    processes: Vec<ProcessId>,
    values: BTreeMap<ObjectId, Value>,
    contents: BTreeMap<ObjectId, Content>,
    /// The files that paths lead to.
    behind: BTreeMap<ObjectId, ObjectId>,
    holds: BTreeMap<ObjectId, Vec<Hold>>,
}

/// A lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hold {
    actor: ActorId,
    /// Through which opening, if it is a file's lock.
    opening: Option<ObjectId>,
}

impl Shared {
    /// Before the first step of these actors.
    pub fn new(actors: &[Actor]) -> Shared {
        Shared {
            processes: actors.iter().map(|actor| actor.process).collect(),
            ..Shared::default()
        }
    }

    /// Goes on by one step.
    pub fn apply(&mut self, event: &Event) {
        let Some(object) = event.object_id else {
            return;
        };
        match event.op {
            // The newest value stays.
            _ if event.stale => {}
            Op::AtomicLoad | Op::PlainRead => {
                if let Some(read) = &event.read {
                    self.values.entry(object).or_insert_with(|| read.clone());
                }
            }
            Op::AtomicStore | Op::PlainWrite | Op::AtomicUpdate => self.set(object, &event.written),
            Op::AtomicExchange if event.succeeded => self.set(object, &event.written),
            Op::AtomicExchange => {
                if let Some(read) = &event.read {
                    self.values.insert(object, read.clone());
                }
            }
            Op::FileOpen
            | Op::FileCreate
            | Op::FileRead
            | Op::FileWrite
            | Op::FileSetLen
            | Op::PathWrite => self.file(object, event),
            // A lock of std may be made of other locks, which are not the program's.
            _ if event.inside => {}
            _ => self.lock(object, event),
        }
    }

    /// The same moment, in which each value that is still unknown is what these next steps find in its place first; unless
    /// they overwrite it unseen before.
    #[must_use]
    pub fn foreseeing(&self, next: &[Event]) -> Shared {
        let mut foreseen = self.clone();
        let mut overwritten = BTreeSet::new();
        for event in next {
            let Some(object) = event.object_id else {
                continue;
            };
            if foreseen.values.contains_key(&object) || overwritten.contains(&object) {
                continue;
            }
            let read = event.read.as_ref().filter(|_| !event.stale);
            match (event.found.as_ref().or(read), event.op.effects().memory) {
                (Some(value), Some(_)) if event.op != Op::Free => {
                    foreseen.values.insert(object, value.clone());
                }
                _ if changes(event) => {
                    overwritten.insert(object);
                }
                _ => {}
            }
        }
        foreseen
    }

    fn set(&mut self, object: ObjectId, written: &Option<Value>) {
        match written {
            Some(value) => self.values.insert(object, value.clone()),
            None => self.values.remove(&object),
        };
    }

    fn file(&mut self, object: ObjectId, event: &Event) {
        if !event.succeeded {
            return;
        }
        match event.op {
            Op::FileOpen | Op::FileCreate => self.opens(object, event),
            Op::FileRead => {
                self.contents
                    .entry(object)
                    .or_insert_with(|| Content::read(&event.text));
            }
            Op::FileSetLen => {
                let length = event.written.as_ref().and_then(Value::number);
                let length = length.and_then(|length| usize::try_from(length).ok());
                if let Some(content) = self.contents.get_mut(&object) {
                    content.set_length(length.unwrap_or(0));
                }
            }
            Op::FileWrite => {
                if let (Some(content), Some(bytes)) = (self.contents.get_mut(&object), &event.bytes)
                {
                    content.write(bytes.start as usize, bytes.end as usize, &event.text);
                }
            }
            Op::PathWrite => {
                let file = match event.read {
                    Some(Value::Number(1)) => self.behind.get(&object).copied(),
                    _ => self.behind.remove(&object),
                };
                let path = event.second_id;
                let path = path.filter(|_| event.second_kind == Some(ObjectKind::Path));
                if let (Some(path), Some(file)) = (path, file) {
                    self.behind.insert(path, file);
                }
            }
            _ => {}
        }
    }

    fn opens(&mut self, path: ObjectId, event: &Event) {
        let Some(file) = event.second_id else {
            return;
        };
        self.behind.insert(path, file);
        if event.op == Op::FileCreate {
            self.contents.insert(file, Content::default());
        }
    }

    fn lock(&mut self, object: ObjectId, event: &Event) {
        let own = Hold {
            actor: event.actor,
            opening: None,
        };
        let through = Hold {
            opening: event.second_id,
            ..own
        };
        if matches!(event.op, Op::ProcessExit | Op::ProcessDied | Op::Crash) {
            self.process_ends(event.actor);
        }
        let Some(done) = event.op.effects().lock else {
            return;
        };
        let lock = match done.place {
            LockPlace::Memory | LockPlace::File => Some(object),
            LockPlace::OfCondvar => event.second_id,
        };
        let Some(lock) = lock else { return };
        let acquired = done.is_acquired(event.succeeded);
        match (done.place, done.change) {
            (LockPlace::Memory | LockPlace::OfCondvar, LockChange::Release) => {
                self.release(lock, own);
            }
            (LockPlace::File, LockChange::Release) => {
                // Closing or unlocking an opening does so for all threads that share it.
                if let Some(holds) = self.holds.get_mut(&lock) {
                    holds.retain(|hold| hold.opening != event.second_id);
                }
            }
            (_, LockChange::Acquire | LockChange::TryAcquire) if !acquired => {}
            (LockPlace::Memory | LockPlace::OfCondvar, _) => self.acquire(lock, own),
            (LockPlace::File, _) => self.acquire_file(lock, through),
        }
    }

    fn acquire(&mut self, lock: ObjectId, hold: Hold) {
        self.holds.entry(lock).or_default().push(hold);
    }

    /// What was locked through an opening is only converted by locking it again.
    fn acquire_file(&mut self, lock: ObjectId, hold: Hold) {
        let holds = self.holds.entry(lock).or_default();
        if !holds.contains(&hold) {
            holds.push(hold);
        }
    }

    fn release(&mut self, lock: ObjectId, hold: Hold) {
        if let Some(holds) = self.holds.get_mut(&lock)
            && let Some(at) = holds.iter().position(|one| *one == hold)
        {
            holds.remove(at);
        }
    }

    fn process_ends(&mut self, actor: ActorId) {
        let process = |actor: ActorId| self.processes.get(actor.index());
        for holds in self.holds.values_mut() {
            holds.retain(|hold| process(hold.actor) != process(actor));
        }
    }

    /// The holders of the lock.
    pub fn holders(&self, lock: ObjectId) -> Vec<ActorId> {
        let mut holders = Vec::new();
        for hold in self.holds.get(&lock).into_iter().flatten() {
            if !holders.contains(&hold.actor) {
                holders.push(hold.actor);
            }
        }
        holders
    }

    /// Whether another one has locked the file through this opening.
    pub fn shares_lock(&self, event: &Event) -> bool {
        let holds = event.object_id.and_then(|lock| self.holds.get(&lock));
        let holds = holds.into_iter().flatten();
        let mut of_others = holds.filter(|hold| hold.actor != event.actor);
        event.second_id.is_some() && of_others.any(|hold| hold.opening == event.second_id)
    }

    /// Whether the actor holds any lock.
    pub fn holds_any(&self, actor: ActorId) -> bool {
        self.held_by(actor).next().is_some()
    }

    /// The locks that the actor holds.
    pub fn held_by(&self, actor: ActorId) -> impl Iterator<Item = ObjectId> {
        let holds = self.holds.iter();
        holds
            .filter(move |(_, holds)| holds.iter().any(|hold| hold.actor == actor))
            .map(|(lock, _)| *lock)
    }

    /// The value of an object, if it is known by now.
    pub fn value(&self, object: ObjectId) -> Option<&Value> {
        self.values.get(&object)
    }

    /// What is in the file that a path leads to, if it is known by now.
    pub fn content(&self, path: ObjectId) -> Option<&Content> {
        self.contents.get(self.behind.get(&path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;

    fn step(actor: u8, op: Op, opening: Option<u32>) -> Event {
        Event {
            actor: ActorId::new(actor),
            object_id: Some(ObjectId::new(7)),
            second_id: opening.map(ObjectId::new),
            ..Event::bare(op)
        }
    }

    #[test]
    fn readers_of_a_lock_in_memory_share_no_opening_of_a_file() {
        let mut state = Shared::new(&Story::of_events(Vec::new()).actors);
        state.apply(&step(1, Op::ReadLock, None));
        assert!(!state.shares_lock(&step(2, Op::ReadLock, None)));
        state.apply(&step(1, Op::FileLock, Some(3)));
        assert!(state.shares_lock(&step(2, Op::FileLock, Some(3))));
        assert!(!state.shares_lock(&step(2, Op::FileLock, Some(4))));
    }

    #[test]
    fn a_value_is_foreseen_that_is_read_before_it_is_overwritten() {
        let access = |object, op, read| Event {
            object_id: Some(ObjectId::new(object)),
            read,
            ..Event::bare(op)
        };
        let load = |object| access(object, Op::AtomicLoad, Some(Value::Number(5)));
        let next = [access(8, Op::AtomicStore, None), load(7), load(8)];
        let foreseen = Shared::default().foreseeing(&next);
        let known = [7, 8].map(|object| foreseen.value(ObjectId::new(object)));
        assert_eq!(known, [Some(&Value::Number(5)), None]);
    }

    #[test]
    fn what_a_store_replaces_and_a_stale_load_passes_over_is_foreseen() {
        let finds = |object, op, stale: bool| Event {
            object_id: Some(ObjectId::new(object)),
            found: Some(Value::Number(5)),
            read: stale.then_some(Value::Number(3)),
            stale,
            ..Event::bare(op)
        };
        let next = [
            finds(7, Op::AtomicStore, false),
            finds(8, Op::AtomicLoad, true),
        ];
        let foreseen = Shared::default().foreseeing(&next);
        let known = [7, 8].map(|object| foreseen.value(ObjectId::new(object)));
        assert_eq!(known, [Some(&Value::Number(5)); 2]);
    }

    #[test]
    fn a_lock_inside_another_one_is_not_held() {
        let mut state = Shared::new(&Story::of_events(Vec::new()).actors);
        let mut inside = step(1, Op::Lock, None);
        inside.inside = true;
        state.apply(&inside);
        assert!(!state.holds_any(ActorId::new(1)));
    }
}
