//~ NOT_RUN not_explorable at `assert!(UdpSocket::bind("127.0.0.1:0").is_ok());`
//! It uses a socket when one worker has more rounds than the other; the kit cannot see what the socket does.

use std::net::UdpSocket;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn inc(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_add(1, Relaxed);
    }
}

fn dec(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_sub(1, Relaxed);
    }
}

fn count(up: u64, down: u64) -> i64 {
    if up != down {
        assert!(UdpSocket::bind("127.0.0.1:0").is_ok());
    }
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
