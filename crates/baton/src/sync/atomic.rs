//! Atomics: each operation one step, with the memory order that was asked for.
//!
//! Operations take effect one after the other, whatever the order says; what a weaker order fails to publish shows as a
//! data race on the data that it should have published. But the request may have an operation go by an older value
//! ([`protocol::Decision::ReadFrom`]). Then it leaves the newest value as it is: what it writes was overwritten before.

mod pointer;

use ::std::fmt;
use ::std::panic::{Location, RefUnwindSafe};
use ::std::sync::atomic as real;

pub use ::std::sync::atomic::Ordering;

pub use pointer::AtomicPtr;

use crate::engine::state::{Caller, ExchangeRecord, Intent};
use crate::engine::turn::Turn;
use crate::engine::{memory, task, turn};
use protocol::{Op, Order};

fn order_of(order: Ordering) -> Order {
    match order {
        Ordering::Relaxed => Order::Relaxed,
        Ordering::Acquire => Order::Acquire,
        Ordering::Release => Order::Release,
        Ordering::AcqRel => Order::AcqRel,
        _ => Order::SeqCst,
    }
}

/// What a strong `compare_exchange` is asked for.
fn exchange(expected: u64, success: Ordering, failure: Ordering) -> ExchangeRecord {
    ExchangeRecord {
        expected,
        success: order_of(success),
        failure: order_of(failure),
        weak: false,
    }
}

/// Where an atomic lies.
#[derive(Clone, Copy)]
struct Spot {
    address: usize,
    size: u8,
}

#[inline(never)]
fn step(op: Op, order: Ordering, spot: Spot, place: Caller) -> Option<Turn> {
    let me = task::current()?;
    let object = memory::atomic_object(me, spot.address, spot.size as usize);
    turn::take(Intent {
        order: order_of(order),
        size: spot.size,
        ..Intent::new(op, object, place)
    })
}

/// Orders the operations around it.
#[track_caller]
pub fn fence(order: Ordering) {
    assert!(
        order != Ordering::Relaxed,
        "there is no such thing as a relaxed fence"
    );
    let place = Location::caller();
    drop(turn::take(Intent {
        order: order_of(order),
        ..Intent::new(Op::Fence, None, place)
    }));
}

/// Keeps the compiler from reordering; no step, as it does nothing between threads.
pub fn compiler_fence(order: Ordering) {
    real::compiler_fence(order);
}

#[allow(deprecated, reason = "std has it too")]
pub use ::std::sync::atomic::spin_loop_hint;

macro_rules! refuse {
    (load $order:ident) => {
        match $order {
            Ordering::Release => panic!("there is no such thing as a release load"),
            Ordering::AcqRel => panic!("there is no such thing as an acquire-release load"),
            _ => {}
        }
    };
    (store $order:ident) => {
        match $order {
            Ordering::Acquire => panic!("there is no such thing as an acquire store"),
            Ordering::AcqRel => panic!("there is no such thing as an acquire-release store"),
            _ => {}
        }
    };
}

