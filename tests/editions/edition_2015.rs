// Paths in `use` begin at the crate root, `async` is an ordinary name, and a parameter needs no name.
use counter::Counter;

mod counter {
    use std::sync::Mutex;

    pub trait Adds {
        fn add(&self, i32);
    }

    pub struct Counter(pub Mutex<i32>);

    impl Adds for Counter {
        fn add(&self, async: i32) {
            ::std::thread::yield_now();
            *self.0.lock().unwrap() += async;
        }
    }
}

fn main() {
    use counter::Adds;
    let counter = std::sync::Arc::new(Counter(std::sync::Mutex::new(0)));
    let other = counter.clone();
    let thread = std::thread::spawn(move || other.add(1));
    let value = *counter.0.lock().unwrap();
    thread.join().unwrap();
    assert_eq!(value, 0);
}
