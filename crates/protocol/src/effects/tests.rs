use super::*;
use crate::Numbered;

fn all() -> impl Iterator<Item = (Op, Effects)> {
    Op::ALL.iter().map(|op| (*op, op.effects()))
}

#[test]
fn an_operation_that_writes_data_changes_something_when_it_succeeds() {
    for (op, effects) in all().filter(|(_, effects)| effects.writes != Writes::Nothing) {
        assert!(op.changes(true), "{op:?}");
        assert_eq!(
            effects.lock, None,
            "the holder of a lock is not data: {op:?}"
        );
    }
}

#[test]
fn an_operation_that_never_changes_anything_commutes() {
    // A token, or the single order of all `SeqCst` operations.
    let hidden = [Op::ParkTimeout, Op::Fence];
    for (op, effects) in all().filter(|(op, _)| !hidden.contains(op)) {
        let may_change = effects.changes != Changes::Never;
        assert!(may_change || op.commutes(false), "{op:?}");
    }
}

#[test]
fn an_attempt_that_fails_changes_nothing() {
    for (op, effects) in all() {
        let tries = effects
            .lock
            .is_some_and(|lock| lock.change == LockChange::TryAcquire);
        assert!(!tries || (op.changes(true) && !op.changes(false)), "{op:?}");
    }
    for op in [
        Op::NotifyOne,
        Op::OnceBegin,
        Op::TrySend,
        Op::Receive,
        Op::AtomicExchange,
        Op::FileCreate,
        Op::PathWrite,
    ] {
        assert!(op.changes(true) && !op.changes(false), "{op:?}");
    }
    // After a spurious wakeup, too, it holds its lock again.
    assert!(Op::Wake.changes(false));
}

#[test]
fn readers_of_a_lock_commute_and_writers_do_not() {
    let acquires = |lock: Lock| lock.change != LockChange::Release;
    for (op, lock) in all().filter_map(|(op, effects)| Some((op, effects.lock?))) {
        if acquires(lock) {
            assert_eq!(op.commutes(true), lock.mode == Some(Mode::Shared), "{op:?}");
        }
    }
}

#[test]
fn each_lock_that_can_be_acquired_can_be_released() {
    let of = |change: LockChange| {
        all().filter_map(move |(_, effects)| effects.lock.filter(|lock| lock.change == change))
    };
    for acquired in of(LockChange::Acquire).chain(of(LockChange::TryAcquire)) {
        let fits = |released: &Lock| {
            released.place == acquired.place
                && released.mode.is_none_or(|mode| Some(mode) == acquired.mode)
        };
        assert!(
            of(LockChange::Release).any(|released| fits(&released)),
            "{acquired:?}"
        );
    }
}

#[test]
fn the_lock_of_a_condition_variable_is_not_the_operations_object() {
    assert_eq!((Op::Wait.lock(), Op::Wake.lock()), (None, None));
    assert!(Op::Lock.is_acquisition() && Op::FileTryLockShared.is_acquisition());
    assert!(Op::Unlock.is_of_memory_lock() && !Op::Unlock.is_acquisition());
    assert!(!Op::FileLock.is_of_memory_lock());
}
