use explore::naming::symbols::Symbols;
use protocol::{End, ObjectId, ObjectKind, Op, Place, Reply, Step, TaskId, bare};

use super::super::legend::Legend;
use super::super::text::SourceText;
use super::{Contributions, Sited, Span, alternate, is_before};

const COUNTER: Option<ObjectId> = Some(ObjectId::new(0));
const FLAG: Option<ObjectId> = Some(ObjectId::new(1));
const LOCK: Option<ObjectId> = Some(ObjectId::new(2));

/// A step of a test: whose, what, to what, from which value to which, in which line, after how many accesses.
struct Made(u8, Op, Option<ObjectId>, (u64, u64), u32, u64);

fn reply(made: &[Made]) -> Reply {
    Reply {
        steps: made.iter().map(step).collect(),
        accesses: made.iter().map(|made| made.5).collect(),
        tasks: (0..3).map(|_| bare::task(ObjectId::FIRST)).collect(),
        objects: vec![bare::object(ObjectKind::Memory, ""); 3],
        files: vec!["a.rs".into()],
        ..Reply::without_trace(End::Exited { code: 0 })
    }
}

fn step(made: &Made) -> Step {
    let Made(task, op, object, (found, written), line, _) = *made;
    let is_load = matches!(op, Op::AtomicLoad | Op::PlainRead);
    let is_plain = matches!(op, Op::PlainRead | Op::PlainWrite);
    Step {
        object,
        found: (!is_plain).then_some(found),
        read: is_load.then_some(found),
        written: (!is_load).then_some(written),
        place: Some(Place {
            file: 0,
            line,
            column: 1,
        }),
        ..bare::step(TaskId::new(task), op)
    }
}

fn legend() -> Legend {
    Legend {
        symbols: Symbols::of(&[], ""),
        source: SourceText::new("a.rs", ""),
    }
}

fn adds(task: u8, from: u64, line: u32) -> Made {
    Made(task, Op::AtomicUpdate, COUNTER, (from, from + 1), line, 0)
}

fn begins(task: u8) -> Made {
    Made(task, Op::Begin, None, (0, 0), 1, 0)
}

fn ends(task: u8, accesses: u64) -> Made {
    Made(task, Op::End, None, (0, 0), 1, accesses)
}

/// The numbers of the workers.
fn numbers(shares: &Contributions) -> Vec<u8> {
    let workers = shares.workers().iter();
    workers.map(|worker| worker.number()).collect()
}

fn workers(few: &[Made], many: &[Made]) -> Vec<u8> {
    let (few, many) = (reply(few), reply(many));
    let legend = legend();
    let shares =
        Contributions::between(&[Sited::new(&few, &legend)], &[Sited::new(&many, &legend)]);
    numbers(&shares)
}

#[test]
fn a_worker_changes_more_with_more_rounds() {
    let few = [adds(1, 0, 5), adds(2, 1, 9)];
    let many = [adds(1, 0, 5), adds(1, 1, 5), adds(2, 2, 9), adds(2, 3, 9)];
    assert_eq!(workers(&few, &many), [1, 2]);
}

#[test]
fn one_that_only_looks_is_no_worker_however_often_it_does() {
    let looks = || Made(2, Op::AtomicLoad, COUNTER, (1, 1), 9, 0);
    let few = [adds(1, 0, 5), looks()];
    let many = [adds(1, 0, 5), adds(1, 1, 5), looks(), looks()];
    assert_eq!(workers(&few, &many), [1]);
}

#[test]
fn a_lock_of_its_own_is_no_work() {
    let locks = || {
        [
            Made(2, Op::AtomicExchange, FLAG, (0, 1), 8, 0),
            Made(2, Op::AtomicStore, FLAG, (1, 0), 10, 0),
        ]
    };
    let mut few = vec![adds(1, 0, 5)];
    few.extend(locks());
    let mut many = vec![adds(1, 0, 5), adds(1, 1, 5)];
    many.extend(locks().into_iter().chain(locks()));
    assert_eq!(workers(&few, &many), [1]);
}

#[test]
fn a_flag_in_plain_memory_that_is_always_reset_is_no_work() {
    let holds = |from| {
        [
            Made(2, Op::PlainRead, FLAG, (0, 0), 7, 0),
            Made(2, Op::PlainWrite, FLAG, (0, 1), 8, 0),
            Made(2, Op::PlainWrite, FLAG, (1, 0), 10, 0),
            adds(1, from, 5),
        ]
    };
    let few = holds(0);
    let many = holds(0).into_iter().chain(holds(1)).collect::<Vec<_>>();
    assert_eq!(workers(&few, &many), [1]);
}

#[test]
fn a_purse_into_which_main_puts_something_is_no_lock() {
    let earns = || Made(1, Op::AtomicUpdate, FLAG, (0, 1), 8, 0);
    let spends = || Made(1, Op::AtomicUpdate, FLAG, (1, 0), 10, 0);
    let few = [earns(), spends()];
    let main = Made(0, Op::AtomicUpdate, FLAG, (0, 1), 3, 0);
    let many = [main, earns(), spends(), earns(), spends()];
    assert_eq!(workers(&few, &many), [1]);
}

