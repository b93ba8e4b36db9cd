//! The fuzz targets in `fuzz/`, with a bounded number of inputs: random ones, and right ones with a few bytes changed.

#[path = "../fuzz/targets.rs"]
mod targets;

use proptest::prelude::*;
use proptest::sample::Index;
use protocol::{End, ObjectId, ObjectKind, Op, Reading, Reply, TaskId, Wire, bare};

/// Schedules as verdicts show them.
const SCHEDULES: [&str; 5] = [
    "1-:",
    "2p:a3b2",
    "2t+1E:ab4cW12cR17=1",
    "2018/1-:(26)abS",
    "1t:T17=18446744073709551615Fc",
];

/// The bytes of an answer in which two tasks did something.
fn reply() -> Vec<u8> {
    let mut reply = Reply::without_trace(End::Deadlock);
    reply.tasks = vec![bare::task(ObjectId::FIRST); 2];
    reply.objects = vec![bare::object(ObjectKind::Memory, "COUNTER")];
    reply.steps = [(0, Op::Spawn), (1, Op::PlainWrite)]
        .map(|(task, op)| bare::step(TaskId::new(task), op))
        .to_vec();
    let mut printed = Reading::default();
    printed.push(b"Counter = 0\n");
    reply.stdout = printed.finish();
    let mut bytes = Vec::new();
    reply.put(&mut bytes);
    bytes
}

fn changed(mut bytes: Vec<u8>, changes: &[(Index, u8)]) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes
}

proptest! {
    #[test]
    fn any_text_is_a_schedule_or_refused(text in "\\PC{0,40}", like in "[0-9a-zA-Z():+/=-]{0,24}") {
        targets::schedule(&text);
        targets::schedule(&like);
    }

    #[test]
    fn a_schedule_with_other_characters_in_it_is_one_or_refused(
        which in 0..SCHEDULES.len(),
        changes in prop::collection::vec((any::<Index>(), b' '..b'~'), 0..4),
    ) {
        let text = changed(SCHEDULES[which].into(), &changes);
        targets::schedule(&String::from_utf8_lossy(&text));
    }

    #[test]
    fn any_bytes_are_a_message_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        targets::wire(&bytes);
    }

    #[test]
    fn a_message_with_other_bytes_in_it_is_one_or_refused(
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        end in any::<Index>(),
    ) {
        let mut bytes = changed(reply(), &changes);
        targets::wire(&bytes);
        bytes.truncate(end.index(bytes.len()));
        targets::wire(&bytes);
    }
}
