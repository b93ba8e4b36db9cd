//~ NOT_RUN sockets (`std::net`)
//~ LINE `assert!(TcpListener::bind("127.0.0.1:0").is_ok());`
//! A thread that has polled many times gives up, and only then uses a socket.

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    let looks = thread::spawn(|| {
        for _ in 0..60 {
            if DONE.load(SeqCst) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
        assert!(TcpListener::bind("127.0.0.1:0").is_ok());
    });
    DONE.store(true, SeqCst);
    looks.join().unwrap();
}
