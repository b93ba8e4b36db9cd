//! Channels: every way to send and to receive.

use std::rc::Rc;
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(15);

fn unbounded() {
    let (sender, receiver) = mpsc::channel();
    println!("{:?}", receiver.try_recv() == Err(TryRecvError::Empty));
    let start = Instant::now();
    println!("{:?} {}", receiver.recv_timeout(SHORT) == Err(RecvTimeoutError::Timeout), start.elapsed() >= SHORT);
    let other = sender.clone();
    thread::spawn(move || (1..4).for_each(|number| other.send(number).unwrap())).join().unwrap();
    println!("{:?} {:?}", receiver.recv(), receiver.recv_timeout(SHORT));
    println!("{:?}", receiver.try_iter().collect::<Vec<_>>());
    sender.send(9).unwrap();
    drop(sender);
    println!("{:?} {:?}", receiver.recv(), receiver.recv());
    println!("{:?} {:?}", receiver.try_recv(), receiver.recv_timeout(SHORT));
}

fn iterators() {
    for way in 0..3 {
        let (sender, receiver) = mpsc::channel();
        let sends = thread::spawn(move || (0..3).for_each(|number| sender.send(number).unwrap()));
        let sum: i32 = match way {
            0 => receiver.iter().sum(),
            1 => (&receiver).into_iter().sum(),
            _ => receiver.into_iter().sum(),
        };
        sends.join().unwrap();
        print!("{sum} ");
    }
    println!();
}

fn closed() {
    let (sender, receiver) = mpsc::channel();
    let (answers, answer) = mpsc::channel::<u32>();
    sender.send(answers).unwrap();
    drop(receiver);
    // The message was dropped with the receiver, and with it the other channel's sender.
    println!("{:?}", answer.recv());
    let (back, _end) = mpsc::channel();
    println!("{}", sender.send(back).is_err());
}

fn bounded() {
    let (sender, receiver) = mpsc::sync_channel(2);
    println!("{:?} {:?} {:?}", sender.try_send(1), sender.send(2), sender.try_send(3));
    let other = sender.clone();
    let blocked = thread::spawn(move || other.send(4).is_ok());
    println!("{:?}", receiver.recv());
    println!("{}", blocked.join().unwrap());
    println!("{:?} {:?}", receiver.recv(), receiver.recv());
    drop(receiver);
    println!("{:?} {:?}", sender.try_send(5) == Err(TrySendError::Disconnected(5)), sender.send(6));
}

fn rendezvous() {
    let (sender, receiver) = mpsc::sync_channel(0);
    println!("{:?}", sender.try_send(1));
    let sends = thread::spawn(move || (sender.send(2), sender.send(3)));
    println!("{:?}", receiver.recv());
    drop(receiver);
    println!("{:?}", sends.join().unwrap());
}

fn not_sent_elsewhere() {
    let (sender, receiver) = mpsc::channel();
    sender.send(Rc::new(5)).unwrap();
    println!("{}", receiver.recv().unwrap());
}

fn main() {
    unbounded();
    iterators();
    closed();
    bounded();
    rendezvous();
    not_sent_elsewhere();
}
