//! Which object of the execution a value is: found out at its first use, kept inside of the value.

use ::std::cell::Cell;
use ::std::panic::Location;

use crate::engine::hand_over::Baton;
use crate::engine::state::Caller;
use crate::engine::{address, task};
use protocol::{ObjectId, ObjectKind};

/// An object's number, unknown until it is used in an execution.
pub(crate) struct Identity {
    id: Cell<Option<ObjectId>>,
    made: Caller,
}

// SAFETY: the number is read and written by the holder of the baton only.
unsafe impl Sync for Identity {}
// SAFETY: as above.
unsafe impl Send for Identity {}

impl Identity {
    #[track_caller]
    pub(crate) const fn new() -> Self {
        Self {
            id: Cell::new(None),
            made: Location::caller(),
        }
    }

    /// The object. `None` where no execution is, or it can hold no more objects.
    pub(crate) fn get(&self, kind: ObjectKind) -> Option<ObjectId> {
        if self.id.get().is_none() {
            let mut state = Baton::of_this_task()?;
            let id = state.add_object(kind, task::process(), Some(self.made))?;
            let (object, start) = (state.object(id), self as *const Self as usize);
            object.address = address::static_offset(start);
            object.home = start as u64;
            if kind.is_lock() {
                object.number = start as u64;
                object.limit = size_of::<Self>() as u32;
            }
            self.id.set(Some(id));
        }
        self.id.get()
    }
}
