//! Locks of the harness that a program acquires and releases by hand, `LOCK.acquire()` and `LOCK.release()`: what such
//! a call does inside becomes one step of one lock. Pure.

use std::collections::HashMap;

use protocol::{ObjectId, ObjectKind, Op};

use super::{Event, Wait};
use crate::naming::actors::ActorId;
use crate::naming::legend::Depth;
use crate::naming::text::SourceText;
use crate::naming::value::Value;

/// What a call does with its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Acquire,
    Release,
}

/// Makes steps of locks out of what these calls do, and says which actor holds the lock that a blocked `acquire` waits for.
pub(super) fn read_as_locks(events: &mut [Event], waits: &mut [Wait], source: &SourceText) {
    let mut held: HashMap<String, (Option<ObjectId>, Option<ActorId>)> = HashMap::new();
    for event in events.iter_mut() {
        let Some((call, name)) = event
            .line
            .filter(|_| event.depth == Depth::InHarness)
            .and_then(|line| call_in(source, line, event.written.as_ref()))
        else {
            continue;
        };
        let stores = matches!(
            event.op,
            Op::PlainWrite | Op::AtomicStore | Op::AtomicUpdate | Op::AtomicExchange
        );
        if !stores || !event.succeeded {
            event.inside = true;
            continue;
        }
        let (_, holder) = held.entry(name.clone()).or_insert((event.object_id, None));
        (event.op, event.succeeded) = match call {
            Call::Acquire => (Op::Lock, true),
            Call::Release => (Op::Unlock, holder.is_some()),
        };
        *holder = (call == Call::Acquire).then_some(event.actor);
        event.object = name;
        event.kind = Some(ObjectKind::Mutex);
        event.depth = Depth::There;
        (event.found, event.read, event.written) = (None, None, None);
    }
    for wait in waits.iter_mut().filter(|wait| wait.blocked) {
        let Some((Call::Acquire, name)) = wait.line.and_then(|line| call_in(source, line, None))
        else {
            continue;
        };
        if let Some((lock, holder)) = held.get(&name) {
            wait.op = Op::Lock;
            wait.object = name;
            wait.object_id = *lock;
            wait.holders = holder.iter().copied().collect();
        }
    }
}

/// The call in this line, and its lock. In a line with both calls, `written` decides: only `release` writes `false`.
fn call_in(source: &SourceText, line: usize, written: Option<&Value>) -> Option<(Call, String)> {
    let lock_of = |method| source.receiver_at(line, method);
    match (lock_of(".acquire()"), lock_of(".release()")) {
        (Some(_), Some(lock)) if written.is_some_and(is_false) => Some((Call::Release, lock)),
        (Some(lock), _) => Some((Call::Acquire, lock)),
        (None, Some(lock)) => Some((Call::Release, lock)),
        (None, None) => None,
    }
}

fn is_false(value: &Value) -> bool {
    matches!(value, Value::Variant(variant) if variant.name == "false")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::value::Variant;

    fn flag(name: &str) -> Value {
        Value::Variant(Variant::without_fields(name))
    }

    #[test]
    fn in_a_line_with_both_calls_the_written_value_decides_which_one_it_is() {
        let source = SourceText::new("a.rs", "LOCK.acquire(); JAR += 1; LOCK.release();");
        let call = |written: Option<Value>| call_in(&source, 1, written.as_ref()).unwrap();
        let lock = || "LOCK".to_owned();
        assert_eq!(call(Some(flag("true"))), (Call::Acquire, lock()));
        assert_eq!(call(Some(flag("false"))), (Call::Release, lock()));
        assert_eq!(call(None), (Call::Acquire, lock()));
    }

    #[test]
    fn two_locks_of_one_line_keep_their_names() {
        let source = SourceText::new("a.rs", "SECOND.acquire(); FIRST.release();");
        let name = |written| call_in(&source, 1, Some(&flag(written))).unwrap().1;
        assert_eq!(["true", "false"].map(name), ["SECOND", "FIRST"]);
    }
}
