//! Openings of files that two tasks share.

use std::collections::BTreeMap;

use protocol::Reply;
use protocol::effects::LockPlace;

/// Whether two tasks lock by the same opening of a file. Such a lock keeps neither of them out: its steps are in no fixed order, and
/// the search takes them to be.
pub(super) fn locks_twice_by_one_opening(reply: &Reply) -> bool {
    let mut lockers = BTreeMap::new();
    reply.steps.iter().any(|step| {
        let lock = step.op.effects().lock;
        let of_file = lock.filter(|lock| lock.place == LockPlace::File);
        let first = of_file
            .and(step.second)
            .map(|opening| *lockers.entry(opening).or_insert(step.task));
        first.is_some_and(|first| first != step.task)
    })
}