#[test]
fn the_same_step_with_another_value_is_work_and_happens_at_once() {
    let sum = |to| Made(1, Op::AtomicUpdate, COUNTER, (0, to), 5, 0);
    let (few, many) = (reply(&[sum(1)]), reply(&[sum(3)]));
    let legend = legend();
    let many = [Sited::new(&many, &legend)];
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &many);
    let [many] = &many;
    assert_eq!(numbers(&shares), [1]);
    assert!(shares.is_done_at_once(many, TaskId::new(1)));
}

#[test]
fn a_single_write_of_another_value_happens_at_once_whatever_lock_is_held_around_it() {
    let of = |to, writes: &[u64]| {
        let mut made = vec![Made(1, Op::Lock, LOCK, (0, 0), 4, 0)];
        let writes = writes.iter();
        made.extend(writes.map(|from| Made(1, Op::PlainWrite, COUNTER, (*from, to), 5, 0)));
        made.push(Made(1, Op::Unlock, LOCK, (0, 0), 6, 0));
        reply(&made)
    };
    let (few, once, twice) = (of(1, &[0]), of(3, &[0]), of(3, &[0, 1]));
    let legend = legend();
    let is_done_at_once = |many: &Reply| {
        let many = [Sited::new(many, &legend)];
        let shares = Contributions::between(&[Sited::new(&few, &legend)], &many);
        assert_eq!(numbers(&shares), [1]);
        shares.is_done_at_once(&many[0], TaskId::new(1))
    };
    assert!(is_done_at_once(&once) && !is_done_at_once(&twice));
}

#[test]
fn another_message_or_another_result_is_work_and_the_same_again_is_none() {
    for op in [Op::Send, Op::End, Op::OnceEnd] {
        let passes_on = |task, value| {
            Made(
                task,
                op,
                Some(ObjectId::new(u32::from(task))),
                (0, value),
                5,
                0,
            )
        };
        // Before the message of the second thread, there is another one of the first.
        let few = [passes_on(1, 70), passes_on(2, 9)];
        let many = [passes_on(1, 71), passes_on(2, 9)];
        assert_eq!(workers(&few, &many), [1], "{op:?}");
    }
    let send = |task, value| Made(task, Op::Send, COUNTER, (0, value), 5, 0);
    let [few, many] = [70, 71].map(|value| [send(1, value), send(2, 9)]);
    assert_eq!(workers(&few, &many), [1]);
}

#[test]
fn where_each_thread_does_one_step_there_are_more_workers_with_more_rounds() {
    let of = |threads: u8| {
        let steps = (1..=threads).map(|task| adds(task, u64::from(task) - 1, 5));
        let mut reply = reply(&steps.collect::<Vec<_>>());
        reply.tasks = (0..=threads).map(|_| bare::task(ObjectId::FIRST)).collect();
        reply
    };
    let (few, many, most) = (of(2), of(3), of(4));
    let legend = legend();
    let [few, many, most] = [&few, &many, &most].map(|reply| [Sited::new(reply, &legend)]);
    let shares = Contributions::between(&few, &most);
    assert_eq!(numbers(&shares), [3, 4]);
    let all = TaskId::first(4).skip(1);
    assert_eq!(shares.workers_in(&many[0]), Vec::from_iter(all));
}

#[test]
fn sending_the_same_message_again_and_again_is_work() {
    let send = || Made(1, Op::Send, COUNTER, (0, 7), 5, 0);
    assert_eq!(workers(&[send()], &[send(), send()]), [1]);
}

#[test]
fn what_a_thread_counts_for_itself_is_work_from_one_step_to_the_next() {
    let few = reply(&[begins(1), begins(2), ends(1, 40), ends(2, 40)]);
    let many = reply(&[begins(1), begins(2), ends(1, 70), ends(2, 70)]);
    let legend = legend();
    let many = [Sited::new(&many, &legend)];
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &many);
    let [many] = &many;
    assert_eq!(numbers(&shares), [1, 2]);
    let [one, two] = [1, 2].map(TaskId::new).map(|task| shares.spans(many, task));
    assert_eq!(one, [Span { from: 0, to: 2 }]);
    assert!(alternate(&one, &two));
}

#[test]
fn passing_on_what_was_counted_before_is_no_work() {
    let returns = |task, accesses, value| Made(task, Op::End, FLAG, (0, value), 1, accesses);
    let of = |one, two, value| {
        let counted = Made(1, Op::Send, LOCK, (0, 0), 3, one);
        let received = Made(2, Op::Receive, LOCK, (0, 0), 4, 0);
        let ends = [returns(1, one, value), returns(2, two, value)];
        let mut made = vec![begins(1), begins(2), counted, received];
        made.extend(ends);
        reply(&made)
    };
    let (few, many) = (of(40, 40, 1), of(70, 70, 2));
    let legend = legend();
    let many = [Sited::new(&many, &legend)];
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &many);
    let [one, two] = [1, 2].map(|task| shares.spans(&many[0], TaskId::new(task)));
    assert_eq!(
        (one, two),
        (vec![Span { from: 0, to: 2 }], vec![Span { from: 3, to: 5 }])
    );
}

