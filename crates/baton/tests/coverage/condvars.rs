//! Condition variables: every way to wait.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(15);

fn main() {
    let pair = Arc::new((Mutex::new(0), Condvar::new()));
    let waiters: Vec<_> = (0..2)
        .map(|number| {
            let pair = Arc::clone(&pair);
            thread::spawn(move || {
                let (lock, changed) = &*pair;
                let mut value = changed.wait_while(lock.lock().unwrap(), |value| *value <= number).unwrap();
                *value += 10;
                changed.notify_all();
                number
            })
        })
        .collect();
    {
        let (lock, changed) = &*pair;
        *lock.lock().unwrap() = 1;
        changed.notify_all();
    }
    let sum: i32 = waiters.into_iter().map(|waiter| waiter.join().unwrap()).sum();
    let (lock, changed) = &*pair;
    println!("{sum} {}", lock.lock().unwrap());

    let start = Instant::now();
    let (value, result) = changed.wait_timeout(lock.lock().unwrap(), SHORT).unwrap();
    println!("{} {} {}", *value, result.timed_out(), start.elapsed() >= SHORT);
    drop(value);

    let start = Instant::now();
    let guard = lock.lock().unwrap();
    let (value, result) = changed.wait_timeout_while(guard, SHORT, |value| *value > 0).unwrap();
    println!("{} {} {}", *value, result.timed_out(), start.elapsed() >= SHORT);
    drop(value);

    let guard = lock.lock().unwrap();
    let (value, result) = changed.wait_timeout_while(guard, SHORT, |value| *value < 0).unwrap();
    println!("{} {}", *value, result.timed_out());
    drop(value);

    let other = Arc::clone(&pair);
    let broken = thread::spawn(move || {
        let (lock, changed) = &*other;
        let _guard = lock.lock().unwrap();
        changed.notify_one();
        panic!("under the lock");
    });
    println!("{}", broken.join().is_err());
    let guard = lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    println!("{}", changed.wait_timeout(guard, SHORT).is_err());
}
