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

#[test]
fn the_end_of_each_process_that_writes_into_a_pipe_is_dependent_with_a_read() {
    let pipe = ObjectId::new(3);
    let ends = |process: u32| Step {
        object: Some(ObjectId::new(process)),
        ..bare::step(TaskId::new(process as u8), Op::ProcessExit)
    };
    let read = Step {
        object: Some(pipe),
        second: Some(ObjectId::new(1)),
        ..bare::step(TaskId::FIRST, Op::PipeRead)
    };
    let process = |number: u8| protocol::Process {
        arguments: String::new(),
        id: 1,
        exit: None,
        returned: true,
        pipes: if number > 0 { vec![pipe] } else { Vec::new() },
    };
    let object = |number: u8| protocol::Object {
        process: ProcessId::new(number),
        ..bare::object(ObjectKind::Process, "")
    };
    let tasks = (0..3).map(|process| protocol::Task {
        process: ProcessId::new(process),
        ..bare::task(ObjectId::FIRST)
    });
    let reply = Reply {
        objects: (0..3)
            .map(object)
            .chain([bare::object(ObjectKind::Pipe, "")])
            .collect(),
        steps: vec![ends(1), ends(2), read],
        tasks: tasks.collect(),
        processes: (0..3).map(process).collect(),
        ..Reply::without_trace(End::Deadlock)
    };
    let races = reversible_races(&reply, 0, Plain::Ordered, Loads::Newest);
    let with_the_read = races.iter().filter(|race| race.task == TaskId::FIRST);
    assert_eq!(
        with_the_read.map(|race| race.earlier).collect::<Vec<_>>(),
        [0, 1]
    );
}

#[test]
fn steps_that_use_one_thing_are_dependent_and_no_others_however_many_things_there_are() {
    let uses = |access| {
        let use_of = move |id| Use {
            thing: Thing::Object(id),
            access,
            role: Role::Other,
        };
        ObjectId::first(150).map(move |id| [use_of(id)].into_iter().collect::<Uses>())
    };
    for access in Access::ALL {
        for (number, one) in uses(access).enumerate() {
            for (other_number, other) in uses(Access::Write).enumerate() {
                let is_dependent = order(&one, &other) != Order::Any;
                assert_eq!(is_dependent, number == other_number);
            }
        }
    }
}