#[test]
fn what_a_thread_counts_for_itself_may_be_done_until_it_can_be_preempted() {
    let writes = |task, accesses| Made(task, Op::PlainWrite, COUNTER, (0, 1), 6, accesses);
    let of = |accesses| {
        let steps = [writes(1, accesses), ends(1, accesses), writes(2, accesses)];
        let mut made = vec![begins(1), begins(2)];
        made.extend(steps);
        made.push(ends(2, accesses));
        reply(&made)
    };
    let (few, many) = (of(40), of(70));
    let legend = legend();
    let many = [Sited::new(&many, &legend)];
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &many);
    let [one, two] = [1, 2]
        .map(TaskId::new)
        .map(|task| shares.spans(&many[0], task));
    assert_eq!(one, [Span { from: 0, to: 3 }]);
    assert_eq!(two, [Span { from: 1, to: 5 }]);
}

#[test]
fn what_a_thread_counts_in_plain_memory_of_its_own_is_work_from_one_step_to_the_next() {
    let adds = |task, from, line| Made(task, Op::PlainWrite, COUNTER, (from, from + 1), line, 0);
    let of = |end_of_first: usize, count: u64| {
        let mut made = vec![begins(1)];
        made.extend((0..count).map(|from| adds(1, from, 5)));
        made.push(begins(2));
        made.extend((0..count).map(|from| adds(2, from, 9)));
        made.insert(end_of_first, ends(1, 0));
        made.push(ends(2, 0));
        reply(&made)
    };
    let (few, beside, before) = (of(2, 1), of(6, 2), of(3, 2));
    let legend = legend();
    let beside = [Sited::new(&beside, &legend)];
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &beside);
    assert_eq!(numbers(&shares), [1, 2]);
    let spans = |execution: &Sited<'_>| {
        [1, 2]
            .map(TaskId::new)
            .map(|task| shares.spans(execution, task))
    };
    let [one, two] = spans(&beside[0]);
    assert_eq!(one, [Span { from: 0, to: 6 }; 2]);
    assert!(alternate(&one, &two));
    let [one, two] = spans(&Sited::new(&before, &legend));
    assert!(!alternate(&one, &two) && is_before(&one, &two));
}

#[test]
fn one_worker_after_the_other_does_not_alternate() {
    let few = reply(&[adds(1, 0, 5), adds(2, 1, 9)]);
    let in_turn = [adds(1, 0, 5), adds(1, 1, 5), adds(2, 2, 9), adds(2, 3, 9)];
    let mixed = [adds(1, 0, 5), adds(2, 1, 9), adds(1, 2, 5), adds(2, 3, 9)];
    let (in_turn, mixed) = (reply(&in_turn), reply(&mixed));
    let legend = legend();
    let (in_turn, mixed) = ([Sited::new(&in_turn, &legend)], Sited::new(&mixed, &legend));
    let shares = Contributions::between(&[Sited::new(&few, &legend)], &in_turn);
    let [one, two] = [1, 2]
        .map(TaskId::new)
        .map(|task| shares.spans(&in_turn[0], task));
    assert!(!alternate(&one, &two) && is_before(&one, &two));
    let [one, two] = [1, 2]
        .map(TaskId::new)
        .map(|task| shares.spans(&mixed, task));
    assert!(alternate(&one, &two));
}

#[test]
fn what_another_order_shows_is_work_too() {
    let looks = || Made(2, Op::AtomicLoad, COUNTER, (0, 0), 9, 0);
    let takes = |from| Made(2, Op::AtomicStore, COUNTER, (from, from - 1), 10, 0);
    let few = [reply(&[looks(), adds(1, 0, 5)])];
    let first = reply(&[looks(), looks(), adds(1, 0, 5), adds(1, 1, 5)]);
    let other = [adds(1, 0, 5), adds(1, 1, 5), takes(2), takes(1)];
    let many = [first, reply(&other)];
    let legend = legend();
    let few = few.each_ref().map(|one| Sited::new(one, &legend));
    let many = many.each_ref().map(|one| Sited::new(one, &legend));
    assert_eq!(numbers(&Contributions::between(&few, &many[..1])), [1]);
    assert_eq!(numbers(&Contributions::between(&few, &many)), [1, 2]);
}

#[test]
fn a_lock_in_the_line_of_the_work_hides_no_work() {
    let round = |from| {
        [
            Made(1, Op::AtomicExchange, FLAG, (0, 1), 5, 0),
            Made(1, Op::AtomicStore, COUNTER, (from, from + 1), 5, 0),
            Made(1, Op::AtomicStore, FLAG, (1, 0), 5, 0),
        ]
    };
    let many: Vec<Made> = round(0).into_iter().chain(round(1)).collect();
    assert_eq!(workers(&round(0), &many), [1]);
}
