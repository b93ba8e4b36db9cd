//! Each thing has a name that the code uses: its variable, field, element, or the expression that a method is called on.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;

struct Order {
    dish: AtomicU32,
    wanted: [AtomicBool; 2],
    lock: Mutex<u32>,
    used: RwLock<Vec<u32>>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: AtomicU32::new(0),
            wanted: [const { AtomicBool::new(false) }; 2],
            lock: Mutex::new(0),
            used: RwLock::new(Vec::new()),
            bell: Condvar::new(),
        }
    }

    fn serve(&self, me: usize) {
        self.dish.swap(7, SeqCst);
        self.wanted[me].store(true, SeqCst);
        self.wanted[1 - me].load(SeqCst);
        *self.lock.lock().unwrap() += 1;
        self.used.write().unwrap().push(7);
        self.bell.notify_all();
    }
}

fn copy_of(votes: &Mutex<u32>) -> Arc<Mutex<u32>> {
    Arc::new(Mutex::new(*votes.lock().unwrap()))
}

fn add(votes: &Mutex<u32>) {
    *votes.lock().unwrap() += 1;
}

fn main() {
    let order = Arc::new(Order::new());
    let forks = Arc::new([Mutex::new(()), Mutex::new(())]);
    let (sum, pair) = (Arc::new(RwLock::new(0)), Arc::new((Mutex::new(0), Condvar::new())));
    let votes = Mutex::new(0);
    let lists = [copy_of(&votes), copy_of(&votes)];
    let work = |me: usize| {
        let (order, forks, sum) = (order.clone(), forks.clone(), sum.clone());
        let (pair, list) = (pair.clone(), lists[me].clone());
        move || {
            order.serve(me);
            drop((forks[0].lock().unwrap(), forks[1].lock().unwrap()));
            *sum.write().unwrap() += 1;
            *pair.0.lock().unwrap() += 1;
            pair.1.notify_one();
            add(&list);
        }
    };
    let (left, right) = (thread::spawn(work(0)), thread::spawn(work(1)));
    left.join().unwrap();
    right.join().unwrap();
    assert_eq!(*votes.lock().unwrap(), 2, "each of them has added to a copy");
}
