//! The programs of `programs/` for the peers: a closure instead of `main`, the peer's types instead of std's.
//!
//! Both peers have std's shapes, so one text serves both. What differs is plain memory, which std has no type for:
//! `Plain` is the peer's own. `Arc` is std's, because its counting is not a step for any of the three.

/// A function `model` of a module that has the peer's `hint`, `sync`, `thread` and `Plain` in scope.
macro_rules! models {
    () => {
        use std::sync::Arc;
        use sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
        use sync::mpsc::channel;
        use sync::{Condvar, Mutex};

        /// The program with that name.
        pub fn model(name: &str) -> Option<fn()> {
            Some(match name {
                "mutex_counter" => mutex_counter,
                "load_then_store" => || {
                    atomic_counter(|counter, step| {
                        let value = counter.load(SeqCst);
                        counter.store(value + step, SeqCst);
                    })
                },
                "fetch_add" => || {
                    atomic_counter(|counter, step| {
                        counter.fetch_add(step, SeqCst);
                    })
                },
                "plain_counter" => plain_counter,
                "crossed_locks" => || two_locks(|a, b| transfer(b, a, 1)),
                "ordered_locks" => || two_locks(|a, b| transfer(a, b, -1)),
                "check_then_act" => || one_seat(check_then_act),
                "check_and_act" => || one_seat(check_and_act),
                "condvar_if" => || buffer(take_with_if),
                "condvar_while" => || buffer(take_with_while),
                "lost_wake_up" => || bell(ring_without_lock),
                "kept_wake_up" => || bell(ring_under_lock),
                "publish_relaxed" => || publish(Relaxed, Relaxed),
                "publish_release" => || publish(Release, Acquire),
                "spin_lock" => spin_lock,
                "flag_as_lock" => flag_as_lock,
                "sender_kept" => || senders(Some),
                "sender_dropped" => || senders(|_| None),
                "stale_read" => stale_read,
                _ => return None,
            })
        }

        /// Two threads, one with 1 and one with -1, joined.
        fn inc_and_dec<T: Send + Sync + 'static>(shared: &Arc<T>, count: fn(&T, i64)) {
            let start = |step| {
                let shared = Arc::clone(shared);
                thread::spawn(move || count(&shared, step))
            };
            let (inc, dec) = (start(1), start(-1));
            inc.join().unwrap();
            dec.join().unwrap();
        }

        /// One worker in a thread, the other here, joined.
        fn beside<T: Send + Sync + 'static>(shared: &Arc<T>, other: fn(&T), here: impl FnOnce(&T)) {
            let theirs = Arc::clone(shared);
            let other = thread::spawn(move || other(&theirs));
            here(shared);
            other.join().unwrap();
        }

        fn mutex_counter() {
            let counter = Arc::new(Mutex::new(0));
            inc_and_dec(&counter, |counter, step| {
                for _ in 0..2 {
                    *counter.lock().unwrap() += step;
                }
            });
            assert_eq!(*counter.lock().unwrap(), 0);
        }

        fn atomic_counter(change: fn(&AtomicI64, i64)) {
            let counter = Arc::new((AtomicI64::new(0), change));
            inc_and_dec(&counter, |(counter, change), step| {
                for _ in 0..2 {
                    change(counter, step);
                }
            });
            assert_eq!(counter.0.load(SeqCst), 0);
        }

        fn plain_counter() {
            let counter = Arc::new(Plain::default());
            inc_and_dec(&counter, |counter, step| {
                for _ in 0..2 {
                    counter.add(step);
                }
            });
            assert_eq!(counter.get(), 0);
        }

        type Account = Mutex<i64>;

        fn transfer(from: &Account, to: &Account, amount: i64) {
            let mut from = from.lock().unwrap();
            let mut to = to.lock().unwrap();
            *from -= amount;
            *to += amount;
        }

        fn two_locks(back: fn(&Account, &Account)) {
            let both = Arc::new((Mutex::new(0), Mutex::new(0)));
            beside(&both, |(a, b)| transfer(a, b, 1), |(a, b)| back(a, b));
            let sum = *both.0.lock().unwrap() + *both.1.lock().unwrap();
            assert_eq!(sum, 0);
        }

        fn one_seat(book: fn(&AtomicI64)) {
            let seats = Arc::new(AtomicI64::new(1));
            beside(&seats, book, book);
            assert_eq!(seats.load(SeqCst), 0);
        }

        fn check_then_act(seats: &AtomicI64) {
            if seats.load(SeqCst) > 0 {
                seats.fetch_sub(1, SeqCst);
            }
        }

        fn check_and_act(seats: &AtomicI64) {
            let mut left = seats.load(SeqCst);
            while left > 0 {
                match seats.compare_exchange(left, left - 1, SeqCst, SeqCst) {
                    Ok(_) => return,
                    Err(now) => left = now,
                }
            }
        }

        struct Buffer {
            queue: Mutex<Vec<u32>>,
            filled: Condvar,
        }

        fn put(buffer: &Buffer, number: u32) {
            buffer.queue.lock().unwrap().push(number);
            buffer.filled.notify_all();
        }

        fn take_with_if(buffer: &Buffer) -> u32 {
            let mut queue = buffer.queue.lock().unwrap();
            if queue.is_empty() {
                queue = buffer.filled.wait(queue).unwrap();
            }
            queue.pop().expect("a number")
        }

        fn take_with_while(buffer: &Buffer) -> u32 {
            let mut queue = buffer.queue.lock().unwrap();
            while queue.is_empty() {
                queue = buffer.filled.wait(queue).unwrap();
            }
            queue.pop().expect("a number")
        }

        fn buffer(take: fn(&Buffer) -> u32) {
            let buffer = Arc::new(Buffer {
                queue: Mutex::new(Vec::new()),
                filled: Condvar::new(),
            });
            let (for_taker, for_maker) = (Arc::clone(&buffer), Arc::clone(&buffer));
            let taker = thread::spawn(move || take(&for_taker));
            let maker = thread::spawn(move || [1, 2].map(|number| put(&for_maker, number)));
            let mine = take(&buffer);
            maker.join().unwrap();
            assert_eq!(mine + taker.join().unwrap(), 3);
        }

        struct Bell {
            rung: AtomicBool,
            lock: Mutex<()>,
            ring: Condvar,
        }

        fn ring_without_lock(bell: &Bell) {
            bell.rung.store(true, SeqCst);
            bell.ring.notify_all();
        }

        fn ring_under_lock(bell: &Bell) {
            let guard = bell.lock.lock().unwrap();
            bell.rung.store(true, SeqCst);
            drop(guard);
            bell.ring.notify_all();
        }

        fn bell(ring: fn(&Bell)) {
            let bell = Arc::new(Bell {
                rung: AtomicBool::new(false),
                lock: Mutex::new(()),
                ring: Condvar::new(),
            });
            beside(&bell, ring, |bell| {
                let mut guard = bell.lock.lock().unwrap();
                while !bell.rung.load(SeqCst) {
                    guard = bell.ring.wait(guard).unwrap();
                }
            });
        }

        fn publish(store: sync::atomic::Ordering, load: sync::atomic::Ordering) {
            let shared = Arc::new((Plain::default(), AtomicBool::new(false), store));
            beside(
                &shared,
                |(data, ready, order)| {
                    data.add(42);
                    ready.store(true, *order);
                },
                |(data, ready, _)| {
                    if ready.load(load) {
                        assert_eq!(data.get(), 42);
                    }
                },
            );
        }

        fn spin_lock() {
            let counter = Arc::new((AtomicBool::new(false), Plain::default()));
            inc_and_dec(&counter, |(held, value), step| {
                while held
                    .compare_exchange(false, true, Acquire, Relaxed)
                    .is_err()
                {
                    hint::spin_loop();
                }
                value.add(step);
                held.store(false, Release);
            });
            assert_eq!(counter.1.get(), 0);
        }

        fn flag_as_lock() {
            let counter = Arc::new((AtomicBool::new(false), AtomicI64::new(0)));
            inc_and_dec(&counter, |(held, value), step| {
                while held.load(SeqCst) {
                    hint::spin_loop();
                }
                held.store(true, SeqCst);
                let before = value.load(SeqCst);
                value.store(before + step, SeqCst);
                held.store(false, SeqCst);
            });
            assert_eq!(counter.1.load(SeqCst), 0);
        }

        fn senders(keep: fn(sync::mpsc::Sender<i64>) -> Option<sync::mpsc::Sender<i64>>) {
            let (sender, receiver) = channel();
            let clone = sender.clone();
            let other = thread::spawn(move || clone.send(1).unwrap());
            let kept = keep(sender);
            let mut sum = 0;
            while let Ok(number) = receiver.recv() {
                sum += number;
            }
            other.join().unwrap();
            drop(kept);
            assert_eq!(sum, 1);
        }

        fn stale_read() {
            let letter = Arc::new((AtomicI64::new(0), AtomicBool::new(false)));
            beside(
                &letter,
                |(data, ready)| {
                    data.store(42, Relaxed);
                    ready.store(true, Relaxed);
                },
                |(data, ready)| {
                    if ready.load(Relaxed) {
                        assert_eq!(data.load(Relaxed), 42);
                    }
                },
            );
        }
    };
}

pub(crate) use models;
