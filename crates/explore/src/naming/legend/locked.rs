//! Names for the values of locks that are in no static: `used.len` of `used: RwLock<Vec<u64>>`. Pure.

use std::collections::HashMap;

use protocol::{ObjectId, Reply};

use super::Legend;
use crate::naming::layout::{Sought, Variants};

impl Legend {
    /// Names memory that lies in a lock, as the type of the lock's variable or field tells. Returns the lock of each.
    pub(super) fn name_locked(
        &self,
        reply: &Reply,
        objects: &mut [String],
        variants: &mut [Option<Variants>],
    ) -> HashMap<ObjectId, ObjectId> {
        let mut found = HashMap::new();
        let locks: Vec<ObjectId> = reply
            .objects()
            .filter(|(_, object)| object.kind.is_lock() && object.address.is_none())
            .map(|(id, _)| id)
            .collect();
        for (id, object) in reply
            .objects()
            .filter(|(_, object)| object.kind.is_memory())
        {
            let part = locks.iter().find_map(|id| {
                let (name, lock) = (&objects[id.index()], reply.object(*id)?);
                let (extent, known_by) = (object.extent?, lock.extent?);
                let from = extent.start.cast_signed() - known_by.start.cast_signed();
                let sought = Sought::Bytes(extent.length.into());
                let symbols = Some(&self.symbols).filter(|_| lock.process == object.process);
                let part = symbols?.beside_lock(declared(name), name, from, sought)?;
                Some((*id, part))
            });
            if let Some((lock, part)) = part {
                (objects[id.index()], variants[id.index()]) = (part.path, part.variants);
                found.insert(id, lock);
            }
        }
        found
    }
}

/// The name by which a lock is declared: `left` of `shared.left`, `forks` of `forks[1]`.
fn declared(name: &str) -> &str {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.split('[').next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_declared_by_the_last_name_of_its_path() {
        let names = ["used", "shared.left", "bank.accounts[1]"].map(declared);
        assert_eq!(names, ["used", "left", "accounts"]);
    }
}
