//! What is shared, as it changes step by step: values, the contents of files, and who holds which lock. Pure.

use std::collections::{BTreeMap, BTreeSet};

use baton::protocol::{ObjectKind, Op};

use crate::explore::interleaving::{Event, Interleaving, Wait};
use crate::explore::legend::{Depth, MEMORY};

/// Files up to so many bytes are followed.
const KNOWN: usize = 4096;

/// One thing that is shown at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// The value of something, or the contents of a file, by number.
    Value(u32),
    /// Who holds a lock, or a lock on a file, by number.
    Lock(u32),
}

/// The values and the holders at one moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    values: BTreeMap<u32, String>,
    /// What is in files, where all of it is known.
    contents: BTreeMap<u32, Vec<u8>>,
    holders: BTreeMap<u32, Vec<u8>>,
}

impl State {
    /// Goes on by one step.
    pub fn apply(&mut self, event: &Event) {
        let (actor, object) = (event.actor, event.object_id);
        match event.op {
            Op::AtomicLoad if event.weak => {}
            Op::AtomicLoad | Op::PlainRead | Op::FileRead => {
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
            Op::FileCreate => {
                for file in [object, event.second_id] {
                    self.fill_file(file, Some(Vec::new()));
                }
            }
            Op::FileSetLen => {
                let length = event
                    .written
                    .as_ref()
                    .and_then(|length| length.parse().ok());
                let filled = self.set_length(object, length);
                self.fill_file(object, filled);
            }
            Op::FileWrite => {
                let filled = self.write_file(object, event);
                self.fill_file(object, filled);
            }
            _ => self.lock(actor, event),
        }
    }

    fn set(&mut self, object: u32, written: &Option<String>) {
        match written {
            Some(value) => self.values.insert(object, value.clone()),
            None => self.values.remove(&object),
        };
    }

    /// What is in the file after its length was set, where that can be told.
    fn set_length(&mut self, file: u32, length: Option<usize>) -> Option<Vec<u8>> {
        let length = length.filter(|length| *length <= KNOWN)?;
        let mut content = match length {
            0 => Vec::new(),
            _ => self.contents.remove(&file)?,
        };
        content.resize(length, 0);
        Some(content)
    }

    /// What is in the file after the event has written there, where that can be told: the trace has the beginning of
    /// what was written.
    fn write_file(&mut self, file: u32, event: &Event) -> Option<Vec<u8>> {
        let mut content = self.contents.remove(&file)?;
        let bytes = event.bytes.clone()?;
        let (from, to) = (bytes.start as usize, bytes.end as usize);
        if to > KNOWN || event.text.len() != to - from {
            return None;
        }
        content.resize(content.len().max(to), 0);
        content[from..to].copy_from_slice(event.text.as_bytes());
        Some(content)
    }

    fn fill_file(&mut self, file: u32, content: Option<Vec<u8>>) {
        match content {
            Some(content) => {
                let text = format!("{:?}", String::from_utf8_lossy(&content));
                self.values.insert(file, text);
                self.contents.insert(file, content);
            }
            None => {
                self.values.remove(&file);
                self.contents.remove(&file);
            }
        }
    }

    fn lock(&mut self, actor: u8, event: &Event) {
        match event.op {
            Op::Lock | Op::ReadLock | Op::WriteLock | Op::FileLock | Op::FileLockShared => {
                self.take(actor, event.object_id);
            }
            Op::TryLock
            | Op::TryReadLock
            | Op::TryWriteLock
            | Op::FileTryLock
            | Op::FileTryLockShared
                if event.succeeded =>
            {
                self.take(actor, event.object_id);
            }
            Op::Wake | Op::WakeTimeout => self.take(actor, event.second_id),
            Op::Unlock | Op::ReadUnlock | Op::WriteUnlock | Op::FileUnlock => {
                self.give_back(actor, event.object_id);
            }
            Op::FileClose if event.succeeded => self.give_back(actor, event.object_id),
            Op::Wait => self.give_back(actor, event.second_id),
            Op::ProcessExit | Op::ProcessDied => {
                for holders in self.holders.values_mut() {
                    holders.retain(|holder| *holder != actor);
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, actor: u8, lock: u32) {
        self.holders.entry(lock).or_default().push(actor);
    }

    fn give_back(&mut self, actor: u8, lock: u32) {
        if let Some(holders) = self.holders.get_mut(&lock)
            && let Some(at) = holders.iter().position(|holder| *holder == actor)
        {
            holders.remove(at);
        }
    }

    /// Who holds the lock.
    pub fn holders(&self, lock: u32) -> &[u8] {
        self.holders.get(&lock).map_or(&[], Vec::as_slice)
    }

    /// Whether the actor holds any lock.
    pub fn holds_any(&self, actor: u8) -> bool {
        self.holders
            .values()
            .flatten()
            .any(|holder| *holder == actor)
    }

    /// The cell's text.
    pub fn text(&self, cell: Cell, told: &Interleaving) -> String {
        match cell {
            Cell::Value(object) => self.values.get(&object).cloned().unwrap_or_default(),
            Cell::Lock(lock) => match self.holders(lock) {
                [] => "-".into(),
                holders => {
                    let names: Vec<&str> = holders.iter().map(|one| told.name(*one)).collect();
                    names.join("+")
                }
            },
        }
    }
}

/// What is worth a place at the left: what two or more actors use, or one of them changes and main sees.
pub fn cells(told: &Interleaving) -> Vec<(Cell, String)> {
    let mut users: BTreeMap<Cell, (Vec<u8>, String)> = BTreeMap::new();
    let mut add = |cell: Cell, actor: u8, name: &str| {
        let entry = users
            .entry(cell)
            .or_insert_with(|| (Vec::new(), name.to_owned()));
        if !entry.0.contains(&actor) {
            entry.0.push(actor);
        }
    };
    let outside = |event: &&Event| {
        event.depth == Depth::There || !matches!(cell_of(event), Some(Cell::Lock(_)))
    };
    for event in told.events.iter().filter(outside) {
        if let Some(cell) = cell_of(event) {
            add(cell, event.actor, &event.object);
        }
        let waits = matches!(event.op, Op::Wait | Op::Wake | Op::WakeTimeout);
        if waits && event.depth == Depth::There {
            add(Cell::Lock(event.second_id), event.actor, &event.second);
        }
    }
    for wait in told.waits.iter().filter(|wait| is_lock(wait.op)) {
        add(Cell::Lock(wait.object_id), wait.actor, &wait.object);
    }
    // One name can come to lead to another file, with a lock of its own.
    let mut users_of_name: BTreeMap<(bool, String), BTreeSet<u8>> = BTreeMap::new();
    for (cell, (actors, name)) in &users {
        let is_lock = matches!(cell, Cell::Lock(_));
        users_of_name
            .entry((is_lock, name.clone()))
            .or_default()
            .extend(actors);
    }
    let shared = |cell: &Cell, actors: &[u8], name: &str| {
        let of_name = (matches!(cell, Cell::Lock(_)), name.to_owned());
        actors.len() > 1 || (is_of_file(told, *cell) && users_of_name[&of_name].len() > 1)
    };
    let mut cells: Vec<(Cell, String)> = users
        .iter()
        .filter(|(cell, (actors, name))| {
            let nameless = name.is_empty() || name.starts_with(MEMORY);
            shared(cell, actors, name) && !nameless && !is_address(told, **cell)
        })
        .map(|(cell, (actors, name))| (*cell, (actors.clone(), name.clone())))
        .map(|(cell, (_, name))| (cell, name))
        .collect();
    // A file and the lock on it have one name.
    let values: Vec<String> = cells
        .iter()
        .filter(|(cell, _)| matches!(cell, Cell::Value(_)))
        .map(|(_, name)| name.clone())
        .collect();
    for (cell, name) in &mut cells {
        if matches!(cell, Cell::Lock(_)) && values.contains(name) {
            *name = format!("lock:{name}");
        }
    }
    // Values before locks, and those of one array in their order.
    cells.sort_by(|(one, name), (other, other_name)| {
        let is_lock = |cell: &Cell| matches!(cell, Cell::Lock(_));
        (is_lock(one), name).cmp(&(is_lock(other), other_name))
    });
    cells
}

fn is_of_file(told: &Interleaving, cell: Cell) -> bool {
    let (Cell::Value(id) | Cell::Lock(id)) = cell;
    let mut of_it = told.events.iter().filter(|event| event.object_id == id);
    of_it.any(|event| event.kind == Some(ObjectKind::File))
}

/// Whether it holds an address, which says nothing.
fn is_address(told: &Interleaving, cell: Cell) -> bool {
    let Cell::Value(id) = cell else { return false };
    let mut of_it = told.events.iter().filter(|event| event.object_id == id);
    of_it.any(|event| {
        let values = [event.read.as_deref(), event.written.as_deref()];
        values.contains(&Some("an address"))
    })
}

fn cell_of(event: &Event) -> Option<Cell> {
    let data = matches!(
        event.op,
        Op::AtomicLoad
            | Op::AtomicStore
            | Op::AtomicUpdate
            | Op::AtomicExchange
            | Op::PlainRead
            | Op::PlainWrite
            | Op::FileRead
            | Op::FileWrite
            | Op::FileCreate
            | Op::FileSetLen
    );
    if data && matches!(event.kind, Some(ObjectKind::Memory | ObjectKind::File)) {
        return Some(Cell::Value(event.object_id));
    }
    is_lock(event.op).then_some(Cell::Lock(event.object_id))
}

/// Whether a step takes a lock, or tries to.
pub fn is_lock(op: Op) -> bool {
    matches!(
        op,
        Op::Lock
            | Op::TryLock
            | Op::ReadLock
            | Op::WriteLock
            | Op::TryReadLock
            | Op::TryWriteLock
            | Op::FileLock
            | Op::FileLockShared
            | Op::FileTryLock
            | Op::FileTryLockShared
    )
}

/// Who holds what one waits for, by name.
pub fn holders_of<'a>(told: &'a Interleaving, wait: &Wait) -> Vec<&'a str> {
    wait.holders.iter().map(|actor| told.name(*actor)).collect()
}
