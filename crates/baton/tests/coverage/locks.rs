//! Mutex and RwLock: locking, trying, poison.

use std::sync::{Arc, Mutex, RwLock, TryLockError};
use std::thread;

fn kind<T>(result: Result<T, TryLockError<T>>) -> &'static str {
    match result {
        Ok(_) => "got",
        Err(TryLockError::WouldBlock) => "would block",
        Err(TryLockError::Poisoned(_)) => "poisoned",
    }
}

fn mutex() {
    let lock = Mutex::new(1);
    {
        let mut guard = lock.lock().unwrap();
        *guard += 1;
        println!("{guard} {guard:?} {}", kind(lock.try_lock()));
    }
    println!("{}", kind(lock.try_lock()));
    let (mut lock, default) = (Mutex::from(5), Mutex::<u8>::default());
    *lock.get_mut().unwrap() = 6;
    println!("{} {}", lock.into_inner().unwrap(), default.lock().unwrap());
    let any: Arc<Mutex<dyn Fn() -> u8 + Send>> = Arc::new(Mutex::new(|| 9));
    println!("{}", any.lock().unwrap()());
    let condition: Box<Mutex<[u8]>> = Box::new(Mutex::new([1, 2, 3]));
    println!("{}", condition.lock().unwrap().len());
}

fn poison() {
    let lock = Arc::new(Mutex::new(3));
    let other = Arc::clone(&lock);
    let broken = thread::spawn(move || {
        let mut guard = other.lock().unwrap();
        *guard = 4;
        panic!("on purpose");
    });
    println!("{} {}", broken.join().is_err(), lock.is_poisoned());
    println!("{} {}", kind(lock.try_lock()), lock.lock().unwrap_err());
    let value = *lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    lock.clear_poison();
    println!("{value} {} {}", lock.is_poisoned(), lock.lock().is_ok());
    println!("{}", Arc::into_inner(lock).unwrap().into_inner().unwrap());
}

fn rwlock() {
    let lock = RwLock::new(String::from("a"));
    {
        let (one, two) = (lock.read().unwrap(), lock.try_read().unwrap());
        println!("{one} {two:?} {}", kind(lock.try_write()));
        drop(one);
        println!("{}", kind(lock.try_write()));
    }
    {
        let mut guard = lock.write().unwrap();
        guard.push('b');
        println!("{guard} {} {}", kind(lock.try_read()), kind(lock.try_write()));
    }
    println!("{} {}", kind(lock.try_write()), lock.into_inner().unwrap());
}

fn rwlock_poison() {
    let lock = Arc::new(RwLock::new(0));
    let other = Arc::clone(&lock);
    let reader = thread::spawn(move || {
        let _guard = other.read().unwrap();
        panic!("while reading");
    });
    println!("{} {}", reader.join().is_err(), lock.is_poisoned());
    let other = Arc::clone(&lock);
    let writer = thread::spawn(move || {
        *other.write().unwrap() = 8;
        let _guard = other.write().unwrap();
        panic!("while writing");
    });
    println!("{} {}", writer.join().is_err(), lock.is_poisoned());
    println!("{} {}", lock.read().is_err(), kind(lock.try_write()));
    lock.clear_poison();
    println!("{}", lock.read().unwrap());
}

fn main() {
    mutex();
    poison();
    rwlock();
    rwlock_poison();
}
