//! Atomics: every type, every operation, every order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{self, *};

macro_rules! integers {
    ($($atomic:ident $value:ty;)*) => {$(
        let atomic = $atomic::new(<$value>::MAX);
        let mut seen = vec![
            atomic.load(Relaxed), atomic.load(Acquire), atomic.load(SeqCst),
            atomic.fetch_add(3, Relaxed), atomic.fetch_sub(1, Acquire), atomic.fetch_and(7, Release),
            atomic.fetch_or(8, AcqRel), atomic.fetch_xor(5, SeqCst), atomic.fetch_nand(6, SeqCst),
            atomic.fetch_max(100, SeqCst), atomic.fetch_min(2, SeqCst), atomic.swap(40, SeqCst),
        ];
        atomic.store(41, Relaxed);
        atomic.store(42, Release);
        seen.push(atomic.load(SeqCst));
        println!("{} {seen:?}", stringify!($atomic));
        println!("{:?} {:?} {:?}",
            atomic.compare_exchange(42, 43, AcqRel, Acquire),
            atomic.compare_exchange(42, 44, SeqCst, Relaxed),
            atomic.compare_exchange_weak(1, 2, Release, Relaxed));
        println!("{:?} {:?} {atomic:?}",
            atomic.fetch_update(SeqCst, SeqCst, |value| value.checked_add(1)),
            atomic.fetch_update(Relaxed, Relaxed, |_| None));
        let mut atomic = $atomic::from(1);
        *atomic.get_mut() += 1;
        unsafe { *atomic.as_ptr() += 1 };
        let mut plain: $value = 5;
        unsafe { $atomic::from_ptr(&mut plain) }.fetch_add(1, SeqCst);
        println!("{} {} {plain}", atomic.into_inner(), $atomic::default().into_inner());
    )*};
}

fn flags() {
    let flag = AtomicBool::new(false);
    println!("{} {} {} {} {} {}",
        flag.swap(true, SeqCst), flag.fetch_and(false, SeqCst), flag.fetch_or(true, SeqCst),
        flag.fetch_xor(true, SeqCst), flag.fetch_nand(true, SeqCst), flag.fetch_not(SeqCst));
    println!("{:?} {:?}", flag.compare_exchange(false, true, SeqCst, SeqCst), flag.compare_exchange_weak(false, true, SeqCst, SeqCst));
    println!("{:?} {flag:?}", flag.fetch_update(SeqCst, SeqCst, |flag| Some(!flag)));
}

fn pointers() {
    let mut values = [1u32, 2, 3];
    let start = values.as_mut_ptr();
    let pointer = AtomicPtr::new(start);
    let next = start.wrapping_add(1);
    println!("{} {}", pointer.load(SeqCst) == start, pointer.swap(next, SeqCst) == start);
    println!("{:?}", pointer.compare_exchange(next, start, SeqCst, SeqCst) == Ok(next));
    println!("{:?}", pointer.compare_exchange_weak(next, start, SeqCst, SeqCst) == Err(start));
    println!("{:?}", pointer.fetch_update(SeqCst, SeqCst, |at| Some(at.wrapping_add(2))) == Ok(start));
    println!("{}", unsafe { *pointer.load(SeqCst) });
    pointer.store(std::ptr::null_mut(), SeqCst);
    let mut pointer = pointer;
    println!("{} {}", pointer.get_mut().is_null(), AtomicPtr::<u8>::default().into_inner().is_null());
}

fn orders() {
    let number = AtomicU8::new(0);
    let fails = |run: &dyn Fn()| catch_unwind(AssertUnwindSafe(run)).is_err();
    for order in [Relaxed, Acquire, Release, AcqRel, SeqCst] {
        let loads = fails(&|| {
            number.load(order);
        });
        println!("{order:?} {loads} {} {}", fails(&|| number.store(1, order)), fails(&|| fence(order)));
        let exchange = fails(&|| {
            let _ = number.compare_exchange(0, 1, SeqCst, order);
        });
        println!("{exchange}");
    }
    for order in [Acquire, Release, AcqRel, SeqCst] {
        fence(order);
        atomic::compiler_fence(order);
    }
    std::hint::spin_loop();
}

fn main() {
    integers! {
        AtomicI8 i8; AtomicU8 u8; AtomicI16 i16; AtomicU16 u16; AtomicI32 i32; AtomicU32 u32; AtomicI64 i64; AtomicU64 u64;
        AtomicIsize isize; AtomicUsize usize;
    }
    flags();
    pointers();
    orders();
}
