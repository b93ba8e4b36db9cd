//! Atomics of std's own that are compiled into the program: the counts of an `Arc`'s owners.
//!
//! The compiler's tsan pass makes a call of each, with its order. The program's own atomics are ours, and not among them.
//! As with plain memory, a count is no step while only one task has used it. Then each use is one, and so it is known what
//! orders what: the last owner after all others, and who finds out by `get_mut` that it is alone.

use ::std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering, fence};

use super::{Sort, visit, with_table};
use crate::engine::fingerprint;
use crate::engine::state::Intent;
use crate::engine::task;
use crate::engine::turn::{self, Turn};
use protocol::{Op, Order};

/// An order as the pass numbers it.
fn order_of(number: i32) -> Order {
    match number {
        0 => Order::Relaxed,
        1 | 2 => Order::Acquire,
        3 => Order::Release,
        4 => Order::AcqRel,
        _ => Order::SeqCst,
    }
}

/// The step that the last operation was, for a fence behind it; used by the holder of the baton only.
static LAST: AtomicU32 = AtomicU32::new(NONE);
const NONE: u32 = u32::MAX;

/// The step that the operation is, if it is one.
#[inline(never)]
fn step(op: Op, count: *const AtomicU64, order: i32) -> Option<Turn> {
    let me = task::observed()?;
    LAST.store(NONE, Ordering::Relaxed);
    let order = order_of(order);
    let place = (count as usize, size_of::<u64>());
    let object = with_table(|table, state| visit(table, state, me, place, &Sort::Count(order)))?;
    let Some(object) = object else {
        fingerprint::counts(count);
        return None;
    };
    let turn = turn::take(Intent {
        order,
        size: size_of::<u64>() as u8,
        ..Intent::bare(op, object)
    })?;
    LAST.store(turn.index(), Ordering::Relaxed);
    Some(turn)
}

fn change(count: *const AtomicU64, order: i32, change: impl FnOnce(&AtomicU64) -> u64) -> u64 {
    let turn = step(Op::AtomicUpdate, count, order);
    // SAFETY: the program's own: there is an atomic.
    let count = unsafe { &*count };
    let old = change(count);
    if let Some(mut turn) = turn {
        turn.found(old);
        turn.read(old);
        turn.written(count.load(Ordering::SeqCst));
    }
    old
}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic64_load(count: *const AtomicU64, order: i32) -> u64 {
    let turn = step(Op::AtomicLoad, count, order);
    // SAFETY: the program's own: there is an atomic.
    let mut value = unsafe { &*count }.load(Ordering::SeqCst);
    if let Some(mut turn) = turn {
        turn.found(value);
        if let Some(older) = turn.stale_read() {
            value = older;
        }
        turn.read(value);
    }
    value
}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic64_store(count: *const AtomicU64, value: u64, order: i32) {
    let turn = step(Op::AtomicStore, count, order);
    // SAFETY: the program's own: there is an atomic.
    let old = unsafe { &*count }.swap(value, Ordering::SeqCst);
    if let Some(mut turn) = turn {
        turn.found(old);
        turn.written(value);
    }
}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic64_compare_exchange_val(
    count: *const AtomicU64,
    expected: u64,
    new: u64,
    success: i32,
    failure: i32,
) -> u64 {
    let turn = step(Op::AtomicExchange, count, success);
    let (seq_cst, count) = (Ordering::SeqCst, count);
    // SAFETY: the program's own: there is an atomic.
    let result = unsafe { &*count }.compare_exchange(expected, new, seq_cst, seq_cst);
    let (Ok(old) | Err(old)) = result;
    if let Some(mut turn) = turn {
        turn.found(old);
        turn.read(old);
        if result.is_ok() {
            turn.written(new);
        } else {
            turn.failed();
            turn.step().intent.order = order_of(failure);
        }
    }
    old
}

