//! Steps, tasks and objects of an execution with nothing in them, to be filled in.

use crate::{
    FRAMES, Object, ObjectId, ObjectKind, Op, Order, ProcessId, Step, Task, TaskId, TaskSet,
};

/// A step of 8 bytes that succeeded, without an object, a value or a place.
pub fn step(task: TaskId, op: Op) -> Step {
    Step {
        task,
        op,
        order: Order::SeqCst,
        size: 8,
        succeeded: true,
        stale: false,
        which: 0,
        spurious: false,
        exchange: None,
        tampered: false,
        object: None,
        second: None,
        found: None,
        read: None,
        written: None,
        text: Vec::new(),
        place: None,
        frames: [0; FRAMES],
        enabled: TaskSet::EMPTY,
        yielding: TaskSet::EMPTY,
        spinning: TaskSet::EMPTY,
        counting: TaskSet::EMPTY,
        wakeable: TaskSet::EMPTY,
        killable: TaskSet::EMPTY,
        fingerprint: 0,
        resumed: 0,
    }
}

/// A thread of the first process that has ended with a value.
pub fn task(object: ObjectId) -> Task {
    Task {
        name: String::new(),
        process: ProcessId::FIRST,
        ended: true,
        object,
        accesses: 0,
        returns_value: true,
        detached: false,
        sees_time: false,
    }
}

/// An object of the first process, without a place or an extent.
pub fn object(kind: ObjectKind, name: &str) -> Object {
    Object {
        kind,
        process: ProcessId::FIRST,
        address: None,
        place: None,
        name: name.to_owned(),
        capacity: None,
        extent: None,
        home: 0,
    }
}