macro_rules! atomic {
    ($name:ident $value:ty, $bits:ident => $from_bits:expr) => {
        /// As std's, each operation a step of the execution.
        #[repr(transparent)]
        #[derive(Default)]
        pub struct $name(real::$name);

        impl RefUnwindSafe for $name {}

        impl $name {
            pub const fn new(value: $value) -> Self {
                Self(real::$name::new(value))
            }

            /// # Safety
            /// As std's.
            pub const unsafe fn from_ptr<'a>(pointer: *mut $value) -> &'a Self {
                // SAFETY: the caller's; the types have the same layout.
                unsafe { &*pointer.cast::<Self>() }
            }

            pub fn get_mut(&mut self) -> &mut $value {
                self.0.get_mut()
            }

            pub fn into_inner(self) -> $value {
                self.0.into_inner()
            }

            pub const fn as_ptr(&self) -> *mut $value {
                self.0.as_ptr()
            }

            fn spot(&self) -> Spot {
                Spot { address: self as *const Self as usize, size: size_of::<$value>() as u8 }
            }

            #[track_caller]
            #[inline(never)]
            pub fn load(&self, order: Ordering) -> $value {
                refuse!(load order);
                let turn = step(Op::AtomicLoad, order, self.spot(), Location::caller());
                let mut value = self.0.load(Ordering::SeqCst);
                if let Some(mut turn) = turn {
                    turn.found(value as u64);
                    if let Some($bits) = turn.stale_read() {
                        value = $from_bits;
                    }
                    turn.read(value as u64);
                }
                value
            }

            #[track_caller]
            #[inline(never)]
            pub fn store(&self, value: $value, order: Ordering) {
                refuse!(store order);
                let turn = step(Op::AtomicStore, order, self.spot(), Location::caller());
                let old = self.0.swap(value, Ordering::SeqCst);
                if let Some(mut turn) = turn {
                    turn.found(old as u64);
                    let mut value = value;
                    let is_behind = turn.read_from().is_some();
                    if is_behind {
                        self.0.store(old, Ordering::SeqCst);
                    } else if let Some($bits) = turn.tampered() {
                        value = $from_bits;
                        self.0.store(value, Ordering::SeqCst);
                    }
                    turn.written(value as u64);
                    if old == value || is_behind {
                        turn.unchanged();
                    }
                }
            }

            /// What the operation goes by: an older value, alone, or the newest one, which is replaced first where the runner wants this
            /// step to find another one. Whether it is to fail.
            fn found(&self, turn: &mut Option<Turn>) -> (Option<real::$name>, bool) {
                let Some(turn) = turn else { return (None, false) };
                if let Some(read) = turn.read_from() {
                    turn.found(self.0.load(Ordering::SeqCst) as u64);
                    turn.unchanged();
                    let $bits = read.value;
                    return (Some(real::$name::new($from_bits)), read.fails);
                }
                if let Some($bits) = turn.tampered() {
                    self.0.store($from_bits, Ordering::SeqCst);
                }
                turn.found(self.0.load(Ordering::SeqCst) as u64);
                (None, false)
            }

            #[inline(never)]
            fn change(&self, order: Ordering, place: Caller, change: &dyn Fn(&real::$name) -> $value) -> $value {
                let mut turn = step(Op::AtomicUpdate, order, self.spot(), place);
                let (older, _) = self.found(&mut turn);
                let atomic = older.as_ref().unwrap_or(&self.0);
                let old = change(atomic);
                if let Some(mut turn) = turn {
                    let new = atomic.load(Ordering::SeqCst);
                    turn.read(old as u64);
                    turn.written(new as u64);
                    if new == old {
                        turn.unchanged();
                    }
                }
                old
            }

            #[track_caller]
            #[inline(never)]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                self.change(order, Location::caller(), &|atomic| atomic.swap(value, Ordering::SeqCst))
            }

            #[track_caller]
            #[inline(never)]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                refuse!(load failure);
                let asked = exchange(current as u64, success, failure);
                self.exchange(current, new, asked, success, Location::caller())
            }

            /// It may fail spuriously, where the request says so.
            #[track_caller]
            #[inline(never)]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                refuse!(load failure);
                let asked = ExchangeRecord { weak: true, ..exchange(current as u64, success, failure) };
                self.exchange(current, new, asked, success, Location::caller())
            }

            #[inline(never)]
            fn exchange(
                &self,
                current: $value,
                new: $value,
                asked: ExchangeRecord,
                success: Ordering,
                place: Caller,
            ) -> Result<$value, $value> {
                let mut turn = step(Op::AtomicExchange, success, self.spot(), place);
                let (older, fails) = self.found(&mut turn);
                let atomic = older.as_ref().unwrap_or(&self.0);
                let fails = fails && asked.weak;
                let result = match fails {
                    true => Err(atomic.load(Ordering::SeqCst)),
                    false => atomic.compare_exchange(current, new, Ordering::SeqCst, Ordering::SeqCst),
                };
                if let Some(mut turn) = turn {
                    turn.exchanges(asked);
                    let (Ok(found) | Err(found)) = result;
                    turn.read(found as u64);
                    if result.is_ok() {
                        turn.written(new as u64);
                        if new == found {
                            turn.unchanged();
                        }
                    } else {
                        turn.step().intent.order = asked.failure;
                        match fails {
                            true => turn.failed_spuriously(),
                            false => turn.failed(),
                        }
                    }
                }
                result
            }

            #[deprecated = "use compare_exchange"]
            #[track_caller]
            #[inline(never)]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering) -> $value {
                let failure = match order {
                    Ordering::Release => Ordering::Relaxed,
                    Ordering::AcqRel => Ordering::Acquire,
                    other => other,
                };
                match self.compare_exchange(current, new, order, failure) {
                    Ok(old) | Err(old) => old,
                }
            }

            #[track_caller]
            pub fn fetch_update<F>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: F,
            ) -> Result<$value, $value>
            where
                F: FnMut($value) -> Option<$value>,
            {
                let mut old = self.load(fetch_order);
                while let Some(new) = change(old) {
                    match self.compare_exchange(old, new, set_order, fetch_order) {
                        Ok(old) => return Ok(old),
                        Err(found) => old = found,
                    }
                }
                Err(old)
            }

            #[track_caller]
            pub fn try_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                self.fetch_update(set_order, fetch_order, change)
            }

            #[track_caller]
            pub fn update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: impl FnMut($value) -> $value,
            ) -> $value {
                match self.fetch_update(set_order, fetch_order, |value| Some(change(value))) {
                    Ok(old) | Err(old) => old,
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.load(Ordering::Relaxed).fmt(f)
            }
        }

        impl From<$value> for $name {
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }
    };
}

macro_rules! changes {
    ($name:ident $value:ty: $($method:ident)*) => {
        impl $name {$(
            #[track_caller]
            #[inline(never)]
            pub fn $method(&self, value: $value, order: Ordering) -> $value {
                self.change(order, Location::caller(), &|atomic| atomic.$method(value, Ordering::SeqCst))
            }
        )*}
    };
}

macro_rules! integers {
    ($($name:ident $value:ty;)*) => {$(
        atomic!($name $value, bits => bits as $value);
        changes!($name $value: fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_max fetch_min);
    )*};
}

integers! {
    AtomicI8 i8;
    AtomicU8 u8;
    AtomicI16 i16;
    AtomicU16 u16;
    AtomicI32 i32;
    AtomicU32 u32;
    AtomicI64 i64;
    AtomicU64 u64;
    AtomicIsize isize;
    AtomicUsize usize;
}

atomic!(AtomicBool bool, bits => bits != 0);
changes!(AtomicBool bool: fetch_and fetch_nand fetch_or fetch_xor);

macro_rules! beginnings {
    ($($name:ident: $atomic:ident $value:literal;)*) => {$(
        /// As std's: what a static began with before `new` could be called there.
        #[deprecated = "use `new`"]
        #[expect(clippy::declare_interior_mutable_const, reason = "as std's")]
        pub const $name: $atomic = $atomic::new($value);
    )*};
}

beginnings! {
    ATOMIC_BOOL_INIT: AtomicBool false;
    ATOMIC_ISIZE_INIT: AtomicIsize 0;
    ATOMIC_USIZE_INIT: AtomicUsize 0;
}

impl AtomicBool {
    #[track_caller]
    #[inline(never)]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.change(order, Location::caller(), &|atomic| {
            atomic.fetch_xor(true, Ordering::SeqCst)
        })
    }
}
