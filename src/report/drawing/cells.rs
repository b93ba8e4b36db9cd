//! Which of what is shared has a place at the left. Pure.

use std::collections::{BTreeMap, BTreeSet};

use protocol::effects::{Reads, Writes};
use protocol::{ObjectId, ObjectKind, Op};

use super::state::lock_called;
use super::words;
use crate::exploration::actors::ActorId;
use crate::exploration::changes;
use crate::exploration::files::FileName;
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::legend::{Depth, MEMORY};
use crate::exploration::value::Value;

/// Things that events use. Those that use nothing have that in common.
pub type Objects = BTreeSet<Option<ObjectId>>;

/// One thing that is shown at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// The value of something, by its number.
    Value(ObjectId),
    /// What is in the file that a path leads to, by the path's number.
    Content(ObjectId),
    /// The holders of a lock, or of a lock on a file, by its number.
    Lock(ObjectId),
}

impl Cell {
    /// Whether it shows the holders of a lock.
    pub fn is_lock(self) -> bool {
        matches!(self, Cell::Lock(_))
    }
}

/// A cell, what it is called, and who uses it.
struct Candidate {
    cell: Cell,
    name: String,
    users: BTreeSet<ActorId>,
    /// The path, if it is a file's.
    path: Option<ObjectId>,
    /// Whether it belongs to a file whose path has led to another one before.
    is_later: bool,
}

impl Candidate {
    /// What it is called where each process has its own lock under one name; `None` if several actors use it.
    fn name_with_user(&self, interleaving: &Interleaving) -> Option<String> {
        let mut users = self.users.iter();
        match (self.cell.is_lock(), users.next(), users.next()) {
            (true, Some(user), None) => Some(format!("{}:{}", interleaving.name(*user), self.name)),
            _ => None,
        }
    }
}

/// A cell with its names.
#[derive(Clone, Debug)]
pub struct Named {
    /// The cell.
    pub cell: Cell,
    /// What it is called.
    pub name: String,
    /// What the code calls it.
    pub plain: String,
    /// What it is called where each process has its own lock under that name.
    pub with_user: Option<String>,
    /// Whether it belongs to a file whose path has led to another one before.
    pub is_later: bool,
}

/// What is worth a place at the left, with its name: what two or more actors use, or the decisive step, or a blocked one.
pub fn cells(interleaving: &Interleaving, shared: &Objects) -> Vec<(Cell, String)> {
    let named = shared_cells(interleaving, shared).into_iter();
    named.map(|one| (one.cell, one.name)).collect()
}

/// The same, with all their names.
pub fn shared_cells(interleaving: &Interleaving, shared: &Objects) -> Vec<Named> {
    let candidates = candidates(interleaving);
    // One name can come to lead to another file, with a lock of its own.
    let mut users_of_path: BTreeMap<(bool, ObjectId), BTreeSet<ActorId>> = BTreeMap::new();
    for one in &candidates {
        if let Some(path) = one.path {
            let users = users_of_path.entry((one.cell.is_lock(), path)).or_default();
            users.extend(&one.users);
        }
    }
    let is_shared = |one: &Candidate| {
        let by_path = one
            .path
            .and_then(|path| users_of_path.get(&(one.cell.is_lock(), path)));
        one.users.len() > 1
            || by_path.is_some_and(|users| users.len() > 1)
            || matches!(one.cell, Cell::Value(id) | Cell::Lock(id) if shared.contains(&Some(id)))
    };
    let mut cells: Vec<Named> = candidates
        .iter()
        .filter(|one| is_shared(one) && !one.name.is_empty() && !one.name.starts_with(MEMORY))
        .filter(|one| {
            !is_address(interleaving, one.cell) && !is_of_the_check(interleaving, one.cell)
        })
        .filter(|one| !one.name.contains('.') || varies(interleaving, one.cell))
        .map(|one| {
            // Each process has its own lock under one name.
            let is_alike = |other: &&Candidate| other.cell.is_lock() && other.name == one.name;
            let are_several = candidates.iter().filter(is_alike).count() > 1;
            let with_user = one.name_with_user(interleaving);
            Named {
                cell: one.cell,
                name: with_user
                    .clone()
                    .filter(|_| are_several)
                    .unwrap_or_else(|| one.name.clone()),
                plain: one.name.clone(),
                with_user,
                is_later: one.is_later,
            }
        })
        .collect();
    // Values before locks, and those of one array in their order.
    cells.sort_by(|one, other| {
        (one.cell.is_lock(), &one.name).cmp(&(other.cell.is_lock(), &other.name))
    });
    cells
}

/// What stands above a cell: of a lock also that it is one, since a value or a file may have the same name.
pub fn heading((cell, name): &(Cell, String)) -> String {
    match cell.is_lock() {
        true => lock_called(name),
        false => name.clone(),
    }
}

/// All that has a name, whichever actor uses it.
pub fn named(interleaving: &Interleaving) -> Vec<Named> {
    let named = candidates(interleaving).into_iter();
    let named = named.filter(|one| {
        let is_named = !one.name.is_empty() && !one.name.starts_with(MEMORY);
        is_named && !is_address(interleaving, one.cell) && !is_of_the_check(interleaving, one.cell)
    });
    let named = named.map(|one| Named {
        cell: one.cell,
        with_user: one.name_with_user(interleaving),
        plain: one.name.clone(),
        name: one.name,
        is_later: one.is_later,
    });
    named.collect()
}

