//~ PASSES
//! Owners of unsized data, and a destructor that runs when the last one is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

static DROPPED: AtomicU32 = AtomicU32::new(0);

trait Named: Send + Sync {
    fn name(&self) -> &str;
}

struct Dog(String);

impl Named for Dog {
    fn name(&self) -> &str {
        &self.0
    }
}

impl Drop for Dog {
    fn drop(&mut self) {
        self.0.push('!');
        DROPPED.fetch_add(self.0.len() as u32, Ordering::Relaxed);
    }
}

fn main() {
    let named: Arc<dyn Named> = Arc::new(Dog("Rex".to_owned()));
    let text: Arc<str> = Arc::from("Rex");
    let numbers: Arc<[u32]> = vec![1, 2, 3].into();
    let other = {
        let (named, text, numbers) = (named.clone(), text.clone(), numbers.clone());
        thread::spawn(move || (named.name() == &*text, numbers.len()))
    };
    drop((named, text, numbers));
    assert_eq!(other.join().unwrap(), (true, 3));
    assert_eq!(DROPPED.load(Ordering::Relaxed), 4);
}
