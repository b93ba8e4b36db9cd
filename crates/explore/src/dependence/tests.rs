use protocol::{End, bare};

use super::*;

/// How many reversible races there are where two processes write, each into one of these pipes, and `main` reads both.
fn races_of_writes_into(pipes: [ObjectId; 2]) -> usize {
    let main = ObjectId::FIRST;
    let objects = [
        bare::object(ObjectKind::Process, ""),
        bare::object(ObjectKind::Pipe, ""),
        bare::object(ObjectKind::Pipe, ""),
    ];
    let write = |(task, pipe)| Step {
        object: Some(pipe),
        second: Some(main),
        ..bare::step(task, Op::PipeWrite)
    };
    let tasks = (0..3).map(|process| protocol::Task {
        process: ProcessId::new(process),
        ..bare::task(main)
    });
    let reply = Reply {
        objects: objects.to_vec(),
        steps: TaskId::first(3).skip(1).zip(pipes).map(write).collect(),
        tasks: tasks.collect(),
        ..Reply::without_trace(End::Deadlock)
    };
    reversible_races(&reply, 0, Plain::Ordered, Loads::Newest).len()
}

#[test]
fn what_two_processes_write_for_a_third_is_dependent_in_one_pipe_only() {
    let [one, other] = [1, 2].map(ObjectId::new);
    assert_eq!(races_of_writes_into([one, one]), 1);
    assert_eq!(races_of_writes_into([one, other]), 0);
}