/// The weight, at least, of a cell that the failure is about.
pub const VITAL: usize = 1000;

/// How much a cell tells of what went wrong: those that tell most find room first.
pub fn weight(interleaving: &Interleaving, cell: Cell, name: &str) -> usize {
    let (Cell::Value(id) | Cell::Lock(id) | Cell::Content(id)) = cell;
    let decisive = interleaving.decisive.as_ref().and_then(|one| one.event);
    let is_it = |event: &Event| {
        let is_its_file = event.file.as_ref().is_some_and(|file| file.path == id);
        event.object_id == Some(id)
            || event.second_id == Some(id)
            || (matches!(cell, Cell::Content(_)) && is_its_file)
    };
    let decides = decisive.is_some_and(|at| interleaving.events.get(at).is_some_and(is_it));
    let blocks = interleaving
        .waits
        .iter()
        .any(|wait| wait.blocked && wait.object_id == Some(id));
    let users: BTreeSet<ActorId> = interleaving
        .events
        .iter()
        .filter(|event| is_it(event))
        .map(|event| event.actor)
        .collect();
    // One of several of a name says less than the only one.
    let is_part = name.contains(['#', '[', '.']);
    match (decides || blocks, cell.is_lock()) {
        (true, _) => VITAL,
        (false, lock) => users.len() * 2 + usize::from(lock) + 500 * usize::from(!is_part),
    }
}

fn candidates(interleaving: &Interleaving) -> Vec<Candidate> {
    let mut found: BTreeMap<Cell, Candidate> = BTreeMap::new();
    let mut add = |cell: Cell, actor: ActorId, name: String, file: Option<&FileName>| {
        let entry = found.entry(cell).or_insert_with(|| Candidate {
            cell,
            name,
            users: BTreeSet::new(),
            path: file.map(|file| file.path),
            is_later: cell.is_lock() && file.is_some_and(|file| file.generation > 1),
        });
        entry.users.insert(actor);
    };
    for event in interleaving.events.iter().filter(|event| !event.inside) {
        let waits = matches!(event.op, Op::Wait | Op::Wake | Op::WakeTimeout);
        if let Some(lock) = event.second_id.filter(|_| waits)
            && event.depth == Depth::There
        {
            add(Cell::Lock(lock), event.actor, event.second.clone(), None);
        }
        let Some(cell) = cell_of(event) else {
            continue;
        };
        // A lock inside the kit's part says nothing, what is locked by hand does.
        if !cell.is_lock() || event.depth == Depth::There {
            let name = match cell {
                Cell::Lock(_) => words::name(event),
                _ => event.object.clone(),
            };
            add(cell, event.actor, name, event.file.as_ref());
        }
    }
    for wait in interleaving
        .waits
        .iter()
        .filter(|wait| wait.blocked && wait.op.is_acquisition())
    {
        if let Some(lock) = wait.object_id {
            add(Cell::Lock(lock), wait.actor, wait.object.clone(), None);
        }
    }
    found.into_values().collect()
}

/// Whether it holds an address, which says nothing.
fn is_address(interleaving: &Interleaving, cell: Cell) -> bool {
    let Cell::Value(id) = cell else { return false };
    let mut of_it = interleaving
        .events
        .iter()
        .filter(|event| event.object_id == Some(id));
    of_it.any(|event| [&event.read, &event.written].contains(&&Some(Value::Address(None))))
}

/// Whether its value changes, or the decisive step uses it. A part that nothing changes, such as a vector's capacity, says
/// nothing.
fn varies(interleaving: &Interleaving, cell: Cell) -> bool {
    let Cell::Value(id) = cell else { return true };
    let decided = interleaving.decisive.as_ref().and_then(|one| one.event);
    let of_it = |event: &Event| event.object_id == Some(id);
    interleaving
        .events
        .iter()
        .any(|event| of_it(event) && changes(event))
        || decided.is_some_and(|at| interleaving.events.get(at).is_some_and(of_it))
}

/// Whether only the check uses it.
fn is_of_the_check(interleaving: &Interleaving, cell: Cell) -> bool {
    match cell {
        Cell::Value(id) | Cell::Lock(id) => interleaving.is_of_the_check(Some(id)),
        Cell::Content(path) => {
            let of_it = interleaving
                .events
                .iter()
                .filter_map(|event| event.file.as_ref());
            let mut files = of_it.filter(|file| file.path == path);
            files.all(|file| interleaving.is_of_the_check(Some(file.file)))
        }
    }
}

fn cell_of(event: &Event) -> Option<Cell> {
    let effects = event.op.effects();
    let data = effects.reads == Reads::Value
        || matches!(
            effects.writes,
            Writes::Value | Writes::Update | Writes::Length
        );
    match event.kind {
        Some(ObjectKind::Memory | ObjectKind::Count) if data => event.object_id.map(Cell::Value),
        Some(ObjectKind::File) if data => {
            let file = event.file.as_ref()?;
            Some(Cell::Content(file.path))
        }
        _ => event
            .object_id
            .filter(|_| event.op.is_acquisition())
            .map(Cell::Lock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_called_one_once() {
        let lock = Cell::Lock(ObjectId::new(1));
        let headings = ["COUNTER", "lock"].map(|name| heading(&(lock, name.to_owned())));
        assert_eq!(headings, ["lock COUNTER", "lock"]);
    }
}
