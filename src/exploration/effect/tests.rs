use protocol::{End, ObjectId, ObjectKind, Op, Reply, Step, StepId, TaskId, bare};

use super::super::tampering::Place;
use super::{passed_on, received, shown_by};

/// A step of a test: its task, its operation and its object.
struct Made(u8, Op, u32);

/// Objects 0 and 1 hold data, and are of this kind; 2 and 3 are the tasks.
fn reply(kind: ObjectKind, made: &[Made]) -> Reply {
    let object = |id: u32| {
        let kind = if id < 2 { kind } else { ObjectKind::Task };
        bare::object(kind, &id.to_string())
    };
    Reply {
        steps: made.iter().map(step).collect(),
        accesses: vec![0; made.len()],
        tasks: (0..3)
            .map(|task| bare::task(ObjectId::new(task + 1)))
            .collect(),
        objects: (0..4).map(object).collect(),
        ..Reply::without_trace(End::Exited { code: 0 })
    }
}

fn step(&Made(task, op, object): &Made) -> Step {
    Step {
        object: Some(ObjectId::new(object)),
        found: Some(0),
        read: Some(0),
        written: Some(1),
        ..bare::step(TaskId::new(task), op)
    }
}

#[test]
fn an_atomic_is_tampered_with_where_it_is_changed() {
    let one = reply(ObjectKind::Memory, &[Made(1, Op::AtomicUpdate, 0)]);
    assert_eq!(shown_by(&one, 0), Some(vec![0]));
}

#[test]
fn a_plain_number_is_tampered_with_where_it_is_read_before_and_after() {
    let steps = [
        Made(2, Op::PlainRead, 0),
        Made(1, Op::PlainRead, 0),
        Made(1, Op::PlainRead, 1),
        Made(1, Op::PlainWrite, 0),
        Made(2, Op::PlainRead, 0),
        Made(2, Op::PlainWrite, 0),
        Made(0, Op::PlainRead, 0),
    ];
    assert_eq!(
        shown_by(&reply(ObjectKind::Memory, &steps), 3),
        Some(vec![1, 4])
    );
}

#[test]
fn a_plain_write_that_no_step_reads_may_be_read_all_the_same() {
    let write = reply(ObjectKind::Memory, &[Made(1, Op::PlainWrite, 0)]);
    assert_eq!(shown_by(&write, 0), None);
}

#[test]
fn a_file_that_is_never_read_shows_nothing_unless_it_gets_another_path() {
    let steps = |last| {
        [
            Made(1, Op::FileWrite, 0),
            Made(1, Op::FileRead, 1),
            Made(1, last, 0),
        ]
    };
    let closed = reply(ObjectKind::File, &steps(Op::FileClose));
    assert_eq!(shown_by(&closed, 0), Some(vec![]));
    for last in [Op::PathWrite, Op::PathRead] {
        assert_eq!(shown_by(&reply(ObjectKind::File, &steps(last)), 0), None);
    }
}

#[test]
fn a_message_is_received_by_the_receive_of_the_same_number() {
    let steps = [
        Made(2, Op::Send, 0),
        Made(1, Op::Send, 1),
        Made(1, Op::Send, 0),
        Made(0, Op::Receive, 0),
        Made(0, Op::Receive, 1),
        Made(0, Op::Receive, 0),
    ];
    let reply = reply(ObjectKind::Channel, &steps);
    assert_eq!(
        [0, 1, 2].map(|at| received(&reply, at)),
        [3, 4, 5].map(Some)
    );
    let [value, or_lost] = [Place::of_value, Place::or_lost].map(|place| place(StepId::at(5)));
    assert_eq!(
        passed_on(&reply, TaskId::new(1), &[2], &[]),
        Some(vec![value])
    );
    assert_eq!(
        passed_on(&reply, TaskId::new(1), &[2], &[2]),
        Some(vec![or_lost])
    );
}

#[test]
fn a_message_is_tampered_with_if_it_is_known_to_be_work_or_unknown() {
    let steps = [Made(1, Op::Send, 0), Made(0, Op::Receive, 0)];
    let mut reply = reply(ObjectKind::Channel, &steps);
    let received = Place::of_value(StepId::at(1));
    assert_eq!(passed_on(&reply, TaskId::new(1), &[], &[]), Some(vec![]));
    assert_eq!(
        passed_on(&reply, TaskId::new(1), &[0], &[]),
        Some(vec![received])
    );
    reply.steps[0].written = None;
    assert_eq!(
        passed_on(&reply, TaskId::new(1), &[], &[]),
        Some(vec![received])
    );
}

#[test]
fn the_result_of_a_thread_is_tampered_with_where_it_is_joined() {
    let steps = [
        Made(1, Op::End, 2),
        Made(0, Op::Join, 3),
        Made(0, Op::Join, 2),
    ];
    let reply = reply(ObjectKind::Memory, &steps);
    let joined = Place::of_value(StepId::at(2));
    assert_eq!(
        passed_on(&reply, TaskId::new(1), &[0], &[]),
        Some(vec![joined])
    );
    assert_eq!(passed_on(&reply, TaskId::new(1), &[], &[]), Some(vec![]));
}
