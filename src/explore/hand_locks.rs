//! Locks of the kit's own part that a program acquires and releases by hand, `LOCK.acquire()` and `LOCK.release()`: what such
//! a call does inside becomes one step of one lock. Pure.

use std::collections::HashMap;

use protocol::{ObjectKind, Op};

use super::interleaving::{Event, Wait};
use super::legend::Depth;
use super::text::SourceText;

/// What a call does with its lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Acquire,
    Release,
}

/// Makes steps of locks out of what these calls do, and says who holds the lock that a blocked `acquire` waits for.
pub(super) fn read_as_locks(events: &mut [Event], waits: &mut [Wait], source: &SourceText) {
    let mut held: HashMap<String, (u32, Option<u8>)> = HashMap::new();
    for event in events.iter_mut() {
        let Some((call, name)) = event
            .line
            .filter(|_| event.depth == Depth::InTheKitsPart)
            .and_then(|line| call_in(source, line))
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
        (event.read, event.written) = (None, None);
    }
    for wait in waits.iter_mut().filter(|wait| wait.blocked) {
        let Some((Call::Acquire, name)) = wait.line.and_then(|line| call_in(source, line)) else {
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

fn call_in(source: &SourceText, line: usize) -> Option<(Call, String)> {
    let name = |method| source.receiver_at(line, method);
    let acquires = name(".acquire()").map(|name| (Call::Acquire, name));
    acquires.or_else(|| name(".release()").map(|name| (Call::Release, name)))
}
