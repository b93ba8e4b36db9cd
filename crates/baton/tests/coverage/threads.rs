//! Threads: starting, naming, joining and parking them, and their results.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

static ORDER: Mutex<Vec<&str>> = Mutex::new(Vec::new());

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        ORDER.lock().unwrap().push(self.0);
    }
}

thread_local! {
    static LOCAL: Noisy = const { Noisy("thread-local") };
    static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(7) };
}

fn names() {
    let named = Builder::new().name("worker".into()).stack_size(64 << 10);
    let name = named.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
    println!("{:?}", name.thread().name());
    println!("{:?}", name.join().unwrap());
    let unnamed = thread::spawn(|| thread::current().name().map(str::to_owned));
    println!("{:?} {:?}", unnamed.join().unwrap(), thread::current().name());
    let other = thread::spawn(thread::current);
    let id = other.thread().id();
    let inside = other.join().unwrap().id();
    println!("{} {}", id == inside, id == thread::current().id());
}

fn panics() {
    let text = thread::spawn(|| panic!("plain")).join().unwrap_err();
    println!("{:?}", text.downcast_ref::<&str>());
    let number = thread::spawn(|| std::panic::panic_any(5u8)).join().unwrap_err();
    println!("{:?}", number.downcast_ref::<u8>());
    println!("{}", thread::panicking());
}

fn waiting() {
    thread::current().unpark();
    thread::current().unpark();
    thread::park();
    let start = Instant::now();
    thread::park_timeout(Duration::from_millis(20));
    println!("{}", start.elapsed() >= Duration::from_millis(20));
    let start = Instant::now();
    thread::sleep(Duration::from_millis(30));
    println!("{}", start.elapsed() >= Duration::from_millis(30));
    thread::yield_now();
    let parked = thread::spawn(|| {
        thread::park();
        "unparked"
    });
    parked.thread().unpark();
    let handle = parked.thread().clone();
    println!("{} {:?}", parked.join().unwrap(), handle.name());
}

fn locals() {
    thread::spawn(|| {
        let _local = Noisy("variable");
        LOCAL.with(|local| println!("{}", local.0));
        COUNT.set(COUNT.get() + 1);
        println!("{} {:?}", COUNT.get(), COUNT.try_with(|count| count.get()).is_ok());
    })
    .join()
    .unwrap();
    println!("{:?} {}", ORDER.lock().unwrap(), COUNT.get());
}

fn scopes() {
    let total = AtomicU32::new(0);
    let mut list = vec![1, 2, 3];
    let sum = thread::scope(|scope| {
        let first = scope.spawn(|| {
            scope.spawn(|| total.fetch_add(10, SeqCst));
            list.iter().sum::<i32>()
        });
        Builder::new().name("second".into()).spawn_scoped(scope, || total.fetch_add(5, SeqCst)).unwrap();
        let finished = scope.spawn(|| ());
        while !finished.is_finished() {
            thread::yield_now();
        }
        first.join().unwrap()
    });
    list.push(sum);
    println!("{list:?} {}", total.load(SeqCst));
    let broken = std::panic::catch_unwind(|| thread::scope(|scope| drop(scope.spawn(|| panic!("lost")))));
    println!("{:?}", broken.unwrap_err().downcast_ref::<&str>());
    let seen = thread::scope(|scope| scope.spawn(|| panic!("seen")).join().is_err());
    println!("{seen}");
}

fn main() {
    names();
    panics();
    waiting();
    locals();
    scopes();
    println!("{}", thread::available_parallelism().is_ok());
}