/// What follows where an owner finds that it is the last: it acquires what all others have released. The trace has that in
/// the step before.
#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic_thread_fence(order: i32) {
    fence(Ordering::SeqCst);
    let (Some(me), Order::Acquire) = (task::observed(), order_of(order)) else {
        return;
    };
    let last = LAST.swap(NONE, Ordering::Relaxed);
    turn::with_state(|state| {
        let step = state.steps.get_mut(last as usize);
        if let Some(step) = step.filter(|step| step.task.get() == me) {
            step.intent.order = match step.intent.order {
                Order::Release => Order::AcqRel,
                Order::Relaxed => Order::Acquire,
                order => order,
            };
        }
    });
}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic_signal_fence(_order: i32) {}

macro_rules! changes {
    ($($name:ident $method:ident)*) => {$(
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(count: *const AtomicU64, value: u64, order: i32) -> u64 {
            change(count, order, |count| count.$method(value, Ordering::SeqCst))
        }
    )*};
}

changes! {
    __tsan_atomic64_exchange swap
    __tsan_atomic64_fetch_add fetch_add
    __tsan_atomic64_fetch_sub fetch_sub
    __tsan_atomic64_fetch_and fetch_and
    __tsan_atomic64_fetch_or fetch_or
    __tsan_atomic64_fetch_xor fetch_xor
    __tsan_atomic64_fetch_nand fetch_nand
}

/// Counts have 64 bits; what is smaller is no business of the program's.
macro_rules! unwatched {
    ($($atomic:ident $value:ty: $load:ident $store:ident $compare_exchange:ident $($name:ident $method:ident)*;)*) => {$(
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub extern "C" fn $load(at: *const $atomic, _order: i32) -> $value {
            // SAFETY: the program's own: there is an atomic.
            unsafe { &*at }.load(Ordering::SeqCst)
        }

        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub extern "C" fn $store(at: *const $atomic, value: $value, _order: i32) {
            // SAFETY: as above.
            unsafe { &*at }.store(value, Ordering::SeqCst);
        }

        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub extern "C" fn $compare_exchange(
            at: *const $atomic,
            expected: $value,
            new: $value,
            _success: i32,
            _failure: i32,
        ) -> $value {
            // SAFETY: as above.
            let result = unsafe { &*at }
                .compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst);
            let (Ok(old) | Err(old)) = result;
            old
        }

        $(
            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub extern "C" fn $name(at: *const $atomic, value: $value, _order: i32) -> $value {
                // SAFETY: as above.
                unsafe { &*at }.$method(value, Ordering::SeqCst)
            }
        )*
    )*};
}

unwatched! {
    AtomicU8 u8: __tsan_atomic8_load __tsan_atomic8_store __tsan_atomic8_compare_exchange_val
        __tsan_atomic8_exchange swap
        __tsan_atomic8_fetch_add fetch_add
        __tsan_atomic8_fetch_sub fetch_sub
        __tsan_atomic8_fetch_and fetch_and
        __tsan_atomic8_fetch_or fetch_or
        __tsan_atomic8_fetch_xor fetch_xor
        __tsan_atomic8_fetch_nand fetch_nand;
    AtomicU16 u16: __tsan_atomic16_load __tsan_atomic16_store __tsan_atomic16_compare_exchange_val
        __tsan_atomic16_exchange swap
        __tsan_atomic16_fetch_add fetch_add
        __tsan_atomic16_fetch_sub fetch_sub
        __tsan_atomic16_fetch_and fetch_and
        __tsan_atomic16_fetch_or fetch_or
        __tsan_atomic16_fetch_xor fetch_xor
        __tsan_atomic16_fetch_nand fetch_nand;
    AtomicU32 u32: __tsan_atomic32_load __tsan_atomic32_store __tsan_atomic32_compare_exchange_val
        __tsan_atomic32_exchange swap
        __tsan_atomic32_fetch_add fetch_add
        __tsan_atomic32_fetch_sub fetch_sub
        __tsan_atomic32_fetch_and fetch_and
        __tsan_atomic32_fetch_or fetch_or
        __tsan_atomic32_fetch_xor fetch_xor
        __tsan_atomic32_fetch_nand fetch_nand;
}
