//! A thread tries locks while another acquires them one after the other.

use std::sync::{Mutex, RwLock};
use std::thread;

static MUTEX: Mutex<()> = Mutex::new(());
static RWLOCK: RwLock<()> = RwLock::new(());

fn main() {
    let holds = thread::spawn(|| {
        let _mutex = MUTEX.lock();
        let _rwlock = RWLOCK.write();
    });
    let mutex = MUTEX.try_lock().is_ok();
    let rwlock = RWLOCK.try_read().is_ok();
    holds.join().unwrap();
    println!("{mutex} {rwlock}");
}
